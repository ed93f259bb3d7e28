import { sql } from 'kysely';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase, rowsOf } from '../../src/store/database.ts';
import type { Db } from '../../src/store/handle.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import type { NewTenant } from '../../src/store/tenants.ts';
import { seededBytes } from '../support/random.ts';
import { type EmptyStore, postgres, sharedCluster } from '../support/stores.ts';
import { urlOf } from '../support/postgres-cluster.ts';

const bound = ['tenants', 'secrets', 'tokens', 'audit', 'runs', 'run_files'] as const;
const by = { actor: 'service' };

const figures = { customers: 2, algorithm: 'KMeans', nClusters: 2, verdict: 'weak', summary: '{}' };
const runNamed = (id: string) => {
  return { id, contract: 'purchasing_segmentation', actor: 'cli', startedAt: 0, figures, snapshot: Uint8Array.of(1) };
};

let own: EmptyStore;
let store: Store;
let db: Db;
let a: NewTenant;
let b: NewTenant;
let url = '';
beforeEach(async () => {
  own = await postgres.empty();
  url = own.place.databaseUrl ?? '';
  store = await openStore({ ...own.place, now: Date.now, random: seededBytes(1) });
  [a, b] = [await store.createTenant('A'), await store.createTenant('B')];
  for (const { apiId, name } of [a, b]) {
    await store.createToken({ tenant: apiId }, by);
    await store.saveRun(apiId, runNamed(name));
  }
  await store.createToken({ tenant: null }, by);
  // One connection: what a transaction left on it would be found by the next.
  db = await openDatabase({ url, connections: 1 });
});
afterEach(async () => {
  await db.destroy();
  await store.close();
  await own.remove();
});

/** What `statement` does for the service's own user, without the service. */
async function bare(...statements: string[]): Promise<Record<string, unknown>[]> {
  const client = new Client(url);
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) ({ rows } = await client.query<Record<string, unknown>>(statement));
    return rows;
  } finally {
    await client.end();
  }
}

/** The rows of a table, without any condition. */
const allRows = (reach: Db, table: (typeof bound)[number]) => reach.selectFrom(table).selectAll().execute();

describe('without the setting', () => {
  test.each(bound)('%s has no rows, though the service sees some', async (table) => {
    expect(await allRows(db, table)).not.toEqual([]);
    expect(await bare(`select * from ${table}`)).toEqual([]);
    expect(await bare(`select set_config('clientele.tenant', '', false)`, `select * from ${table}`)).toEqual([]);
  });

  test('no row is made, changed or removed', async () => {
    await expect(bare(`insert into tenants (api_id, name, created_at) values ('x', 'x', 'x')`)).rejects.toThrow(
      /row-level security/,
    );
    for (const statement of ['update tenants set name = $$stolen$$', 'delete from secrets'])
      expect(await bare(`${statement} returning *`)).toEqual([]);
    expect((await store.listTenants()).map(({ name, secrets }) => [name, secrets.length])).toEqual([
      ['A', 1],
      ['B', 1],
    ]);
  });
});

describe('with the setting of one tenant', () => {
  test('queries that forgot their condition find its rows and no others', async () => {
    for (const table of bound) {
      const text = JSON.stringify(await allRows(rowsOf(db, a.apiId.toUpperCase()), table));
      expect(text).not.toBe('[]');
      for (const other of [b.apiId, b.keyId, '"name":"B"']) expect(text).not.toContain(other);
    }
  });

  test('nothing of another tenant is made, changed or removed', async () => {
    const theirs = await db.selectFrom('tenants').select('id').where('api_id', '=', b.apiId).executeTakeFirstOrThrow();
    const mine = rowsOf(db, a.apiId);
    const secret = await mine.selectFrom('secrets').selectAll().executeTakeFirstOrThrow();
    await expect(mine.updateTable('secrets').set({ tenant_id: theirs.id }).execute()).rejects.toThrow(
      /row-level security/,
    );
    await expect(
      mine
        .insertInto('secrets')
        .values({ ...secret, id: 'new', tenant_id: theirs.id })
        .execute(),
    ).rejects.toThrow(/row-level security/);
    expect(
      (await mine.deleteFrom('secrets').where('tenant_id', '=', theirs.id).executeTakeFirst()).numDeletedRows,
    ).toBe(0n);
    expect((await mine.updateTable('tenants').set({ name: 'renamed' }).executeTakeFirst()).numUpdatedRows).toBe(1n);
    expect((await store.showTenant(b.apiId))?.name).toBe('B');
  });

  test.each(['*', '', '%', "'; --", "' or true --", '00000000-0000-4000-8000-000000000000'])(
    'the id %j reaches nothing',
    async (apiId) => {
      for (const table of bound) expect(await allRows(rowsOf(db, apiId), table)).toEqual([]);
    },
  );

  test('it ends with the transaction, also with one that fails', async () => {
    await expect(
      rowsOf(db, a.apiId)
        .transaction()
        .execute(async (transaction) => {
          await transaction.deleteFrom('tokens').execute();
          await sql`select 1 / 0`.execute(transaction);
        }),
    ).rejects.toThrow(/division by zero/);
    expect(await allRows(rowsOf(db, a.apiId), 'tokens')).toHaveLength(1);
    expect(await allRows(rowsOf(db, 'nobody'), 'tokens')).toEqual([]);
    expect(await allRows(db, 'tokens')).toHaveLength(3);
  });
});

test('every table is behind the wall, but those that hold nothing of a tenant', async () => {
  const tables = await bare(
    `select relname as name, relrowsecurity and relforcerowsecurity and exists (select from pg_policy where polrelid = c.oid) as walled
     from pg_class c where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace`,
  );
  const open = tables.filter(({ walled }) => walled !== true).map(({ name }) => name);
  expect(new Set(open)).toEqual(new Set(['audit_head', 'kysely_migration', 'kysely_migration_lock']));
});

test('a superuser, whom it would not bind, is refused with a remedy', async () => {
  const superuser = urlOf(await sharedCluster(), 'postgres', new URL(url).pathname.slice(1));
  await expect(openDatabase({ url: superuser })).rejects.toThrow(/signs in as postgres.*create role clientele/);
});
