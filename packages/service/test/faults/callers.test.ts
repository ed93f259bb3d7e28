import { seededRandom } from '@clientele/engine';
import type { FastifyInstance } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { purchasingPath } from '../../src/contract/segmentation/purchasing-segmentation.ts';
import { computePool, type WatchedPool } from '../../src/runs/pool.ts';
import { jsonHeaders, testApp } from '../support/app.ts';
import { shopBody } from '../support/bodies.ts';
import { listening } from '../support/raw.ts';
import { generous } from './serving.ts';

/** Wrong answers of a client that tries again, as published ones do: this often, after this pause, whatever went wrong. */
const TRIES = 3;
const RETRY_MS = 100;

let app: FastifyInstance;
let pool: WatchedPool;
let jobs = 0;
afterEach(async () => {
  await app.close();
  await pool.close();
});

/** The app over real compute threads; `jobs` counts what they are given. */
async function opened(lingerMs: number): Promise<string> {
  pool = computePool({ threads: 1, queue: 200 });
  jobs = 0;
  const counting = {
    ...pool,
    run: ((...args) => {
      jobs++;
      return pool.run(...args);
    }) as WatchedPool['run'],
  };
  app = await testApp({ pool: counting, protection: { ...generous, lingerMs } });
  return `http://127.0.0.1:${await listening(app)}${purchasingPath}`;
}

const send = (url: string, body: string, signal: AbortSignal) =>
  fetch(url, { method: 'POST', headers: jsonHeaders, body, signal });

test('a storm of retries: a fifth of all answers is lost on the way, and no body is computed twice', async () => {
  const url = await opened(2_000);
  const random = seededRandom(1);
  const bodies = Array.from({ length: 25 }, (_, seed) => JSON.stringify(shopBody(60, seed)));
  const client = async (body: string): Promise<number> => {
    for (let tries = 1; ; tries++) {
      const gone = new AbortController();
      // The connection breaks at some moment between the last byte sent and the first received.
      const lost = random() < 0.2 ? setTimeout(() => gone.abort(), random() * 500) : undefined;
      const answer = await send(url, body, gone.signal)
        .then((response) => response.text())
        .catch(() => null);
      clearTimeout(lost);
      if (answer !== null && answer.includes('customer_labels')) return tries;
      if (tries === TRIES * 10) throw new Error(`no answer after ${tries} tries: ${answer}`);
      await sleep(RETRY_MS);
    }
  };
  // Two callers each ask the same.
  await Promise.all([...bodies, ...bodies].map(client));
  expect(jobs).toBeLessThanOrEqual(bodies.length * 1.05);
});

test('a caller that gives up before its answer is there, and comes again, gets it of the first computation', async () => {
  const url = await opened(2_000);
  const body = JSON.stringify(shopBody(4_000));
  for (let tries = 1; tries < TRIES; tries++) {
    const gone = new AbortController();
    const lost = send(url, body, gone.signal).catch(() => 'gave up');
    await expect.poll(() => pool.status().running, { timeout: 10_000 }).toBe(1);
    gone.abort();
    expect(await lost).toBe('gave up');
    await sleep(RETRY_MS);
  }
  const answer = await send(url, body, AbortSignal.timeout(60_000));
  expect([answer.status, jobs]).toEqual([200, 1]);
});

test('callers that hang up at random moments: computing stops, and their places and memory are free', async () => {
  const url = await opened(30);
  const random = seededRandom(2);
  for (let round = 0; round < 25; round++)
    await Promise.all(
      Array.from({ length: 4 }, async (_, i) => {
        const body = JSON.stringify(shopBody(1_500, round * 4 + i));
        await send(url, body, AbortSignal.timeout(Math.ceil(random() * 250)))
          .then((response) => response.text())
          .catch(() => null);
      }),
    );
  await expect.poll(() => pool.status(), { timeout: 10_000 }).toMatchObject({ running: 0, waiting: 0 });
  await expect.poll(() => app.gates.budget.held, { timeout: 10_000 }).toBe(0);
  const next = await send(url, JSON.stringify(shopBody(100)), AbortSignal.timeout(60_000));
  expect(next.status).toBe(200);
});
