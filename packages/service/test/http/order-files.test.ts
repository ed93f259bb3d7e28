import { randomBytes } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { explain, segment } from '@clientele/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { orderFilesPath } from '../../src/contract/order-files.ts';
import type { PurchasingAnswer } from '../../src/contract/purchasing-answer.ts';
import type { RunFigures } from '../../src/contract/run-page.ts';
import type { AcceptedTask, ShownTask } from '../../src/contract/tasks.ts';
import { type RunningServer, startServer } from '../../src/http/server.ts';
import { splitTime } from '../../src/orders/later.ts';
import { readOrders } from '../../src/orders/read-orders.ts';
import { resolveRules } from '../../src/orders/rules.ts';
import { checkedByTime } from '../../src/orders/time-check.ts';
import { openStore } from '../../src/store/store.ts';
import type { NewTenant } from '../../src/store/tenants.ts';
import { testFolder } from '../support/orders.ts';
import { type EmptyStore, stores } from '../support/stores.ts';

const lines = Array.from(
  { length: 600 },
  (_, i) =>
    `c${i % 60},2026-0${1 + ((i + Math.floor(i / 60)) % 6)}-1${i % 9},${5 + (i % 60) * (1 + (i % 3))},p${i % 9}`,
);
const csv = `customer_id,order_date,amount,product_id\n${lines.join('\n')}\n`;
const folder = testFolder('order-files');
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

  const ended = async (task: AcceptedTask): Promise<AcceptedTask> => {
    for (;;) {
      const { status } = (await (await get(task.status_url)).json()) as ShownTask;
      if (status === 'completed') return task;
      if (!['queued', 'running'].includes(status)) throw new Error(status);
      await sleep(50);
    }
  };
  const finished = async (accepted: Response): Promise<AcceptedTask> => ended((await accepted.json()) as AcceptedTask);

  test('a file becomes a run: 202, a task, and the answer of purchasing_segmentation', async () => {
    const accepted = await send(gzipSync(csv), 'as_of=2026-06-30&max_clusters=4&client_task_id=june');
    const task = (await accepted.json()) as AcceptedTask;
    expect([accepted.status, task.client_task_id]).toEqual([202, 'june']);
    await ended(task);
    const answer = (await (await get(task.result_url)).json()) as {
      customer_labels: unknown[];
      preprocessing: { customers: number };
    };
    expect([answer.customer_labels.length, answer.preprocessing.customers]).toEqual([60, 60]);
  });

  test('its segments are looked at in the later time and beside RFM tiers, as the command does: answer, report, console', async () => {
    const run = await finished(await send(csv, 'as_of=2026-06-30&max_clusters=4', { 'accept-language': 'pt' }));
    const { later, baseline, structure } = (await (await get(run.result_url)).json()) as PurchasingAnswer;
    const rules = resolveRules({ asOf: '2026-06-30' }, new Date(0));
    const file = join(folder, 'orders.csv');
    writeFileSync(file, csv);
    const here = await readOrders(file, { columns: {}, rules }, async (read, database) =>
      checkedByTime(segment(read.table, { maxClusters: 4 }), await splitTime(read, database)),
    );
    expect(later).toMatchObject({ from: here.later?.from, until: '2026-06-18', days: here.later?.days, customers: 60 });
    expect(later?.groups.map(({ cluster_id, size }) => [cluster_id, size])).toEqual(
      here.later?.groups.map((group) => [group.segment, group.size]),
    );
    expect(later?.explained).toBeCloseTo(here.later?.explained ?? NaN, 6);
    expect(later?.baseline_explained).toBeCloseTo(here.later?.baselineExplained ?? NaN, 6);
    expect(baseline?.agreement).toBeCloseTo(here.baseline?.agreement ?? NaN, 6);
    expect(baseline?.sentence).toBe(explain(here, 'pt').baseline);
    expect(structure.tests.at(-1)).toMatchObject({
      key: 'held_up',
      sentence: explain(here, 'pt').tests.at(-1)?.sentence,
    });
    const report = await (await get(`/api/v1/runs/${run.run_id}/report`)).text();
    expect(report).toContain(baseline?.sentence);
    const figures = (await (await get(`/api/v1/runs/${run.run_id}/figures?lang=es`)).json()) as RunFigures;
    expect(figures.baseline).toBe(explain(here, 'es').baseline);
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
