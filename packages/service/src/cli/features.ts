import { type CustomerTable, quantileSorted } from '@clientele/engine';
import { Command } from 'commander';
import { formatFor } from '../report/format.ts';
import type { ReadOrders } from '../orders/read-orders.ts';
import { ordersIn } from './input/orders.ts';
import { decimalFlag } from './flags.ts';
import { orderFlagsFrom, withOrders } from './order-flags.ts';
import { csvOf, plainTable, present, type Result, type ResultFlags, withResult } from './result.ts';
import { languageOf, speaking, type Surroundings, terminal } from './surroundings.ts';
import { cliSpeaker, type Say } from './words/words.ts';
import { customersOf } from '../contract/segmentation/purchasing-body.ts';

interface Work extends Surroundings {
  readonly file: string;
  readonly flags: ResultFlags & Record<string, unknown>;
  readonly say: Say;
}

/** `clientele features ORDERS`. Throws InputError for what the caller can mend. */
export function featuresCommand(given: Partial<Surroundings> = {}): Command {
  const command = new Command('features').description(cliSpeaker(given.language ?? 'en')('features_description'));
  return ordersCommand(command, 'features_examples', given, async (work) => {
    await fromOrders(work, (read) => featuresResult(read, work));
  });
}

/** A command that reads orders and presents what is made of them. */
export function ordersCommand(
  command: Command,
  examples: 'features_examples' | 'rfm_examples',
  given: Partial<Surroundings>,
  run: (work: Work) => Promise<void>,
): Command {
  const around = { ...terminal(), ...given };
  const say = cliSpeaker(around.language);
  command.argument('<orders>', say('argument_orders')).addOption(decimalFlag());
  withOrders(command.optionsGroup(say('group_orders')), say);
  return withResult(command, { say, language: around.language })
    .addHelpText('after', say(examples))
    .action(async (file: string, flags: Work['flags']) => {
      const language = languageOf(flags.lang, around);
      await speaking(language, () => run({ ...around, language, file, flags, say: cliSpeaker(language) }));
    });
}

export async function fromOrders(work: Work, make: (read: ReadOrders) => Result): Promise<void> {
  const { file, flags, say, language, stdin, stderr } = work;
  const quiet = flags.quiet === true;
  const note = (text: string): void => {
    if (!quiet) stderr.write(`${text}\n`);
  };
  const wanted = orderFlagsFrom(flags, work.now());
  await ordersIn(file, wanted, { say, language, stdin, bar: quiet ? {} : stderr, note }, (read) =>
    present(make(read), flags, work),
  );
}

function featuresResult({ table, census, rules, mapping }: ReadOrders, { say, language }: Work): Result {
  const { ids, names, columns } = table;
  return {
    csv: () =>
      csvOf(
        ['customer_id', ...names],
        ids.map((id, i) => [id, ...columns.map((column) => column[i] ?? NaN)]),
      ),
    json: () => ({
      data: customersOf(table, numberOrNull),
      orders: { columns: mapping, rules, census },
    }),
    summary: () => {
      const format = formatFor(language);
      const shown = (value: number): string => format.value(value, 'other');
      const rows = names.map((name, j) => [name, ...spread(columns[j]).map(shown)]);
      return `\n${plainTable([say('feature'), say('lowest'), say('median'), say('mean'), say('highest')], rows)}\n`;
    },
  };
}

function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : Number(value.toFixed(6));
}

/** Lowest, median, mean and highest of the values that are there. */
function spread(column: CustomerTable['columns'][number] | undefined): number[] {
  const known = (column ?? new Float64Array(0)).filter((value) => !Number.isNaN(value)).toSorted();
  if (known.length === 0) return [];
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return [known[0] ?? NaN, quantileSorted(known, 0.5), mean, known.at(-1) ?? NaN];
}
