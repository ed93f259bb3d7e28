import {
  type CustomerTable,
  modelToSql,
  score,
  segment,
  type SegmentModel,
  shop,
  type SqlDialect,
  toModel,
} from '@clientele/engine';
import { DuckDBInstance } from '@duckdb/node-api';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EmptyStore, postgres } from '../support/stores.ts';

type Row = { customer_id: string; segment: number | null };
interface Database {
  readonly name: SqlDialect;
  readonly run: (sql: string) => Promise<Row[]>;
}

let server: EmptyStore;
let client: Client;
let duck: Awaited<ReturnType<DuckDBInstance['connect']>>;
const databases: readonly Database[] = [
  {
    name: 'duckdb',
    run: async (sql) => (await duck.runAndReadAll(sql)).getRowObjectsJS().map((row) => ({ ...row }) as unknown as Row),
  },
  {
    name: 'postgres',
    run: async (sql) => {
      const done = (await client.query<Row>(sql)) as unknown as { rows: Row[] }[] | { rows: Row[] };
      return Array.isArray(done) ? (done.at(-1)?.rows ?? []) : done.rows;
    },
  },
];

beforeAll(async () => {
  server = await postgres.empty();
  client = new Client(server.place.databaseUrl);
  await client.connect();
  duck = await (await DuckDBInstance.create(':memory:')).connect();
});
afterAll(async () => {
  await client.end();
  duck.closeSync();
  await server.remove();
});

/** Names as nobody should call a column. */
const trap = (name: string): string => `${name}"; drop table customers; --`;
const trapped = (table: CustomerTable): CustomerTable => ({ ...table, names: table.names.map(trap) });
const fitted = trapped(shop({ n: 700, seed: 11, spread: 0.8 }).table);
const fresh = awkward(trapped(shop({ n: 3000, seed: 12, spread: 1.2 }).table));

/** New customers with what the fitted ones had not: missing values, zeros, values below zero and far away. */
function awkward(table: CustomerTable): CustomerTable {
  const odd = [Number.NaN, 0, -0, -3, 1e-12, 1e15, -1e15, 1e200, -1e200, Number.MAX_VALUE, -Number.MAX_VALUE];
  table.columns.forEach((column, j) => odd.forEach((value, i) => (column[j * odd.length + i] = value)));
  return table;
}

async function tableIn({ run }: Database, table: CustomerTable): Promise<void> {
  const quoted = table.names.map((name) => `"${name.replaceAll('"', '""')}" double precision`);
  const value = (number: number): string => `CAST('${number}' AS double precision)`;
  const rows = table.ids.map(
    (id, i) =>
      `('${id}', ${table.columns.map((column) => (Number.isNaN(column[i]) && i % 2 ? 'NULL' : value(column[i]))).join(', ')})`,
  );
  await run('DROP TABLE IF EXISTS customers');
  await run(`CREATE TABLE customers (customer_id text, ${quoted.join(', ')})`);
  await run(`INSERT INTO customers VALUES ${rows.join(', ')}`);
}

async function segmentsBy({ name, run }: Database, model: SegmentModel): Promise<Map<string, number | null>> {
  const rows = await run(modelToSql(model, { dialect: name }));
  return new Map(rows.map((row) => [row.customer_id, row.segment]));
}

describe.each(databases)('the model as SQL on $name', (database) => {
  describe.each(['kmeans', 'gmm', 'hierarchical', 'dbscan'] as const)('of a %s run', (algorithm) => {
    const plan = algorithm === 'dbscan' ? { algorithm, eps: 0.9 } : { algorithm, nClusters: 4 };

    test.each(['auto', 'none'] as const)(
      'gives new customers the segments that score gives them (%s)',
      async (preprocessing) => {
        const model = toModel(
          segment(fitted, {
            ...plan,
            preprocessing,
            ...(algorithm === 'dbscan' && preprocessing === 'none' ? { eps: 60 } : {}),
          }),
        );
        await tableIn(database, fresh);
        const told = await segmentsBy(database, model);
        const scored = score(model, fresh);
        expect(told.size).toBe(fresh.ids.length);
        expect(fresh.ids.map((id) => told.get(id))).toEqual([...scored.labels]);
        expect(new Set(scored.labels).size).toBeGreaterThan(1);
      },
    );

    test('an infinite value gives no segment', async () => {
      const model = toModel(segment(fitted, plan));
      const infinite = { ...fresh, columns: fresh.columns.map((column) => column.slice()) };
      infinite.columns[2][7] = -Infinity;
      await tableIn(database, infinite);
      const told = await segmentsBy(database, model);
      expect(told.get(infinite.ids[7])).toBeNull();
      expect([...told.values()].filter((segment_) => segment_ === null)).toHaveLength(1);
    });
  });

  test('of customers that are all the same puts everyone into the one segment', async () => {
    const same = { ids: ['a', 'b'], names: ['x'], columns: [Float64Array.of(3, 3)] };
    await tableIn(database, same);
    expect([...(await segmentsBy(database, toModel(segment(same)))).values()]).toEqual([0, 0]);
  });

  test('of a DBSCAN run that found only noise calls everyone noise', async () => {
    await tableIn(database, fresh);
    const told = await segmentsBy(database, toModel(segment(fitted, { algorithm: 'dbscan', eps: 0.0001 })));
    expect(new Set(told.values())).toEqual(new Set([-1]));
  });
});

test('a table may stand in a schema, and both names and the id are quoted', () => {
  const sql = modelToSql(toModel(segment(fitted)), { dialect: 'duckdb', table: 'shop.cust"omers', id: 'the id' });
  expect(sql).toContain('FROM "shop"."cust""omers"');
  expect(sql).toContain('"the id" AS customer');
});

test('a model of too many numbers, and a dialect nobody knows, are refused', () => {
  const model = toModel(segment(fitted, { algorithm: 'dbscan', eps: 0.9 }));
  const large = { ...model, membership: { ...model.membership, points: Array.from({ length: 100_001 }, () => 0) } };
  expect(() => modelToSql(large as SegmentModel, { dialect: 'duckdb' })).toThrow(/too many for a query/);
  expect(() => modelToSql(model, { dialect: 'oracle' as SqlDialect })).toThrow(/duckdb, postgres/);
});
