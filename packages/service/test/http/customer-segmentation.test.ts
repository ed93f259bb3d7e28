import type { FastifyInstance } from 'fastify';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { customerPath } from '../../src/contract/segmentation/customer-segmentation.ts';
import { Refusal } from '../../src/contract/errors.ts';
import { libraryPaths } from '../../src/contract/segmentation/purchasing-segmentation.ts';
import { compute } from '../../src/runs/compute.ts';
import type { ComputePool } from '../../src/runs/pool.ts';
import type { TokenHolder } from '../../src/store/tokens.ts';
import { checkedAnswer } from '../support/answers.ts';
import { credentialHeaders, jsonHeaders, secret, tenant, testApp } from '../support/app.ts';
import { exampleBody } from '../support/bodies.ts';
import { finished } from '../support/command.ts';
import { checkedCustomerAnswer, customerBody } from '../support/customers.ts';
import { laravelRequest, printedCurl, printedJavaScript } from '../support/printed.ts';
import { exchange, listening, parsedAnswer } from '../support/raw.ts';

const others = { apiId: '11111111-1111-4111-8111-111111111111', name: 'Other' };
const may = ['segmentation:run'];
const holders: Readonly<Record<string, TokenHolder>> = {
  '1|bound': { tokenId: '1', tenant, abilities: may },
  '2|loose': { tokenId: '2', tenant: null, abilities: ['*'] },
  '3|weak': { tokenId: '3', tenant, abilities: ['other:read'] },
  '4|others': { tokenId: '4', tenant: others, abilities: may },
};
const verifyToken = async (token: string) => holders[token] ?? null;
/** The real computation, on this thread. */
const pool: ComputePool = {
  admit() {},
  run: async (job) => compute(job),
  close: async () => undefined,
  status: () => ({ waiting: 0, busy: 0, workers: 1, ready: true }),
} as ComputePool;

let app: FastifyInstance;
let port: number;
beforeAll(async () => {
  app = await testApp({ pool, verifyToken });
  port = await listening(app);
});
afterAll(() => app.close());

const post = (headers: Record<string, string>, payload: object | string = customerBody(), url: string = customerPath) =>
  app.inject({ method: 'POST', url, headers: { 'content-type': 'application/json', ...headers }, payload });
const bound = { authorization: 'Bearer 1|bound' };

describe('the printed examples work, but for host and credentials', () => {
  const filled = (text: string) =>
    text
      .replaceAll('<token>', '1|bound')
      .replaceAll('<tenant-uuid>', tenant.apiId)
      .replaceAll('<secret>', secret)
      .replaceAll('https://echosistema.online', `http://127.0.0.1:${port}`);
  const expected = (text: string) => {
    const answer = checkedCustomerAnswer(text);
    expect(answer.segments.map(({ customers }) => customers)).toEqual([['456'], ['123']]);
    expect(answer.warnings.map(({ message }) => message).join(' ')).toContain('2 clientes');
  };

  test('curl', async () => {
    const { code, stdout } = await finished(spawn('sh', ['-c', filled(printedCurl).replace('curl', 'curl -s')]));
    expect(code).toBe(0);
    expected(stdout);
  });

  test('JavaScript', async () => {
    const log = vi.fn<(value: unknown) => void>();
    const Program = (async () => undefined).constructor as new (
      ...parts: string[]
    ) => (console: object) => Promise<void>;
    await new Program('console', filled(printedJavaScript))({ log });
    expect(log).toHaveBeenCalledOnce();
    expected(JSON.stringify(log.mock.calls[0]?.[0]));
  });

  test('PHP, as Laravel’s HTTP client sends it', async () => {
    const request = filled(laravelRequest(`127.0.0.1:${port}`)).replace(
      'GuzzleHttp/7',
      'GuzzleHttp/7\r\nConnection: close',
    );
    const { status, head, text } = rawAnswer(await exchange(port, request));
    expect([status, /content-language: (\w+)/.exec(head)?.[1]]).toEqual([200, 'pt']);
    expected(text);
  });

  test('the body in examples/', async () => {
    const file = readFileSync(join(import.meta.dirname, '../../../../examples/customer-segmentation.json'), 'utf8');
    const response = await post({ ...bound, 'accept-language': 'pt' }, file);
    expect(JSON.parse(file)).toEqual(customerBody());
    expected(response.body);
  });
});

function rawAnswer(answer: string) {
  const { status, head, body } = parsedAnswer(answer);
  return { status, head, text: JSON.stringify(body) };
}

describe('who may ask', () => {
  test.each([
    ['a token bound to a tenant', bound, 200],
    ['the scheme in any case', { authorization: 'bearer 1|bound' }, 200],
    ['a bound token and its tenant’s pair', { ...bound, ...credentialHeaders }, 200],
    ['a loose token and a pair', { authorization: 'Bearer 2|loose', ...credentialHeaders }, 200],
    ['a loose token alone', { authorization: 'Bearer 2|loose' }, 401],
    ['nothing', {}, 401],
    ['a pair alone', credentialHeaders, 401],
    ['an unknown token', { authorization: 'Bearer 9|nothing' }, 401],
    ['no token after the scheme', { authorization: 'Bearer ' }, 401],
    ['another scheme', { authorization: 'Basic MXxib3VuZA==' }, 401],
    ['half a pair', { ...bound, 'x-secret': secret }, 401],
    ['a token without the ability', { authorization: 'Bearer 3|weak' }, 403],
    ['another tenant’s token', { authorization: 'Bearer 4|others', ...credentialHeaders }, 403],
  ] as const)('%s', async (_, headers, status) => {
    expect((await post(headers)).statusCode).toBe(status);
  });

  test('the answers are the printed ones', async () => {
    const { request_id: _, ...unauthorised } = (await post({})).json();
    expect(unauthorised).toEqual({
      error: 'Unauthorized',
      message: 'Invalid authentication credentials',
      code: 'AUTH_FAILED',
    });
    expect((await post({})).headers['www-authenticate']).toBe('Bearer');
    expect((await post({ authorization: 'Bearer 3|weak' })).json()).toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('--ability segmentation:run') as string,
      details: { ability: 'segmentation:run' },
    });
    const mixed = await post({ authorization: 'Bearer 4|others', ...credentialHeaders });
    expect(mixed.json()).toMatchObject({ error: 'Forbidden', code: 'TENANT_MISMATCH' });
  });

  test('a tenant that the server is configured with stands in for the pair', async () => {
    const configured = await testApp({ pool, verifyToken, serverCredentials: { apiId: tenant.apiId, secret } });
    const response = await configured.inject({
      method: 'POST',
      url: customerPath,
      headers: { authorization: 'Bearer 2|loose', 'content-type': 'application/json' },
      payload: customerBody(),
    });
    expect(response.statusCode).toBe(200);
    await configured.close();
  });
});

describe('answers', () => {
  test('a missing parameter, as printed', async () => {
    const response = await post(bound, {});
    expect(response.statusCode).toBe(400);
    const { request_id: id, ...body } = response.json();
    expect(id).toBe(response.headers['x-request-id']);
    expect(body).toEqual({
      error: 'Invalid parameters',
      message: 'The data field is required.',
      code: 'MISSING_PARAMETER',
      details: { parameter: 'data', location: 'body' },
    });
  });

  test('texts follow Accept-Language, then lang; a trailing slash is the same address', async () => {
    const [spanish, english] = [{ 'accept-language': 'es-MX,en;q=0.5' }, {}];
    const said = async (headers: Record<string, string>, lang?: string) => {
      const response = await post({ ...bound, ...headers }, { ...customerBody(), lang }, `${customerPath}/`);
      return [response.statusCode, response.headers['content-language']];
    };
    expect(await said(spanish, 'pt')).toEqual([200, 'es']);
    expect(await said(english, 'pt')).toEqual([200, 'pt']);
    expect((await post({ ...bound, 'accept-language': 'pt' }, {})).json().message).toBe('O campo data é obrigatório.');
    expect((await post({ 'accept-language': 'es' })).json().message).toBe('Credenciales de autenticación no válidas');
  });

  test('a fault of ours, and too much work', async () => {
    const failing = async (run: ComputePool['run']) => {
      const broken = await testApp({ pool: { ...pool, run }, verifyToken });
      const headers = { ...bound, 'content-type': 'application/json' };
      const response = await broken.inject({ method: 'POST', url: customerPath, headers, payload: customerBody() });
      await broken.close();
      return { status: response.statusCode, retry: response.headers['retry-after'], body: response.json() };
    };
    const fault = await failing(async () => ({ kind: 'failure', report: 'secret stack' }));
    expect(fault.status).toBe(500);
    expect(fault.body).toMatchObject({
      error: 'Failed to communicate with AI service',
      message: 'Internal server error',
    });
    expect(JSON.stringify(fault.body)).not.toContain('stack');
    const busy = await failing(async () => {
      throw new Refusal('OVERLOADED', { retry_after: 7 });
    });
    expect(busy).toMatchObject({ status: 503, retry: '7', body: { code: 'OVERLOADED', retry_after: 7 } });
  });
});

describe('the paths of published client libraries', () => {
  test.each(libraryPaths)('%s answers as purchasing_segmentation, with tenant headers', async (url) => {
    const response = await post(credentialHeaders, exampleBody(), url);
    expect([response.statusCode, response.statusCode === 200 ? '' : response.body]).toEqual([200, '']);
    checkedAnswer(response.body);
    expect((await post(bound, exampleBody(), url)).statusCode).toBe(401);
    const refused = await post(credentialHeaders, {}, url);
    expect(refused.statusCode).toBe(422);
    expect(refused.json()).toMatchObject({ detail: expect.any(String), errors: { data: [expect.any(String)] } });
  });

  test('GET /health needs nothing', async () => {
    expect((await app.inject('/health')).json()).toEqual({ status: 'ok' });
  });

  test('the headers of the other contract alone are not enough for this one', async () => {
    expect((await post(jsonHeaders)).statusCode).toBe(401);
  });
});
