import type { FastifyInstance } from 'fastify';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonLimits } from '../../src/contract/json/json.ts';
import { bytesOf, exampleBody } from '../support/bodies.ts';
import {
  credentialHeaders,
  jsonHeaders,
  purchasingPath,
  readingPool,
  secret,
  tenant,
  testApp,
} from '../support/app.ts';

let app: FastifyInstance;
const pool = readingPool();
beforeAll(async () => {
  app = await testApp({ pool });
});
afterAll(() => app.close());

const post = (payload: string | Buffer | object, headers: Record<string, string> = {}, url = purchasingPath) =>
  app.inject({ method: 'POST', url, headers: { ...jsonHeaders, ...headers }, payload });

describe('credentials', () => {
  const without = { 'content-type': 'application/json' };
  test.each([
    ['none', {}],
    ['an id alone', { 'x-customer-api-id': tenant.apiId }],
    ['a secret alone', { 'x-secret': secret }],
    ['empty ones', { 'x-customer-api-id': '', 'x-secret': '' }],
    ['a wrong secret', { 'x-customer-api-id': tenant.apiId, 'x-secret': 'x'.repeat(64) }],
    ['an unknown id', { 'x-customer-api-id': '11111111-1111-4111-8111-111111111111', 'x-secret': secret }],
    ['an id that is no UUID', { 'x-customer-api-id': "' OR 1=1 --", 'x-secret': secret }],
  ])('%s: 401, in the same words', async (_, headers: Record<string, string>) => {
    const before = pool.jobs;
    const response = await app.inject({
      method: 'POST',
      url: purchasingPath,
      headers: { ...without, ...headers },
      payload: exampleBody(),
    });
    expect(response.statusCode).toBe(401);
    const { request_id, ...body } = response.json();
    expect(typeof request_id).toBe('string');
    expect(body).toEqual({
      error: 'Unauthorized',
      message: 'Invalid or expired authentication token',
      code: 'AUTH_FAILED',
      details: {},
      detail: 'Invalid or expired authentication token',
    });
    expect(pool.jobs).toBe(before);
  });

  test('the id counts in any case', async () => {
    expect((await post(exampleBody(), { 'x-customer-api-id': tenant.apiId.toUpperCase() })).statusCode).toBe(200);
  });
});

describe('addresses', () => {
  test.each([
    purchasingPath,
    `${purchasingPath}/`,
    purchasingPath.replace('_', '-'),
    `${purchasingPath.replace('_', '-')}/`,
    `${purchasingPath}?debug=1`,
  ])('%s answers', async (url) => {
    expect((await post(exampleBody(), {}, url)).statusCode).toBe(200);
  });

  test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const)('%s: 405 with Allow', async (method) => {
    const response = await app.inject({ method, url: `${purchasingPath}/` });
    expect([response.statusCode, response.headers['allow']]).toEqual([405, 'POST']);
    expect(response.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED', details: { method, allow: 'POST' } });
  });

  test.each(['/nothing', '/api/v1/ai', '/%zz', '/..%2f..%2fetc/passwd'])(
    '%s: an error of the contract',
    async (url) => {
      const response = await app.inject({ method: 'GET', url });
      expect([400, 404]).toContain(response.statusCode);
      expect(response.json()).toHaveProperty('request_id');
    },
  );

  test.each(['/*@x', '/:id', '/a/(b', '/*', '//', '/api/*/x', '/['])(
    '%s is text, never a pattern: 404',
    async (url) => {
      const response = await app.inject({ method: 'POST', url, headers: jsonHeaders });
      expect([response.statusCode, response.json().code]).toEqual([404, 'NOT_FOUND']);
    },
  );

  test('health answers without credentials', async () => {
    for (const url of ['/health', '/health/live']) {
      const response = await app.inject(url);
      expect([response.statusCode, response.json()]).toEqual([200, { status: 'ok' }]);
    }
  });
});

describe('headers', () => {
  test.each([
    ['application/problem+json', true],
    ['text/html, Application/Problem+JSON;q=0.5', true],
    ['application/problem+json;q=0', false],
    ['application/json', false],
    ['*/*', false],
    ['garbage;;;,,', false],
  ])('Accept: %s gets a problem of RFC 9457: %s', async (accept, problem) => {
    const response = await post('{', { accept, 'x-request-id': 'my-request-1' });
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toBe(`application/${problem ? 'problem+' : ''}json; charset=utf-8`);
    const body = response.json();
    expect(body).toMatchObject({ error: 'Invalid parameters', code: 'BAD_REQUEST', request_id: 'my-request-1' });
    const { type, title, status, instance } = body;
    const members = [
      'urn:clientele:problem:bad-request',
      'Invalid parameters',
      400,
      'urn:clientele:request:my-request-1',
    ];
    expect([type, title, status, instance]).toEqual(problem ? members : members.map(() => undefined));
  });

  test('every answer is typed, private, and names its request and language', async () => {
    for (const [payload, status] of [
      [exampleBody(), 200],
      [{}, 422],
      ['{', 400],
    ] as const) {
      const response = await post(payload, { 'accept-language': 'pt-BR', 'x-request-id': 'my-request-1' });
      expect(response.statusCode).toBe(status);
      expect(response.headers).toMatchObject({
        'content-type': 'application/json; charset=utf-8',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        vary: 'Accept-Language',
        'content-language': 'pt',
        'x-request-id': 'my-request-1',
      });
    }
  });

  test('a request id that could harm a log is replaced', async () => {
    for (const id of ['short', 'has space in it', 'x'.repeat(129), 'new\tline-id']) {
      const response = await post(exampleBody(), { 'x-request-id': id });
      expect(response.headers['x-request-id']).toMatch(/^generated-\d+$/);
    }
  });

  test('the body may choose the language where the header does not', async () => {
    const spanish = await post({ lang: 'es' }, { 'accept-language': '*' });
    expect(spanish.headers['content-language']).toBe('es');
    expect(spanish.json().message).toBe("Falta el parámetro obligatorio 'data'");
    expect((await post({ lang: 'es' }, { 'accept-language': 'en' })).headers['content-language']).toBe('en');
  });
});

describe('bodies', () => {
  test('none: 400', async () => {
    const response = await app.inject({ method: 'POST', url: purchasingPath, headers: credentialHeaders });
    expect([response.statusCode, response.json().code]).toEqual([400, 'BAD_REQUEST']);
    expect((await post('')).statusCode).toBe(400);
  });

  test('not JSON: 400 with the place', async () => {
    const response = await post('{"data": [}');
    expect(response.json()).toMatchObject({
      error: 'Invalid parameters',
      code: 'BAD_REQUEST',
      details: { position: 10, line: 1, column: 11 },
    });
  });

  test.each([
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['application/json; charset=utf-16', 415],
    ['application/jsonx', 415],
    ['application/json; charset="UTF-8"', 200],
    ['APPLICATION/JSON', 200],
    ['application/vnd.api+json', 200],
  ])('of type %s: %i', async (type, status) => {
    const response = await post(JSON.stringify(exampleBody()), { 'content-type': type });
    expect(response.statusCode).toBe(status);
  });

  const compressed = { gzip: gzipSync, 'x-gzip': gzipSync, deflate: deflateSync, br: brotliCompressSync };
  test.each(Object.entries(compressed))('compressed as %s are read', async (encoding, compress) => {
    const response = await post(compress(bytesOf(exampleBody())), { 'content-encoding': encoding });
    expect([response.statusCode, response.json().customers]).toEqual([200, 2]);
  });

  test('compressed in another way: 415, naming the ways', async () => {
    const response = await post(Buffer.from(bytesOf(exampleBody())), { 'content-encoding': 'zstd' });
    expect([response.statusCode, response.headers['accept-encoding']]).toEqual([415, 'gzip, deflate, br']);
  });

  test('damaged or cut short: 400', async () => {
    const whole = gzipSync(bytesOf(exampleBody()));
    for (const payload of [whole.subarray(0, 40), Buffer.from('not gzip at all')]) {
      const response = await post(payload, { 'content-encoding': 'gzip' });
      expect([response.statusCode, response.json().code]).toEqual([400, 'BAD_REQUEST']);
    }
  });

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('with bytes after the end of %s: 400', async (encoding, compress) => {
    const payload = Buffer.concat([compress(bytesOf(exampleBody())), Buffer.from('and more')]);
    expect((await post(payload, { 'content-encoding': encoding })).statusCode).toBe(400);
  });

  test('above the limit: 413 naming it, compressed or not', async () => {
    const large = Buffer.alloc(1_000_001, ' ');
    for (const response of [await post(large), await post(gzipSync(large), { 'content-encoding': 'gzip' })]) {
      expect(response.statusCode).toBe(413);
      expect(response.json()).toMatchObject({ code: 'PAYLOAD_TOO_LARGE', details: { limit: 1_000_000 } });
      expect(response.json().message).toContain('1000000');
    }
  });

  test('exactly at the limit are read', async () => {
    const body = JSON.stringify(exampleBody());
    expect((await post(body.padEnd(1_000_000, ' '))).statusCode).toBe(200);
  });

  test('of more than one block arrive whole', async () => {
    const roomy = await testApp({ limits: { ...jsonLimits, bodyBytes: 9e6 } });
    const payload = JSON.stringify({ ...exampleBody(), lang: 'pt' }).padStart(3_300_001, ' ');
    const response = await roomy.inject({ method: 'POST', url: purchasingPath, headers: jsonHeaders, payload });
    expect([response.statusCode, response.json().customers]).toEqual([200, 2]);
    await roomy.close();
  });
});
