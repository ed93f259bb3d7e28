import { wantsComma } from '../contract/decimal.ts';
import type { Mapping } from './columns.ts';
import { type Cell, type OrdersDatabase, type Row, sqlText } from './database.ts';
import { OrdersFault } from './faults.ts';
import { type LineSql, problems } from './lines.ts';
import { keptSql } from './purchases.ts';
import type { ResolvedRules } from './rules.ts';
import type { Source } from './source.ts';

/** What was found in a file of orders, counted in lines. */
export interface Census {
  /** All lines, without the header. */
  readonly lines: number;
  /** Lines without customer: skipped. */
  readonly withoutCustomer: number;
  /** Lines that cannot be read: skipped where the rules say so, else the file is refused. */
  readonly unreadable: number;
  /** Lines before `since` or after `until`. */
  readonly outsideWindow: number;
  /** Lines that repeat another one exactly; `dropped` where the rules say so. */
  readonly repeats: number;
  /** Lines that cost nothing. */
  readonly free: number;
  readonly returns: {
    readonly lines: number;
    /** Money that came back, as a positive number. */
    readonly amount: number;
    /** For `net`: lines with no purchase, or not enough of it, to be set against; and the money left over. */
    readonly unmatchedLines: number;
    readonly unmatchedAmount: number;
  };
  /**
   * Orders of several lines, and those of them whose lines all have one amount: it may be the order's total. Of a large file
   * some orders are looked at; null where lines name no order, or no amount of their own.
   */
  readonly orderTotals: { readonly orders: number; readonly same: number } | null;
  /** First and last day of the lines that count; null where none does. */
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  /** Known customers of whom no purchase is left, such as those who returned everything. */
  readonly customersLeftOut: number;
}

interface Read {
  readonly source: Source;
  readonly sql: LineSql;
  readonly mapping: Mapping;
  readonly rules: ResolvedRules;
  readonly database: OrdersDatabase;
}

/** Counts what is in `lines`, and refuses what the rules refuse. Throws an OrdersFault. */
export async function takeCensus(read: Read): Promise<Omit<Census, 'returns' | 'customersLeftOut'>> {
  const { database, rules } = read;
  const broken = await brokenLines(read);
  const limits = [
    ...(rules.since === undefined ? [] : [`moment < ${sqlText(rules.since)}::TIMESTAMP`]),
    ...(rules.until === undefined ? [] : [`moment >= ${sqlText(rules.until)}::TIMESTAMP + INTERVAL 1 DAY`]),
  ];
  const outside = limits.length === 0 ? 'false' : `problem = 0 AND customer IS NOT NULL AND (${limits.join(' OR ')})`;
  const [counts] = await database.rows(`
    SELECT count(*) AS lines, count(*) FILTER (customer IS NULL) AS nobody,
      ${Object.values(problems)
        .map((code) => `count(*) FILTER (problem = ${code}) AS problem_${code}`)
        .join(', ')},
      count(*) FILTER (${outside}) AS outside
    FROM lines`);
  const of = (key: string): number => Number(counts?.[key] ?? 0);
  if (of('lines') + broken === 0) throw new OrdersFault('EMPTY');
  const faulty = (['dateMissing', 'dateUnreadable', 'amountUnreadable'] as const).filter(
    (kind) => of(`problem_${problems[kind]}`) > 0,
  );
  const [kind] = faulty;
  if (kind !== undefined && rules.badLines === 'refuse')
    throw await faultyLine(read, kind, of(`problem_${problems[kind]}`));
  await refuseFuture(read);
  const [kept] = await database.rows(`
    SELECT count(*) AS lines, count(*) - count(DISTINCT fingerprint) AS repeats, count(*) FILTER (amount = 0) AS free,
      min(moment)::DATE::VARCHAR AS first_day, max(moment)::DATE::VARCHAR AS last_day
    FROM (${keptSql({ ...rules, duplicates: 'keep' })})`);
  return {
    lines: of('lines') + broken,
    withoutCustomer: of('nobody'),
    unreadable: broken + faulty.reduce((sum, one) => sum + of(`problem_${problems[one]}`), 0),
    outsideWindow: of('outside'),
    repeats: Number(kept?.['repeats'] ?? 0),
    free: Number(kept?.['free'] ?? 0),
    orderTotals: await lookAtOrders(read, of('lines')),
    firstDay: dayOf(kept, 'first_day'),
    lastDay: dayOf(kept, 'last_day'),
  };
}

/** Lines among which orders are looked at. */
const LOOKED_AT = 2_000_000;

async function lookAtOrders({ mapping, rules, database }: Read, lines: number): Promise<Census['orderTotals']> {
  if (mapping.order === undefined || mapping.amount === undefined) return null;
  const oneIn = Math.max(1, Math.ceil(lines / LOOKED_AT));
  const [row] = await database.rows(`
    SELECT count(*) AS orders, count(*) FILTER (lowest = highest) AS same
    FROM (
      SELECT min(amount) AS lowest, max(amount) AS highest
      FROM (${keptSql({ ...rules, duplicates: 'keep' })})
      WHERE placed % ${oneIn} = 0 AND amount > 0
      GROUP BY customer, placed HAVING count(DISTINCT fingerprint) > 1)`);
  return { orders: Number(row?.['orders'] ?? 0), same: Number(row?.['same'] ?? 0) };
}

function dayOf(row: Row | undefined, key: string): string | null {
  const day = row?.[key];
  return typeof day === 'string' ? day : null;
}

const rejectWords: Readonly<Record<string, string>> = {
  'MISSING COLUMNS': 'few',
  'TOO MANY COLUMNS': 'many',
  'UNQUOTED VALUE': 'quote',
  'LINE SIZE OVER MAXIMUM': 'long',
};

/** Lines of CSV that are no lines of this table; the first one is told where such lines are refused. */
async function brokenLines({ source, rules, database }: Read): Promise<number> {
  if (source.format !== 'csv') return 0;
  // The header may be tried before the lines are read: only the last scan counts.
  const [row] = await database.rows(`
    SELECT count(DISTINCT line) AS lines, min(line) AS line, arg_min(error_type::VARCHAR, line) AS kind
    FROM reject_errors WHERE scan_id = (SELECT max(scan_id) FROM reject_errors)`);
  const lines = Number(row?.['lines'] ?? 0);
  if (lines === 0 || rules.badLines === 'skip') return lines;
  const kind = String(row?.['kind']);
  if (kind === 'INVALID ENCODING') throw new OrdersFault('NOT_UTF8', { line: String(row?.['line']) });
  throw new OrdersFault('LINE_BROKEN', {
    line: String(row?.['line']),
    problem: rejectWords[kind] ?? 'other',
    more: lines - 1,
  });
}

/** Reads the file once more, in its order, for the first line with a fault. */
async function faultyLine(
  { source, sql, mapping, rules, database }: Read,
  kind: Exclude<keyof typeof problems, 'none'>,
  count: number,
): Promise<OrdersFault> {
  const conditions = {
    dateMissing: 'd IS NULL',
    dateUnreadable: 'd IS NOT NULL AND moment IS NULL',
    amountUnreadable: 'moment IS NOT NULL AND amount IS NULL',
  };
  const [row] = await database.rows(firstLine({ source, sql }, `customer IS NOT NULL AND ${conditions[kind]}`));
  const amount = mapping.amount ?? `${mapping.quantity} x ${mapping.price}`;
  const values = { line: String(row?.['line']), more: count - 1 };
  if (kind === 'dateMissing') return new OrdersFault('DATE_MISSING', { ...values, column: mapping.date ?? '' });
  if (kind === 'dateUnreadable')
    return new OrdersFault('DATE_UNREADABLE', { ...values, column: mapping.date ?? '', value: short(row?.['d']) });
  const shown = String(row?.['shown'] ?? '');
  const sign = rules.decimal === 'comma' ? 'comma' : shown.split(' x ').some(wantsComma) ? 'perhaps' : 'point';
  return new OrdersFault('AMOUNT_UNREADABLE', { ...values, column: amount, value: short(shown), sign });
}

async function refuseFuture({ source, sql, mapping, rules, database }: Read): Promise<void> {
  const { asOf, until } = rules;
  const future = `moment >= ${sqlText(asOf)}::TIMESTAMP + INTERVAL 1 DAY`;
  const within = until === undefined ? future : `${future} AND moment < ${sqlText(until)}::TIMESTAMP + INTERVAL 1 DAY`;
  const [row] = await database.rows(
    `SELECT count(*) AS lines FROM lines WHERE customer IS NOT NULL AND problem = ${problems.none} AND ${within}`,
  );
  const count = Number(row?.['lines'] ?? 0);
  if (count === 0) return;
  const [first] = await database.rows(firstLine({ source, sql }, `customer IS NOT NULL AND ${within}`));
  throw new OrdersFault('FUTURE', {
    line: String(first?.['line']),
    more: count - 1,
    column: mapping.date ?? '',
    value: short(first?.['d']),
    asOf,
  });
}

/** The first line of the file, by its number, of which `condition` holds; lines of CSV count from the header, which is 1. */
function firstLine({ source, sql }: Pick<Read, 'source' | 'sql'>, condition: string): string {
  const header = source.format === 'csv' ? 1 : 0;
  return `
    SELECT line, d, shown FROM (
      SELECT row_number() OVER () + ${header} AS line, ${sql.customer} AS customer, ${sql.date} AS d, ${sql.at} AS moment,
        ${sql.amount} AS amount, ${sql.shownAmount} AS shown
      FROM ${source.from})
    WHERE ${condition} ORDER BY line LIMIT 1`;
}

const SHOWN = 40;

/** A cell as it may stand in a one-line message. */
function short(cell: Cell | undefined): string {
  // oxlint-disable-next-line no-control-regex -- a terminal must not obey what a file says
  const clean = String(cell ?? '').replaceAll(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, ' ');
  return clean.length > SHOWN ? `${clean.slice(0, SHOWN - 1)}…` : clean;
}

/** Counts what came back, and what it was set against. */
export async function countReturns(rules: ResolvedRules, database: OrdersDatabase): Promise<Census['returns']> {
  const [all] = await database.rows(
    `SELECT count(*) AS lines, coalesce(-sum(amount), 0)::DOUBLE AS amount FROM kept WHERE amount < 0`,
  );
  const [left] =
    rules.returns === 'net'
      ? await database.rows(`
          SELECT count(*) FILTER (matched < -amount) AS lines, coalesce(sum(-amount - matched), 0)::DOUBLE AS amount
          FROM returned`)
      : [];
  return {
    lines: Number(all?.['lines'] ?? 0),
    amount: Number(all?.['amount'] ?? 0),
    unmatchedLines: Number(left?.['lines'] ?? 0),
    unmatchedAmount: Number(left?.['amount'] ?? 0),
  };
}
