import { mkdtempSync, readFileSync, rmSync, statSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StoreFault } from '../../src/store/pepper.ts';
import { digestOf, isPlausible, makeSecret, matches, peppers } from '../../src/store/secrets.ts';
import { openStore } from '../../src/store/store.ts';
import { SECRET_DAYS } from '../../src/store/tenants.ts';
import { seededBytes } from '../support/random.ts';
import { type EmptyStore, stores } from '../support/stores.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clientele-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const START = Date.UTC(2026, 0, 31, 12);
const DAY = 86_400_000;
const open = (now = () => START, pepper?: string) => openStore({ folder, pepper, now, random: seededBytes(1) });

describe('secrets', () => {
  test('have 64 characters: a prefix, 54 at random, and the checksum of both in base 62', () => {
    const secret = makeSecret(seededBytes(2));
    expect(secret).toMatch(/^clt_[0-9A-Za-z]{60}$/);
    const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
    const check = Array.from(secret.slice(58), (letter) => alphabet.indexOf(letter)).reduce(
      (sum, digit) => sum * 62 + digit,
    );
    expect(check).toBe(crc32(secret.slice(0, 58)));
  });

  test('with a typing error are implausible; secrets from elsewhere are left alone', () => {
    const secret = makeSecret(seededBytes(2));
    expect(isPlausible(secret)).toBe(true);
    expect(isPlausible(secret.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a')))).toBe(false);
    expect(isPlausible('sk_imported')).toBe(true);
  });

  test('are stored as a salted, peppered digest that only the right secret and pepper match', () => {
    const own = peppers(['a pepper of some length']);
    const stored = digestOf('secret', own, seededBytes(3));
    expect(stored).toMatch(/^v1\$[0-9a-f]{8}\$[\w-]{22}\$[\w-]{43}$/);
    expect(stored).not.toContain('secret');
    expect(matches('secret', stored, own)).toBe(true);
    expect(matches('secrets', stored, own)).toBe(false);
    expect(matches('secret', stored, peppers(['another pepper of length']))).toBe(false);
    expect(matches('secret', stored, peppers(['another pepper of length', 'a pepper of some length']))).toBe(true);
    expect(matches('secret', 'nonsense', own)).toBe(false);
  });
});

describe.each(stores)('tenants on $name', ({ empty }) => {
  let own: EmptyStore;
  beforeEach(async () => void (own = await empty()));
  afterEach(() => own.remove());
  const openOwn = (now = () => START) => openStore({ ...own.place, now, random: seededBytes(1) });

  test('verify with their own id, in any case, and secret only', async () => {
    const store = await openOwn();
    const [a, b] = [await store.createTenant('A'), await store.createTenant('B')];
    expect(a.apiId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(await store.verify(a.apiId.toUpperCase(), a.secret)).toMatchObject({
      tenant: { apiId: a.apiId, name: 'A' },
      secret: { keyId: a.keyId, expiresAt: a.secretExpiresAt, replaced: false },
    });
    expect(await store.verify(a.apiId, b.secret)).toBeNull();
    expect(await store.verify('nobody', a.secret)).toBeNull();
    expect(await store.verify(a.apiId, `${a.secret} `)).toBeNull();
    await store.close();
  });

  test('with characters that a database may not hold are unknown, not a fault', async () => {
    const store = await openOwn();
    const by = { actor: 'service' };
    expect((await store.createTenant('a\0b')).name).toBe('a\0b');
    expect(await store.verify('a\0', 'x')).toBeNull();
    expect(await store.verifyToken('1|\0')).toBeNull();
    expect(await store.showTenant('\0')).toBeNull();
    expect(await store.listTokens('\0')).toEqual([]);
    expect(await store.revokeToken('\0', by)).toBe(false);
    expect(await store.revokeSecret('\0', '\0', by)).toBe(false);
    await store.close();
  });

  test('an imported secret of any length verifies', async () => {
    const store = await openOwn();
    const { apiId } = await store.createTenant('A', { secret: 'short' });
    expect(await store.verify(apiId, 'short')).not.toBeNull();
    await store.close();
  });

  test(`a secret ends after ${SECRET_DAYS} days, to the millisecond`, async () => {
    let now = START;
    const store = await openOwn(() => now);
    const { apiId, secret } = await store.createTenant('A');
    now = START + SECRET_DAYS * DAY - 1;
    expect(await store.verify(apiId, secret)).not.toBeNull();
    now += 1;
    expect(await store.verify(apiId, secret)).toBeNull();
    expect((await store.listTenants())[0]?.secrets[0]?.state).toBe('expired');
    await store.close();
  });

  test('made by another process are known at once', async () => {
    const [serving, command] = [
      await openOwn(),
      await openStore({ ...own.place, now: () => START, random: seededBytes(9) }),
    ];
    const { apiId, secret } = await command.createTenant('late');
    await command.close();
    expect(await serving.verify(apiId, secret)).not.toBeNull();
    await serving.close();
  });
});

describe('the data folder', () => {
  test('keeps neither secret nor pepper in the database, and the pepper for its owner only', async () => {
    const store = await open();
    const { secret } = await store.createTenant('A');
    await store.close();
    const pepper = join(folder, 'pepper');
    expect(statSync(pepper).mode & 0o777).toBe(0o600);
    const database = readFileSync(join(folder, 'clientele.db'), 'latin1');
    expect(database).not.toContain(secret);
    expect(database).not.toContain(readFileSync(pepper, 'utf8').trim());
  });

  test('without its pepper is refused, saying what to restore', async () => {
    await (await open()).close();
    unlinkSync(join(folder, 'pepper'));
    await expect(open()).rejects.toThrow(StoreFault);
    await expect(open()).rejects.toThrow(/CLIENTELE_PEPPER/);
  });

  test('with another pepper is refused once it has secrets', async () => {
    const store = await open();
    await store.createTenant('A');
    await store.close();
    await expect(open(() => START, 'a wholly different pepper')).rejects.toThrow(/another pepper/);
  });

  test('a pepper from the environment is used instead of a file', async () => {
    const store = await open(() => START, 'a pepper from outside');
    await store.createTenant('A');
    await store.close();
    expect(() => statSync(join(folder, 'pepper'))).toThrow('ENOENT');
    await expect(open(() => START, 'short')).rejects.toThrow(StoreFault);
  });
});
