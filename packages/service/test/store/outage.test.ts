import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { StorageAway } from '../../src/store/away.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import type { NewTenant } from '../../src/store/tenants.ts';
import { purchasingPath, testApp } from '../support/app.ts';
import { exampleBody } from '../support/bodies.ts';
import { type Cluster, halt, removeCluster, resume, startCluster } from '../support/postgres-cluster.ts';
import { seededBytes } from '../support/random.ts';
import { administer, type EmptyStore, emptyDatabase, sqlite, withUser } from '../support/stores.ts';

describe('PostgreSQL away', () => {
  // A server of their own: the other tests go on with theirs.
  let cluster: Cluster;
  let own: EmptyStore;
  let store: Store;
  let app: FastifyInstance;
  let tenant: NewTenant;
  beforeAll(async () => {
    cluster = await withUser(await startCluster(inject('postgresFolder')));
    own = await emptyDatabase(cluster);
    store = await openStore({ ...own.place, now: Date.now, random: seededBytes(1) });
    tenant = await store.createTenant('A');
    app = await testApp({ verify: store.verify });
  });
  afterAll(async () => {
    await app.close();
    await store.close();
    removeCluster(cluster);
  });

  const post = (secret = tenant.secret) =>
    app.inject({
      method: 'POST',
      url: purchasingPath,
      headers: { 'content-type': 'application/json', 'x-customer-api-id': tenant.apiId, 'x-secret': secret },
      payload: exampleBody(),
    });
  const statuses = async (...secrets: string[]) =>
    Promise.all(secrets.map(async (secret) => (await post(secret)).statusCode));
  /** Asks until the answer is `status` again, at most five seconds. */
  const again = (status: number) => expect.poll(async () => (await post()).statusCode, { timeout: 5_000 }).toBe(status);

  test('it served before', async () => {
    expect(await statuses(tenant.secret, 'wrong')).toEqual([200, 401]);
  });

  test('stopped at once: 503 to right and wrong secrets alike, liveness stays, and it recovers without a restart', async () => {
    halt(cluster);
    const answer = await post();
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      retry_after: Number(answer.headers['retry-after']),
    });
    expect(answer.body).not.toContain(String(cluster.port));
    expect(await statuses(tenant.secret, 'wrong', tenant.secret, 'wrong')).toEqual([503, 503, 503, 503]);
    await expect(store.createTenant('B')).rejects.toThrow(StorageAway);
    expect((await app.inject('/health/live')).statusCode).toBe(200);
    cluster = resume(cluster);
    await again(200);
    expect(await statuses('wrong')).toEqual([401]);
  });

  test('half open: processes that hold their connections and say nothing are given up, and not used again', async () => {
    const rows = await administer(cluster, `select pid from pg_stat_activity where application_name = 'clientele'`);
    const silent = [cluster.pid, ...rows.map(({ pid }) => Number(pid))];
    expect(silent.length).toBeGreaterThan(1);
    for (const pid of silent) process.kill(pid, 'SIGSTOP');
    try {
      // More of them than there are connections: some wait for an answer, some for a connection.
      const answers = await statuses(...Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? tenant.secret : 'wrong')));
      expect(new Set(answers)).toEqual(new Set([503]));
      expect((await app.inject('/health/live')).statusCode).toBe(200);
    } finally {
      for (const pid of silent) process.kill(pid, 'SIGCONT');
    }
    await again(200);
    expect(await statuses(tenant.secret, 'wrong')).toEqual([200, 401]);
  });

  test('turned read-only, as a standby that took over too early: writing is refused as away, reading goes on', async () => {
    const database = new URL(own.place.databaseUrl ?? '').pathname.slice(1);
    await administer(cluster, `alter database ${database} set default_transaction_read_only = on`);
    const late = await openStore({ ...own.place, now: Date.now, random: seededBytes(2) });
    await expect(late.createTenant('B')).rejects.toThrow(StorageAway);
    expect(await late.verify(tenant.apiId, tenant.secret)).not.toBeNull();
    await late.close();
    await administer(cluster, `alter database ${database} reset default_transaction_read_only`);
  });

  test('every connection busy, and a statement that takes too long: both are away, and the next query is served', async () => {
    const db = await openDatabase({ url: own.place.databaseUrl ?? '', connections: 1 });
    await Promise.all([
      expect(sql`select pg_sleep(60)`.execute(db)).rejects.toThrow(/statement timeout/),
      expect(sql`select 1`.execute(db)).rejects.toThrow(StorageAway),
    ]);
    expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
    await db.destroy();
  });

  test('frozen in the middle of a transaction: its locks are given up, others are served, and it is told when it comes back', async () => {
    const db = await openDatabase({ url: own.place.databaseUrl ?? '' });
    const locked = Promise.withResolvers<void>();
    const others = Promise.withResolvers<void>();
    const frozen = db.transaction().execute(async (transaction) => {
      // What every entry of the audit log waits for.
      await transaction.updateTable('audit_head').set({ hash: 'frozen' }).execute();
      locked.resolve();
      await others.promise;
      await transaction.selectFrom('audit_head').select('seq').execute();
    });
    await locked.promise;
    await store.createTenant('B');
    others.resolve();
    await expect(frozen).rejects.toThrow(StorageAway);
    expect((await store.verifyAudit()).broken).toBeNull();
    await db.destroy();
  });
});

test('a SQLite file that may not grow is away for writing, and serves again when it may', async () => {
  const own = await sqlite.empty();
  const db = await openDatabase({ file: `${own.place.folder}/full.db` });
  const values = { api_id: 'x', name: 'x'.repeat(100_000), created_at: 'x', disabled_at: null };
  await sql`pragma max_page_count = 1`.execute(db); // the size it has
  await expect(db.insertInto('tenants').values(values).execute()).rejects.toThrow(StorageAway);
  const inside = db.transaction().execute((transaction) => transaction.insertInto('tenants').values(values).execute());
  await expect(inside).rejects.toThrow(StorageAway);
  expect(await db.selectFrom('tenants').selectAll().execute()).toEqual([]);
  await sql`pragma max_page_count = 1000000`.execute(db);
  await db.insertInto('tenants').values(values).execute();
  expect(await db.selectFrom('tenants').select('api_id').execute()).toEqual([{ api_id: 'x' }]);
  await db.destroy();
  await own.remove();
});
