import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { UsageAnswer } from '../../src/contract/runs/usage.ts';
import { unlimited } from '../support/app.ts';
import { by, DAY, START } from '../support/credentials.ts';
import { bearer, pair } from '../support/offers.ts';
import { served, type Served } from '../support/served.ts';
import { storedRun, storedTask } from '../support/stored-run.ts';
import { stores } from '../support/stores.ts';

describe.each(stores)('GET /api/v1/usage on $name', ({ empty }) => {
  let it: Served;
  let tenant: { apiId: string; secret: string };
  beforeEach(async () => {
    it = await served({ protection: { ...unlimited, now: () => START } }, { empty });
    tenant = await it.store.createTenant('A');
  });
  afterEach(() => it.close());

  const ask = async (query = '', headers: Record<string, string> = pair(tenant)) => {
    const response = await it.app.inject({ url: `/api/v1/usage${query}`, headers });
    return { status: response.statusCode, body: response.json<UsageAnswer & { code?: string }>() };
  };
  const run = (day: number, of = tenant, more: object = {}) =>
    storedRun(it.store, of.apiId, { startedAt: START + day * DAY, ...more });

  test('every day of the asked ones is there, with what was asked for on it and how many customers that were', async () => {
    for (const day of [0, 0, 2]) await run(day);
    await run(0, tenant, { chosenFrom: 'another' });
    await run(0, await it.store.createTenant('B'));
    const customers = (await it.store.listRuns(tenant.apiId, {}, { limit: 1 }))[0].customers ?? 0;
    expect(customers).toBeGreaterThan(0);
    const { body } = await ask('?from=2026-01-30&to=2026-02-02');
    expect(body).toEqual({
      from: '2026-01-30',
      to: '2026-02-02',
      days: [
        { day: '2026-01-30', jobs: 0, failed: 0, customers: 0 },
        { day: '2026-01-31', jobs: 2, failed: 0, customers: 2 * customers },
        { day: '2026-02-01', jobs: 0, failed: 0, customers: 0 },
        { day: '2026-02-02', jobs: 1, failed: 0, customers },
      ],
    });
  });

  test('what failed is told apart', async () => {
    await storedTask(it.store, tenant.apiId);
    const claim = await it.store.submitRun(tenant.apiId, {
      id: '5a7e0b8e-8f5f-4d5c-9b49-0d6a3f1c2e4b',
      contract: 'purchasing_segmentation',
      actor: 'key',
      body: [new Uint8Array([123, 125])],
      fingerprint: 'f',
      mostWaiting: 9,
    });
    expect(claim.kind).toBe('queued');
    const claimed = await it.store.claimRun();
    if (!claimed) throw new Error('nothing waits');
    await it.store.failRun(claimed, { reason: 'INTERNAL', values: {}, issues: [], truncated: false, path: '' });
    const { body } = await ask();
    expect(body.days.at(-1)).toMatchObject({ day: '2026-01-31', failed: 1 });
  });

  test('left out it is the last 30 days, and never more than 366', async () => {
    const { body } = await ask();
    expect([body.from, body.to, body.days.length]).toEqual(['2026-01-02', '2026-01-31', 30]);
    const long = (await ask('?from=1990-01-01&to=2026-01-31')).body;
    expect([long.from, long.to, long.days.length]).toEqual(['2025-01-31', '2026-01-31', 366]);
    expect((await ask('?from=2026-02-02&to=2026-02-01')).body.days).toEqual([]);
    expect((await ask('?to=0000-01-01')).body.days).toHaveLength(30);
  });

  test('a token needs the ability to read runs, and a day has to be one', async () => {
    const token = async (abilities: string[]) => {
      const made = await it.store.createToken({ tenant: tenant.apiId, abilities }, by);
      return bearer(made?.token ?? '');
    };
    expect((await ask('', await token(['runs:read']))).status).toBe(200);
    expect((await ask('', await token(['segmentation:run']))).body.code).toBe('FORBIDDEN');
    for (const query of ['?from=yesterday', '?to=2026-13-01', '?since=2026-01-01'])
      expect(await ask(query)).toMatchObject({ status: 422, body: { code: 'INVALID_PARAMETER' } });
  });
});
