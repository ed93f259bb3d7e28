import type { FastifyInstance } from 'fastify';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import type { Protection } from '../../src/http/limits/settings.ts';
import { purchasingPath, readingPool, secret, tenant, testApp, unlimited } from '../support/app.ts';
import { exampleBody } from '../support/bodies.ts';
import { exchange, listening, parsedAnswer } from '../support/raw.ts';

let app: FastifyInstance;
afterEach(() => app.close());

const body = JSON.stringify(exampleBody());
const head = (length: number) =>
  [
    `POST ${purchasingPath} HTTP/1.1`,
    'Host: localhost',
    `X-Customer-Api-Id: ${tenant.apiId}`,
    `X-Secret: ${secret}`,
    `Content-Length: ${length}`,
    '',
    '',
  ].join('\r\n');

async function patient(protection: Partial<Protection>, answerBytes = 0): Promise<number> {
  const reading = readingPool();
  const run: typeof reading.run = async (job, gone) => {
    const outcome = await reading.run(job, gone);
    return outcome.kind === 'answer' && answerBytes > 0 ? { ...outcome, body: new Uint8Array(answerBytes) } : outcome;
  };
  app = await testApp({ protection: { ...unlimited, ...protection }, pool: { ...reading, run } });
  return listening(app);
}

test('headers that never end: 408 in the contract’s words, on 100 connections at once', async () => {
  const port = await patient({ headersMs: 200, lookMs: 50 });
  const slow = Array.from({ length: 100 }, () => exchange(port, 'POST / HTTP/1.1\r\nX-Slow: '));
  for (const answer of await Promise.all(slow)) {
    const { status, body: said, head: headers } = parsedAnswer(answer);
    expect([status, said['code']]).toEqual([408, 'REQUEST_TIMEOUT']);
    expect(headers).toContain('connection: close');
  }
  expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200);
});

test('an upload that stalls: 408, and its place and its memory are free again', async () => {
  const port = await patient({ uploadStallMs: 100, running: 1, waiting: 0 });
  const { status, body: said } = parsedAnswer(await exchange(port, head(900_000), body));
  expect([status, said['code']]).toEqual([408, 'REQUEST_TIMEOUT']);
  await vi.waitFor(() => expect(app.gates.budget.held).toBe(0));
  const next = head(body.length).replace('Host', 'Connection: close\r\nHost');
  expect(await exchange(port, next, body)).toMatch(/^HTTP\/1\.1 200/);
});

test('an upload that is slow but moves is read', async () => {
  const port = await patient({ uploadStallMs: 400 });
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  const answer = once(socket, 'data');
  socket.write(head(body.length));
  const step = Math.ceil(body.length / 10);
  for (let at = 0; at < body.length; at += step) {
    await sleep(60); // ten pieces take longer than the limit, none of the gaps does
    socket.write(body.slice(at, at + step));
  }
  expect(String(await answer)).toMatch(/^HTTP\/1\.1 200/);
  socket.destroy();
});

test('a caller that never reads its answer is cut off, and its turn goes to the next', async () => {
  const port = await patient({ answerStallMs: 200, running: 1, waiting: 1 }, 30_000_000);
  const deaf = connect(port, '127.0.0.1').on('error', () => undefined);
  const gone = once(deaf, 'close');
  const begun = Promise.withResolvers<void>();
  app.server.once('request', (_request, response) => response.once('close', begun.resolve));
  deaf.write(head(body.length) + body);
  deaf.pause();
  await begun.promise; // the server gave up on it
  const answer = await exchange(port, head(body.length).replace('Host', 'Connection: close\r\nHost'), body);
  expect(answer.length).toBeGreaterThan(30_000_000);
  deaf.destroy();
  await gone;
});

test('a computation may take longer than a caller may stall', async () => {
  const reading = readingPool();
  const run: typeof reading.run = async (job, gone) => {
    await sleep(400);
    return reading.run(job, gone);
  };
  const protection = { ...unlimited, uploadStallMs: 100, answerStallMs: 100 };
  app = await testApp({ protection, pool: { ...reading, run } });
  const request = head(body.length).replace('Host', 'Connection: close\r\nHost');
  expect(await exchange(await listening(app), request, body)).toMatch(/^HTTP\/1\.1 200/);
});
