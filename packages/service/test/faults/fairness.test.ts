import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore, type Store } from '../../src/store/store.ts';
import type { Claim } from '../../src/store/task.ts';
import { seededBytes } from '../support/random.ts';
import { type EmptyStore, sqlite } from '../support/stores.ts';
import { anyFigures } from './quick-pool.ts';

/** Bytes of a body that count 1 and 10 in the turn of tenants. */
const SMALL = 10;
const LARGE = 9.5 * 160_000;

let own: EmptyStore;
let store: Store;
let now = 0;
let tenants: string[];
let submitted = 0;
beforeEach(async () => {
  now = Date.UTC(2026, 0, 1);
  own = await sqlite.empty();
  store = await openStore({ ...own.place, now: () => now, random: seededBytes(1) });
  tenants = [];
  for (const name of ['noisy', 'a', 'b', 'c']) tenants.push((await store.createTenant(name)).apiId);
});
afterEach(async () => {
  await store.close();
  await own.remove();
});

async function submit(tenant = 0, bytes = SMALL): Promise<string> {
  now++;
  const id = `run ${++submitted}`;
  const origin = { id, contract: 'c', actor: 'key 1', fingerprint: id, mostWaiting: 1_000 };
  const done = await store.submitRun(tenants[tenant] ?? '', { ...origin, body: [new Uint8Array(bytes)] });
  expect(done.kind).toBe('queued');
  return id;
}
async function begin(): Promise<Claim> {
  now++;
  const claim = await store.claimRun();
  if (!claim) throw new Error('nothing waits');
  return claim;
}
async function end(claim: Claim): Promise<void> {
  now++;
  expect(await store.completeRun(claim, { figures: anyFigures, snapshot: Uint8Array.of(1) })).toBe(true);
}

/** Jain's index: 1 when all have the same, 1/n when one has everything. */
function jain(shares: readonly number[]): number {
  const sum = shares.reduce((all, share) => all + share, 0);
  return sum ** 2 / (shares.length * shares.reduce((all, share) => all + share ** 2, 0));
}

describe('turns', () => {
  test('a tenant that queues one run after another has queued two hundred waits for the one that is computed', async () => {
    for (let i = 0; i < 200; i++) await submit(0);
    for (let i = 0; i < 5; i++) await end(await begin());
    const running = await begin();
    const mine = await submit(1);
    await end(running);
    expect((await begin()).runId).toBe(mine);
  });

  test('one noisy and three quiet tenants are given the same work, whether they queue or come one by one, large or small', async () => {
    for (let i = 0; i < 200; i++) await submit(0);
    // The first comes with large runs, the next always after its last one is done, the third keeps three waiting.
    await submit(1, LARGE);
    await submit(2, SMALL);
    for (let i = 0; i < 3; i++) await submit(3, SMALL);
    const work = [0, 0, 0, 0];
    for (let i = 0; i < 120; i++) {
      const claim = await begin();
      await end(claim);
      const tenant = tenants.indexOf(claim.apiId);
      work[tenant] = (work[tenant] ?? 0) + (tenant === 1 ? 10 : 1);
      if (tenant > 0) await submit(tenant, tenant === 1 ? LARGE : SMALL);
    }
    expect(jain(work)).toBeGreaterThan(0.95);
  });

  test('a long run that is computed beside others does not let who comes pass all who wait', async () => {
    await submit(0, LARGE);
    const long = await begin();
    for (let i = 0; i < 20; i++) await submit(1);
    for (let i = 0; i < 10; i++) await end(await begin());
    for (let i = 0; i < 10; i++) await submit(2);
    const order: number[] = [];
    for (let i = 0; i < 10; i++) {
      const claim = await begin();
      order.push(tenants.indexOf(claim.apiId));
      await end(claim);
    }
    expect(order.filter((tenant) => tenant === 1).length).toBeGreaterThanOrEqual(4);
    await end(long);
  });

  test('runs that were cancelled before they began are not held against their tenant', async () => {
    const tasks: string[] = [];
    for (let i = 0; i < 20; i++) tasks.push(await submit(0));
    for (const runId of tasks) {
      const { taskId = null } = (await store.showRun(tenants[0] ?? '', runId)) ?? {};
      await store.cancelTask(tenants[0] ?? '', taskId ?? '', { actor: 'key 1' });
    }
    for (let i = 0; i < 5; i++) await submit(1);
    await end(await begin());
    const mine = await submit(0);
    await end(await begin());
    expect([(await begin()).runId, (await begin()).runId]).toContain(mine);
  });
});
