import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { customerPath } from '../../src/contract/segmentation/customer-segmentation.ts';
import { rotatePath } from '../../src/http/routes/rotate.ts';
import type { NewTenant } from '../../src/store/tenants.ts';
import { purchasingPath } from '../support/app.ts';
import { exampleBody } from '../support/bodies.ts';
import { by, DAY, START } from '../support/credentials.ts';
import { served, type Served } from '../support/served.ts';

let it: Served;
let tenant: NewTenant;
beforeEach(async () => {
  it = await served();
  tenant = await it.store.createTenant('A');
});
afterEach(() => it.close());

const pair = ({ apiId, secret }: { apiId: string; secret: string }) => ({
  'x-customer-api-id': apiId,
  'x-secret': secret,
});
const post = (headers: Record<string, string>, url = purchasingPath, payload: object = exampleBody()) =>
  it.app.inject({ method: 'POST', url, headers, payload });
/** The status of a request, and what it says of its secret's end. */
const warned = async (headers: Record<string, string>) => {
  const { statusCode, headers: got } = await post(headers);
  const names = ['x-secret-expires-at', 'x-secret-expires-in', 'x-secret-replaced'];
  return [statusCode, ...names.map((name) => got[name] ?? null)];
};

describe('the end of a secret', () => {
  test('is told with every answer from day 76 on, and is a 401 on day 90', async () => {
    const statuses: unknown[] = [];
    for (const day of [0, 75, 76, 80, 89, 90, 91]) {
      it.clock.at = START + day * DAY;
      statuses.push([day, ...(await warned(pair(tenant)))]);
    }
    const end = tenant.secretExpiresAt;
    expect(statuses).toEqual([
      [0, 200, null, null, null],
      [75, 200, null, null, null],
      [76, 200, end, String(14 * 86_400), null],
      [80, 200, end, String(10 * 86_400), null],
      [89, 200, end, '86400', null],
      [90, 401, null, null, null],
      [91, 401, null, null, null],
    ]);
    it.clock.at = START + 90 * DAY - 3_600_000; // the clock is set back an hour
    expect((await post(pair(tenant))).statusCode).toBe(401);
  });

  test('is told with refusals too', async () => {
    it.clock.at = START + 80 * DAY;
    const { statusCode, headers } = await post(pair(tenant), purchasingPath, { data: [] });
    expect([statusCode, headers['x-secret-expires-in']]).toEqual([422, String(10 * 86_400)]);
  });
});

describe(`POST ${rotatePath}`, () => {
  const rotate = (headers: Record<string, string>, payload?: object) =>
    it.app.inject({ method: 'POST', url: rotatePath, headers, ...(payload ? { payload } : {}) });

  test('answers a new secret; the old one works on for a day and says that it was replaced', async () => {
    const answer = await rotate(pair(tenant));
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([201, 'no-store']);
    const { secret, replaced } = answer.json<{ secret: string; replaced: object[] }>();
    const end = new Date(START + DAY).toISOString();
    expect(replaced).toEqual([{ key_id: tenant.keyId, expires_at: end }]);
    expect(await warned(pair({ ...tenant, secret }))).toEqual([200, null, null, null]);
    expect(await warned(pair(tenant))).toEqual([200, end, '86400', 'true']);
    expect((await rotate(pair(tenant))).json()).toMatchObject({ code: 'ROTATION_IN_PROGRESS' });
    expect((await rotate(pair({ ...tenant, secret }), { force: true })).statusCode).toBe(201);
    expect((await post(pair(tenant))).statusCode).toBe(401);
  });

  test('of two that race, one answers 201 and one 409', async () => {
    const both = await Promise.all([rotate(pair(tenant)), rotate(pair(tenant))]);
    expect(both.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([201, 409]);
  });

  test('repeated under one Idempotency-Key, tells that its secret was shown', async () => {
    const headers = { ...pair(tenant), 'idempotency-key': '"a-key"' };
    const first = (await rotate(headers)).json<{ key_id: string }>();
    const { code, details } = (await rotate({ ...headers, 'idempotency-key': 'a-key' })).json();
    expect([code, details]).toEqual(['SECRET_ALREADY_SHOWN', { key_id: first.key_id }]);
  });

  test('an expired secret cannot renew itself', async () => {
    it.clock.at = START + 90 * DAY;
    expect((await rotate(pair(tenant))).statusCode).toBe(401);
  });

  test('while requests come all the time, fifty rotations cost nobody a 401', async () => {
    let current = tenant.secret;
    const held = new Set([tenant.secret]);
    const statuses: number[] = [];
    for (let round = 0; round < 50; round++) {
      // Some callers have the new secret already, some still use the one before.
      const asked = [...held, current].flatMap((secret) => [1, 2].map(() => post(pair({ ...tenant, secret }))));
      const [rotated, ...answers] = await Promise.all([rotate(pair({ ...tenant, secret: current })), ...asked]);
      statuses.push(...answers.map(({ statusCode }) => statusCode));
      held.clear();
      held.add(current);
      current = rotated.json<{ secret: string }>().secret;
      held.add(current);
      it.clock.at += DAY - 1;
      statuses.push(
        ...(await Promise.all([...held].map((secret) => post(pair({ ...tenant, secret }))))).map((a) => a.statusCode),
      );
      it.clock.at += 1;
      held.delete([...held][0]);
    }
    expect(new Set(statuses)).toEqual(new Set([200]));
    const usable = (await it.store.listSecrets(tenant.apiId))?.filter(({ state }) => /active|retiring/.test(state));
    expect(usable?.length).toBeLessThanOrEqual(2);
  });
});

describe('a revocation', () => {
  test('counts at the next request', async () => {
    expect((await post(pair(tenant))).statusCode).toBe(200);
    await it.store.revokeSecret(tenant.apiId, tenant.keyId, by);
    expect((await post(pair(tenant))).statusCode).toBe(401);
  });
});

describe('bearer tokens', () => {
  const body = { data: exampleBody().data.map(({ customer_id }) => ({ customer_id, x: 1 })) };
  const token = async (options: object = {}) =>
    (await it.store.createToken({ tenant: tenant.apiId, ...options }, by))?.token ?? '';
  const bearer = (text: string) => ({ authorization: `Bearer ${text}` });
  const ask = async (headers: Record<string, string>) => {
    const { statusCode, headers: got, ...rest } = await post(headers, customerPath, body);
    const { code } = rest.json<{ code?: string }>();
    return [statusCode, code, got['www-authenticate']];
  };
  const unauthorized = [401, 'AUTH_FAILED', 'Bearer'];
  const passes = async (headers: Record<string, string>) => ![401, 403].includes(Number((await ask(headers))[0]));

  test('that are bound need no pair; a pair that is sent must be right and their own', async () => {
    const bound = bearer(await token());
    const other = await it.store.createTenant('B');
    expect(await passes(bound)).toBe(true);
    expect(await passes({ ...bound, ...pair(tenant) })).toBe(true);
    expect(await ask({ ...bound, ...pair(other) })).toEqual([403, 'TENANT_MISMATCH', undefined]);
    const wrong = pair({ ...tenant, secret: other.secret });
    expect(await ask({ ...bound, ...wrong })).toEqual([403, 'TENANT_MISMATCH', undefined]);
    expect(await ask({ ...bound, 'x-secret': tenant.secret })).toEqual(unauthorized);
    expect(await ask({ ...bound, 'x-customer-api-id': tenant.apiId })).toEqual(unauthorized);
    expect(await passes({ ...bound, 'x-secret': '', 'x-customer-api-id': '' })).toBe(true);
  });

  test('that are bound to none need the pair, or a server that has one', async () => {
    const unbound = bearer(await token({ tenant: null }));
    expect(await ask(unbound)).toEqual(unauthorized);
    expect(await passes({ ...unbound, ...pair(tenant) })).toBe(true);
    const first = it;
    const serverCredentials = { apiId: tenant.apiId, secret: tenant.secret };
    const verifyToken = (text: string) => first.store.verifyToken(text);
    it = await served({ verify: first.store.verify, verifyToken, serverCredentials });
    expect(await passes(unbound)).toBe(true);
    await first.store.revokeSecret(tenant.apiId, tenant.keyId, by);
    expect(await ask(unbound)).toEqual(unauthorized);
    await first.close();
  });

  test('without the ability are 403, malformed ones 401', async () => {
    const weak = await it.store.createToken({ tenant: tenant.apiId, abilities: ['reports:read'] }, by);
    expect(await ask(bearer(weak?.token ?? ''))).toEqual([403, 'FORBIDDEN', undefined]);
    expect(await passes(bearer(await token({ abilities: ['*'] })))).toBe(true);
    const text = await token();
    expect(await passes({ authorization: `bEARER ${text}` })).toBe(true);
    for (const header of ['', 'Bearer', 'Bearer ', `Bearer  ${text}`, `Basic ${text}`, text, `Bearer ${text} x`])
      expect([header, ...(await ask({ authorization: header }))]).toEqual([header, ...unauthorized]);
    expect(await ask(pair(tenant))).toEqual(unauthorized);
    const query = await it.app.inject({ method: 'POST', url: `${customerPath}?token=${text}`, payload: body });
    expect(query.statusCode).toBe(401);
  });
});

describe('the audit log', () => {
  test('is told of refused credentials, ten a minute of an address', async () => {
    for (let i = 0; i < 25; i++) await post(pair({ ...tenant, secret: 'wrong' }));
    const failures = (await it.store.listAudit(100)).filter(({ action }) => action === 'auth.failed');
    expect(failures).toHaveLength(10);
    expect(failures[0]).toMatchObject({ actor: 'nobody', outcome: 'refused', address: '127.0.0.1' });
    expect((await it.store.verifyAudit()).broken).toBeNull();
  });
});
