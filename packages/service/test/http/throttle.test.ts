import type { FastifyInstance } from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { customerPath } from '../../src/contract/segmentation/customer-segmentation.ts';
import { jsonHeaders, purchasingPath, tenant, testApp } from '../support/app.ts';
import { exampleBody } from '../support/bodies.ts';

let app: FastifyInstance;
afterEach(() => app.close());
const limits = { protection: { perMinute: { segmentation: 1e6, reading: 1e6, admin: 1e6 } } };

const from = (remoteAddress: string, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: purchasingPath,
    headers: { ...jsonHeaders, ...headers },
    payload: exampleBody(),
    remoteAddress,
  });
const guess = (address: string, i: number) => from(address, { 'x-secret': `guess-${i}`.padEnd(64, 'x') });

test('1,000 guesses from one address: ten are told that they are wrong, the others to wait', async () => {
  app = await testApp(limits);
  const answers = [];
  for (let i = 0; i < 1_000; i++) answers.push(await guess('192.0.2.1', i));
  const statuses = answers.map(({ statusCode }) => statusCode);
  expect(statuses.slice(0, 10).every((status) => status === 401)).toBe(true);
  expect(statuses.slice(10).every((status) => status === 429)).toBe(true);
  for (const answer of answers.slice(10)) {
    expect(answer.json()).toMatchObject({ code: 'RATE_LIMITED' });
    expect(answer.headers['retry-after']).toBe(String(answer.json().retry_after));
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(30);
    expect(answer.headers).not.toHaveProperty('x-ratelimit-limit');
  }
  expect((await from('192.0.2.2')).statusCode).toBe(200);
});

test('a guess that would be right is not told so while the address has to wait', async () => {
  app = await testApp(limits);
  for (let i = 0; i < 11; i++) await guess('192.0.2.1', i);
  expect((await from('192.0.2.1')).statusCode).toBe(429);
});

test('200 addresses guess at one tenant, its own among them: it is served every time, with its whole quota', async () => {
  app = await testApp({ protection: {} });
  expect((await from('127.0.0.7')).statusCode).toBe(200);
  const counts: Record<number, number> = {};
  for (let round = 0; round < 40; round++) {
    for (let i = 0; i < 100; i++) {
      const { statusCode } = await guess(`127.0.0.${(100 * round + i) % 200}`, i);
      counts[statusCode] = (counts[statusCode] ?? 0) + 1;
    }
    expect((await from('127.0.0.7')).statusCode).toBe(200);
  }
  expect(counts).toEqual({ 401: 2_000, 429: 2_000 });
  expect((await from('127.0.0.7')).headers['x-ratelimit-remaining']).toBe('8');
});

test('callers without credentials guess nothing', async () => {
  app = await testApp(limits);
  for (let i = 0; i < 30; i++) {
    const answer = await app.inject({ method: 'POST', url: purchasingPath, remoteAddress: '192.0.2.1' });
    expect(answer.statusCode).toBe(401);
  }
});

test('an address is what the connection says, unless a proxy we trust says otherwise', async () => {
  const forwarded = (i: number) => ({ 'x-forwarded-for': `198.51.100.${i}`, 'x-secret': 'wrong' });
  app = await testApp(limits);
  for (let i = 0; i < 10; i++) await from('10.0.0.1', forwarded(i));
  expect((await from('10.0.0.1', forwarded(10))).statusCode).toBe(429);
  await app.close();
  app = await testApp({ ...limits, trustedProxies: ['10.0.0.0/8'] });
  for (let i = 0; i < 12; i++) expect((await from('10.0.0.1', forwarded(i))).statusCode).toBe(401);
  // An address that the caller wrote itself stands before the one that the proxy added.
  for (let i = 0; i < 10; i++)
    await from('10.0.0.1', { 'x-forwarded-for': `203.0.113.${i}, 198.51.100.77`, 'x-secret': 'wrong' });
  const spoofed = await from('10.0.0.1', { 'x-forwarded-for': '203.0.113.99, 198.51.100.77', 'x-secret': 'wrong' });
  expect(spoofed.statusCode).toBe(429);
});

test('the owner of the right secret is known by it, not by the address or the id alone', async () => {
  app = await testApp(limits);
  expect((await from('192.0.2.1')).statusCode).toBe(200);
  for (let i = 0; i < 11; i++) await guess('192.0.2.1', i);
  expect((await from('192.0.2.1')).statusCode).toBe(200);
  expect((await guess('192.0.2.1', 99)).statusCode).toBe(429);
});

test('who holds a good token cannot guess secrets beside it', async () => {
  const holder = { tokenId: '1', tenant, abilities: ['*'] };
  app = await testApp({ ...limits, verifyToken: async () => holder });
  const statuses: number[] = [];
  for (let i = 0; i < 12; i++) {
    const headers = { ...jsonHeaders, authorization: 'Bearer 1|good', 'x-secret': `guess-${i}` };
    const { statusCode } = await app.inject({ method: 'POST', url: customerPath, headers, payload: {} });
    statuses.push(statusCode);
  }
  expect(statuses).toEqual([...Array<number>(10).fill(403), 429, 429]);
});
