import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { orderFilesPath } from '../../src/contract/order-files.ts';
import type { ShownTask } from '../../src/contract/tasks.ts';
import { type RunningServer, startServer } from '../../src/http/server.ts';
import { openStore } from '../../src/store/store.ts';
import type { NewTenant } from '../../src/store/tenants.ts';
import { type EmptyStore, stores } from '../support/stores.ts';

const lines = Array.from(
  { length: 600 },
  (_, i) => `c${i % 60},2026-0${1 + (i % 6)}-1${i % 9},${5 + (i % 60) * (1 + (i % 3))},p${i % 9}`,
);
const csv = `customer_id,order_date,amount,product_id\n${lines.join('\n')}\n`;
const ownFolders = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`clientele-orders-${process.pid}-`));

describe.each(stores)('files of orders, on $name', ({ empty }) => {
  let own: EmptyStore;
  let server: RunningServer;
  let tenant: NewTenant;
  beforeAll(async () => {
    own = await empty();
    const store = await openStore({ ...own.place, now: Date.now, random: randomBytes });
    tenant = await store.createTenant('T');
    await store.close();
    server = await startServer({ ...own.place, port: 0, threads: 1, workers: 1 });
  });
  afterAll(async () => {
    await server.close();
    await own.remove();
  });

  const pair = () => ({ 'x-customer-api-id': tenant.apiId, 'x-secret': tenant.secret });
  const send = (
    body: string | Uint8Array<ArrayBuffer>,
    query = 'as_of=2026-06-30',
    headers: Record<string, string> = {},
  ) =>
    fetch(new URL(`${orderFilesPath}?${query}`, server.url), {
      method: 'POST',
      headers: { ...pair(), 'content-type': 'text/csv', ...headers },
      body,
    });
  const get = (path: string) => fetch(new URL(path, server.url), { headers: pair() });

  test('a file becomes a run: 202, a task, and the answer of purchasing_segmentation', async () => {
    const accepted = await send(gzipSync(csv), 'as_of=2026-06-30&max_clusters=4&client_task_id=june');
    const task = (await accepted.json()) as { status_url: string; result_url: string; client_task_id: string };
    expect([accepted.status, task.client_task_id]).toEqual([202, 'june']);
    let shown: ShownTask;
    do {
      await sleep(50);
      shown = (await (await get(task.status_url)).json()) as ShownTask;
    } while (['queued', 'running'].includes(shown.status));
    expect(shown.status).toBe('completed');
    const answer = (await (await get(task.result_url)).json()) as {
      customer_labels: unknown[];
      preprocessing: { customers: number };
    };
    expect([answer.customer_labels.length, answer.preprocessing.customers]).toEqual([60, 60]);
  });

  test.each([
    ['an order after the day of recency', csv, 'as_of=2026-02-01', /after 2026-02-01.*until 2026-02-01/],
    ['a column that is not there', csv, 'as_of=2026-06-30&customer=who', /no column who \(named in customer\)/],
    ['a file that is none', 'PAR1 no', '', /cannot be read as Parquet/],
    ['a parameter out of its range', csv, 'visits=weeks', /one of days, orders/],
    ['a parameter that nobody knows', csv, 'colour=red', /colour/],
  ])('%s is refused in words', async (_, body, query, said) => {
    const answer = await send(body, query, { 'accept-language': 'en' });
    const { message, code } = (await answer.json()) as { message: string; code: string };
    expect([answer.status, code]).toEqual([422, 'INVALID_PARAMETER']);
    expect(message).toMatch(said);
    expect(message).not.toContain('--');
  });

  test('without credentials, without a byte, or packed on the way it is not taken', async () => {
    expect((await send(csv, '', { 'x-secret': 'wrong' })).status).toBe(401);
    expect((await send('', '')).status).toBe(400);
    expect((await send(csv, '', { 'content-encoding': 'br' })).status).toBe(415);
    expect(
      (await send(csv, '', { 'accept-language': 'es', 'content-encoding': 'br' })).headers.get('content-language'),
    ).toBe('es');
  });

  test('files that come at once take turns, and each is answered', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => send('no orders at all', '')));
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422]);
  });

  test('nothing is left on the disk', () => {
    expect(ownFolders()).toEqual([]);
  });
});
