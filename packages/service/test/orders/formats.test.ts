import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { Client } from 'pg';
import { describe, expect, test, vi } from 'vitest';
import { openOrdersDatabase } from '../../src/orders/database.ts';
import { folderPrefix } from '../../src/orders/folders.ts';
import { copyFromPostgres } from '../../src/orders/postgres.ts';
import { faultOf, featuresOf, readFile, reader, testFolder } from '../support/orders.ts';
import { postgres } from '../support/stores.ts';

const folder = testFolder('formats');
const read = reader(folder);

const rows = [
  { customer_id: '001', order_date: '2026-01-01 10:00:00', amount: 12.5, order_id: 'o1', sku: 'p' },
  { customer_id: '001', order_date: '2026-01-01 23:30:00', amount: 7.25, order_id: 'o2', sku: 'q' },
  { customer_id: 'María "M", Ltd', order_date: '2026-01-03 00:30:00', amount: 0.1, order_id: 'o3', sku: 'p' },
];
const names = ['customer_id', 'order_date', 'amount', 'order_id', 'sku'] as const;
const quoted = (value: string | number): string => `"${String(value).replaceAll('"', '""')}"`;
const csvWith = (delimiter: string, end = '\n'): string =>
  [names.map(quoted), ...rows.map((row) => names.map((name) => quoted(row[name])))]
    .map((line) => line.join(delimiter))
    .join(end) + end;

async function parquet(): Promise<string> {
  const file = join(folder, 'orders.parquet');
  writeFileSync(join(folder, 'typed.csv'), csvWith(','));
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  await connection.run(`COPY (
    SELECT customer_id, order_date::TIMESTAMPTZ AS order_date, amount::DOUBLE AS amount, order_id, sku
    FROM read_csv('${join(folder, 'typed.csv')}', all_varchar = true)) TO '${file}'`);
  connection.closeSync();
  return file;
}

const written: [string, () => string | Uint8Array][] = [
  ['CSV', () => csvWith(',')],
  ['CSV with byte-order mark and CRLF', () => `\uFEFF${csvWith(',', '\r\n')}`],
  ['CSV with semicolons', () => csvWith(';')],
  ['CSV with tabs', () => csvWith('\t')],
  ['CSV packed with gzip', () => gzipSync(csvWith(','))],
  ['JSON lines', () => rows.map((row) => JSON.stringify(row)).join('\n')],
  ['JSON lines packed with gzip', () => gzipSync(rows.map((row) => JSON.stringify(row)).join('\n'))],
  ['a JSON array', () => JSON.stringify(rows, null, 2)],
];

const expected = {
  purchase_total: 19.75,
  visit_frequency: 1,
  avg_ticket: 19.75,
  product_diversity: 2,
  recency_days: 180,
};

test.each(written)('%s is told by its content and gives the same features', async (_, content) => {
  const found = await read(content());
  expect(found.table.ids).toEqual(['001', 'María "M", Ltd']);
  expect(featuresOf(found, '001')).toMatchObject(expected);
  expect(found.mapping).toEqual({
    customer: 'customer_id',
    date: 'order_date',
    amount: 'amount',
    order: 'order_id',
    product: 'sku',
  });
});

test('Parquet gives the same features, and times with a zone move to the zone of the rules', async () => {
  const file = await parquet();
  expect(featuresOf(await readFile(file), '001')).toMatchObject(expected);
  const west = await readFile(file, { rules: { timeZone: 'Asia/Tokyo' } });
  expect(featuresOf(west, '001')).toMatchObject({ visit_frequency: 2, recency_days: 179 });
});

test('visits are days or orders', async () => {
  const found = await read(csvWith(','), { rules: { visits: 'orders' } });
  expect(featuresOf(found, '001')).toMatchObject({ visit_frequency: 2, avg_ticket: 9.875 });
});

test('a return takes from the latest purchase before it of the same product, and nothing from later or other ones', async () => {
  const lines = [
    'customer_id,order_date,amount,product_id',
    'a,2026-01-01,10,p', // 4 of it stay
    'a,2026-01-02,5,p', // all of it comes back
    'a,2026-01-03,-11,p',
    'a,2026-01-04,8,p',
    'a,2026-01-02,3,q',
    'a,2026-01-05,-7,q', // more than was bought: 4 find no purchase
    'b,2026-01-05,9,p',
    'b,2026-01-05,-9,p', // bought and returned on one day
    'c,2026-01-06,-1,p', // before any purchase
    'c,2026-01-07,1,p',
  ];
  const net = await read(`${lines.join('\n')}\n`);
  expect(net.table.ids).toEqual(['a', 'c']);
  expect(featuresOf(net, 'a')).toMatchObject({ purchase_total: 12, visit_frequency: 2, product_diversity: 1 });
  expect(net.census.returns).toEqual({ lines: 4, amount: 28, unmatchedLines: 2, unmatchedAmount: 5 });
  expect(net.census.customersLeftOut).toBe(1);
  const drop = await read(`${lines.join('\n')}\n`, { rules: { returns: 'drop' } });
  expect(featuresOf(drop, 'a')).toMatchObject({ purchase_total: 26, visit_frequency: 3, product_diversity: 2 });
  const keep = await read(`${lines.join('\n')}\n`, { rules: { returns: 'keep' } });
  expect(featuresOf(keep, 'a')).toMatchObject({ purchase_total: 8, visit_frequency: 5 });
});

test('points make the loyalty score where there are some; the cap has to be named', async () => {
  const lines =
    'customer_id,order_date,amount,points\na,2026-01-01,1,100\na,2026-01-02,1,250\nb,2026-01-02,1,900\nc,2026-01-03,1,\n';
  expect(await faultOf(read(lines))).toMatch(/^POINTS_CAP: The column points holds points/);
  const { table } = await read(lines, { rules: { pointsCap: 500 } });
  const loyalty = table.columns[table.names.indexOf('loyalty_score')];
  expect([loyalty?.[0], loyalty?.[1]]).toEqual([0.5, 1]);
  expect(loyalty?.[2]).toBeGreaterThan(0);
});

describe('the database', () => {
  test('opens nothing but the file it was given, and keeps its settings', async () => {
    const database = await openOrdersDatabase({ folder });
    try {
      const [allowed, secret] = [join(folder, 'allowed.csv'), join(folder, 'secret.csv')];
      for (const file of [allowed, secret]) writeFileSync(file, 'a\n1\n');
      await database.lock([allowed]);
      expect(await database.rows(`FROM read_csv('${allowed}')`)).toHaveLength(1);
      for (const statement of [
        `FROM read_csv('${secret}')`,
        `FROM read_csv('${join(folder, '..', 'x.csv')}')`,
        `COPY (SELECT 1) TO '${join(folder, 'out.csv')}'`,
        `SET enable_external_access = true`,
        `SET memory_limit = '100GB'`,
        `INSTALL httpfs`,
        `LOAD httpfs`,
        `ATTACH '${join(folder, 'other.duckdb')}' AS other`,
      ])
        await expect(database.run(statement)).rejects.toThrow(/disabled|locked|Cannot|Permission/i);
    } finally {
      database.close();
    }
    expect(existsSync(database.folder)).toBe(false);
  });

  test('removes what a killed process has left, and nothing of one that lives', async () => {
    const nameOf = (pid: number): string => folderPrefix().replace(`-${process.pid}-`, `-${pid}-abc`);
    const left = join(folder, nameOf(4_194_305));
    const living = join(folder, nameOf(process.ppid));
    for (const one of [left, living]) mkdirSync(one);
    const database = await openOrdersDatabase({ folder });
    database.close();
    expect(readdirSync(folder).filter((name) => name.startsWith('clientele-orders-'))).toEqual([nameOf(process.ppid)]);
  });

  test('hands customers to JavaScript, never lines', async () => {
    const fetched = vi.spyOn(DuckDBConnection.prototype, 'runAndReadAll');
    const many = Array.from({ length: 30_000 }, (_, i) => `c${i % 50},2026-01-0${1 + (i % 9)},${i % 7 === 0 ? -1 : 2}`);
    const found = await read(`customer_id,order_date,amount\n${many.join('\n')}\n`);
    const counts = await Promise.all(fetched.mock.results.map(async ({ value }) => (await value).currentRowCount));
    fetched.mockRestore();
    expect([found.census.lines, found.totals.ids.length]).toEqual([30_000, 50]);
    expect(counts.length).toBeGreaterThan(4);
    expect(Math.max(...counts)).toBe(50);
  });
});

describe('PostgreSQL', () => {
  test('gives a table or a query, with ids, money and times as they stand there', async () => {
    const store = await postgres.empty();
    const url = store.place.databaseUrl ?? '';
    const client = new Client(url);
    try {
      await client.connect();
      await client.query(`
        CREATE SCHEMA shop;
        CREATE TABLE shop."Orders" (customer_id text, ordered_at timestamptz, amount numeric(14, 2), product text);
        INSERT INTO shop."Orders" SELECT 'c' || i % 3, timestamptz '2026-01-01 23:30:00Z' + i * interval '1 minute', 0.1, 'p'
          FROM generate_series(0, 20999) i;
        INSERT INTO shop."Orders" VALUES ('a "b", c', '2026-02-01 10:00:00Z', 12345678901.25, NULL)`);
      const table = await copyFromPostgres({ url, table: 'shop.Orders' }, folder);
      const whole = await readFile(table, { rules: { timeZone: 'Europe/Madrid' } });
      expect([whole.census.lines, whole.table.ids]).toEqual([21_001, ['a "b", c', 'c0', 'c1', 'c2']]);
      expect(featuresOf(whole, 'c0')).toMatchObject({ purchase_total: 700, visit_frequency: 15 });
      expect(featuresOf(whole, 'a "b", c')).toMatchObject({ purchase_total: 12_345_678_901.25, product_diversity: 0 });
      const query = `SELECT * FROM shop."Orders" WHERE customer_id = 'c1'`;
      expect((await readFile(await copyFromPostgres({ url, query }, folder))).table.ids).toEqual(['c1']);
      const write = `WITH gone AS (DELETE FROM shop."Orders" RETURNING *) SELECT * FROM gone`;
      expect(await faultOf(copyFromPostgres({ url, query: write }, folder))).toMatch(/^POSTGRES: /);
    } finally {
      await client.end();
      await store.remove();
    }
  });
});

test('PostgreSQL that cannot be reached, and a source that is not named, are told in words', async () => {
  const url = 'postgres://nobody@127.0.0.1:1/none';
  expect(await faultOf(copyFromPostgres({ url, table: 'orders' }, folder))).toMatch(/^POSTGRES: PostgreSQL says: /);
  expect(await faultOf(copyFromPostgres({ url }, folder))).toMatch(/^POSTGRES_WHAT: /);
});
