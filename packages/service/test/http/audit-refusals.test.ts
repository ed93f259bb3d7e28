import { afterEach, beforeEach, expect, test } from 'vitest';
import { Refusal } from '../../src/contract/errors.ts';
import { credentials } from '../../src/http/plugins/credentials.ts';
import type { AuditEntry } from '../../src/store/audit.ts';
import type { NewTenant } from '../../src/store/tenants.ts';
import { purchasingPath } from '../support/app.ts';
import { exampleBody } from '../support/bodies.ts';
import { newId, pair } from '../support/offers.ts';
import { served, type Served } from '../support/served.ts';

const PER_MINUTE = 3;

let it: Served;
let time: { ms: number };
let mine: NewTenant;
let theirs: NewTenant;
beforeEach(async () => {
  time = { ms: 0 };
  const perMinute = { segmentation: PER_MINUTE, reading: PER_MINUTE, admin: PER_MINUTE };
  it = await served({ protection: { perMinute, failures: 1e6, uptime: () => time.ms } });
  [mine, theirs] = [await it.store.createTenant('mine'), await it.store.createTenant('theirs')];
});
afterEach(() => it.close());

const post = (headers: Record<string, string>) =>
  it.app.inject({ method: 'POST', url: purchasingPath, headers, payload: exampleBody() });
/** The entries of one kind, the earliest first; they are written after the answer, so that the last may be late. */
async function told(action: string, due: number): Promise<AuditEntry[]> {
  const all = async () => (await it.store.listAudit(1_000)).filter((entry) => entry.action === action).toReversed();
  await expect.poll(async () => (await all()).length).toBe(due);
  return all();
}

test('limits that a tenant runs into are told ten a minute, then the 100th, with how many were not', async () => {
  for (let i = 0; i < PER_MINUTE + 120; i++) await post(pair(mine));
  expect((await told('limit.rate', 11)).map(({ details }) => details['untold_before'] ?? 0)).toEqual([
    ...Array.from({ length: 10 }, () => 0),
    89,
  ]);
  time.ms += 60_000;
  for (let i = 0; i <= PER_MINUTE; i++) await post(pair(mine));
  const last = (await told('limit.rate', 12)).at(-1);
  expect(last).toMatchObject({ outcome: 'refused', tenant: mine.apiId, actor: `key ${mine.keyId}` });
  expect(last?.details).toEqual({ route: purchasingPath, untold_before: 20 });
});

test('one tenant’s limits do not hide another’s behind the same address', async () => {
  for (let i = 0; i < PER_MINUTE + 20; i++) await post(pair(mine));
  for (let i = 0; i < PER_MINUTE + 2; i++) await post(pair(theirs));
  expect((await told('limit.rate', 12)).filter(({ tenant }) => tenant === theirs.apiId)).toHaveLength(2);
});

test('wrong credentials are told with the tenant that was claimed, if it is an id at all', async () => {
  await post(pair({ ...theirs, secret: mine.secret }));
  await post(pair({ apiId: mine.secret, secret: mine.secret }));
  const entries = await told('auth.failed', 2);
  expect(entries.map(({ details }) => details['claimed_tenant'] ?? null)).toEqual([theirs.apiId, null]);
  expect(entries.map(({ tenant, actor }) => [tenant, actor])).toEqual(entries.map(() => [null, 'nobody']));
  expect(JSON.stringify(entries)).not.toContain(mine.secret.slice(4, 12));
});

test('what a tenant asks for and is not its own is told; addresses that are none are not', async () => {
  const nothing = () => Promise.reject(new Refusal('NOT_FOUND'));
  const options = { onRequest: credentials(it.store) };
  it.app.get('/things/:id/parts/:part', options, nothing);
  it.app.get('/people/:customer', options, nothing);
  const [id, headers] = [newId(), pair(mine)];
  for (const asked of [id, mine.secret, "'%20or%201=1"])
    await it.app.inject({ url: `/things/${asked}/parts/${newId()}`, headers });
  await it.app.inject({ url: `/people/${newId()}`, headers });
  await it.app.inject({ url: '/nowhere', headers });
  const entries = await told('object.unknown', 4);
  expect(entries.map(({ object, tenant }) => [object, tenant])).toEqual([
    [id, mine.apiId],
    [null, mine.apiId],
    [null, mine.apiId],
    [null, mine.apiId],
  ]);
  expect((await it.store.verifyAudit()).broken).toBeNull();
});
