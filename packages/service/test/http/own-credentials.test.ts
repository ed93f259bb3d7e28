import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ListedToken, NewToken, OwnSecret } from '../../src/contract/credentials-openapi.ts';
import { by } from '../support/credentials.ts';
import { bearer, pair } from '../support/offers.ts';
import { served, type Served } from '../support/served.ts';
import { stores } from '../support/stores.ts';

describe.each(stores)('a tenant’s own credentials on $name', ({ empty }) => {
  let it: Served;
  let tenant: { apiId: string; secret: string; keyId: string };
  beforeEach(async () => {
    it = await served({}, { empty });
    tenant = await it.store.createTenant('A');
  });
  afterEach(() => it.close());

  const ask = async (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object, headers = pair(tenant)) => {
    const answer = await it.app.inject({ method, url, headers, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.body === '' ? null : answer.json<never>() };
  };
  const secrets = async (headers = pair(tenant)): Promise<OwnSecret[]> =>
    (await ask('GET', '/api/v1/secrets', undefined, headers)).body?.['secrets'] ?? [];

  test('secrets are listed by their last four, and which one asked; one that was replaced can be ended at once', async () => {
    it.clock.at += 1_000;
    const done = await it.store.rotateSecret(tenant.apiId, {}, by);
    if (done?.kind !== 'rotated') throw new Error('not rotated');
    const renewed = pair({ ...tenant, secret: done.secret });
    const listed = await secrets(renewed);
    expect(listed).toMatchObject([
      { key_id: tenant.keyId, last4: tenant.secret.slice(-4), state: 'retiring', current: false },
      { key_id: done.keyId, last4: done.secret.slice(-4), state: 'active', current: true },
    ]);
    expect(JSON.stringify(listed)).not.toContain(done.secret);
    expect((await ask('DELETE', `/api/v1/secrets/${tenant.keyId}`, undefined, renewed)).status).toBe(204);
    expect((await secrets(renewed)).map(({ state }) => state)).toEqual(['revoked', 'active']);
    expect((await ask('GET', '/api/v1/secrets')).status).toBe(401);
    const entry = (await it.store.listAudit(10)).find(({ action }) => action === 'secret.revoke');
    expect(entry).toMatchObject({ actor: `key ${done.keyId}`, object: tenant.keyId });
  });

  test('a token is made with what it may do, told once, and ended', async () => {
    const made = await ask('POST', '/api/v1/tokens', { name: 'warehouse', abilities: ['runs:read'], expires_days: 30 });
    expect(made.status).toBe(201);
    const { token, id } = made.body as unknown as NewToken;
    const runs = () => ask('GET', '/api/v1/runs', undefined, bearer(token));
    expect((await runs()).status).toBe(200);
    const listed = (await ask('GET', '/api/v1/tokens')).body as unknown as { tokens: ListedToken[] };
    expect(listed.tokens).toMatchObject([
      {
        id,
        name: 'warehouse',
        tenant: tenant.apiId,
        abilities: ['runs:read'],
        last4: token.slice(-4),
        state: 'active',
      },
    ]);
    expect(JSON.stringify(listed)).not.toContain(token.split('|')[1]);
    expect((await ask('DELETE', `/api/v1/tokens/${id}`)).status).toBe(204);
    expect((await runs()).status).toBe(401);
  });

  test('a token neither lists nor makes credentials, whatever it may do', async () => {
    const held = await it.store.createToken({ tenant: tenant.apiId, abilities: ['*'] }, by);
    const headers = bearer(held?.token ?? '');
    for (const [method, url] of [
      ['GET', '/api/v1/secrets'],
      ['GET', '/api/v1/tokens'],
      ['POST', '/api/v1/tokens'],
    ] as const)
      expect((await ask(method, url, method === 'POST' ? {} : undefined, headers)).status).toBe(401);
  });

  test('of tokens that belong to nobody and to others there is none', async () => {
    const other = await it.store.createTenant('B');
    const theirs = await it.store.createToken({ tenant: other.apiId }, by);
    const nobodys = await it.store.createToken({ tenant: null }, by);
    for (const token of [theirs, nobodys])
      expect((await ask('DELETE', `/api/v1/tokens/${token?.tokenId}`)).body).toMatchObject({ code: 'NOT_FOUND' });
    expect((await it.store.listTokens()).map(({ state }) => state)).toEqual(['active', 'active']);
  });

  test('the hundred and first is one too many, and one that is ended makes room', async () => {
    for (let i = 0; i < 100; i++) await it.store.createToken({ tenant: tenant.apiId }, by);
    const refused = await ask('POST', '/api/v1/tokens', {});
    expect(refused).toMatchObject({ status: 409, body: { code: 'TOO_MANY_TOKENS', details: { limit: 100 } } });
    const [{ tokenId }] = await it.store.listTokens(tenant.apiId);
    await ask('DELETE', `/api/v1/tokens/${tokenId}`);
    expect((await ask('POST', '/api/v1/tokens', {})).status).toBe(201);
  });

  test.each([
    [{ abilities: ['all'] }, 'abilities[0]'],
    [{ expires_days: 0 }, 'expires_days'],
    [{ tenant: 'another' }, 'tenant'],
  ])('%j is refused', async (body, path) => {
    const answer = await ask('POST', '/api/v1/tokens', body);
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain(path);
  });
});
