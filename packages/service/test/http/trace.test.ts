import { describe, expect, test } from 'vitest';
import { parseTraceparent } from '../../src/http/plugins/trace.ts';
import { secret, testApp } from '../support/app.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const parentId = 'b7ad6b7169203331';
const valid = `00-${traceId}-${parentId}-01`;

describe('traceparent', () => {
  test.each([
    [valid, true],
    [`00-${traceId}-${parentId}-00`, false],
    [`00-${traceId}-${parentId}-03`, true],
    [`cc-${traceId}-${parentId}-01`, true],
    [`cc-${traceId}-${parentId}-01-what-will-be`, true],
  ])('%s is understood', (header, sampled) => {
    expect(parseTraceparent(header)).toEqual({ traceId, parentId, sampled });
  });

  test.each([
    undefined,
    '',
    'nonsense',
    `${valid}-more`,
    `${valid} `,
    `${valid}.`,
    ` ${valid}`,
    `${valid}, ${valid}`,
    valid.toUpperCase(),
    `ff-${traceId}-${parentId}-01`,
    `0-${traceId}-${parentId}-01`,
    `00-${'0'.repeat(32)}-${parentId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId.slice(1)}-${parentId}-01`,
    `00-${traceId}-${parentId}-1`,
    `00-${traceId}-${parentId}`,
    `00-${traceId.replace('0', 'g')}-${parentId}-01`,
    `cc-${traceId}-${parentId}-01more`,
  ])('%j is dropped', (header) => {
    expect(parseTraceparent(header)).toBeNull();
  });
});

test('a trace goes on into the answer and the log; a wrong one makes a new trace and no refusal', async () => {
  const lines: Record<string, unknown>[] = [];
  const app = await testApp({ logLevel: 'debug', log: { write: (line) => lines.push(JSON.parse(line)) } });
  const answers = [];
  for (const traceparent of [valid, `${valid}-more`])
    answers.push(await app.inject({ url: '/health', headers: { traceparent, tracestate: 'vendor=secretive' } }));
  await app.close();
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
  const [kept, fresh] = answers.map(({ headers }) => parseTraceparent(headers['traceparent']));
  expect(kept).toMatchObject({ traceId, sampled: true });
  expect(kept?.parentId).not.toBe(parentId);
  expect(fresh?.traceId).not.toBe(traceId);
  expect(lines.filter(({ msg }) => msg === 'request')).toMatchObject([
    { trace_id: traceId, parent_id: parentId, span_id: kept?.parentId },
    { trace_id: fresh?.traceId, span_id: fresh?.parentId },
  ]);
  expect(JSON.stringify(lines)).not.toContain('secretive');
});

test('a request id that gives a credential away is replaced', async () => {
  const app = await testApp();
  const ours = `clt_${'0aZ'.repeat(20)}`;
  const idFor = async (headers: Record<string, string>) =>
    (await app.inject({ url: '/health', headers })).headers['x-request-id'];
  expect(await idFor({ 'x-request-id': 'order-12345678' })).toBe('order-12345678');
  const givingAway: Record<string, string>[] = [
    { 'x-request-id': ours },
    { 'x-request-id': secret, 'x-secret': secret },
    { 'x-request-id': secret.slice(0, 20), 'x-secret': secret },
    { 'x-request-id': 'tokentoken', authorization: 'Bearer 7|tokentoken' },
  ];
  for (const headers of givingAway) expect(await idFor(headers)).toMatch(/^generated-\d+$/);
  await app.close();
});
