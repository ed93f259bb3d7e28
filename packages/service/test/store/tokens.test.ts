import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore, type Store } from '../../src/store/store.ts';
import type { NewTenant } from '../../src/store/tenants.ts';
import { makeTokenText } from '../../src/store/tokens.ts';
import { by, type Clock, DAY, discard, oneTenant, openOn, START } from '../support/credentials.ts';
import { seededBytes } from '../support/random.ts';
import { type EmptyStore, stores } from '../support/stores.ts';

test('a token’s text is a prefix, 40 characters at random, and their crc32b as PHP writes it', () => {
  for (let seed = 1; seed <= 50; seed++) {
    const [, entropy, check] = /^cltt_([0-9A-Za-z]{40})([0-9a-f]{8})$/.exec(makeTokenText(seededBytes(seed))) ?? [];
    expect(check).toBe(crc32(entropy).toString(16).padStart(8, '0'));
  }
});

describe.each(stores)('tokens on $name', ({ empty }) => {
  let place: EmptyStore;
  let clock: Clock;
  let store: Store;
  let tenant: NewTenant;
  beforeEach(async () => void ({ place, clock, store, tenant } = await oneTenant(empty)));
  afterEach(() => discard({ store, place }));
  const create = async (options = {}) => {
    const made = await store.createToken({ tenant: tenant.apiId, ...options }, by);
    if (!made) throw new Error('no such tenant');
    return made;
  };

  test('name their tenant and what they may do, by default nothing but segmentations', async () => {
    const { token, tokenId } = await create();
    expect(token).toMatch(/^\d+\|cltt_\w{48}$/);
    expect(await store.verifyToken(token)).toEqual({
      tokenId,
      tenant: { apiId: tenant.apiId, name: 'A' },
      abilities: ['segmentation:run'],
    });
    expect(await store.verifyToken(`00${token}`)).not.toBeNull();
    const unbound = await create({ tenant: null, abilities: ['*'] });
    expect(await store.verifyToken(unbound.token)).toMatchObject({ tenant: null, abilities: ['*'] });
    expect(await store.createToken({ tenant: 'nobody' }, by)).toBeNull();
  });

  test('that are malformed are wrong, never a fault of the database', async () => {
    const { token, tokenId } = await create();
    const text = token.split('|')[1];
    const others = ['', '|', `|${text}`, `${tokenId}|`, text, tokenId, `-${token}`, `${tokenId}.0|${text}`];
    const wrong = [`${'9'.repeat(18)}|${text}`, `${'9'.repeat(400)}|${text}`, `${tokenId}|${'x'.repeat(256)}`];
    for (const one of [...others, ...wrong, `${tokenId}|${text}\u00e9`, `${tokenId}| ${text}`, `${tokenId}||${text}`])
      expect([one, await store.verifyToken(one)]).toEqual([one, null]);
  });

  test('end on their day, to the millisecond, when revoked, and with their tenant', async () => {
    const short = await create({ expiresDays: 1 });
    const long = await create();
    clock.at += DAY - 1;
    expect(await store.verifyToken(short.token)).not.toBeNull();
    clock.at += 1;
    expect(await store.verifyToken(short.token)).toBeNull();
    await store.setTenantEnabled(tenant.apiId, false, by);
    expect(await store.verifyToken(long.token)).toBeNull();
    await store.setTenantEnabled(tenant.apiId, true, by);
    expect(await store.verifyToken(long.token)).not.toBeNull();
    expect(await store.revokeToken(long.tokenId, by)).toBe(true);
    expect(await store.verifyToken(long.token)).toBeNull();
    expect(await store.revokeToken('999', by)).toBe(false);
    expect((await store.listTokens(tenant.apiId)).map(({ state }) => state)).toEqual(['expired', 'revoked']);
    await store.deleteTenant(tenant.apiId, by);
    expect(await store.listTokens()).toEqual([]);
  });

  test('end at the age that all have in common, when one is set', async () => {
    const { token } = await create({ expiresDays: 100 });
    await store.close();
    store = await openStore({ ...place.place, now: () => clock.at, random: seededBytes(99), tokenMaxAgeDays: 2 });
    clock.at += 2 * DAY - 1;
    expect(await store.verifyToken(token)).not.toBeNull();
    clock.at += 1;
    expect(await store.verifyToken(token)).toBeNull();
  });

  test('uses are noted once a minute, and the text is nowhere in a list', async () => {
    const { token } = await create();
    const used = async () => (await store.listTokens())[0].lastUsedAt;
    await store.verifyToken(token);
    await expect.poll(used).toBe(new Date(START).toISOString()); // noted beside the answer, not before it
    clock.at += 59_999;
    await store.verifyToken(token);
    const [listed] = await store.listTokens();
    expect(listed.lastUsedAt).toBe(new Date(START).toISOString());
    expect(JSON.stringify(listed)).not.toContain(token.split('|')[1]);
  });

  test('numbers are never used twice', async () => {
    const first = await create();
    await store.deleteTenant(tenant.apiId, by);
    tenant = await store.createTenant('B');
    expect(Number((await create()).tokenId)).toBeGreaterThan(Number(first.tokenId));
  });
});

test('a digest as Laravel Sanctum stores it verifies', async () => {
  const [place, clock] = [await stores[0].empty(), { at: START }];
  const store = await openOn(place, clock);
  const made = await store.createToken({ tenant: null }, by);
  await store.close();
  const { openDatabase } = await import('../../src/store/database.ts');
  const db = await openDatabase({ file: `${place.place.folder}/clientele.db` });
  const digest = createHash('sha256').update('tokenSample').digest('hex');
  await db.updateTable('tokens').set({ id: '1', digest }).execute();
  await db.destroy();
  const again = await openOn(place, clock);
  expect(await again.verifyToken('0001|tokenSample')).toMatchObject({ tokenId: '1' });
  expect(await again.verifyToken(made?.token ?? '')).toBeNull();
  expect(await again.verifyToken('1|tokenSamplf')).toBeNull();
  await again.close();
  await place.remove();
});
