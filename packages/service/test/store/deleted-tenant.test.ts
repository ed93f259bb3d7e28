import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../src/store/handle.ts';
import type { Store } from '../../src/store/store.ts';
import { by, openOn, START } from '../support/credentials.ts';
import { owner } from '../support/owners.ts';
import { type EmptyStore, openRows, stores } from '../support/stores.ts';

describe.each(stores)('a deleted tenant on $name', ({ empty }) => {
  let place: EmptyStore;
  let store: Store;
  let db: Db;
  beforeEach(async () => {
    place = await empty();
    store = await openOn(place, { at: START });
    db = await openRows(place);
  });
  afterEach(async () => {
    await db.destroy();
    await store.close();
    await place.remove();
  });

  /** Rows of every table that names its tenant. */
  async function rowsByTable(): Promise<Record<string, number>> {
    const tables = (await db.introspection.getTables()).filter(({ columns }) =>
      columns.some((column) => column.name === 'tenant_id'),
    );
    const counted = tables.map(async ({ name: table }) => {
      const { rows } = await sql<{ n: number | string }>`select count(*) as n from ${sql.table(table)}`.execute(db);
      return [table, Number(rows[0]?.n)] as const;
    });
    return Object.fromEntries(await Promise.all(counted));
  }

  test('leaves nothing behind but its entries in the audit log, and takes nothing of another along', async () => {
    await owner(store, 'stays');
    const before = await rowsByTable();
    expect(Object.keys(before)).toEqual(expect.arrayContaining(['run_files', 'runs', 'secrets', 'tokens']));
    const leaves = await owner(store, 'leaves');
    expect(await rowsByTable()).not.toEqual(before);
    await store.deleteTenant(leaves.apiId, by);
    expect(await rowsByTable()).toEqual(before);
    const told = (await store.listAudit(100)).filter(({ tenant }) => tenant === leaves.apiId);
    expect(told[0]).toMatchObject({ action: 'tenant.delete' });
  });

  test('whose id comes back is another tenant', async () => {
    const old = await owner(store, 'old');
    await store.deleteTenant(old.apiId, by);
    const again = await store.createTenant('new', { apiId: old.apiId });
    expect(await store.listRuns(again.apiId, {}, { limit: 10 })).toEqual([]);
    expect([await store.verify(old.apiId, old.secret), await store.verifyToken(old.token)]).toEqual([null, null]);
  });
});
