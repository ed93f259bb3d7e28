import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { jsonLimits } from '../../src/contract/json/json.ts';
import { purchasingPath } from '../../src/contract/segmentation/purchasing-segmentation.ts';
import { performing } from '../../src/runs/perform.ts';
import { computePool, type WatchedPool } from '../../src/runs/pool.ts';
import { embeddedQueue } from '../../src/runs/queue/embedded.ts';
import type { RunQueue } from '../../src/runs/queue/queue.ts';
import type { Store } from '../../src/store/store.ts';
import type { NewTenant } from '../../src/store/tenants.ts';
import { testApp } from '../support/app.ts';
import { type Clock, openOn, START } from '../support/credentials.ts';
import { listening } from '../support/raw.ts';
import { type EmptyStore, sqlite } from '../support/stores.ts';
import { generous, taskOver } from './serving.ts';

/** Does what a body asks for: dies, uses up the heap, or answers. */
const program = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.postMessage({ kind: 'warm', more: false });
    parentPort.on('message', ({ body }) => {
      const text = new TextDecoder().decode(body[0]);
      if (text.includes('die')) throw new Error('died');
      if (text.includes('heap')) for (const held = [];;) held.push(new Array(1e5).fill(Math.PI));
      const figures = { customers: 2, algorithm: 'KMeans', nClusters: 2, verdict: 'weak', summary: '{}' };
      const answer = new TextEncoder().encode(text);
      parentPort.postMessage({ kind: 'answer', body: answer, language: 'en', run: { snapshot: Uint8Array.of(1), figures } });
    });
  `)}`,
);
const LONGEST_PAUSE_MS = 8_000;

describe('a compute thread that dies', () => {
  let own: EmptyStore;
  let store: Store;
  let pool: WatchedPool;
  let queue: RunQueue;
  let app: FastifyInstance;
  let tenant: NewTenant;
  let clock: Clock;
  let url = '';
  let headers: Record<string, string>;
  beforeEach(async () => {
    own = await sqlite.empty();
    clock = { at: START };
    store = await openOn(own, clock);
    tenant = await store.createTenant('A');
    headers = { 'x-customer-api-id': tenant.apiId, 'x-secret': tenant.secret };
    pool = computePool({ program, heapMb: 32, threads: 1 });
    const log = { error: () => {}, info: () => {} };
    const perform = performing({ pool, tasks: store, limits: jsonLimits, now: () => clock.at, log });
    queue = embeddedQueue(store, perform, { slots: 1, log });
    await queue.start();
    app = await testApp({ verify: store.verify, runs: store, later: { store, queue }, pool, protection: generous });
    url = `http://127.0.0.1:${await listening(app)}`;
  });
  afterEach(async () => {
    await app.close();
    await queue.stop();
    await pool.close();
    await store.close();
    await own.remove();
  });

  const post = (what: string, query = '') =>
    fetch(`${url}${purchasingPath}${query}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ what }),
    });
  const submit = async (what: string): Promise<string> => {
    const response = await post(what, '?async=true');
    expect(response.status).toBe(202);
    return ((await response.json()) as { task_id: string }).task_id;
  };
  /** What became of a task while its pauses go by. */
  const over = async (taskId: string) => {
    const passing = setInterval(() => (clock.at += LONGEST_PAUSE_MS), 50);
    return taskOver({ url, headers }, taskId).finally(() => clearInterval(passing));
  };

  test.each(['die', 'heap'])(
    '%s: the run is tried three times and has failed; others are not affected',
    async (how) => {
      const bad = await submit(how);
      const others = await Promise.all([1, 2, 3].map((i) => submit(`other ${i}`)));
      expect(await over(bad)).toMatchObject({ status: 'failed', attempts: 3, error: { code: 'JOB_CRASHED' } });
      for (const task of others) expect(await over(task)).toMatchObject({ status: 'completed', attempts: 1 });
    },
  );

  test('again and again: HTTP never drops, callers who wait hear 503 and when to come back, and every run is over once', async () => {
    const state = { over: false };
    const pinging = (async () => {
      let pings = 0;
      for (; !state.over; pings++) {
        expect((await fetch(`${url}/health/live`)).status).toBe(200);
        await sleep(5);
      }
      return pings;
    })();
    const tasks: { taskId: string; due: string }[] = [];
    for (let round = 0; round < 10; round++) {
      tasks.push({ taskId: await submit(`die ${round}`), due: 'failed' });
      tasks.push({ taskId: await submit(`live ${round}`), due: 'completed' });
      const waiting = await post(`die waiting ${round}`);
      expect([waiting.status, waiting.headers.get('retry-after')]).toEqual([503, '5']);
      const answered = await post(`live waiting ${round}`);
      expect([answered.status, await answered.text()]).toEqual([200, `{"what":"live waiting ${round}"}`]);
    }
    for (const { taskId, due } of tasks) expect((await over(taskId)).status).toBe(due);
    state.over = true;
    expect(await pinging).toBeGreaterThan(0);
    expect(await store.countTasks()).toEqual({ queued: 0, running: 0 });
  });
});
