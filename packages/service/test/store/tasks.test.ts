import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { idempotencyKey } from '../../src/store/requests.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import type { Claim, NewTask } from '../../src/store/task.ts';
import { type NewTenant, uuid } from '../../src/store/tenants.ts';
import { seededBytes } from '../support/random.ts';
import { type EmptyStore, partsKept, stores } from '../support/stores.ts';

const DAY = 86_400_000;
const by = { actor: 'cli' };
const random = seededBytes(5);
const figures = { customers: 2, algorithm: 'KMeans', nClusters: 2, verdict: 'weak', summary: '{}' };
const result = { figures, snapshot: Uint8Array.of(1, 2), timings: { decode: 1 } };
const refusal = { reason: 'INSUFFICIENT_DATA', values: {}, issues: [], truncated: false, path: 'data' } as const;

describe.each(stores)('tasks on $name', ({ empty }) => {
  let own: EmptyStore;
  let store: Store;
  let now = 0;
  let a: NewTenant;
  let b: NewTenant;
  beforeEach(async () => {
    now = Date.UTC(2026, 0, 1);
    own = await empty();
    store = await openStore({ ...own.place, now: () => now, random: seededBytes(1) });
    [a, b] = [await store.createTenant('A'), await store.createTenant('B')];
  });
  afterEach(async () => {
    await store.close();
    await own.remove();
  });

  let asked = 0;
  const task = (given: Partial<NewTask> = {}): NewTask => ({
    id: uuid(random),
    contract: 'purchasing_segmentation',
    actor: 'key 1',
    body: [Uint8Array.of(7, 8), Uint8Array.of(9)],
    fingerprint: `asked ${++asked}`,
    mostWaiting: 1_000,
    ...given,
  });
  const submit = async (tenant: NewTenant, given: Partial<NewTask> = {}) => {
    const done = await store.submitRun(tenant.apiId, task(given));
    if (done.kind !== 'queued') throw new Error(done.kind);
    return done;
  };
  const claimed = async (runId?: string): Promise<Claim> => {
    const claim = await store.claimRun(runId);
    if (!claim) throw new Error('nothing to claim');
    return claim;
  };
  const files = (): Promise<number> => partsKept(own);

  test('from queued by way of running to completed, with every step seen by its tenant only', async () => {
    const { taskId, runId } = await submit(a, { language: 'pt', clientTaskId: 'mine' });
    expect(taskId).toMatch(/^[0-9a-f]{32}$/);
    expect(await store.showTask(a.apiId, taskId)).toMatchObject({ state: 'queued', ahead: 0, clientTaskId: 'mine' });
    expect(await store.showTask(b.apiId, taskId)).toBeNull();
    expect(await store.cancelTask(b.apiId, taskId, by)).toBeNull();

    const claim = await claimed();
    expect(claim).toMatchObject({ runId, apiId: a.apiId, language: 'pt', body: Uint8Array.of(7, 8, 9) });
    expect(await store.claimRun()).toBeNull();
    expect(await store.noteProgress(claim, { phase: 'fits', share: 0.5 })).toBe('go on');
    expect(await store.showTask(a.apiId, taskId)).toMatchObject({
      state: 'running',
      attempts: 1,
      ahead: null,
      progress: { phase: 'fits', share: 0.5 },
    });
    expect(await store.completeRun(claim, result)).toBe(true);
    expect(await store.showTask(a.apiId, taskId)).toMatchObject({ state: 'completed', progress: null, error: null });
    expect(await store.showRun(a.apiId, runId)).toMatchObject({ state: 'completed', customers: 2, taskId });
    expect((await store.readSnapshot(a.apiId, runId))?.bytes).toEqual(Uint8Array.of(1, 2));
    expect(await files()).toBe(1); // the snapshot; the body is gone
    const log = await store.listAudit(2);
    expect(log.map(({ action, object }) => [action, object])).toEqual([
      ['run.complete', runId],
      ['run.accept', runId],
    ]);
  });

  test('what goes with a body waits beside it, and goes with it: at the end, when cancelled, and with the run', async () => {
    const split = Uint8Array.of(4, 5);
    const first = await submit(a, { split });
    const [second, third] = [await submit(a, { split }), await submit(a, { split })];
    expect(await files()).toBe(9); // a body is two parts
    const claim = await claimed(first.runId);
    expect([claim.body, claim.split]).toEqual([Uint8Array.of(7, 8, 9), split]);
    await store.failRun(claim, refusal);
    await store.cancelTask(a.apiId, second.taskId, by);
    expect(await files()).toBe(3);
    await store.deleteRun(a.apiId, third.runId, by);
    expect(await files()).toBe(0);
    await submit(a);
    expect((await claimed()).split).toBeNull();
  });

  test('what is over does not change any more', async () => {
    const { taskId } = await submit(a);
    const claim = await claimed();
    await store.failRun(claim, refusal);
    for (const late of [
      () => store.completeRun(claim, result),
      () => store.failRun(claim, refusal),
      () => store.cancelledRun(claim),
    ])
      expect(await late()).toBe(false);
    expect(await store.crashedRun(claim)).toBe('lost');
    await store.releaseRun(claim);
    expect(await store.cancelTask(a.apiId, taskId, by)).toMatchObject({ state: 'failed', error: refusal });
    expect(await store.claimRun()).toBeNull();
    expect(await files()).toBe(0);
  });

  test('a claimant that was given up for dead has no effect once another has its run', async () => {
    const { runId, taskId } = await submit(a);
    const frozen = await claimed();
    const other = await claimed(runId);
    expect(other.fence).toBe(frozen.fence + 1);
    expect(await store.noteProgress(frozen, { phase: 'fits', share: 0.9 })).toBe('stop');
    expect(await store.completeRun(frozen, { ...result, snapshot: Uint8Array.of(66) })).toBe(false);
    expect(await store.failRun(frozen, refusal)).toBe(false);
    expect(await store.completeRun(other, result)).toBe(true);
    expect(await store.completeRun(frozen, { ...result, snapshot: Uint8Array.of(66) })).toBe(false);
    expect((await store.readSnapshot(a.apiId, runId))?.bytes).toEqual(Uint8Array.of(1, 2));
    expect(await store.showTask(a.apiId, taskId)).toMatchObject({ attempts: 2, state: 'completed' });
    expect(await files()).toBe(1);
  });

  test('of many that claim at once each run has one', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 6; i++) ids.push((await submit(i % 2 ? a : b)).runId);
    const claims = await Promise.all(Array.from({ length: 10 }, () => store.claimRun()));
    const got = claims.filter((claim) => claim !== null).map(({ runId }) => runId);
    expect(new Set(got)).toEqual(new Set(ids));
    expect(got).toHaveLength(6);
  });

  test('a tenant that queues many waits behind itself, not others behind it', async () => {
    const ofA: string[] = [];
    for (let i = 0; i < 4; i++) ofA.push((await submit(a)).runId);
    expect((await claimed()).runId).toBe(ofA[0]);
    const { runId, taskId } = await submit(b);
    expect(await store.showTask(b.apiId, taskId)).toMatchObject({ ahead: 0 });
    expect((await claimed()).runId).toBe(runId);
    expect((await claimed()).runId).toBe(ofA[1]);
  });

  test('turns count what runs cost: many small ones get the time of one large', async () => {
    const large = [new Uint8Array(480_000)]; // counts as 4
    for (let i = 0; i < 2; i++) await submit(a, { body: large });
    for (let i = 0; i < 8; i++) await submit(b);
    const order: string[] = [];
    for (let i = 0; i < 10; i++) order.push((await claimed()).apiId === a.apiId ? 'a' : 'b');
    expect(order.filter((tenant) => tenant === 'a')).toHaveLength(2);
    // One of A, then about four of B, then the other of A.
    expect(order.lastIndexOf('a') - order.indexOf('a')).toBeGreaterThanOrEqual(4);
  });

  test('a thread that dies three times fails its run, with pauses between', async () => {
    const { taskId } = await submit(a);
    for (const pause of [2_000, 8_000]) {
      expect(await store.crashedRun(await claimed())).toBe('again');
      now += pause - 1;
      expect(await store.claimRun()).toBeNull();
      now += 1;
    }
    expect(await store.crashedRun(await claimed())).toBe('failed');
    const over = await store.showTask(a.apiId, taskId);
    expect(over).toMatchObject({ state: 'failed', attempts: 3, error: { reason: 'JOB_CRASHED' } });
  });

  test('a run that takes its whole process with it is not begun for ever', async () => {
    const { taskId } = await submit(a);
    for (let i = 0; i < 12; i++) {
      await claimed();
      await store.requeueRuns(); // the next start finds it running
    }
    expect(await store.claimRun()).toBeNull();
    expect(await store.showTask(a.apiId, taskId)).toMatchObject({ state: 'failed', error: { reason: 'JOB_CRASHED' } });
  });

  test('what a stopping service gives back counts as never begun', async () => {
    const { taskId } = await submit(a);
    await store.releaseRun(await claimed());
    expect(await store.showTask(a.apiId, taskId)).toMatchObject({ state: 'queued', attempts: 0 });
    expect((await claimed()).body).toEqual(Uint8Array.of(7, 8, 9));
  });

  test('one that waits is cancelled at once, one that is computed is told', async () => {
    const [first, second] = [await submit(a), await submit(a)];
    const claim = await claimed();
    expect(await store.cancelTask(a.apiId, second.taskId, by)).toMatchObject({ state: 'cancelled' });
    expect(await store.claimRun()).toBeNull();
    expect(await store.cancelTask(a.apiId, first.taskId, by)).toMatchObject({ state: 'running', cancelling: true });
    expect(await store.noteProgress(claim, null)).toBe('stop');
    expect(await store.cancelledRun(claim)).toBe(true);
    expect(await store.showTask(a.apiId, first.taskId)).toMatchObject({ state: 'cancelled', cancelling: false });
    expect(await files()).toBe(0);
  });

  test('one that was asked to stop when its process died is not begun again', async () => {
    const { taskId, runId } = await submit(a);
    await claimed();
    await store.cancelTask(a.apiId, taskId, by);
    await store.requeueRuns();
    expect(await store.claimRun()).toBeNull();
    expect(await store.showRun(a.apiId, runId)).toMatchObject({ state: 'cancelled' });
  });

  test('the same key, the same name or a quick repetition is the same task', async () => {
    const key = idempotencyKey('POST', '/a', 'order-7');
    const first = await submit(a, { key, clientTaskId: 'monday', fingerprint: 'x' });
    now += 60_000;
    expect(await submit(a, { key, fingerprint: 'x' })).toMatchObject({ taskId: first.taskId, known: true });
    expect(await submit(a, { clientTaskId: 'monday', fingerprint: 'x' })).toMatchObject({ taskId: first.taskId });
    expect(await store.submitRun(a.apiId, task({ key, fingerprint: 'y' }))).toEqual({ kind: 'reused' });
    expect(await store.submitRun(a.apiId, task({ clientTaskId: 'monday', fingerprint: 'y' }))).toEqual({
      kind: 'reused',
    });
    expect((await submit(b, { key, fingerprint: 'y' })).taskId).not.toBe(first.taskId);

    const plain = await submit(a, { fingerprint: 'z' });
    now += 9_999;
    expect((await submit(a, { fingerprint: 'z' })).taskId).toBe(plain.taskId);
    now += 1;
    expect((await submit(a, { fingerprint: 'z' })).taskId).not.toBe(plain.taskId);
  });

  test('a quick repetition of what was cancelled or failed is another task; of its name, the same', async () => {
    const again = async (before: { taskId: string }, change: object = {}) => {
      const { taskId } = await submit(a, { fingerprint: 'z', ...change });
      return taskId === before.taskId;
    };
    const first = await submit(a, { fingerprint: 'z', clientTaskId: 'monday' });
    expect(await again(first)).toBe(true);
    await claimed();
    await store.cancelTask(a.apiId, first.taskId, by);
    expect(await again(first)).toBe(false);
    expect(await again(first, { clientTaskId: 'monday' })).toBe(true);
    const second = await submit(a, { fingerprint: 'z' });
    await store.failRun(await claimed(), refusal);
    expect(await again(second)).toBe(false);
  });

  test('of two that submit the same at once one is stored', async () => {
    const both = await Promise.all([1, 2].map(() => submit(a, { fingerprint: 'twice' })));
    expect(both[0]?.taskId).toBe(both[1]?.taskId);
    expect(await store.countTasks()).toEqual({ queued: 1, running: 0 });
    expect(await files()).toBe(2); // the two parts of one body
  });

  test('a key is forgotten after a day, the name of a task with the task', async () => {
    const key = idempotencyKey('POST', '/a', 'old');
    const first = await submit(a, { key, clientTaskId: 'january', fingerprint: 'x' });
    await store.completeRun(await claimed(), result);
    now += DAY + 1;
    expect(await store.sweepRequests()).toBe(2); // the key, and what told repetitions
    expect((await submit(a, { clientTaskId: 'january', fingerprint: 'x' })).taskId).toBe(first.taskId);
    expect((await submit(a, { key, fingerprint: 'y' })).taskId).not.toBe(first.taskId);
    now += 31 * DAY;
    await store.sweepRuns({ data: 90, results: 30 });
    expect(await store.showTask(a.apiId, first.taskId)).toBeNull();
    await store.sweepRequests();
    expect(await submit(a, { clientTaskId: 'january', fingerprint: 'z' })).toMatchObject({ known: false });
  });

  test('no more than so many of a tenant wait, and others are not affected', async () => {
    for (let i = 0; i < 3; i++) await submit(a, { mostWaiting: 3 });
    expect(await store.submitRun(a.apiId, task({ mostWaiting: 3 }))).toEqual({ kind: 'full' });
    now += 1;
    await submit(b, { mostWaiting: 3 });
    expect((await claimed()).apiId).toBe(a.apiId);
    await submit(a, { mostWaiting: 3 });
    expect(await store.countTasks()).toEqual({ queued: 4, running: 1 });
  });

  test('what joins the transaction and fails takes the run with it', async () => {
    const fails = async (): Promise<void> => {
      throw new Error('the queue is away');
    };
    await expect(store.submitRun(a.apiId, task(), fails)).rejects.toThrow('the queue is away');
    expect(await store.countTasks()).toEqual({ queued: 0, running: 0 });
    expect(await store.claimRun()).toBeNull();
  });

  test('runs of a tenant that is gone are not begun, and one under way cannot end', async () => {
    await submit(a);
    const claim = await claimed();
    await submit(a);
    await store.deleteTenant(a.apiId, by);
    expect(await store.claimRun()).toBeNull();
    expect(await store.completeRun(claim, result)).toBe(false);
    expect((await store.submitRun(a.apiId, task())).kind).toBe('gone');
    expect(await files()).toBe(0);
  });

  test('a request that is answered at once is answered once', async () => {
    const key = idempotencyKey('POST', '/a', 'k');
    const request = { key, fingerprint: 'x', runId: uuid(random), longestMs: 60_000 };
    expect(await store.beginRequest(a.apiId, request)).toBe('begun');
    const again = { ...request, runId: uuid(random) };
    expect(await store.beginRequest(a.apiId, again)).toEqual({ runId: request.runId, busyMs: 60_000 });
    expect(await store.beginRequest(a.apiId, { ...again, fingerprint: 'y' })).toBe('other');
    expect(await store.beginRequest(b.apiId, again)).toBe('begun');

    await store.endRequest(a.apiId, request, false);
    expect(await store.beginRequest(a.apiId, again)).toBe('begun');
    await store.saveRun(a.apiId, { id: again.runId, contract: 'c', actor: 'key 1', startedAt: now, ...result });
    await store.endRequest(a.apiId, again, true);
    expect(await store.beginRequest(a.apiId, request)).toEqual({ runId: again.runId, busyMs: 0 });
  });

  test('a service that died while it answered does not hold up its caller for ever', async () => {
    const key = idempotencyKey('POST', '/a', 'k');
    const request = { key, fingerprint: 'x', runId: uuid(random), longestMs: 60_000 };
    await store.beginRequest(a.apiId, request);
    now += 60_000;
    expect(await store.beginRequest(a.apiId, { ...request, runId: uuid(random) })).toBe('begun');
  });
});
