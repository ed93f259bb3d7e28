import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AcceptedOrderFile, orderFilesPath } from '../../src/contract/orders/order-files.ts';
import type { AcceptedTask, ShownTask } from '../../src/contract/runs/tasks.ts';
import type { PurchasingAnswer } from '../../src/contract/segmentation/purchasing-answer.ts';
import { purchasingPath } from '../../src/contract/segmentation/purchasing-segmentation.ts';
import { type RunningServer, startServer } from '../../src/http/server.ts';
import { openStore } from '../../src/store/store.ts';
import type { NewTenant } from '../../src/store/tenants.ts';
import { testFolder } from '../support/orders.ts';
import { type EmptyStore, stores } from '../support/stores.ts';

const CUSTOMERS = 60;
const folder = testFolder('order-files-again');
/** Orders of a half-year: one half of the customers spends fifty times as much as the other, as `at` is numbered. */
const ordersBy = (numbered: (at: number) => number): string => {
  const lines = Array.from({ length: 10 * CUSTOMERS }, (_, i) => {
    const [at, round] = [i % CUSTOMERS, Math.floor(i / CUSTOMERS)];
    const amount = (at < CUSTOMERS / 2 ? 4 : 200) + (i % 3);
    return `c${numbered(at)},2026-0${1 + (round % 6)}-1${round % 9},${amount},p${round}`;
  });
  return `customer_id,order_date,amount,product_id\n${lines.join('\n')}\n`;
};
const june = ordersBy((at) => at);
/** Who spent most in June spends least here: by themselves the segments would have each other's ids. */
const july = ordersBy((at) => CUSTOMERS - 1 - at);
const groups = ({ customer_labels }: PurchasingAnswer): string[] =>
  customer_labels.map(({ customer_id, cluster_id }) => `${customer_id} ${cluster_id}`).toSorted();

type Asking = Omit<RequestInit, 'headers'> & { as?: NewTenant; headers?: Record<string, string> };

describe.each(stores)('a run of a file of orders, and those that go on from it, on $name', ({ empty }) => {
  let own: EmptyStore;
  let server: RunningServer;
  let tenant: NewTenant;
  let stranger: NewTenant;
  beforeAll(async () => {
    own = await empty();
    const store = await openStore({ ...own.place, now: Date.now, random: randomBytes });
    [tenant, stranger] = [await store.createTenant('T'), await store.createTenant('O')];
    await store.close();
    server = await startServer({ ...own.place, port: 0, threads: 1, uploads: { folder, disk: async () => 1 } });
  });
  afterAll(async () => {
    await server.close();
    await own.remove();
  });

  const ask = (path: string, { as = tenant, headers = {}, ...more }: Asking = {}) =>
    fetch(new URL(path, server.url), {
      ...more,
      headers: { 'x-customer-api-id': as.apiId, 'x-secret': as.secret, ...headers },
    });
  const read = async <Shape>(path: string) => (await (await ask(path)).json()) as Shape;
  const send = (file: string, fields: Record<string, string>, as = tenant) =>
    ask(`${orderFilesPath}?${new URLSearchParams({ as_of: '2026-06-30', max_clusters: '2', ...fields })}`, {
      method: 'POST',
      body: file,
      as,
    });
  const sendForm = (file: string, fields: Record<string, string>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob([file]));
    return ask(`${orderFilesPath}?as_of=2026-06-30&max_clusters=2`, { method: 'POST', body: form });
  };
  const finished = async (accepted: Response): Promise<AcceptedTask> => {
    const task = (await accepted.json()) as AcceptedTask;
    for (;;) {
      const { status } = await read<ShownTask>(task.status_url);
      if (status === 'completed') return task;
      if (!['queued', 'running'].includes(status)) throw new Error(status);
      await sleep(50);
    }
  };
  const answerOf = (task: AcceptedTask) => read<PurchasingAnswer>(task.result_url);

  test('keeps how the file was read, also where another model is chosen', async () => {
    const accepted = await send(june, { client_task_id: 'notes' });
    const { notes } = (await accepted.clone().json()) as AcceptedOrderFile;
    expect(notes.map(({ code }) => code)).toEqual(expect.arrayContaining(['COLUMNS', 'READ']));
    const run = await finished(accepted);
    expect(await read(`/api/v1/runs/${run.run_id}`)).toMatchObject({ notes });
    const chosen = await ask(`/api/v1/runs/${run.run_id}/choose`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ algorithm: 'gmm', k: 2 }),
    });
    const { run_id: other } = (await chosen.json()) as { run_id: string };
    expect(await read(`/api/v1/runs/${other}`)).toMatchObject({ chosen_from: run.run_id, notes });
  });

  test.each([
    ['address', send],
    ['form', sendForm],
  ])('with the earlier run in the %s it goes on with the ids and names of its segments', async (place, sent) => {
    const first = await finished(await send(june, { client_task_id: `before ${place}` }));
    await ask(`/api/v1/runs/${first.run_id}/segments/0`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Best' }),
    });
    const next = await finished(await sent(july, { previous_run_id: first.run_id }));
    const alone = await finished(await send(july, { client_task_id: `alone ${place}` }));
    const [before, after, fresh] = [await answerOf(first), await answerOf(next), await answerOf(alone)];
    expect(groups(after)).toEqual(groups(before));
    expect(groups(after)).not.toEqual(groups(fresh));
    expect(after.identity).toMatchObject({
      previous_run_id: first.run_id,
      basis: 'customers',
      shared_customers: CUSTOMERS,
    });
    expect(after.later?.groups.map(({ cluster_id, size }) => [cluster_id, size])).toEqual(
      fresh.later?.groups.map(({ cluster_id, size }) => [1 - (cluster_id ?? NaN), size]),
    );
    expect(await read(`/api/v1/runs/${next.run_id}`)).toMatchObject({
      previous_run_id: first.run_id,
      segment_names: { 0: 'Best' },
    });
  });

  test('that is not over yet is taken', async () => {
    const first = (await (await send(june, { client_task_id: 'first' })).json()) as AcceptedTask;
    const next = await finished(await send(july, { previous_run_id: first.run_id }));
    expect((await answerOf(next)).identity).toMatchObject({ previous_run_id: first.run_id });
  });

  describe('that is none of its tenant', () => {
    const told = async (answer: Response) => [answer.status, await answer.json()] as const;
    const refusal = [
      422,
      expect.objectContaining({
        code: 'INVALID_PARAMETER',
        errors: { previous_run_id: [expect.stringContaining('previous_run_id')] },
      }),
    ];

    test.each([
      ['unknown', 'e9b1f8a0-7a1d-4b55-9d3c-2f4c5a6b7c8d'],
      ['no id', "x'; DROP TABLE runs"],
      ['blank', ' '],
      ['too long', 'x'.repeat(65)],
    ])('(%s) is refused by name, whatever the file is', async (_, id) => {
      for (const sent of [send, sendForm])
        expect(await told(await sent('no orders at all', { previous_run_id: id }))).toEqual(refusal);
    });

    test('(another one has it) is refused in the same way', async () => {
      const theirs = (await (await send(june, {}, stranger)).json()) as AcceptedTask;
      expect(await told(await send(july, { previous_run_id: theirs.run_id }))).toEqual(refusal);
    });

    test('(it failed) is refused in the same way', async () => {
      const task = (await (
        await ask(`${purchasingPath}?async=true`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ previous_run_id: 'none', data: [] }),
        })
      ).json()) as AcceptedTask;
      await expect.poll(async () => (await read<ShownTask>(task.status_url)).status).toBe('failed');
      expect(await told(await send(july, { previous_run_id: task.run_id }))).toEqual(refusal);
    });
  });
});
