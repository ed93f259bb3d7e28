import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test, vi } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { Refusal } from '../../src/contract/errors.ts';
import { purchasingPath, readingPool, secret, tenant, testApp } from '../support/app.ts';
import { exampleBody } from '../support/bodies.ts';
import { exchange, listening, parsedAnswer } from '../support/raw.ts';

let app: FastifyInstance;
afterEach(() => app.close());

async function port(): Promise<number> {
  app = await testApp({ pool: readingPool() });
  return listening(app);
}
const head = (...headers: readonly string[]) =>
  [`POST ${purchasingPath} HTTP/1.1`, 'Host: localhost', ...headers, '', ''].join('\r\n');
const signedIn = [`X-Customer-Api-Id: ${tenant.apiId}`, `X-Secret: ${secret}`];

test('bad credentials are answered while a huge body has not even begun', async () => {
  const answer = parsedAnswer(await exchange(await port(), head('X-Secret: no', 'Content-Length: 40000000')));
  expect([answer.status, answer.body['code']]).toEqual([401, 'AUTH_FAILED']);
  expect(answer.head).toContain('connection: close');
});

test('a caller that keeps uploading after a refusal still gets the answer', async () => {
  const upload = Array.from({ length: 52 }, () => Buffer.alloc(1_000_000, ' '));
  const answer = await exchange(await port(), head('X-Secret: no', 'Content-Length: 52000000'), ...upload);
  expect(parsedAnswer(answer).status).toBe(401);
});

test('a caller that is refused for now keeps its connection, and its next request there is served', async () => {
  const refused = { ...readingPool(), busy: true };
  const admit = (): void => {
    if (refused.busy) throw new Refusal('OVERLOADED', { retry_after: 5 });
  };
  app = await testApp({ pool: { ...refused, admit } });
  const body = JSON.stringify(exampleBody());
  const socket = connect(await listening(app), '127.0.0.1').setEncoding('utf8');
  socket.write(head(...signedIn, `Content-Length: ${body.length}`));
  const [first] = (await once(socket, 'data')) as [string];
  expect(parsedAnswer(first)).toMatchObject({ status: 503, body: { code: 'OVERLOADED' } });
  expect(parsedAnswer(first).head).toContain('connection: keep-alive');
  refused.busy = false;
  socket.write(body);
  socket.write(head(...signedIn, `Content-Length: ${body.length}`, 'Connection: close') + body);
  const [second] = (await once(socket, 'data')) as [string];
  expect(second).toMatch(/^HTTP\/1\.1 200 OK/);
  await once(socket, 'close');
});

test('one that has not begun its body after "100 Continue", or is not known, does not', async () => {
  const admit = (): never => {
    throw new Refusal('OVERLOADED', { retry_after: 5 });
  };
  app = await testApp({ pool: { ...readingPool(), admit } });
  const at = await listening(app);
  const expecting = await exchange(at, head(...signedIn, 'Expect: 100-continue', 'Content-Length: 40'));
  expect(parsedAnswer(expecting)).toMatchObject({ status: 503, head: expect.stringContaining('connection: close') });
  const unknown = await exchange(at, head('X-Secret: no', 'Content-Length: 40'));
  expect(parsedAnswer(unknown)).toMatchObject({ status: 401, head: expect.stringContaining('connection: close') });
});

test('a declared length above the limit is refused unread, and no 100 Continue invites it', async () => {
  const request = head(...signedIn, 'Expect: 100-continue', 'Content-Length: 40000000');
  const answer = await exchange(await port(), request);
  expect(answer).not.toContain('100 Continue');
  expect(parsedAnswer(answer).status).toBe(413);
});

test('a caller that waits for 100 Continue gets it when its body is wanted', async () => {
  const body = JSON.stringify(exampleBody());
  const request = head(...signedIn, 'Expect: 100-continue', `Content-Length: ${body.length}`, 'Connection: close');
  const answer = await exchange(await port(), request, body);
  expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
});

test('a bomb is refused at the first byte too many', async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  const request = head(...signedIn, 'Content-Encoding: gzip', `Content-Length: ${bomb.length}`, 'Connection: close');
  expect(parsedAnswer(await exchange(await port(), request, bomb)).status).toBe(413);
});

test('a damaged body is told at once, while its caller pauses in the middle', async () => {
  const request = head(...signedIn, 'Content-Encoding: gzip', 'Content-Length: 900000');
  const answer = parsedAnswer(await exchange(await port(), request, 'this is no gzip'));
  expect([answer.status, answer.body['code']]).toEqual([400, 'BAD_REQUEST']);
});

test('an expectation that nobody knows is ignored', async () => {
  const body = JSON.stringify(exampleBody());
  const request = head(...signedIn, 'Expect: wonders', `Content-Length: ${body.length}`, 'Connection: close');
  expect(await exchange(await port(), request, body)).toMatch(/^HTTP\/1\.1 200/);
});

test('an upload that breaks off ends as a refusal, and the service goes on', async () => {
  app = await testApp();
  const ended = Promise.withResolvers<unknown>();
  app.addHook('onError', async (_request, _reply, error) => ended.resolve(error));
  const at = await listening(app);
  const socket = connect(at, '127.0.0.1').on('error', () => undefined);
  socket.write(`${head(...signedIn, 'Content-Length: 900000')}{"data":[`);
  await once(app.server, 'request');
  socket.destroy();
  expect(await ended.promise).toBeInstanceOf(Refusal);
  expect((await fetch(`http://127.0.0.1:${at}/health/live`)).status).toBe(200);
});

test.each(['X-Secret', 'x-customer-api-id'])('a second %s is refused', async (name) => {
  const twice = head(
    ...signedIn,
    `${name}: ${name === 'X-Secret' ? secret : tenant.apiId}`,
    'Content-Length: 0',
    'Connection: close',
  );
  const answer = parsedAnswer(await exchange(await port(), twice));
  expect([answer.status, answer.body['details']]).toEqual([400, { header: name.toLowerCase() }]);
});

test.each([
  ['no HTTP', 'hello\r\n\r\n', 400],
  ['two lengths', head('Content-Length: 5', 'Content-Length: 6'), 400],
  ['a length and chunks', head('Content-Length: 5', 'Transfer-Encoding: chunked'), 400],
  ['no Host', `POST ${purchasingPath} HTTP/1.1\r\nConnection: close\r\n\r\n`, 400],
  ['headers without end', head(`X-Filler: ${'x'.repeat(20_000)}`), 431],
])('%s: the contract’s error body', async (_, request, status) => {
  const answer = parsedAnswer(await exchange(await port(), request));
  expect(answer.status).toBe(status);
  expect(answer.head).toContain('content-type: application/json; charset=utf-8');
  expect(Object.keys(answer.body)).toEqual(['error', 'message', 'code', 'details', 'detail', 'request_id']);
});

test.each(['HEAD', 'PUT'])(
  '%s with a chunk that is none gets one answer, not a second one behind it',
  async (method) => {
    const request = head('Transfer-Encoding: chunked').replace('POST', method);
    const answer = await exchange(await port(), `${request}zz\r\n`);
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
  },
);

test('a chunked body is read', async () => {
  const body = JSON.stringify(exampleBody());
  const request = head(...signedIn, 'Transfer-Encoding: chunked', 'Connection: close');
  const answer = await exchange(await port(), request, `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 200/);
});

function full(): never {
  throw new Refusal('OVERLOADED', { retry_after: 7 });
}

test('with a full queue the body is not even read: 503 with a time to come back', async () => {
  app = await testApp({ pool: { ...readingPool(), admit: full } });
  const answer = parsedAnswer(await exchange(await listening(app), head(...signedIn, 'Content-Length: 900000')));
  expect([answer.status, answer.body['code'], answer.body['retry_after']]).toEqual([503, 'OVERLOADED', 7]);
  expect(answer.head).toContain('retry-after: 7');
});

test('closing lets a request under way finish, then ends its kept-alive connection', async () => {
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const reading = readingPool();
  const run: typeof reading.run = async (job) => {
    begun.resolve();
    await gate.promise;
    return reading.run(job);
  };
  app = await testApp({ pool: { ...reading, run } });
  const body = JSON.stringify(exampleBody());
  const request = head(...signedIn, `Content-Length: ${body.length}`);
  const answer = exchange(await listening(app), request, body);
  await begun.promise;
  const closing = app.close();
  await vi.waitFor(() => expect(app.server.listening).toBe(false));
  gate.resolve();
  await closing;
  expect(await answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*connection: close/i);
});
