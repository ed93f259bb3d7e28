import type { FastifyInstance } from 'fastify';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonLimits } from '../../src/contract/json/json.ts';
import { compute } from '../../src/runs/compute.ts';
import { jsonHeaders, purchasingPath, readingPool, testApp } from '../support/app.ts';
import { exampleBody } from '../support/bodies.ts';

const LIMIT = 50 * 1024 * 1024;
let app: FastifyInstance;
beforeAll(async () => {
  app = await testApp({
    pool: { ...readingPool(), run: async (job) => compute(job) },
    limits: { ...jsonLimits, bodyBytes: LIMIT },
  });
});
afterAll(() => app.close());

const post = (payload: string | Buffer, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: purchasingPath, headers: { ...jsonHeaders, ...headers }, payload });

describe('what unfolds beyond every limit', () => {
  const zeros = Buffer.alloc(4 * LIMIT);
  const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
  test.each([
    ['gzip', gzipSync(zeros, { level: 1 })],
    ['deflate', deflateSync(zeros, { level: 1 })],
    ['br', brotliCompressSync(zeros, quick)],
    ['gzip', Buffer.concat(Array.from({ length: 9 }, () => gzipSync(Buffer.alloc(LIMIT / 8), { level: 1 })))],
  ])('%s: 413 naming the limit, without the memory it asks for', async (encoding, bomb) => {
    expect(bomb.length).toBeLessThan(LIMIT / 50);
    const before = process.memoryUsage().arrayBuffers;
    const answer = await post(bomb, { 'content-encoding': encoding });
    expect([answer.statusCode, answer.json().details]).toEqual([413, { limit: LIMIT }]);
    // At most the limit was kept; four times as much lay in the bomb.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1.5 * LIMIT);
    expect(app.gates.budget.held).toBe(0);
  });

  const packed = gzipSync(JSON.stringify(exampleBody()));
  test.each([
    ['packed twice and said so', 'gzip, gzip', gzipSync(packed), 415],
    ['packed twice, said once', 'gzip', gzipSync(packed), 400],
    ['cut short', 'gzip', packed.subarray(0, -9), 400],
    ['of another kind than said', 'br', packed, 400],
    ['of no kind', 'deflate', Buffer.from(JSON.stringify(exampleBody())), 400],
    ['with nothing in it', 'gzip', gzipSync(''), 400],
    ['of no bytes', 'gzip', Buffer.alloc(0), 400],
    ['in two members', 'gzip', Buffer.concat([gzipSync('{"data"'), gzipSync(':[]}')]), 422],
  ])('%s', async (_, encoding, body, status) => {
    expect((await post(body, { 'content-encoding': encoding })).statusCode).toBe(status);
  });
});

describe('JSON that is a trap', () => {
  const keys = Array.from({ length: 1_000_000 }, (_, i) => `"k${i}":1`).join();
  const text = 'x'.repeat(1_000_000);
  test.each([
    ['33 deep', `{"data":${'['.repeat(33)}${']'.repeat(33)}}`],
    ['100,000 deep', `{"data":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['5,000,000 deep, never closed', '['.repeat(5_000_000)],
    ['100,000 objects deep', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['a million keys', `{${keys}}`],
    ['a key of a million characters', `{"${text}":1}`],
    ['a text of 10 MB', `{"data":"${text.repeat(10)}"}`],
    ['__proto__', '{"__proto__":{"polluted":1},"data":[]}'],
    ['an escaped __proto__', '{"\\u005f_proto__":{"polluted":1},"data":[]}'],
    ['constructor.prototype', '{"data":[{"customer_id":"1","features":{"constructor":{"prototype":{"polluted":1}}}}]}'],
    ['a key twice', '{"data":[],"data":[]}'],
  ])('%s: refused with its reason, and no object is poisoned', async (_, body) => {
    const answer = await post(body);
    expect([400, 422]).toContain(answer.statusCode);
    expect(answer.json().message.length).toBeLessThan(500);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test.each([
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['UTF-16', Buffer.from('{"data":[]}', 'utf16le')],
    ['a surrogate in bytes', Buffer.from([0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d])],
  ])('%s: 400', async (_, body) => {
    expect((await post(body)).statusCode).toBe(400);
  });
});

describe('numbers that are traps', () => {
  const customers = (values: readonly string[]) =>
    `{"data":[${values.map((value, i) => `{"customer_id":"${i}","features":{"x":${value},"y":${i % 3}}}`).join()}]}`;
  test.each(['NaN', 'Infinity', '-Infinity', '0x10', '01', '+1', '.5', '1.', '1e', "'1'"])(
    '%s is no JSON: 400',
    async (token) => {
      expect((await post(customers(['1', token, '3']))).statusCode).toBe(400);
    },
  );
  test.each(['1e999', '-1e999', '"1"', 'true', '[]', '{}'])('%s is no number of ours: 422', async (token) => {
    expect((await post(customers(['1', token, '3']))).statusCode).toBe(422);
  });
  test.each([
    ['the largest and the smallest', ['1e308', '-1e308', '1', '2']],
    ['subnormal', ['5e-324', '0', '-5e-324', '1']],
    ['negative zero', ['-0', '0', '1', '2']],
    ['beyond whole numbers', ['9007199254740993', '9007199254740992', '1', '2']],
    ['one value', ['7', '7', '7', '7']],
    ['two customers', ['1', '2']],
    ['an outlier', ['1', '2', '3', '4', '5', '6', '1e15']],
    ['nearly nothing', ['1', 'null', '3', '4']],
  ])('%s: 200 with finite figures, or 422 with the reason', async (_, values) => {
    const answer = await post(customers(values));
    expect([200, 422]).toContain(answer.statusCode);
    expect(answer.body).not.toMatch(/NaN|Infinity/);
    const { customer_labels: labels } = answer.json<{ customer_labels?: unknown[] }>();
    expect(labels?.length ?? values.length).toBe(values.length);
  });
});
