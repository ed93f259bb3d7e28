import { Client } from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sharedQueue } from '../../src/runs/queue/pg-boss.ts';
import type { RunQueue } from '../../src/runs/queue/queue.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { uuid } from '../../src/store/tenants.ts';
import { seededBytes } from '../support/random.ts';
import { type EmptyStore, postgres } from '../support/stores.ts';

const HOUR_SECONDS = 3_600;
const random = seededBytes(2);

let own: EmptyStore;
let store: Store;
let apiId = '';
const begun: string[] = [];
/** One that only stores, and one that computes: they know of each other by the database alone. */
let front: RunQueue;
let back: RunQueue;
beforeEach(async () => {
  own = await postgres.empty();
  store = await openStore({ ...own.place, now: Date.now, random: seededBytes(1) });
  ({ apiId } = await store.createTenant('A'));
  begun.length = 0;
  const open = (slots: number): Promise<RunQueue> =>
    sharedQueue(
      store,
      async (claim) => {
        await store.cancelledRun(claim);
        begun.push(claim.runId);
        return 'over';
      },
      {
        url: own.place.databaseUrl ?? '',
        slots,
        timeoutMs: 60_000,
        pollSeconds: HOUR_SECONDS,
        log: { info() {}, error() {} },
      },
    );
  [front, back] = [await open(0), await open(1)];
  await Promise.all([front.start(), back.start()]);
});
afterEach(async () => {
  await Promise.all([front.stop(), back.stop()]);
  await store.close();
  await own.remove();
});

async function submitted(): Promise<string> {
  const id = uuid(random);
  const origin = { id, contract: 'purchasing_segmentation', actor: 'cli', fingerprint: id, mostWaiting: 10 };
  await store.submitRun(apiId, { ...origin, body: [Uint8Array.of(1)] }, front.alongside);
  front.wake();
  return id;
}
const isBegun = (id: string) => vi.waitFor(() => expect(begun).toContain(id), { timeout: 20_000 });

test('what one process stores another begins without looking for it', async () => {
  const ids = [await submitted(), await submitted()];
  for (const id of ids) await isBegun(id);
  expect(begun.toSorted()).toEqual(ids.toSorted());
});

test('the same after the connection by which it is told broke, and for what was stored meanwhile', async () => {
  await isBegun(await submitted());
  const client = new Client({ connectionString: own.place.databaseUrl });
  await client.connect();
  const { rowCount } = await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen %'",
  );
  await client.end();
  expect(rowCount).toBe(1);
  await isBegun(await submitted());
  await isBegun(await submitted());
});
