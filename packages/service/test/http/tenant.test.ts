import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { by } from '../support/credentials.ts';
import { bearer, pair } from '../support/offers.ts';
import { served, type Served } from '../support/served.ts';
import { stores } from '../support/stores.ts';

describe.each(stores)('GET /api/v1/tenant on $name', ({ empty }) => {
  let it: Served;
  let tenant: { apiId: string; secret: string };
  beforeEach(async () => {
    it = await served({}, { empty });
    await it.store.createTenant('Harbour Tools');
    tenant = await it.store.createTenant('Northwind <Gifts>');
  });
  afterEach(() => it.close());

  const ask = (headers: Record<string, string>) => it.app.inject({ url: '/api/v1/tenant', headers });
  const token = async (ability: 'runs:read' | 'segmentation:run') => {
    const made = await it.store.createToken({ tenant: tenant.apiId, name: 'a', abilities: [ability] }, by);
    if (!made) throw new Error('no such tenant');
    return bearer(made.token);
  };

  test('a tenant is told its own name, by its secret and by a token that may look at runs', async () => {
    for (const headers of [pair(tenant), await token('runs:read')])
      expect((await ask(headers)).json()).toEqual({ name: 'Northwind <Gifts>' });
    const refused = await ask(await token('segmentation:run'));
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([403, 'FORBIDDEN']);
  });
});
