import { afterAll, beforeAll, expect, test } from 'vitest';
import { pair } from '../support/offers.ts';
import { served, type Served } from '../support/served.ts';
import type { NewTenant } from '../../src/store/tenants.ts';

let it: Served;
let tenant: NewTenant;
beforeAll(async () => {
  it = await served();
  tenant = await it.store.createTenant('A');
});
afterAll(() => it.close());

const path = '/api/v1/webhooks';
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
async function ask(method: Method, url: string, payload?: object, headers: Record<string, string> = {}) {
  const response = await it.app.inject({
    method,
    url,
    headers: { ...pair(tenant), ...headers },
    ...(payload ? { payload } : {}),
  });
  const body = response.body === '' ? {} : response.json<Record<string, unknown>>();
  return { status: response.statusCode, body };
}
const shop = { url: 'https://shop.example/hooks' };

test('a webhook is made, shown, changed, tried and deleted; its secret is told when it is made', async () => {
  const made = await ask('POST', path, { ...shop, events: ['run.failed'] });
  expect(made).toMatchObject({ status: 201, body: { ...shop, events: ['run.failed'], state: 'active' } });
  const { id, secret, ...rest } = made.body;
  expect(secret).toMatch(/^whsec_/);
  const own = `${path}/${String(id)}`;
  expect(await ask('GET', own)).toEqual({ status: 200, body: { id, ...rest } });
  expect((await ask('GET', path)).body).toEqual({ webhooks: [{ id, ...rest }] });

  const changed = await ask('PATCH', own, { url: 'https://shop.example/2', enabled: false });
  expect(changed.body).toMatchObject({ url: 'https://shop.example/2', state: 'disabled', disabled_reason: null });
  expect(await ask('POST', `${own}/test`)).toMatchObject({ status: 409, body: { code: 'WEBHOOK_DISABLED' } });
  await ask('PATCH', own, { enabled: true });
  const tried = await ask('POST', `${own}/test`);
  expect(tried.status).toBe(202);
  expect((await ask('GET', `${own}/deliveries`)).body).toEqual({
    deliveries: [
      {
        id: tried.body['delivery_id'],
        event: 'webhook.test',
        state: 'waiting',
        created_at: '2026-01-31T12:00:00.000Z',
        attempts: 0,
        next_at: '2026-01-31T12:00:00.000Z',
        last_at: null,
        last_status: null,
        last_error: null,
      },
    ],
  });
  expect(await ask('DELETE', own)).toEqual({ status: 204, body: {} });
  expect(await ask('GET', own)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  const [{ actor, details }] = (await it.store.listAudit(50)).filter(({ action }) => action === 'webhook.add');
  expect([actor, details]).toEqual([`key ${tenant.keyId}`, { host: 'shop.example' }]);
});

test.each([
  [{}, 'MISSING_PARAMETER', 'url'],
  [{ url: 7 }, 'INVALID_PARAMETER', 'url'],
  [{ url: 'shop.example' }, 'INVALID_PARAMETER', 'write it as https://'],
  [{ url: 'http://shop.example/' }, 'INVALID_PARAMETER', 'https only'],
  [{ url: 'https://10.0.0.1/' }, 'INVALID_PARAMETER', 'private network'],
  [{ url: `https://shop.example/${'a'.repeat(2100)}` }, 'INVALID_PARAMETER', 'url'],
  [{ ...shop, events: [] }, 'INVALID_PARAMETER', 'events'],
  [{ ...shop, events: ['run.started'] }, 'INVALID_PARAMETER', 'run.completed'],
  [{ ...shop, secret: 'mine' }, 'INVALID_PARAMETER', 'secret'],
])('%j is refused', async (body, code, told) => {
  const answer = await ask('POST', path, body);
  expect(answer).toMatchObject({ status: 422, body: { code } });
  expect(JSON.stringify(answer.body)).toContain(told);
});

test('a password in an address is not told again, and the refusal is in the language asked for', async () => {
  const url = 'https://me:hunter2@shop.example/';
  const answer = await ask('POST', path, { url }, { 'accept-language': 'pt' });
  expect(answer.body).toMatchObject({ errors: { url: [expect.stringContaining('assinadas')] } });
  expect(JSON.stringify(answer.body)).not.toContain('hunter2');
});

test('the eleventh is one too many', async () => {
  const other = await it.store.createTenant('B');
  for (let i = 0; i < 10; i++) expect((await ask('POST', path, shop, pair(other))).status).toBe(201);
  expect(await ask('POST', path, shop, pair(other))).toMatchObject({
    status: 409,
    body: { code: 'TOO_MANY_WEBHOOKS', details: { limit: 10 } },
  });
});
