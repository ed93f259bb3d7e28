import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Rotated } from '../../src/store/rotation.ts';
import type { Store } from '../../src/store/store.ts';
import type { NewTenant } from '../../src/store/tenants.ts';
import { by, type Clock, DAY, discard, oneTenant, openOn, START } from '../support/credentials.ts';
import { type EmptyStore, stores } from '../support/stores.ts';

type Done = Extract<Rotated, { kind: 'rotated' }>;
const iso = (at: number): string => new Date(at).toISOString();

describe.each(stores)('secrets on $name', ({ empty }) => {
  let place: EmptyStore;
  let clock: Clock;
  let store: Store;
  let tenant: NewTenant;
  beforeEach(async () => void ({ place, clock, store, tenant } = await oneTenant(empty)));
  afterEach(() => discard({ store, place }));
  const rotate = async (options = {}) => (await store.rotateSecret(tenant.apiId, options, by)) as Done;
  const valid = async (secret: string) => (await store.verify(tenant.apiId, secret)) !== null;
  const states = async () => (await store.listSecrets(tenant.apiId))?.map(({ state }) => state);

  test('after a rotation both work for a day, to the millisecond, then the new one alone', async () => {
    const { secret, keyId, expiresAt, replaced } = await rotate();
    expect(expiresAt).toBe(iso(START + 90 * DAY));
    expect(replaced).toEqual([{ keyId: tenant.keyId, expiresAt: iso(START + DAY) }]);
    clock.at += DAY - 1;
    expect([await valid(tenant.secret), await valid(secret)]).toEqual([true, true]);
    expect(await store.verify(tenant.apiId, secret)).toMatchObject({ secret: { keyId, replaced: false } });
    expect(await store.verify(tenant.apiId, tenant.secret)).toMatchObject({ secret: { expiresIn: 0, replaced: true } });
    expect(await states()).toEqual(['retiring', 'active']);
    clock.at += 1;
    expect([await valid(tenant.secret), await valid(secret)]).toEqual([false, true]);
    expect(await states()).toEqual(['expired', 'active']);
  });

  test('an overlap never lengthens the old secret', async () => {
    clock.at = START + 90 * DAY - 1000;
    const { replaced } = await rotate({ overlapSeconds: 604_800 });
    expect(replaced).toEqual([{ keyId: tenant.keyId, expiresAt: tenant.secretExpiresAt }]);
  });

  test('an overlap of 0 ends the old secret at once', async () => {
    const { secret } = await rotate({ overlapSeconds: 0 });
    expect([await valid(tenant.secret), await valid(secret)]).toEqual([false, true]);
  });

  test('a second rotation waits for the first one’s overlap, or is forced and ends it', async () => {
    const first = await rotate();
    const waiting = { kind: 'in_progress', keyId: tenant.keyId, until: iso(START + DAY) };
    expect(await rotate()).toEqual(waiting);
    const forced = await rotate({ force: true });
    const usable = [tenant, first, forced].map(({ secret }) => valid(secret));
    expect(await Promise.all(usable)).toEqual([false, true, true]);
    clock.at += DAY;
    expect(await rotate()).toMatchObject({ kind: 'rotated' });
  });

  test('of two rotations that race one is made and one is told to wait', async () => {
    // Two services on PostgreSQL. SQLite has one; its commands are raced as processes in cli/credentials.test.ts.
    const other = place.place.databaseUrl === undefined ? store : await openOn(place, clock);
    for (let round = 0; round < 10; round++) {
      const both = await Promise.all([store, other].map((each) => each.rotateSecret(tenant.apiId, {}, by)));
      expect(new Set(both.map((one) => one?.kind))).toEqual(new Set(['in_progress', 'rotated']));
      expect((await states())?.filter((state) => state === 'active' || state === 'retiring')).toHaveLength(2);
      clock.at += DAY;
    }
    if (other !== store) await other.close();
  });

  test('the same request again is told so, without the secret', async () => {
    const { keyId } = await rotate({ requestKey: 'once' });
    expect(await rotate({ requestKey: 'once' })).toEqual({ kind: 'already_shown', keyId });
  });

  test('a secret that ended cannot ask for its successor, the administrator can', async () => {
    clock.at += 90 * DAY;
    expect(await rotate({ askedBy: tenant.keyId })).toEqual({ kind: 'ended' });
    const { secret, replaced } = await rotate();
    expect(replaced).toEqual([]);
    expect(await valid(secret)).toBe(true);
  });

  test('a clock that is set back does not revive what has ended', async () => {
    clock.at = START + 90 * DAY;
    expect(await valid(tenant.secret)).toBe(false);
    clock.at -= 3_600_000;
    expect(await valid(tenant.secret)).toBe(false);
  });

  test('a revoked secret is refused at the next request, of other processes too', async () => {
    const other = await openOn(place, clock);
    expect(await other.verify(tenant.apiId, tenant.secret)).not.toBeNull();
    expect(await store.revokeSecret(tenant.apiId, tenant.keyId, by)).toBe(true);
    expect([await valid(tenant.secret), await other.verify(tenant.apiId, tenant.secret)]).toEqual([false, null]);
    await other.close();
  });

  test('the secret of another tenant cannot be revoked: it is as unknown as any', async () => {
    const stranger = await store.createTenant('B');
    expect(await store.revokeSecret(tenant.apiId, stranger.keyId, by)).toBe(false);
    expect(await store.revokeSecret(tenant.apiId, 'nonsense', by)).toBe(false);
    expect(await store.verify(stranger.apiId, stranger.secret)).not.toBeNull();
  });

  test('a tenant is refused while it is disabled, and forgotten when it is deleted', async () => {
    expect(await store.setTenantEnabled(tenant.apiId, false, by)).toBe(true);
    expect(await valid(tenant.secret)).toBe(false);
    await store.setTenantEnabled(tenant.apiId, true, by);
    expect(await valid(tenant.secret)).toBe(true);
    expect(await store.deleteTenant(tenant.apiId, by)).toBe(true);
    expect([await valid(tenant.secret), await store.showTenant(tenant.apiId)]).toEqual([false, null]);
    expect(await store.deleteTenant(tenant.apiId, by)).toBe(false);
    expect(await store.rotateSecret(tenant.apiId, {}, by)).toBeNull();
  });

  test('uses are noted once a minute', async () => {
    const used = async () => (await store.listSecrets(tenant.apiId))?.[0].lastUsedAt;
    expect(await used()).toBeNull();
    await valid(tenant.secret);
    await expect.poll(used).toBe(iso(START)); // noted beside the answer, not before it
    clock.at += 59_999;
    await valid(tenant.secret);
    expect(await used()).toBe(iso(START));
    clock.at += 1;
    await valid(tenant.secret);
    await expect.poll(used).toBe(iso(START + 60_000));
  });

  test('the log is told 14, 7 and 1 days before the end, and at the end, once each', async () => {
    const told: unknown[] = [];
    for (let day = 70; day <= 92; day++) {
      clock.at = START + day * DAY;
      await store.noticeExpiries();
      if ((await store.noticeExpiries()) > 0) told.push('twice');
    }
    for (const { action, details } of (await store.listAudit(100)).toReversed())
      if (action.startsWith('secret.')) told.push([action, details['days']]);
    expect(told).toEqual([
      ['secret.expiring', 14],
      ['secret.expiring', 7],
      ['secret.expiring', 1],
      ['secret.expired', 0],
    ]);
  });

  test('a secret signed with an older pepper is signed with the current one at its next use', async () => {
    const old = place.place.pepper ?? 'the pepper of the old days';
    const own = { ...place, place: { ...place.place, pepper: old } };
    const fresh = { ...place, place: { ...place.place, pepper: `the pepper of today,${old}` } };
    await store.deleteTenant(tenant.apiId, by);
    await store.close();
    store = await openOn(own, clock);
    const { apiId, secret } = await store.createTenant('B');
    await store.close();
    store = await openOn(fresh, clock);
    expect(await store.verify(apiId, secret)).not.toBeNull();
    await store.close();
    store = await openOn({ ...place, place: { ...place.place, pepper: 'the pepper of today' } }, clock);
    expect(await store.verify(apiId, secret)).not.toBeNull();
  });
});
