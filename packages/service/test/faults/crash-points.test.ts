import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { jsonLimits } from '../../src/contract/json/json.ts';
import { performing } from '../../src/runs/perform.ts';
import { embeddedQueue } from '../../src/runs/queue/embedded.ts';
import { databaseFile } from '../../src/store/pepper.ts';
import { idempotencyKey } from '../../src/store/requests.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import type { NewTask } from '../../src/store/task.ts';
import { seededBytes } from '../support/random.ts';
import { type EmptyStore, sqlite } from '../support/stores.ts';
import { type Failure, interceptStatements, unwatch, watch } from './failing-sqlite.ts';
import { quickPool } from './quick-pool.ts';

beforeAll(interceptStatements);
afterAll(() => void vi.restoreAllMocks());

const BODIES = 2;
/** So many moments are tried side by side. */
const BESIDE = 20;
const never: Failure = { at: Number.POSITIVE_INFINITY, how: 'dies' };

interface Life {
  readonly failed: boolean;
  /** By body, the task that was acknowledged. */
  readonly acknowledged: Map<number, string>;
}

/** A service, from its start until all is done or it has died; its callers try again what was not acknowledged. */
async function life(
  own: EmptyStore,
  apiId: string,
  { failure, seed }: { failure: Failure; seed: number },
): Promise<Life> {
  const file = databaseFile(own.place.folder);
  const store = await openStore({ ...own.place, now: Date.now, random: seededBytes(seed) });
  const counted = watch(file, failure);
  const dead = (): boolean => counted.failed && failure.how === 'dies';
  const log = { error: () => {}, info: () => {} };
  const perform = performing({ pool: quickPool, tasks: store, limits: jsonLimits, now: Date.now, log });
  const queue = embeddedQueue(store, perform, { slots: 1, log });
  const acknowledged = new Map<number, string>();
  await queue.start();
  while (!dead() && acknowledged.size < BODIES) {
    const done = await store.submitRun(apiId, taskOf(acknowledged.size, seed)).catch(() => null);
    if (done?.kind === 'queued') acknowledged.set(acknowledged.size, done.taskId);
    queue.wake();
  }
  while (!dead() && !(await idle(store))) await sleep(1);
  // The dead one is not waited for: it tries to store its result as long as nobody stops it.
  const stopped = queue.stop();
  if (!dead()) await stopped;
  unwatch(file);
  await store.close();
  return { failed: counted.failed, acknowledged };
}

async function idle(store: Store): Promise<boolean> {
  const left = await store.countTasks().catch(() => null);
  return left !== null && left.queued + left.running === 0;
}

/** Its key makes the same body the same task, also when its first answer was lost. */
function taskOf(body: number, seed: number): NewTask {
  const bytes = Uint8Array.of(body, 10, 20);
  const key = idempotencyKey('POST', '/a', `body ${body}`);
  const origin = { id: `run-${seed}-${body}`, contract: 'purchasing_segmentation', actor: 'key 1' };
  return { ...origin, body: [bytes], fingerprint: `body ${body}`, key, mostWaiting: 10 };
}

/** The lives that `failures` make on a store of their own, and what is true after the last of them. */
async function after(failures: readonly Failure[]): Promise<{ failed: boolean; found: unknown[] }> {
  const own = await sqlite.empty();
  const store = await openStore({ ...own.place, now: Date.now, random: seededBytes(1) });
  const { apiId } = await store.createTenant('A');
  const lives: Life[] = [];
  for (const failure of failures) lives.push(await life(own, apiId, { failure, seed: 2 + lives.length }));
  const audit = await store.listAudit(1_000);
  const found: unknown[] = [(await store.verifyAudit()).broken];
  for (let body = 0; body < BODIES; body++) {
    const [taskId = '', ...others] = new Set(lives.flatMap(({ acknowledged }) => acknowledged.get(body) ?? []));
    const task = await store.showTask(apiId, taskId);
    const snapshot = await store.readSnapshot(apiId, task?.runId ?? '');
    const told = audit.filter(({ object }) => object === task?.runId).map(({ action }) => action);
    found.push({ others, state: task?.state, result: [...(snapshot?.bytes ?? [])], told });
  }
  await store.close();
  await own.remove();
  return { failed: lives[0]?.failed ?? false, found };
}

/** Every moment of a life until one in which nothing fails any more. Resolves with how many there were. */
async function everyMoment(failuresAt: (at: number) => readonly Failure[]): Promise<number> {
  const done = (body: number) => ({
    others: [],
    state: 'completed',
    result: [20, 10, body],
    told: ['run.complete', 'run.accept'],
  });
  for (let from = 1; ; from += BESIDE) {
    const moments = Array.from({ length: BESIDE }, (_, i) => from + i);
    const ends = await Promise.all(moments.map(async (at) => ({ at, ...(await after(failuresAt(at))) })));
    for (const { at, found } of ends) expect({ at, found }).toEqual({ at, found: [null, done(0), done(1)] });
    const lived = ends.find(({ failed }) => !failed);
    if (lived) return lived.at - 1;
  }
}

test('wherever a service dies, what it acknowledged is done by the next one, once', async () => {
  // The next one dies too, at another moment, and the last one lives.
  const moments = await everyMoment((at) => [{ at, how: 'dies' }, { at: 1 + ((at * 7) % 40), how: 'dies' }, never]);
  expect(moments).toBeGreaterThan(50);
});

test('whatever statement the disk refuses, all is done in the end, without a restart', async () => {
  expect(await everyMoment((at) => [{ at, how: 'fails' }])).toBeGreaterThan(50);
});
