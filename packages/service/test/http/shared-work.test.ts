import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { purchasingPath } from '../../src/contract/segmentation/purchasing-segmentation.ts';
import { tasksPath } from '../../src/contract/runs/tasks.ts';
import { type RunningServer, startServer } from '../../src/http/server.ts';
import { openStore } from '../../src/store/store.ts';
import type { NewTenant } from '../../src/store/tenants.ts';
import { shopBody } from '../support/bodies.ts';
import { pair } from '../support/offers.ts';
import { type EmptyStore, stores } from '../support/stores.ts';

/** Work is shared between equal requests of one tenant, never between tenants that happen to ask the same. */
describe.each(stores)('equal requests of two tenants on $name', ({ empty }) => {
  let own: EmptyStore;
  let server: RunningServer;
  let mine: NewTenant;
  let theirs: NewTenant;
  beforeAll(async () => {
    own = await empty();
    const store = await openStore({ ...own.place, now: Date.now, random: randomBytes });
    [mine, theirs] = [await store.createTenant('mine'), await store.createTenant('theirs')];
    await store.close();
    server = await startServer({ ...own.place, port: 0, threads: 1, workers: 1, drainSeconds: 600 });
  });
  afterAll(async () => {
    await server.close();
    await own.remove();
  });

  const post = async (tenant: NewTenant, body: object, headers: Record<string, string> = {}) => {
    const all = { 'content-type': 'application/json', ...pair(tenant), ...headers };
    const init = { method: 'POST', headers: all, body: JSON.stringify(body) };
    const response = await fetch(new URL(purchasingPath, server.url), init);
    const { run_id, task_id = '' } = (await response.json()) as { run_id: string; task_id?: string };
    return { status: response.status, replayed: response.headers.get('idempotent-replayed'), run_id, task_id };
  };
  const get = async (tenant: NewTenant, path: string) => {
    const response = await fetch(new URL(path, server.url), { headers: pair(tenant) });
    return { status: response.status, text: (await response.text()).replace(/"request_id":"[^"]*"/, '') };
  };

  test.each<[string, Record<string, string>]>([
    ['without a key', {}],
    ['under one Idempotency-Key', { 'idempotency-key': 'the-same' }],
  ])('%s at the same moment: a run for each tenant', async (_, headers) => {
    const body = shopBody(60, headers['idempotency-key'] ? 2 : 1);
    const first = await Promise.all([post(mine, body, headers), post(theirs, body, headers)]);
    expect(first.map(({ status, replayed }) => [status, replayed])).toEqual([
      [200, null],
      [200, null],
    ]);
    const again = [await post(mine, body, headers), await post(theirs, body, headers)];
    expect(again.map(({ run_id }) => run_id)).toEqual(first.map(({ run_id }) => run_id));
    expect(first[0]?.run_id).not.toBe(first[1]?.run_id);
  });

  test('one client_task_id: a task for each tenant, and each knows its own only', async () => {
    const body = { ...shopBody(60, 3), client_task_id: 'order-66' };
    const later = { prefer: 'respond-async', 'idempotency-key': 'the-same-later' };
    const tasks = [await post(mine, body, later), await post(theirs, body, later)];
    expect(tasks.map(({ status }) => status)).toEqual([202, 202]);
    const [of, others] = tasks.map(({ task_id }) => task_id);
    expect(of).not.toBe(others);
    for (const rest of ['', '/result', '/events']) {
      const unknown = await get(mine, `${tasksPath}/${'0'.repeat(32)}${rest}`);
      expect([rest, await get(mine, `${tasksPath}/${others}${rest}`)]).toEqual([rest, unknown]);
      expect(unknown.status).toBe(404);
    }
    expect((await get(mine, `${tasksPath}?client_task_id=order-66`)).text).not.toContain(others);
    expect((await get(mine, `${tasksPath}/${of}`)).status).toBe(200);
  });
});
