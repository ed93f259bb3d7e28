import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Refusal } from '../../src/contract/errors.ts';
import type { Deps } from '../../src/http/deps.ts';
import type { Protection } from '../../src/http/limits/settings.ts';
import type { ComputePool } from '../../src/runs/pool.ts';
import { jsonHeaders, purchasingPath, readingPool, testApp, unlimited } from '../support/app.ts';
import { exampleBody } from '../support/bodies.ts';

let app: FastifyInstance;
afterEach(() => app.close());

/** An app with a clock that the test moves, and limits as a server has them unless told otherwise. */
async function withLimits(protection: Partial<Protection> = {}, deps: Partial<Deps> = {}) {
  const time = { ms: 0 };
  app = await testApp({
    protection: { uptime: () => time.ms, now: () => 1_700_000_000_000 + time.ms, random: () => 0, ...protection },
    ...deps,
  });
  return time;
}
/** Each is computed, though all ask the same. */
const anew = { ...jsonHeaders, 'cache-control': 'no-cache' };
const post = async (headers: Record<string, string> = {}, payload: object | string = exampleBody()) =>
  app.inject({ method: 'POST', url: purchasingPath, headers: { ...anew, ...headers }, payload });
const quota = ({ headers }: { headers: Record<string, unknown> }) => headers['x-ratelimit-remaining'];

describe('requests a minute', () => {
  test('the 51st is refused with a time to come back, and then served', async () => {
    const time = await withLimits();
    for (let i = 0; i < 50; i++) {
      time.ms = i * 100;
      const answer = await post();
      expect(answer.statusCode).toBe(200);
      expect(answer.headers).toMatchObject({
        'ratelimit-policy': '"segmentation";q=50;w=60',
        ratelimit: `"segmentation";r=${49 - i};t=${Math.ceil((60_000 - time.ms) / 1000)}`,
        'x-ratelimit-limit': '50',
        'x-ratelimit-remaining': String(49 - i),
      });
      expect(answer.headers).not.toHaveProperty('retry-after');
    }
    time.ms = 10_500;
    const refused = await post({ 'accept-language': 'pt' });
    expect(refused.statusCode).toBe(429);
    expect(refused.json()).toMatchObject({
      error: 'Too many requests',
      code: 'RATE_LIMITED',
      message: 'Mais de 50 pedidos em 60 segundos. Tente novamente após o tempo indicado em Retry-After.',
      details: { limit: 50, window: 60 },
      retry_after: 50,
    });
    expect(refused.headers).toMatchObject({
      'retry-after': '50',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(1_700_000_000 + 11 + 50),
      ratelimit: '"segmentation";r=0;t=50',
    });
    time.ms = 60_000;
    expect((await post()).statusCode).toBe(200);
    expect((await post()).statusCode).toBe(429);
  });

  test('callers are told to come back up to a fifth later than they could, never earlier', async () => {
    for (const [random, seconds] of [
      [0, '60'],
      [0.5, '66'],
      [0.999, '72'],
    ] as const) {
      await withLimits({ random: () => random, perMinute: { segmentation: 1, reading: 1, admin: 1 } });
      await post();
      const { headers, json } = await post();
      expect(headers['retry-after']).toBe(seconds);
      expect(json().retry_after).toBe(Number(seconds));
      expect(headers['ratelimit']).toBe('"segmentation";r=0;t=60');
      await app.close();
    }
  });

  test('what the service could not serve costs nothing, what the caller got wrong costs one', async () => {
    const state: { refuse: 'OVERLOADED' | 'TIMEOUT' | null } = { refuse: null };
    const pool: ComputePool = {
      ...readingPool(),
      admit() {
        if (state.refuse === 'OVERLOADED') throw new Refusal('OVERLOADED');
      },
      run: async (job, gone) => {
        if (state.refuse) throw new Refusal(state.refuse, { limit_seconds: 300 });
        return readingPool().run(job, gone);
      },
    };
    await withLimits({}, { pool });
    expect(quota(await post())).toBe('49');
    for (const refuse of ['OVERLOADED', 'TIMEOUT'] as const) {
      state.refuse = refuse;
      const answer = await post();
      expect([answer.statusCode, quota(answer)]).toEqual([503, '49']);
    }
    state.refuse = null;
    expect(quota(await post({}, '{'))).toBe('48');
    expect(quota(await post({ 'content-type': 'text/plain' }))).toBe('47');
    const wrong = await post({ 'x-secret': 'wrong' });
    expect([wrong.statusCode, quota(wrong)]).toEqual([401, undefined]);
    expect(quota(await post())).toBe('46');
  });
});

describe('requests at a time', () => {
  test('2 are worked on, 20 wait, the next is refused without costing quota, and all that wait are served', async () => {
    const gate = Promise.withResolvers<void>();
    const seen = { now: 0, most: 0 };
    const reading = readingPool();
    const run: ComputePool['run'] = async (job, gone) => {
      seen.now++;
      seen.most = Math.max(seen.most, seen.now);
      await gate.promise;
      seen.now--;
      return reading.run(job, gone);
    };
    await withLimits({}, { pool: { ...reading, run } });
    const served = Array.from({ length: 22 }, () => post());
    const refused = await Promise.all(Array.from({ length: 3 }, () => post()));
    for (const answer of refused) {
      expect(answer.statusCode).toBe(429);
      expect(answer.json()).toMatchObject({ code: 'CONCURRENCY_LIMITED', retry_after: 2 });
      expect(answer.headers['retry-after']).toBe('2');
    }
    await vi.waitFor(() => expect(seen.now).toBe(2));
    gate.resolve();
    for (const { statusCode } of await Promise.all(served)) expect(statusCode).toBe(200);
    expect(seen.most).toBe(2);
    expect(quota(await post())).toBe('27');
  });
});

describe('memory for bodies', () => {
  test('is refused before a body is read, and given back when its answer is out', async () => {
    const gate = Promise.withResolvers<void>();
    const reading = readingPool();
    const run: ComputePool['run'] = async (job, gone) => {
      await gate.promise;
      return reading.run(job, gone);
    };
    await withLimits({ ...unlimited, inFlightBytes: 2_500_000 }, { pool: { ...reading, run } });
    const large = () => post({}, JSON.stringify(exampleBody()).padEnd(1_000_000));
    const first = [large(), large()];
    const refused = await large();
    expect([refused.statusCode, refused.json().code]).toEqual([503, 'OVERLOADED']);
    expect(refused.headers['retry-after']).toBe(String(refused.json().retry_after));
    gate.resolve();
    for (const { statusCode } of await Promise.all(first)) expect(statusCode).toBe(200);
    expect((await large()).statusCode).toBe(200);
    expect(app.gates.budget.held).toBe(0);
  });
});
