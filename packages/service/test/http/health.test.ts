import { afterEach, describe, expect, test, vi } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { type Checks, freeShare, healthOf } from '../../src/http/readiness.ts';
import { testApp } from '../support/app.ts';

let app: FastifyInstance;
afterEach(() => app?.close());

const well: Checks = {
  store: async () => undefined,
  workers: () => true,
  disk: async () => 0.5,
  leaving: () => false,
};
async function probe(url: string, checks: Partial<Checks> = {}) {
  app = await testApp({ health: healthOf({ ...well, ...checks }) });
  const response = await app.inject(url);
  return { status: response.statusCode, body: response.json<unknown>() };
}

test.each(['/health', '/health/live', '/health/live/', '/health/startup'])('%s: 200 and one word', async (url) => {
  expect(await probe(url)).toEqual({ status: 200, body: { status: 'ok' } });
});

test('/health/ready is 200 when everything holds', async () => {
  const checks = { store: true, workers: true, disk: true, serving: true };
  expect(await probe('/health/ready')).toEqual({ status: 200, body: { status: 'ok', checks } });
});

describe('/health/ready is 503 and says which check failed', () => {
  const failing: [string, Partial<Checks>][] = [
    ['store', { store: () => Promise.reject(new Error('password=hunter2')) }],
    ['store', { store: () => new Promise(() => undefined) }],
    ['workers', { workers: () => false }],
    ['disk', { disk: async () => 0.05 }],
    ['disk', { disk: () => Promise.reject(new Error('/srv/data')) }],
    ['serving', { leaving: () => true }],
  ];
  test.each(failing)('%s', async (name, checks) => {
    const { status, body } = await probe('/health/ready', checks);
    const all = { store: true, workers: true, disk: true, serving: true };
    expect([status, body]).toEqual([503, { status: 'unavailable', checks: { ...all, [name]: false } }]);
  });
});

test('while the first threads warm up, startup is 503 and live 200; later lulls do not undo the start', async () => {
  let warm = false;
  app = await testApp({ health: healthOf({ ...well, workers: () => warm }) });
  const status = async (url: string) => (await app.inject(url)).statusCode;
  expect([await status('/health/startup'), await status('/health/live')]).toEqual([503, 200]);
  warm = true;
  expect(await status('/health/startup')).toBe(200);
  warm = false;
  expect([await status('/health/startup'), await status('/health/ready')]).toEqual([200, 503]);
});

test('many probes in a second cost the store one question, and a shutdown still shows at once', async () => {
  const store = vi.fn<() => Promise<void>>(async () => undefined);
  let leaving = false;
  app = await testApp({ health: healthOf({ ...well, store, leaving: () => leaving }) });
  const statuses = await Promise.all(
    Array.from({ length: 20 }, async () => (await app.inject('/health/ready')).statusCode),
  );
  expect([new Set(statuses), store.mock.calls.length]).toEqual([new Set([200]), 1]);
  leaving = true;
  expect((await app.inject('/health/ready')).statusCode).toBe(503);
  expect(store).toHaveBeenCalledTimes(1);
});

test('the free share of a real disk is a share', async () => {
  const share = await freeShare('.');
  expect(share).toBeGreaterThan(0);
  expect(share).toBeLessThanOrEqual(1);
  await expect(freeShare('/no/such/folder')).rejects.toThrow('ENOENT');
});
