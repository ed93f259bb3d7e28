/**
 * Writes order lines as Parquet: a shop whose customers differ in how often and how much they buy, with several lines an
 * order, some returns and a few lines without customer. The same number of lines and seed give the same lines.
 *
 *   node --conditions=development bench/order-lines.ts 50000000 orders.parquet [seed]
 */
import { resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Lines to a customer, on average. */
const LINES_A_CUSTOMER = 50;
const LINES_AN_ORDER = 4;
const PRODUCTS = 20_000;
const DAYS = 540;

/** SQL that draws `lines` order lines. Every number is a hash of the line, its order or its customer. */
export function orderLinesSql(lines: number, seed: number): string {
  const customers = Math.max(1, Math.round(lines / LINES_A_CUSTOMER));
  const draw = (what: string, salt: number): string => `(hash(${what}, ${seed}, ${salt}) % 1000000 / 1e6)`;
  return `
    WITH orders AS (SELECT i, i // ${LINES_AN_ORDER} AS o FROM range(${lines}) lines(i)),
    owned AS (
      SELECT *, floor(${customers} * power(${draw('o', 1)}, 1.6))::BIGINT AS c FROM orders
    )
    SELECT
      CASE WHEN ${draw('o', 2)} < 0.02 THEN NULL ELSE 'C' || lpad(c::VARCHAR, 8, '0') END AS customer_id,
      'O' || lpad(o::VARCHAR, 9, '0') AS order_id,
      TIMESTAMP '2025-01-01 08:00:00'
        + to_seconds((86400 * ${DAYS} * power(${draw('o', 3)}, 0.4 + ${draw('c', 4)}))::BIGINT) AS order_date,
      'P' || lpad(floor(${PRODUCTS} * power(${draw('i', 5)}, 2))::BIGINT::VARCHAR, 6, '0') AS product_id,
      (CASE WHEN ${draw('i', 6)} < 0.01 THEN -1 ELSE 1 + floor(4 * ${draw('i', 7)}) END)::INTEGER AS quantity,
      (0.5 + 40 * power(${draw('c', 8)}, 3) + 15 * ${draw('i', 9)})::DECIMAL(9, 2) AS unit_price
    FROM owned`;
}

/** Writes them, in pieces that the reader can take side by side. */
export async function writeOrderLines(lines: number, file: string, seed = 7): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { preserve_insertion_order: 'false' });
  const connection = await instance.connect();
  const target = resolve(file).replaceAll("'", "''");
  await connection.run(`COPY (${orderLinesSql(lines, seed)}) TO '${target}' (FORMAT parquet, COMPRESSION zstd)`);
  connection.closeSync();
  instance.closeSync();
}

if (import.meta.main) {
  const [lines, file, seed] = process.argv.slice(2);
  if (file === undefined || !Number.isSafeInteger(Number(lines))) {
    console.error('usage: node --conditions=development bench/order-lines.ts LINES FILE [SEED]');
    process.exit(2);
  }
  await writeOrderLines(Number(lines), file, Number(seed ?? 7));
}
