import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedQueue } from '../../src/runs/queue/pg-boss.ts';
import type { RunQueue } from '../../src/runs/queue/queue.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { uuid } from '../../src/store/tenants.ts';
import { seededBytes } from '../support/random.ts';
import { type EmptyStore, postgres } from '../support/stores.ts';

const RUNS = 12;
const HOUR_SECONDS = 3_600;

const random = seededBytes(2);
let own: EmptyStore;
let store: Store;
let queue: RunQueue;
beforeAll(async () => {
  own = await postgres.empty();
  store = await openStore({ ...own.place, now: Date.now, random: seededBytes(1) });
});
afterAll(async () => {
  await queue.stop();
  await store.close();
  await own.remove();
});

test('what waits is begun as soon as there is a place for it, not when the queue is looked at the next time', async () => {
  const { apiId } = await store.createTenant('A');
  const all = Promise.withResolvers<string[]>();
  const begun: string[] = [];
  queue = await sharedQueue(
    store,
    async (claim) => {
      await store.cancelledRun(claim);
      begun.push(claim.runId);
      if (begun.length === RUNS) all.resolve(begun);
      return 'over';
    },
    {
      url: own.place.databaseUrl ?? '',
      slots: 2,
      timeoutMs: 60_000,
      pollSeconds: HOUR_SECONDS,
      log: { info() {}, error: (facts) => all.reject(new Error(JSON.stringify(facts))) },
    },
  );
  await queue.start();
  const runIds: string[] = [];
  const submit = async (): Promise<void> => {
    const id = uuid(random);
    runIds.push(id);
    const origin = { id, contract: 'purchasing_segmentation', actor: 'cli', fingerprint: id, mostWaiting: RUNS };
    await store.submitRun(apiId, { ...origin, body: [Uint8Array.of(1)] }, queue.alongside);
  };
  for (let i = 1; i < RUNS; i++) await submit();
  // The places have looked once, at the start, and would not look again for an hour.
  queue.wake();
  await submit();
  queue.wake();
  expect((await all.promise).toSorted()).toEqual(runIds.toSorted());
});
