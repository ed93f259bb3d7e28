import { commaNumber } from '../contract/decimal.ts';
import { type OrdersDatabase, sqlName, sqlText } from './database.ts';
import { localTime } from './dates.ts';
import { OrdersFault } from './faults.ts';
import type { Mapping } from './columns.ts';
import type { Role } from './roles.ts';
import type { ResolvedRules } from './rules.ts';
import { readable, type Source, type SourceColumn } from './source.ts';

/** What is wrong with a line, as the column `problem` says it. */
export const problems = { none: 0, dateMissing: 1, dateUnreadable: 2, amountUnreadable: 3 } as const;

/** Exact sums whatever the order of lines and the number of threads: money is a decimal, six digits after the point. */
const MONEY = 'DECIMAL(18, 6)';

/** The SQL of one order line's parts. */
export interface LineSql {
  readonly customer: string;
  readonly date: string;
  readonly at: string;
  readonly amount: string;
  /** What stands in the file for the amount, for messages. */
  readonly shownAmount: string;
  readonly order: string;
  readonly product: string;
  readonly category: string;
  readonly points: string;
}

/** How the columns of a source become the parts of a line. */
export async function lineSql(
  source: Source,
  mapping: Mapping,
  { rules, database }: { rules: ResolvedRules; database: OrdersDatabase },
): Promise<LineSql> {
  const columnOf = (role: Role): SourceColumn | undefined => source.columns.find(({ name }) => name === mapping[role]);
  const valueOf = (role: Role): string => columnOf(role)?.value ?? 'NULL';
  const number = (role: Role, type: string): string => numberSql(columnOf(role), type, { source, rules });
  const date = columnOf('date');
  if (!date) throw new Error('mapColumns always finds a date');
  const shown = mapping.amount === undefined ? (['quantity', 'price'] as const) : (['amount'] as const);
  return {
    customer: textOf(columnOf('customer')),
    date: `nullif(trim(${date.value}::VARCHAR), '')`,
    at: await localTime(date, { source, rules, database }),
    amount:
      mapping.amount === undefined
        ? `TRY_CAST(${number('quantity', MONEY)} * ${number('price', MONEY)} AS ${MONEY})`
        : number('amount', MONEY),
    shownAmount: `concat_ws(' x ', ${shown.map((role) => `coalesce(${valueOf(role)}::VARCHAR, '')`).join(', ')})`,
    order: textOf(columnOf('order')),
    product: textOf(columnOf('product')),
    category: textOf(columnOf('category')),
    points: number('points', 'DOUBLE'),
  };
}

/** The number that a column holds, null where it holds none. Text is read by the decimal sign of the rules. */
function numberSql(
  column: SourceColumn | undefined,
  type: string,
  { source, rules }: { source: Source; rules: ResolvedRules },
): string {
  if (!column) return 'NULL';
  const { name, value } = column;
  const number = `TRY_CAST(${value} AS ${type})`;
  if (rules.decimal === 'point' || column.type !== 'VARCHAR') return number;
  const text = `trim(${value})`;
  const pointed = `TRY_CAST(replace(replace(${text}, '.', ''), ',', '.') AS ${type})`;
  // A number of JSON has a point whatever its texts have.
  const known = source.format === 'json' ? `WHEN json_type(${sqlName(name)}) <> 'VARCHAR' THEN ${number}` : '';
  return `CASE ${known} WHEN regexp_full_match(${text}, ${sqlText(commaNumber)}) THEN ${pointed} END`;
}

/** An id as text. Whole numbers that were stored as floating point have no ".0". */
function textOf(column: SourceColumn | undefined): string {
  if (!column) return 'NULL';
  const { value, type } = column;
  if (type === 'DOUBLE' || type === 'FLOAT')
    return `CASE WHEN ${value} = floor(${value}) AND abs(${value}) < 9e15 THEN ${value}::BIGINT::VARCHAR ELSE ${value}::VARCHAR END`;
  return `nullif(trim(${value}::VARCHAR), '')`;
}

/**
 * Reads the source once into the table `lines`: customer, moment, amount, visit (what is counted), item (what diversity
 * counts), placed (a number for the order, where lines have amounts of their own), mate (what a return is matched by),
 * points, fingerprint (of the whole line), problem.
 */
export async function loadLines(
  source: Source,
  sql: LineSql,
  { mapping, rules, database }: { mapping: Mapping; rules: ResolvedRules; database: OrdersDatabase },
): Promise<void> {
  requireOrders(mapping, rules);
  const all = source.columns.map(({ value }) => value).join(', ');
  const problem = `CASE WHEN c IS NULL THEN ${problems.none} WHEN d IS NULL THEN ${problems.dateMissing} WHEN moment IS NULL THEN ${problems.dateUnreadable} WHEN amount IS NULL THEN ${problems.amountUnreadable} ELSE ${problems.none} END`;
  await readable(
    source.format === 'csv' ? 'CSV' : source.format === 'json' ? 'JSON' : 'Parquet',
    database.run(`
      CREATE TABLE lines AS
      SELECT c AS customer, moment, amount, visit, item, placed, mate, points, fingerprint, (${problem})::UTINYINT AS problem
      FROM (
        SELECT ${sql.customer} AS c, ${sql.date} AS d, ${sql.at} AS moment, ${sql.amount} AS amount,
          ${rules.visits === 'orders' ? sql.order : 'NULL::VARCHAR'} AS visit,
          ${mapping.category === undefined ? sql.product : sql.category} AS item,
          ${placedSql(sql, mapping)} AS placed, ${mateSql(sql, { mapping, rules })} AS mate, ${sql.points} AS points, hash(${all}) AS fingerprint
        FROM ${source.from}
      )`),
  );
}

function requireOrders(mapping: Mapping, { visits, orderTotal }: ResolvedRules): void {
  const { order, amount, quantity = '', price = '' } = mapping;
  if (order === undefined && visits === 'orders') throw new OrdersFault('ORDERS_NEEDED', { rule: 'visits' });
  if (order === undefined && orderTotal === 'once') throw new OrdersFault('ORDERS_NEEDED', { rule: 'order_total' });
  if (amount === undefined && orderTotal === 'once') throw new OrdersFault('TOTAL_NEEDED', { quantity, price });
}

/** Eight bytes in place of the order's name: those are only compared. */
function placedSql({ order }: LineSql, mapping: Mapping): string {
  return mapping.order === undefined || mapping.amount === undefined
    ? 'NULL::UBIGINT'
    : `CASE WHEN ${order} IS NOT NULL THEN hash(${order}) END`;
}

function mateSql(
  { order, product, amount }: LineSql,
  { mapping, rules }: { mapping: Mapping; rules: ResolvedRules },
): string {
  if (rules.orderTotal === 'once') return order;
  if (mapping.product !== undefined) return product;
  return mapping.order !== undefined ? order : `abs(${amount})::VARCHAR`;
}
