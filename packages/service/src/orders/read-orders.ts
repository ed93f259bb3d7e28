import type { CustomerTable } from '@clientele/engine';
import { type Census, countReturns, takeCensus } from './census.ts';
import { mapColumns, type Mapping } from './columns.ts';
import { openOrdersDatabase, type OrdersDatabase } from './database.ts';
import type { Share } from './share.ts';
import { OrdersFault } from './faults.ts';
import { featureTable, readTotals, type Totals } from './features.ts';
import { lineSql, loadLines } from './lines.ts';
import { makePurchases } from './purchases.ts';
import type { ResolvedRules } from './rules.ts';
import { openSource, requireWhole } from './source.ts';

/** Orders read: what they add up to, and what was found on the way. */
export interface ReadOrders {
  readonly totals: Totals;
  readonly table: CustomerTable;
  readonly mapping: Mapping;
  readonly census: Census;
  readonly rules: ResolvedRules;
}

export interface ReadOptions {
  readonly columns: Mapping;
  readonly rules: ResolvedRules;
  readonly share?: Partial<Share>;
  /** Called now and then with the share that is done, 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/** Parts of the work, with the shares of the time they roughly take. */
const steps = { load: 0.45, census: 0.15, purchases: 0.1, totals: 0.3 } as const;
const LOOK_MS = 200;

/**
 * Reads the file that `prepare` leaves in the database's folder, or names outside it, and hands what was read to `use`
 * while the lines are still there. Throws an OrdersFault for what its owner can mend.
 */
export async function readOrders<Result>(
  prepare: string | ((folder: string) => Promise<string>),
  options: ReadOptions,
  use: (read: ReadOrders, database: OrdersDatabase) => Promise<Result> | Result,
): Promise<Result> {
  const database = await openOrdersDatabase(options.share);
  try {
    const file = typeof prepare === 'string' ? prepare : await prepare(database.folder);
    await database.lock([file]);
    return await use(await readFrom(file, options, database), database);
  } finally {
    database.close();
  }
}

async function readFrom(
  file: string,
  { columns, rules, onProgress = () => {} }: ReadOptions,
  database: OrdersDatabase,
): Promise<ReadOrders> {
  const step = progressOver(database, onProgress);
  const source = await openSource(file, database);
  const mapping = mapColumns(
    source.columns.map(({ name }) => name),
    columns,
  );
  if (mapping.points !== undefined && rules.pointsCap === undefined)
    throw new OrdersFault('POINTS_CAP', { column: mapping.points });
  const sql = await lineSql(source, mapping, { rules, database });
  const loaded = step('load', loadLines(source, sql, { mapping, rules, database }));
  // Both to their end: what is wrong with the packing explains what is wrong with the lines.
  const [whole] = await Promise.allSettled([requireWhole(file, source), loaded]);
  if (whole.status === 'rejected') throw whole.reason;
  await loaded;
  const counted = await step('census', takeCensus({ source, sql, mapping, rules, database }));
  const known = await step('purchases', customersOf(rules, database));
  const totals = await step('totals', readTotals(rules, database));
  if (totals.ids.length === 0)
    throw new OrdersFault('NOTHING_LEFT', {
      lines: counted.lines,
      since: rules.since ?? counted.firstDay ?? '-',
      until: rules.until ?? rules.asOf,
    });
  const returns = await countReturns(rules, database);
  return {
    totals,
    table: featureTable(totals, { mapping, pointsCap: rules.pointsCap }),
    mapping,
    census: { ...counted, returns, customersLeftOut: known - totals.ids.length },
    rules,
  };
}

/** Makes the purchases; how many customers have a line at all. */
async function customersOf(rules: ResolvedRules, database: OrdersDatabase): Promise<number> {
  await makePurchases(rules, database);
  const [row] = await database.rows('SELECT count(DISTINCT customer) AS customers FROM kept');
  return Number(row?.['customers'] ?? 0);
}

/** Reports how far the whole is, from how far each statement says it is; never less than before. */
function progressOver(database: OrdersDatabase, tell: (done: number) => void) {
  let before = 0;
  let told = 0;
  const report = (done: number): void => {
    if (done > told) tell((told = done));
  };
  return async <Result>(part: keyof typeof steps, work: Promise<Result>): Promise<Result> => {
    const timer = setInterval(() => report(before + steps[part] * (database.progress() ?? 0)), LOOK_MS);
    try {
      return await work;
    } finally {
      clearInterval(timer);
      before += steps[part];
      report(before);
    }
  };
}
