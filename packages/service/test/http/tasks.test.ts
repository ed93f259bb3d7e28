import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Value } from 'typebox/value';
import { purchasingPath } from '../../src/contract/segmentation/purchasing-segmentation.ts';
import { customerPath } from '../../src/contract/segmentation/customer-segmentation.ts';
import { acceptedTask, type ShownTask, shownTask } from '../../src/contract/runs/tasks.ts';
import { type RunningServer, startServer } from '../../src/http/server.ts';
import { openStore } from '../../src/store/store.ts';
import type { NewTenant } from '../../src/store/tenants.ts';
import { shopBody } from '../support/bodies.ts';
import { type EmptyStore, stores } from '../support/stores.ts';

describe.each(stores)('runs that are computed later, on $name', ({ empty }) => {
  let own: EmptyStore;
  let server: RunningServer;
  let tenant: NewTenant;
  let token = '';
  beforeAll(async () => {
    own = await empty();
    const store = await openStore({ ...own.place, now: Date.now, random: randomBytes });
    tenant = await store.createTenant('T');
    const made = await store.createToken({ tenant: tenant.apiId }, { actor: 'cli' });
    token = made?.token ?? '';
    await store.close();
    server = await start();
  });
  afterAll(async () => {
    await server.close();
    await own.remove();
  });

  const start = (): Promise<RunningServer> =>
    startServer({ ...own.place, port: 0, threads: 1, workers: 1, drainSeconds: 600 });
  const pair = () => ({ 'x-customer-api-id': tenant.apiId, 'x-secret': tenant.secret });
  const call = (path: string, init: RequestInit = {}) =>
    fetch(new URL(path, server.url), { ...init, headers: { ...pair(), ...(init.headers as object) } });
  const post = (body: unknown, headers: Record<string, string> = {}, path: string = purchasingPath) =>
    call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const later = { prefer: 'respond-async' };
  const submit = async (body: unknown, headers: Record<string, string> = {}) => {
    const response = await post(body, { ...later, ...headers });
    expect(response.status).toBe(202);
    return (await response.json()) as { task_id: string; run_id: string; status_url: string; result_url: string };
  };
  const show = async (task: { status_url: string }): Promise<ShownTask> => {
    const response = await call(task.status_url);
    expect(response.status).toBe(200);
    return (await response.json()) as ShownTask;
  };
  const over = async (task: { status_url: string }): Promise<ShownTask> => {
    for (;;) {
      const shown = await show(task);
      if (!['queued', 'running'].includes(shown.status)) return shown;
      await sleep(50);
    }
  };

  test('a request that does not want to wait gets a task, and later the very answer of one that did', async () => {
    const body = shopBody(200);
    const response = await post(body, later);
    expect(response.status).toBe(202);
    expect(response.headers.get('preference-applied')).toBe('respond-async');
    const accepted = (await response.json()) as {
      task_id: string;
      run_id: string;
      status_url: string;
      result_url: string;
    };
    expect(Value.Errors(acceptedTask, accepted)).toEqual([]);
    expect(response.headers.get('location')).toBe(accepted.status_url);
    const shown = await over(accepted);
    expect(Value.Errors(shownTask, shown)).toEqual([]);
    expect(shown).toMatchObject({ status: 'completed', attempts: 1, error: null, progress: null, position: null });

    const result = await (await call(accepted.result_url)).text();
    const waited = await (await post(body)).text();
    const without = (text: string) => text.replace(/"run_id":"[^"]*"/, '');
    expect(without(result)).toBe(without(waited));
    expect(result).toContain(`"run_id":"${accepted.run_id}"`);
  });

  test('the second contract answers so too, and its token follows the task', async () => {
    const data = shopBody(60).data.map(({ customer_id, features }) => ({ customer_id, ...(features as object) }));
    const bearer = { authorization: `Bearer ${token}`, 'x-customer-api-id': '', 'x-secret': '' };
    const response = await call(`${customerPath}?async=true`, {
      method: 'POST',
      headers: { ...bearer, 'content-type': 'application/json', 'accept-language': 'pt' },
      body: JSON.stringify({ data }),
    });
    const accepted = (await response.json()) as { status_url: string; result_url: string };
    await over(accepted);
    const result = await call(accepted.result_url, { headers: bearer });
    expect(result.status).toBe(200);
    expect(result.headers.get('content-language')).toBe('pt');
    expect(await result.json()).toHaveProperty('segments');
  });

  test('a body that is refused fails its task with the error that a caller who waits would get', async () => {
    const body = shopBody(40);
    const [row] = body.data;
    if (row) row['features'] = { ...(row['features'] as object), loyalty_score: 7 };
    const accepted = await submit(body, { 'accept-language': 'es' });
    const shown = await over(accepted);
    expect(shown.status).toBe('failed');
    const waited = (await (await post(body)).json()) as Record<string, unknown>;
    expect({ ...shown.error, request_id: '' }).toEqual({ ...waited, request_id: '' });
    expect((await call(accepted.result_url)).status).toBe(422);
  });

  test('server-sent events tell of it until it is over', async () => {
    const { status_url: url } = await submit(shopBody(2_000));
    const response = await call(`${url}/events`);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const events = (await response.text())
      .split('\n\n')
      .filter((block) => block.startsWith('event: '))
      .map((block) => {
        const [event = '', data = ''] = block.split('\n').map((line) => line.replace(/^\w+: /, ''));
        return { event, data: JSON.parse(data) as ShownTask };
      });
    for (const { data } of events) expect(Value.Errors(shownTask, data)).toEqual([]);
    expect(events.at(-1)).toMatchObject({ event: 'completed', data: { status: 'completed' } });
    const known = ['queued', 'progress', 'completed'];
    expect(events.map(({ event }) => known.indexOf(event))).toEqual(
      events.map(({ event }) => known.indexOf(event)).toSorted((a, b) => a - b),
    );
  });

  test('one that is computed stops when it is cancelled, one that waits never begins', async () => {
    const first = await submit(shopBody(20_000));
    const second = await submit(shopBody(20_000, 2));
    while ((await show(first)).status === 'queued') await sleep(20);
    expect(await show(second)).toMatchObject({ status: 'queued', position: 1, attempts: 0 });
    const cancelled = await call(second.status_url, { method: 'DELETE' });
    expect([cancelled.status, await cancelled.json()]).toMatchObject([200, { status: 'cancelled' }]);
    expect((await call(first.status_url, { method: 'DELETE' })).status).toBeOneOf([200, 202]);
    expect(await over(first)).toMatchObject({ status: 'cancelled', cancelling: false });
    const result = await call(first.result_url);
    expect([result.status, await result.json()]).toMatchObject([409, { details: { state: 'cancelled' } }]);
    // The thread is free for others.
    expect((await over(await submit(shopBody(50)))).status).toBe('completed');
    expect(await show(second)).toMatchObject({ status: 'cancelled', attempts: 0 });
  });

  test('a result that is not there yet says when to come again', async () => {
    const first = await submit(shopBody(20_000));
    const { result_url: url } = await submit(shopBody(100));
    const early = await call(url);
    expect(early.status).toBe(409);
    expect(await early.json()).toMatchObject({ code: 'RUN_NOT_COMPLETED', retry_after: 2 });
    await call(first.status_url, { method: 'DELETE' });
  });

  test('what waits when the service stops is computed by the next one; who follows it is let go', async () => {
    const accepted = await Promise.all([1, 2, 3].map((seed) => submit(shopBody(3_000, seed))));
    const followed = call(`${accepted[2]?.status_url}/events`).then((response) => response.text());
    await sleep(100);
    await server.close(); // within the time of this test, not that of the drain
    expect(await followed).toContain('event: queued');
    server = await start();
    for (const task of accepted) {
      const shown = await over(task);
      expect(shown).toMatchObject({ status: 'completed', attempts: 1 });
    }
  });

  test('an Idempotency-Key is answered once, with the same bytes ever after', async () => {
    const body = shopBody(150);
    const headers = { 'idempotency-key': '"order-7"' };
    const first = await post(body, headers);
    const again = await post(body, headers);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await again.text()).toBe(await first.text());
    const other = await post(shopBody(150, 2), headers);
    expect([other.status, await other.json()]).toMatchObject([
      422,
      { code: 'IDEMPOTENCY_KEY_REUSED', details: { parameter: 'Idempotency-Key', location: 'header' } },
    ]);
  });

  test.each(['order 7', 'x'.repeat(256), '""'])(
    'a key such as %s is refused in words that say what a key is',
    async (key) => {
      const refused = await post(shopBody(50), { 'idempotency-key': key });
      expect([refused.status, await refused.json()]).toMatchObject([
        422,
        {
          code: 'INVALID_PARAMETER',
          message: expect.stringContaining('1 to 255 visible ASCII characters without spaces'),
          details: { parameter: 'Idempotency-Key', location: 'header', minimum: 1, maximum: 255 },
        },
      ]);
    },
  );

  test('a key whose first request came to nothing is free', async () => {
    const headers = { 'idempotency-key': 'free' };
    expect((await post('{', headers)).status).toBe(400);
    expect((await post(shopBody(50), headers)).status).toBe(200);
  });

  test('of two with one key at once, one is told to wait', async () => {
    const body = shopBody(4_000);
    const both = await Promise.all([1, 2].map(() => post(body, { 'idempotency-key': 'both' })));
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect(await both.find(({ status }) => status === 409)?.json()).toMatchObject({ code: 'REQUEST_IN_PROGRESS' });
  });

  test('the name that a caller gave its task finds it again, with another body it is refused', async () => {
    const body = { ...shopBody(60), client_task_id: 'weekly-47' };
    const first = await submit(body, { 'idempotency-key': 'a' });
    await over(first);
    const again = await post(body, later);
    expect([again.status, await again.json()]).toMatchObject([
      202,
      { task_id: first.task_id, status: 'completed', client_task_id: 'weekly-47' },
    ]);
    const other = await post({ ...body, max_clusters: 3 }, later);
    expect([other.status, await other.json()]).toMatchObject([422, { details: { parameter: 'client_task_id' } }]);
    const long = await post({ ...body, client_task_id: 'x'.repeat(256) }, later);
    expect([long.status, await long.json()]).toMatchObject([422, { details: { parameter: 'client_task_id' } }]);
  });

  test('?async takes true and false only', async () => {
    const wrong = await post(shopBody(50), {}, `${purchasingPath}?async=perhaps`);
    expect([wrong.status, await wrong.json()]).toMatchObject([
      422,
      { details: { parameter: 'async', location: 'query' } },
    ]);
    expect((await post(shopBody(50), {}, `${purchasingPath}?async=false`)).status).toBe(200);
  });
});
