import { Fault, fault } from '@clientele/engine';
import { type Command, Option } from 'commander';
import type { Mapping } from '../orders/columns.ts';
import { type Role, roles } from '../orders/roles.ts';
import { LEAST_MB, type Share } from '../orders/share.ts';
import type { PostgresSource } from '../orders/postgres.ts';
import { type OrderRules, orderRules, type ResolvedRules, resolveRules } from '../orders/rules.ts';
import { attributeOf, optionFlag, valueOf } from './flags.ts';
import { whole } from './numbers.ts';
import type { Say } from './words/words.ts';

/** The rules' flags; their words and limits come from the rules' schema. */
const ruleFlags = {
  '--as-of': 'asOf',
  '--since': 'since',
  '--until': 'until',
  '--time-zone': 'timeZone',
  '--visits': 'visits',
  '--returns': 'returns',
  '--free': 'free',
  '--order-total': 'orderTotal',
  '--duplicates': 'duplicates',
  '--bad-lines': 'badLines',
  '--decimal': 'decimal',
  '--date-format': 'dateFormat',
  '--points-cap': 'pointsCap',
} as const satisfies Record<string, keyof OrderRules>;

export const MOST_MB = 1_048_576;
export const MOST_THREADS = 256;

/** What the flags about orders say. */
export interface OrderFlags {
  readonly columns: Mapping;
  readonly rules: ResolvedRules;
  readonly share: Partial<Share>;
  readonly from: Omit<PostgresSource, 'url'>;
}

/** Adds the flags of every command that reads orders, but for --decimal, which files of customers have too. */
export function withOrders(command: Command, say: Say): Command {
  for (const role of roles) command.option(`--${role} <column>`, say('flag_role', { role }));
  for (const [flag, rule] of Object.entries(ruleFlags))
    if (rule !== 'decimal') command.addOption(optionFlag(flag, orderRules.properties[rule]));
  return command
    .option('--table <name>', say('flag_table'))
    .option('--query <sql>', say('flag_query'))
    .addOption(new Option('--memory <MB>', say('flag_memory')).argParser(whole(LEAST_MB, MOST_MB)))
    .addOption(new Option('--threads <number>', say('flag_threads')).argParser(whole(1, MOST_THREADS)))
    .option('--work <folder>', say('flag_work'));
}

/** What was asked for, checked. Throws the engine's INVALID_PARAMETER in terms of the flag, or an OrdersFault. */
export function orderFlagsFrom(given: Readonly<Record<string, unknown>>, now: Date): OrderFlags {
  const flagged = (flag: string): unknown => given[attributeOf(flag)];
  const rules = Object.entries(ruleFlags).flatMap(([flag, rule]) => {
    const text = flagged(flag);
    return typeof text === 'string' ? [[rule, valueOf(text, orderRules.properties[rule])]] : [];
  });
  const columns = roles.flatMap((role): [Role, string][] => {
    const column = given[role];
    return typeof column === 'string' ? [[role, column]] : [];
  });
  const { memory, threads, work, table, query } = given as {
    memory?: number;
    threads?: number;
    work?: string;
    table?: string;
    query?: string;
  };
  return {
    columns: Object.fromEntries(columns),
    rules: rulesInFlags(Object.fromEntries(rules), now),
    share: {
      ...(memory === undefined ? {} : { memoryMb: memory }),
      ...(threads === undefined ? {} : { threads }),
      ...(work === undefined ? {} : { folder: work }),
    },
    from: { table, query },
  };
}

function rulesInFlags(given: Partial<OrderRules>, now: Date): ResolvedRules {
  try {
    return resolveRules(given, now);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'INVALID_PARAMETER') throw error;
    const details = error.details as Fault<'INVALID_PARAMETER'>['details'];
    const flag = Object.entries(ruleFlags).find(([, rule]) => rule === details.parameter)?.[0];
    throw fault('INVALID_PARAMETER', { ...details, parameter: flag ?? details.parameter });
  }
}
