import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { gzipSync } from 'node:zlib';
import { customerPath } from '../../src/contract/segmentation/customer-segmentation.ts';
import { toldError } from '../../src/http/plugins/scrub.ts';
import { compute } from '../../src/runs/compute.ts';
import { jsonHeaders, purchasingPath, readingPool, secret, tenant, testApp } from '../support/app.ts';
import { canaries, told } from '../support/canaries.ts';
import { exchange, listening } from '../support/raw.ts';

let app: FastifyInstance;
let port = 0;
const lines: string[] = [];
const log = { write: (line: string) => void lines.push(line) };
const holder = { tokenId: '1', tenant, abilities: ['*'] };
beforeAll(async () => {
  app = await testApp({
    log,
    logLevel: 'trace',
    pool: { ...readingPool(), run: async (job) => compute(job) },
    verifyToken: async (token) => (token === '1|right' ? holder : null),
  });
  port = await listening(app);
});
beforeEach(() => void (lines.length = 0));
afterAll(() => app.close());

const all = Object.values(canaries);
const paths = [purchasingPath, customerPath];
const signedIn = [`X-Customer-Api-Id: ${tenant.apiId}`, `X-Secret: ${secret}`, 'Authorization: Bearer 1|right'];
async function send(start: string, headers: readonly string[], body: string | Uint8Array = ''): Promise<string> {
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  const head = [start, 'Host: localhost', ...headers, `Content-Length: ${length}`, 'Connection: close', '', ''];
  return exchange(port, Buffer.from(head.join('\r\n'), 'utf8'), body);
}
function expectSilence(answers: readonly string[]): void {
  expect(lines.length).toBeGreaterThanOrEqual(answers.length);
  expect(told(lines.join('\n'))).toEqual([]);
  for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
}

test('the search for canaries can find one in every form', () => {
  for (const [what, canary] of Object.entries(canaries))
    for (const form of [
      canary,
      canary.slice(0, 8),
      encodeURIComponent(canary),
      Buffer.from(`x${canary}`).toString('hex'),
      Buffer.from(`xy${canary}z`).toString('base64'),
      Buffer.from(`y${canary}`).toString('base64url'),
    ])
      expect(told(`{"a":"${form}"}`).join(), `${what} as ${form}`).toContain(what);
  expect(told(JSON.stringify({ route: purchasingPath, tenant: tenant.apiId }))).toEqual([]);
});

const headerNames = [
  'X-Secret',
  'X-Customer-Api-Id',
  'X-Admin-Secret',
  'X-ADMIN-SECRET',
  'Authorization',
  'Proxy-Authorization',
  'Cookie',
  'User-Agent',
  'Referer',
  'Origin',
  'From',
  'X-Forwarded-For',
  'Forwarded',
  'Via',
  'traceparent',
  'tracestate',
  'baggage',
  'Accept',
  'Accept-Language',
  'Content-Type',
  'Content-Encoding',
  'Idempotency-Key',
  'If-None-Match',
  'Expect',
  'X-Other',
];
test.each(headerNames)('a canary in the header %s: neither in the log nor in the error body', async (name) => {
  const answers = [];
  for (const path of paths)
    for (const canary of all) {
      const others = signedIn.filter((line) => !line.toLowerCase().startsWith(`${name.toLowerCase()}:`));
      const value = name === 'Authorization' ? `Bearer ${canary}` : canary;
      answers.push(await send(`POST ${path} HTTP/1.1`, [...others, `${name}: ${value}`], '{'));
    }
  expectSilence(answers);
  expect(told(answers.join('\n'))).toEqual([]);
});

test('a credential as request id is replaced; names and addresses are no request ids', async () => {
  const answers = [];
  for (const canary of [canaries.secret, canaries.token, canaries.name, canaries.email])
    answers.push(await send('GET /health HTTP/1.1', [`X-Request-Id: ${canary}`]));
  answers.push(
    await send('GET /health HTTP/1.1', [`X-Request-Id: ${canaries.imported}`, `X-Secret: ${canaries.imported}`]),
  );
  expectSilence(answers);
  expect(told(answers.join('\n'))).toEqual([]);
});

test('a canary in an address, a query, a method or a broken request', async () => {
  const answers = [];
  for (const canary of all) {
    const coded = encodeURIComponent(canary);
    for (const start of [
      `GET /${coded} HTTP/1.1`,
      `POST ${purchasingPath}/${coded} HTTP/1.1`,
      `POST ${purchasingPath}?secret=${coded}&${coded} HTTP/1.1`,
      `GET /health?${coded} HTTP/1.1`,
      `GET /%zz${coded} HTTP/1.1`,
      `GET ${canary} HTTP/1.1`,
      `${canary} / HTTP/1.1`,
      `GET / HTTP/${canary}`,
    ])
      answers.push(await send(start, signedIn));
    answers.push(await send(`GET /health HTTP/1.1`, [`${coded}: 1`]));
    answers.push(await exchange(port, `${canary}\r\n\r\n`));
  }
  expectSilence(answers);
  expect(told(answers.join('\n'))).toEqual([]);
});

// What stands in a body is named to its sender where it is at fault, as the contracts ask, and to nobody else.
test('a canary anywhere in a body is not in the log', async () => {
  const answers = [];
  for (const canary of all) {
    const row = { customer_id: canary, features: { [canary]: 1 } };
    const bodies: unknown[] = [
      { data: [row, row] },
      {
        data: [
          { customer_id: '1', features: { a: canary } },
          { customer_id: '2', features: { a: 1 } },
        ],
      },
      { data: [row, { ...row, customer_id: `${canary}2` }] },
      { data: canary, lang: canary, algorithm: canary, [canary]: canary },
      {
        data: [
          { customer_id: canary, [canary]: canary, spend: 1 },
          { customer_id: '2', spend: 2 },
        ],
        features: [canary],
      },
      {
        data: [
          { customer_id: canary, [canary]: 1 },
          { customer_id: '2', [canary]: 2 },
        ],
        n_clusters: 2,
      },
      canary,
    ];
    for (const path of paths) {
      for (const body of bodies)
        answers.push(
          await send(`POST ${path} HTTP/1.1`, [...signedIn, 'Content-Type: application/json'], JSON.stringify(body)),
        );
      answers.push(await send(`POST ${path} HTTP/1.1`, [...signedIn], `{"data": ${canary}`));
      const packed = gzipSync(canary).subarray(0, -4);
      answers.push(await send(`POST ${path} HTTP/1.1`, [...signedIn, 'Content-Encoding: gzip'], packed));
    }
  }
  expectSilence(answers);
  expect(answers.filter((answer) => answer.startsWith('HTTP/1.1 200')).length).toBeGreaterThan(0);
});

describe('a fault that carries a canary', () => {
  const databaseFault = (canary: string) =>
    Object.assign(new Error(`duplicate key value "${canary}"`), {
      detail: `Key (name)=(${canary}) already exists.`,
      parameters: [canary],
      cause: new Error(`while saving '${canary}'`),
    });
  const report = (canary: string) =>
    `TypeError: Cannot read properties of undefined (reading '${canary}')\n    at decode (file:///srv/decode.ts:1:2)\n    at ${canary}`;

  test.each(Object.entries(canaries))(
    '%s: the log has its stack, the answer a request id, neither the canary',
    async (_, canary) => {
      const pool = readingPool();
      const answers = [];
      for (const given of [
        { verify: () => Promise.reject(databaseFault(canary)) },
        { pool: { ...pool, run: () => Promise.reject(databaseFault(canary)) } },
        { pool: { ...pool, run: async () => ({ kind: 'failure' as const, report: report(canary) }) } },
      ]) {
        const faulty = await testApp({ log, logLevel: 'trace', ...given });
        const payload = { data: [{ customer_id: canary, features: { a: 1 } }] };
        const answer = await faulty.inject({ method: 'POST', url: purchasingPath, headers: jsonHeaders, payload });
        expect(answer.statusCode).toBe(500);
        answers.push(answer.body);
        await faulty.close();
      }
      expectSilence(answers);
      expect(told(answers.join('\n'))).toEqual([]);
      const faults = lines
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter(({ level }) => level === 'error');
      expect(faults).toHaveLength(3);
      for (const { err, request_id } of faults) {
        expect((err as { stack: string }).stack).toMatch(/^at .*:\d+:\d+\)?$/m);
        expect(answers.join()).toContain(request_id);
      }
      expect(JSON.stringify(faults[2])).toContain('decode.ts:1:2');
    },
  );
});

test('what somebody logs by mistake stays out: headers, bodies, credentials', () => {
  const headers = {
    'x-secret': canaries.imported,
    'x-admin-secret': canaries.imported,
    authorization: `Bearer ${canaries.token}`,
  };
  app.log.info({ headers, req: { headers }, body: canaries.name, request: { body: canaries.email } }, 'oops');
  app.log.warn(
    { secret: canaries.imported, token: canaries.token, data: [canaries.name] },
    `with ${canaries.secret}, ${canaries.webhook}, ${canaries.bare}`,
  );
  app.log.error(databaseLike(), 'oops');
  expectSilence([]);
  expect(lines).toHaveLength(3);
});
const databaseLike = () =>
  Object.assign(new Error(`to <${canaries.email}>, token ${canaries.token}`), { query: canaries.name });

test('control characters are escaped, so that a line is a line and a terminal is not steered', () => {
  app.log.info({ note: 'a\u0000\u0007\u001b[31m\r\n\u007f\u009b\u2028\u2029\u202e' }, 'x\u001b]0;title\u0007');
  expect(lines).toHaveLength(1);
  // eslint-disable-next-line no-control-regex
  expect(lines[0]?.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    note: 'a\u0000\u0007\u001b[31m\r\n\u007f\u009b\u2028\u2029\u202e',
  });
});

test('an error that is none is told by its type', () => {
  expect(toldError(`'${canaries.name}'`)).toEqual({ type: 'string', message: '[hidden]', stack: '' });
  expect(toldError(new RangeError('Invalid array length'))).toMatchObject({
    type: 'RangeError',
    message: 'Invalid array length',
  });
});
