import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Value } from 'typebox/value';
import { credentialHeaders, testApp } from '../support/app.ts';
import { asAdmin, adminSecret, served, type Served } from '../support/served.ts';

let it: Served;
beforeAll(async () => {
  it = await served();
});
afterAll(() => it.close());

type Method = 'GET' | 'POST' | 'DELETE' | 'PUT';
const ask = async (method: Method, url: string, payload?: object, headers: Record<string, string> = asAdmin) => {
  const response = await it.app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
  return { status: response.statusCode, body: response.body === '' ? null : response.json(), response };
};
const create = async (name = 'A') => (await ask('POST', '/admin/tenants', { name })).body;
const unknown = '11111111-1111-4111-8111-111111111111';

describe('who may', () => {
  const routes: [Method, string][] = [
    ['GET', '/admin/tenants'],
    ['POST', '/admin/tenants'],
    ['GET', `/admin/tenants/${unknown}`],
    ['POST', `/admin/tenants/${unknown}/disable`],
    ['POST', `/admin/tenants/${unknown}/enable`],
    ['DELETE', `/admin/tenants/${unknown}`],
    ['GET', `/admin/tenants/${unknown}/secrets`],
    ['POST', `/admin/tenants/${unknown}/secrets/rotate`],
    ['DELETE', `/admin/tenants/${unknown}/secrets/${unknown}`],
    ['GET', '/admin/tokens'],
    ['POST', '/admin/tokens'],
    ['DELETE', '/admin/tokens/1'],
  ];
  test.each(routes)('%s %s: nobody without the secret, a tenant neither', async (method, url) => {
    const tenant = await it.store.createTenant('T');
    const offers: Record<string, string>[] = [
      {},
      { 'x-admin-secret': '' },
      { 'x-admin-secret': `${adminSecret}x` },
      { 'x-admin-secret': adminSecret.slice(1) },
      { 'x-customer-api-id': tenant.apiId, 'x-secret': tenant.secret },
      { authorization: `Bearer ${adminSecret}` },
    ];
    const bodies = await Promise.all(offers.map((headers) => ask(method, url, undefined, headers)));
    for (const { status, body } of bodies)
      expect([status, { ...body, request_id: '' }]).toEqual([401, { ...bodies[0].body, request_id: '' }]);
  });

  test.each([undefined, '', '  '])('with %j as secret of the server there is no /admin', async (none) => {
    const app = await testApp({ administration: it.store, adminSecret: none });
    for (const headers of [{}, { 'x-admin-secret': '' }, { 'x-admin-secret': 'undefined' }])
      expect((await app.inject({ url: '/admin/tenants', headers })).statusCode).toBe(404);
    expect((await app.inject('/openapi.json')).body).not.toContain('/admin');
    await app.close();
  });

  test('an admin secret sent twice is refused, and an empty one beside a tenant’s credentials is nothing', async () => {
    const { statusCode } = await it.app.inject({
      url: '/admin/tenants',
      headers: { 'x-admin-secret': [adminSecret, adminSecret] },
    });
    expect([400, 401]).toContain(statusCode);
    const app = await testApp();
    const headers = { ...credentialHeaders, 'x-admin-secret': '' };
    const response = await app.inject({ method: 'POST', url: '/api/v1/ai/purchasing_segmentation', headers });
    expect(response.statusCode).not.toBe(401);
    await app.close();
  });
});

describe('tenants', () => {
  test('are made, shown, switched off and on, and deleted', async () => {
    const made = await ask('POST', '/admin/tenants', { name: 'My shop' });
    expect(made.status).toBe(201);
    expect(made.response.headers['cache-control']).toBe('no-store');
    const { customer_api_id: id, key_id, secret } = made.body;
    expect(await it.store.verify(id, secret)).not.toBeNull();
    const shown = await ask('GET', `/admin/tenants/${id.toUpperCase()}`);
    expect(shown.body).toMatchObject({ name: 'My shop', state: 'active', secrets: [{ key_id, state: 'active' }] });
    expect(shown.response.body).not.toContain(secret);
    expect((await ask('POST', `/admin/tenants/${id}/disable`)).body).toMatchObject({ state: 'disabled' });
    expect(await it.store.verify(id, secret)).toBeNull();
    expect((await ask('POST', `/admin/tenants/${id}/enable`)).body).toMatchObject({ state: 'active' });
    expect(await it.store.verify(id, secret)).not.toBeNull();
    expect((await ask('DELETE', `/admin/tenants/${id}`)).status).toBe(204);
    expect((await ask('GET', `/admin/tenants/${id}`)).status).toBe(404);
  });

  test.each([
    [{}, 'MISSING_PARAMETER'],
    [{ name: '' }, 'INVALID_PARAMETER'],
    [{ name: '  ' }, 'INVALID_PARAMETER'],
    [{ name: 1 }, 'INVALID_PARAMETER'],
    [{ name: 'x'.repeat(201) }, 'INVALID_PARAMETER'],
    [{ name: 'x', api_id: 'mine', id: 1 }, 'INVALID_PARAMETER'],
  ])('%j makes none: 422', async (payload, code) => {
    const { status, body } = await ask('POST', '/admin/tenants', payload);
    expect([status, body.code]).toEqual([422, code]);
  });

  test('a body above 16 KB is refused, and other methods are told what there is', async () => {
    expect((await ask('POST', '/admin/tenants', { name: 'x'.repeat(20_000) })).status).toBe(413);
    const { status, response } = await ask('PUT', `/admin/tenants/${unknown}`);
    expect([status, response.headers['allow']]).toEqual([405, 'GET, HEAD, DELETE']);
  });
});

describe('secrets', () => {
  test('are rotated, listed and revoked', async () => {
    const { customer_api_id: id, key_id, secret } = await create();
    const rotated = await ask('POST', `/admin/tenants/${id}/secrets/rotate`, { overlap_seconds: 60 });
    expect(rotated.status).toBe(201);
    expect(rotated.body.replaced).toMatchObject([{ key_id }]);
    const again = await ask('POST', `/admin/tenants/${id}/secrets/rotate`);
    expect([again.status, again.body.code]).toEqual([409, 'ROTATION_IN_PROGRESS']);
    const { secrets } = (await ask('GET', `/admin/tenants/${id}/secrets`)).body;
    expect(secrets.map(({ state }: { state: string }) => state).toSorted()).toEqual(['active', 'retiring']);
    expect((await ask('DELETE', `/admin/tenants/${id}/secrets/${key_id}`)).status).toBe(204);
    expect(await it.store.verify(id, secret)).toBeNull();
    expect(await it.store.verify(id, rotated.body.secret)).not.toBeNull();
    expect((await ask('POST', `/admin/tenants/${id}/secrets/rotate`)).status).toBe(201);
  });

  test.each([
    [{ overlap_seconds: -1 }],
    [{ overlap_seconds: 604_801 }],
    [{ overlap_seconds: '60' }],
    [{ overlap_seconds: 1.5 }],
    [{ force: 'yes' }],
    [{ overlap: 60 }],
  ])('%j rotates nothing: 422', async (payload) => {
    const { customer_api_id: id } = await create();
    expect((await ask('POST', `/admin/tenants/${id}/secrets/rotate`, payload)).status).toBe(422);
  });
});

describe('tokens', () => {
  test('are made, listed by tenant, and revoked', async () => {
    const { customer_api_id: tenant } = await create();
    const made = await ask('POST', '/admin/tokens', { tenant, expires_days: 30, name: 'app' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ tenant, abilities: ['segmentation:run'], name: 'app' });
    expect(await it.store.verifyToken(made.body.token)).not.toBeNull();
    const listed = await ask('GET', `/admin/tokens?tenant=${tenant}`);
    expect(listed.body.tokens).toMatchObject([{ id: made.body.id, state: 'active' }]);
    expect(listed.response.body).not.toContain(made.body.token.split('|')[1]);
    expect((await ask('DELETE', `/admin/tokens/${made.body.id}`)).status).toBe(204);
    expect(await it.store.verifyToken(made.body.token)).toBeNull();
    expect((await ask('POST', '/admin/tokens', { abilities: ['everything'] })).status).toBe(422);
    expect((await ask('POST', '/admin/tokens', { tenant: unknown })).status).toBe(404);
  });
});

/** Every id in an address, answered for another's, nobody's and nonsense: byte for byte the same but for the request. */
describe('what belongs to another is as unknown as what is not there', () => {
  const odd = [unknown, '0', 'x', "' or 1=1 --", '%00', '%F0%9F%92%A9', '..%2F..%2Fetc', 'a'.repeat(90)];
  test.each<[Method, (tenant: string, id: string) => string, 'key' | 'tenant' | 'token']>([
    ['DELETE', (tenant, id) => `/admin/tenants/${tenant}/secrets/${id}`, 'key'],
    ['GET', (_, id) => `/admin/tenants/${id}`, 'tenant'],
    ['GET', (_, id) => `/admin/tenants/${id}/secrets`, 'tenant'],
    ['POST', (_, id) => `/admin/tenants/${id}/disable`, 'tenant'],
    ['POST', (_, id) => `/admin/tenants/${id}/enable`, 'tenant'],
    ['POST', (_, id) => `/admin/tenants/${id}/secrets/rotate`, 'tenant'],
    ['DELETE', (_, id) => `/admin/tenants/${id}`, 'tenant'],
    ['DELETE', (_, id) => `/admin/tokens/${id}`, 'token'],
  ])('%s %s', async (method, url, kind) => {
    const [own, other] = [await create(), await create()];
    const others = kind === 'key' ? [other.key_id] : [];
    const answers = [...others, ...odd].map((id) => ask(method, url(own.customer_api_id, encodeURI(id))));
    const bodies = (await Promise.all(answers)).map(({ status, body }) => [status, { ...body, request_id: '' }]);
    for (const body of bodies) expect(body).toEqual([404, bodies[0][1]]);
    expect(await it.store.verify(other.customer_api_id, other.secret)).not.toBeNull();
  });
});

describe('the document', () => {
  interface Operation {
    operationId: string;
    security: object[];
    responses: Record<string, { content?: Record<string, { schema: object }> }>;
  }
  let document: { paths: Record<string, Record<string, Operation>> };
  beforeAll(async () => {
    document = (await it.app.inject('/openapi.json')).json();
  });

  test('is valid with all that is under /admin in it, behind its secret', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document) as never);
    expect([valid, errors]).toEqual([true, undefined]);
    const paths = Object.entries(document.paths).filter(([path]) => path.startsWith('/admin'));
    const operations = paths.flatMap(([, each]) => Object.values(each));
    expect(operations).toHaveLength(12);
    for (const { security } of operations) expect(security).toEqual([{ adminSecret: [] }]);
  });

  test('says what is answered', async () => {
    const { customer_api_id: id } = await create();
    const real: [Method, string, string, object?][] = [
      ['POST', '/admin/tenants', '/admin/tenants', { name: 'x' }],
      ['GET', '/admin/tenants', '/admin/tenants'],
      ['GET', `/admin/tenants/${id}`, '/admin/tenants/{tenant}'],
      ['POST', `/admin/tenants/${id}/secrets/rotate`, '/admin/tenants/{tenant}/secrets/rotate'],
      ['POST', `/admin/tenants/${id}/secrets/rotate`, '/admin/tenants/{tenant}/secrets/rotate'],
      ['GET', `/admin/tenants/${id}/secrets`, '/admin/tenants/{tenant}/secrets'],
      ['POST', '/admin/tokens', '/admin/tokens', { tenant: id }],
      ['GET', '/admin/tokens', '/admin/tokens'],
      ['GET', `/admin/tenants/${unknown}`, '/admin/tenants/{tenant}'],
    ];
    for (const [method, url, path, payload] of real) {
      const { status, body } = await ask(method, url, payload);
      const schema = document.paths[path][method.toLowerCase()].responses[status].content?.['application/json'].schema;
      expect([path, status, [...Value.Errors(schema ?? {}, body)].slice(0, 2)]).toEqual([path, status, []]);
    }
  });
});
