import { randomBytes } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { explain, segment } from '@clientele/engine';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type AcceptedOrderFile, orderFilesPath } from '../../src/contract/orders/order-files.ts';
import type { PurchasingAnswer } from '../../src/contract/segmentation/purchasing-answer.ts';
import type { RunFigures } from '../../src/contract/runs/run-page.ts';
import type { AcceptedTask, ShownTask } from '../../src/contract/runs/tasks.ts';
import { type RunningServer, startServer } from '../../src/http/server.ts';
import { folderPrefix } from '../../src/orders/folders.ts';
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
const UPLOAD_BYTES = 1024 * 1024;
const MOST_CUSTOMERS = 100;
const folder = testFolder('order-files');
const ownFolders = (): string[] => readdirSync(folder).filter((name) => name.startsWith(folderPrefix()));

describe.each(stores)('files of orders, on $name', ({ empty }) => {
  let own: EmptyStore;
  let server: RunningServer;
  let tenant: NewTenant;
  /** Of the disk. */
  let free = 1;
  beforeAll(async () => {
    own = await empty();
    const store = await openStore({ ...own.place, now: Date.now, random: randomBytes });
    tenant = await store.createTenant('T');
    await store.close();
    server = await startServer({
      ...own.place,
      port: 0,
      threads: 1,
      workers: 1,
      customers: MOST_CUSTOMERS,
      protection: { perMinute: { segmentation: 1e6, reading: 1e6, admin: 1e6 }, failures: 1e6, running: 100 },
      uploads: { bytes: UPLOAD_BYTES, folder, disk: async () => free },
    });
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
  const finishedWith = async (accepted: Response): Promise<AcceptedOrderFile> => {
    const task = (await accepted.json()) as AcceptedOrderFile;
    await ended(task);
    return task;
  };
  const finished = async (accepted: Response): Promise<AcceptedTask> => ended((await accepted.json()) as AcceptedTask);

  test('a file becomes a run: 202, a task, and the answer of purchasing_segmentation', async () => {
    const accepted = await send(
      gzipSync(csv),
      'as_of=2026-06-30&max_clusters=4&client_task_id=june&name=June%20orders',
    );
    const task = (await accepted.json()) as AcceptedOrderFile;
    expect([accepted.status, task.client_task_id]).toEqual([202, 'june']);
    expect(accepted.headers.get('content-language')).toBe('en');
    expect(task.notes[0]).toEqual({
      code: 'COLUMNS',
      message: 'Columns: customer = customer_id, date = order_date, amount = amount, product = product_id.',
    });
    await ended(task);
    const answer = (await (await get(task.result_url)).json()) as {
      customer_labels: unknown[];
      preprocessing: { customers: number };
    };
    expect([answer.customer_labels.length, answer.preprocessing.customers]).toEqual([60, 60]);
    expect(await (await get(`/api/v1/runs/${task.run_id}`)).json()).toMatchObject({ name: 'June orders' });
  });

  test('one method and an exact number may be asked for', async () => {
    const run = await finished(await send(csv, 'as_of=2026-06-30&algorithm=agglomerative&n_clusters=3'));
    const answer = (await (await get(run.result_url)).json()) as PurchasingAnswer;
    expect(answer.evaluation_metrics).toMatchObject([{ algorithm: 'Agglomerative', params: { k: 3 } }]);
    const refused = await send(csv, 'algorithm=magic&n_clusters=0');
    expect(Object.keys(((await refused.json()) as { errors: object }).errors)).toEqual(['algorithm', 'n_clusters']);
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

  test('totals that each line of an order repeats are noticed, and counted once when that is asked for', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => `c${i % 20},o${i},2026-0${1 + (i % 6)}-10,${10 + i}`);
    const totals = [
      'customer_id,order_id,order_date,order_total,product_id',
      ...rows.flatMap((row) => [`${row},a`, `${row},b`]),
    ];
    const revenue = async (query: string) => {
      const run = await finishedWith(
        await send(totals.join('\n'), `as_of=2026-06-30&${query}`, { 'accept-language': 'es' }),
      );
      const { clusters } = (await (await get(run.result_url)).json()) as PurchasingAnswer;
      const sum = clusters.reduce((total, { kpis }) => total + (kpis['revenue'] ?? 0), 0);
      return { sum, note: run.notes.find(({ code }) => code === 'ORDER_TOTALS')?.message };
    };
    const [added, once] = [await revenue('visits=days'), await revenue('order_total=once')];
    expect(added.sum).toBe(2 * once.sum);
    expect(added.note).toMatch(/En el 100\s?% de 40 pedidos .* order_total once cuenta cada pedido una vez/);
    expect(once.note).toMatch(/cuenta una sola vez/);
  });

  test('amounts with a decimal comma are read where that is asked for', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `c${i};2026-01-${10 + (i % 20)};"1.00${i % 10},50"`);
    const file = ['customer_id;order_date;amount', ...rows].join('\n');
    const run = await finishedWith(await send(file, 'as_of=2026-06-30&decimal=comma'));
    const { clusters } = (await (await get(run.result_url)).json()) as PurchasingAnswer;
    expect(clusters.reduce((sum, { kpis }) => sum + (kpis['revenue'] ?? 0), 0)).toBeCloseTo(30 * 1005, 6);
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

  describe('as a form', () => {
    const form = (parts: readonly (readonly [string, string | Blob])[]): FormData => {
      const data = new FormData();
      for (const [name, value] of parts)
        if (typeof value === 'string') data.append(name, value);
        else data.append(name, value, 'o.csv');
      return data;
    };
    const post = (body: FormData | string, query = '', headers: Record<string, string> = {}) =>
      fetch(new URL(`${orderFilesPath}?${query}`, server.url), {
        method: 'POST',
        headers: { ...pair(), ...headers },
        body,
      });
    const typed = { 'content-type': 'multipart/form-data; boundary=edge' };
    const part = (name: string, value: string, more = '') =>
      `--edge\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
    const orders = new Blob([csv]);
    const rules = [
      ['as_of', '2026-06-30'],
      ['max_clusters', '4'],
      ['customer', ''],
    ] as const;

    test.each([
      ['before its fields', [['file', orders], ...rules] as const],
      ['after its fields', [...rules, ['file', orders]] as const],
      ['packed', [['file', new Blob([gzipSync(csv)])], ...rules] as const],
    ])('a file %s becomes the run that it becomes as a body', async (_, parts) => {
      const [inForm, asBody] = [await post(form(parts)), await send(csv, 'as_of=2026-06-30&max_clusters=4')];
      expect([inForm.status, asBody.status]).toEqual([202, 202]);
      const answers = [await finished(inForm), await finished(asBody)].map(async ({ result_url }) => {
        const { run_id: _run, ...answer } = (await (await get(result_url)).json()) as PurchasingAnswer;
        return answer;
      });
      const [one, other] = await Promise.all(answers);
      expect(one).toEqual(other);
    });

    test('the same file is the same request in whatever form it comes', async () => {
      const rest = 'as_of=2026-06-29&visits=days';
      const [first, second] = [
        await send(csv, rest),
        await post(
          form([
            ['file', orders],
            ['visits', 'days'],
            ['as_of', '2026-06-29'],
          ]),
        ),
      ];
      expect(((await second.json()) as AcceptedTask).task_id).toBe(((await first.json()) as AcceptedTask).task_id);
    });

    test.each<[string, FormData | string, string, number, string | null, RegExp]>([
      ['no file', form([['as_of', '2026-06-30']]), '', 422, 'file', /file/],
      ['a file by another name', form([['upload', orders]]), '', 422, 'file', /file/],
      [
        'two files',
        form([
          ['file', orders],
          ['file', orders],
        ]),
        '',
        422,
        'file',
        /sent more than once/,
      ],
      [
        'a field twice',
        form([
          ['file', orders],
          ['visits', 'days'],
          ['visits', 'days'],
        ]),
        '',
        422,
        'visits',
        /more than once/,
      ],
      [
        'a field that the address has too',
        form([
          ['file', orders],
          ['free', 'drop'],
        ]),
        'free=drop',
        422,
        'free',
        /more than once/,
      ],
      [
        'a field out of its range',
        form([
          ['visits', 'weeks'],
          ['file', orders],
        ]),
        '',
        422,
        'visits',
        /one of days, orders/,
      ],
      [
        'a field that nobody knows',
        form([
          ['file', orders],
          ['colour', 'red'],
        ]),
        '',
        422,
        'colour',
        /colour/,
      ],
      [
        'a field too long',
        form([
          ['file', orders],
          ['customer', 'x'.repeat(9_000)],
        ]),
        '',
        422,
        'customer',
        /1 to 256/,
      ],
      [
        'a giant field',
        form([
          ['customer', 'x'.repeat(1_200_000)],
          ['file', orders],
        ]),
        '',
        413,
        null,
        /field file/,
      ],
      ['an empty file', form([['file', new Blob([''])]]), '', 400, null, /has no byte/],
    ])('%s is refused by name', async (_, body, query, status, parameter, said) => {
      const answer = await post(body, query, { 'accept-language': 'en' });
      const { message, details } = (await answer.json()) as { message: string; details: { parameter?: string } };
      expect([answer.status, details.parameter ?? null]).toEqual([status, parameter]);
      expect(message).toMatch(said);
    });

    test.each([
      ['cut short in its file', part('file', csv)],
      ['cut short in a field', part('as_of', '2026-06-30').slice(0, -3)],
      ['cut short in a header', '--edge\r\nContent-Disposition: form-da'],
      ['with another boundary', part('file', csv).replaceAll('edge', 'other') + '--other--\r\n'],
      ['that is none', csv],
    ])('a form %s is refused', async (_, body) => {
      const answer = await post(body, '', typed);
      const { code, message } = (await answer.json()) as { code: string; message: string };
      expect([answer.status, code]).toEqual([400, 'BAD_REQUEST']);
      expect(message).toMatch(/closing boundary/);
    });

    test('a form without a boundary, without credentials, or packed on the way is refused before it is read', async () => {
      const plain = { 'content-type': 'multipart/form-data' };
      expect(await (await post(part('file', csv), '', plain)).json()).toMatchObject({
        code: 'BAD_REQUEST',
        message: expect.stringContaining('names no boundary'),
      });
      expect((await post(form([['file', orders]]), '', { 'x-secret': 'wrong' })).status).toBe(401);
      expect((await post(part('file', csv), '', { ...typed, 'content-encoding': 'gzip' })).status).toBe(415);
    });

    test('what stands before and after the parts of a form is no matter, a part without a name is', async () => {
      const nameless = '--edge\r\nContent-Disposition: form-data\r\n\r\nx\r\n';
      const body = `before\r\n${part('file', csv, '; filename="../../etc/passwd"')}${part('as_of', '2026-06-30')}--edge--\r\nafter`;
      expect((await post(body, '', typed)).status).toBe(202);
      expect((await post(nameless + body.slice(6), '', typed)).status).toBe(422);
    });

    test('a caller that hangs up in the middle leaves nothing behind', async () => {
      const { host, hostname, port } = new URL(server.url);
      const socket = connect(Number(port), hostname);
      const head = Object.entries({ ...pair(), ...typed, host, 'content-length': '1000000' });
      socket.write(
        `POST ${orderFilesPath} HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
      );
      socket.write(part('file', csv));
      await vi.waitFor(() => expect(ownFolders()).toHaveLength(1));
      socket.destroy();
      await vi.waitFor(() => expect(ownFolders()).toEqual([]), { timeout: 10_000 });
    });
  });

  test('a file above the limit is refused at the first byte too many, as a body and in a form', async () => {
    const large = new Blob([csv.repeat(Math.ceil(UPLOAD_BYTES / csv.length))]);
    const data = new FormData();
    data.append('file', large);
    for (const body of [large, data]) {
      const answer = await fetch(new URL(orderFilesPath, server.url), { method: 'POST', headers: pair(), body });
      expect(answer.status).toBe(413);
      expect(await answer.json()).toMatchObject({ code: 'PAYLOAD_TOO_LARGE', details: { limit: UPLOAD_BYTES } });
    }
  });

  test('what the disk has no room for is refused before it is full', async () => {
    free = 0.04;
    const answers = [await send(csv, ''), await send(csv, '', { 'accept-language': 'es' })];
    free = 1;
    expect(answers.map(({ status }) => status)).toEqual([503, 503]);
    expect(await answers[1]?.json()).toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      message: expect.stringContaining('disco'),
      retry_after: 5,
    });
  });

  test('what the run would be refused for later is refused at once: one customer, or more than a run may have', async () => {
    const few = await send('customer_id,order_date,amount\na,2026-01-01,5\n', '');
    expect([few.status, await few.json()]).toEqual([422, expect.objectContaining({ code: 'INSUFFICIENT_DATA' })]);
    const rows = Array.from({ length: MOST_CUSTOMERS + 1 }, (_, i) => `c${i},2026-01-01,5`);
    const many = await send(['customer_id,order_date,amount', ...rows, ''].join('\n'), '');
    expect([many.status, await many.json()]).toEqual([
      413,
      expect.objectContaining({ details: { limit: MOST_CUSTOMERS } }),
    ]);
  });

  test('files that come at once take turns, and each is answered', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => send('no orders at all', '')));
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422]);
  });

  test('nothing is left on the disk', () => {
    expect(ownFolders()).toEqual([]);
  });
});
