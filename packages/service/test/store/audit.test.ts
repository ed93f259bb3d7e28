import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../src/store/handle.ts';
import type { Store } from '../../src/store/store.ts';
import { by, type Clock, DAY, discard, openOn, START } from '../support/credentials.ts';
import { type EmptyStore, openRows, stores } from '../support/stores.ts';

describe.each(stores)('the audit log on $name', ({ empty }) => {
  let place: EmptyStore;
  let clock: Clock;
  let store: Store;
  beforeEach(async () => {
    place = await empty();
    clock = { at: START };
    store = await openOn(place, clock);
  });
  afterEach(() => discard({ store, place }));
  const forge = async (change: (db: Db) => Promise<unknown>) => {
    const db = await openRows(place);
    await change(db);
    await db.destroy();
  };
  const fill = async (count: number) => {
    for (let i = 1; i <= count; i++) await store.record({ action: `test.${i}`, by });
  };

  test('has every change of tenants, secrets and tokens, with who and what, and no secret', async () => {
    const { apiId, keyId, secret } = await store.createTenant('A', undefined, by);
    const rotated = await store.rotateSecret(apiId, {}, { actor: `key ${keyId}`, requestId: 'r-1', address: '::1' });
    await store.revokeSecret(apiId, keyId, by);
    const token = await store.createToken({ tenant: apiId }, by);
    await store.revokeToken(token?.tokenId ?? '', by);
    await store.setTenantEnabled(apiId, false, by);
    await store.deleteTenant(apiId, by);
    const entries = await store.listAudit(100);
    expect(entries.map(({ action }) => action)).toEqual([
      'tenant.delete',
      'tenant.disable',
      'token.revoke',
      'token.issue',
      'secret.revoke',
      'secret.rotate',
      'tenant.create',
    ]);
    const newKey = rotated?.kind === 'rotated' ? rotated.keyId : '';
    const rotation = { actor: `key ${keyId}`, tenant: apiId, object: newKey, requestId: 'r-1', address: '::1' };
    expect(entries[5]).toMatchObject({ ...rotation, at: new Date(START).toISOString(), outcome: 'done' });
    expect(JSON.stringify(entries)).not.toContain(secret.slice(4, 20));
    expect(await store.verifyAudit()).toMatchObject({ entries: 7, broken: null, last: { seq: 7 } });
  });

  test('is told which tenant a revoked token was of, once', async () => {
    const { apiId } = await store.createTenant('A', undefined, by);
    const token = await store.createToken({ tenant: apiId }, by);
    for (const _ of [1, 2]) expect(await store.revokeToken(token?.tokenId ?? '', by)).toBe(true);
    const revoked = (await store.listAudit(10)).filter(({ action }) => action === 'token.revoke');
    expect(revoked).toMatchObject([{ tenant: apiId, object: token?.tokenId }]);
  });

  test('an empty one is whole', async () => {
    expect(await store.verifyAudit()).toMatchObject({ entries: 0, broken: null });
  });

  test('entries that are written at once make one chain', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, i) => store.record({ action: `test.${i}`, by })));
    expect(await store.verifyAudit()).toMatchObject({ entries: 40, broken: null });
  });

  test('control characters stay on their line', async () => {
    await store.record({ action: 'test', by: { actor: 'a\nb\u0000\u2028' }, object: '\u001b[31m' });
    expect((await store.listAudit(1))[0]).toMatchObject({ actor: 'a\\u000ab\\u0000\\u2028', object: '\\u001b[31m' });
  });

  test.each<[string, (db: Db) => Promise<unknown>, object]>([
    ['a changed entry', (db) => db.updateTable('audit').set({ actor: 'x' }).where('seq', '=', 3).execute(), { seq: 3 }],
    ['a missing one', (db) => db.deleteFrom('audit').where('seq', '=', 3).execute(), { seq: 3, reason: 'missing' }],
    ['a missing start', (db) => db.deleteFrom('audit').where('seq', '<', 3).execute(), { seq: 2, reason: 'missing' }],
    ['a missing end', (db) => db.deleteFrom('audit').where('seq', '>', 3).execute(), { seq: 4, reason: 'missing' }],
    ['no entries left', (db) => db.deleteFrom('audit').execute(), { seq: 5 }],
    ['a forged hash', (db) => db.updateTable('audit').set({ hash: 'f' }).where('seq', '=', 5).execute(), { seq: 5 }],
  ])('%s is found', async (_, change, broken) => {
    await fill(5);
    await forge(change);
    expect((await store.verifyAudit()).broken).toMatchObject(broken);
  });

  test('old entries may be removed, and the log says so itself', async () => {
    await fill(5);
    clock.at += 366 * DAY;
    await fill(2);
    expect(await store.pruneAudit(clock.at - 365 * DAY)).toBe(5);
    expect(await store.verifyAudit()).toMatchObject({ entries: 3, broken: null });
    expect((await store.listAudit(1))[0]).toMatchObject({ action: 'audit.prune', details: { through: 5 } });
    await forge((db) => db.deleteFrom('audit').where('seq', '=', 6).execute());
    expect((await store.verifyAudit()).broken).not.toBeNull();
  });
});
