import type * as Crypto from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { by, type Clock, DAY, openOn, START } from '../support/credentials.ts';

/** How often a digest was computed. The clock of the wall would be noise; the work done is not. */
const computed = vi.hoisted(() => ({ digests: 0, compared: 0 }));
vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof Crypto>();
  return {
    ...crypto,
    createHmac: (...given: Parameters<typeof crypto.createHmac>) => {
      computed.digests++;
      return crypto.createHmac(...given);
    },
    timingSafeEqual: (...given: Parameters<typeof crypto.timingSafeEqual>) => {
      computed.compared++;
      return crypto.timingSafeEqual(...given);
    },
  };
});

const clock: Clock = { at: START };
let folder = '';
let store: Store;
const secrets: Record<string, [apiId: string, secret: string]> = {};
const tokens: Record<string, string> = {};
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clientele-one-way-'));
  store = await openOn({ place: { folder }, env: {}, remove: async () => {} }, clock);
  const old = await store.createTenant('expired');
  const oldToken = await store.createToken({ tenant: null, expiresDays: 90 }, by);
  clock.at += 90 * DAY;
  const { apiId, secret } = await store.createTenant('right');
  const revoked = await store.createTenant('revoked');
  await store.revokeSecret(revoked.apiId, revoked.keyId, by);
  const disabled = await store.createTenant('disabled');
  await store.setTenantEnabled(disabled.apiId, false, by);
  const rotated = await store.createTenant('rotated');
  await store.rotateSecret(rotated.apiId, {}, by);
  const other = (at: number) => secret.slice(0, at) + (secret[at] === 'a' ? 'b' : 'a') + secret.slice(at + 1);
  Object.assign(secrets, {
    right: [apiId, secret],
    'right and being replaced': [rotated.apiId, rotated.secret],
    'unknown id': ['11111111-1111-4111-8111-111111111111', secret],
    'no UUID at all': ['nobody', secret],
    'wrong in the first character': [apiId, other(0)],
    'wrong in the last character': [apiId, other(63)],
    'wrong with a right checksum': [apiId, rotated.secret],
    'from elsewhere': [apiId, 'short'],
    'far too long': [apiId, secret.repeat(200)],
    expired: [old.apiId, old.secret],
    revoked: [revoked.apiId, revoked.secret],
    'of a disabled tenant': [disabled.apiId, disabled.secret],
  });
  const token = await store.createToken({ tenant: apiId }, by);
  const ended = await store.createToken({ tenant: apiId }, by);
  await store.revokeToken(ended?.tokenId ?? '', by);
  Object.assign(tokens, {
    right: token?.token,
    'unknown id': `999${token?.token}`,
    'wrong text': `${token?.tokenId}|${ended?.token.split('|')[1]}`,
    'no id': '|text',
    'no bar': 'text',
    expired: oldToken?.token,
    revoked: ended?.token,
  });
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => void Object.assign(computed, { digests: 0, compared: 0 }));

const kinds = [
  'right',
  'right and being replaced',
  'unknown id',
  'no UUID at all',
  'wrong in the first character',
  'wrong in the last character',
  'wrong with a right checksum',
  'from elsewhere',
  'far too long',
  'expired',
  'revoked',
  'of a disabled tenant',
];

describe('every kind of secret takes the same way', () => {
  test.each(kinds)('%s: two digests, two comparisons', async (kind) => {
    const found = await store.verify(...secrets[kind]);
    expect(found !== null).toBe(kind.startsWith('right'));
    expect(computed).toEqual({ digests: 2, compared: 2 });
  });

  test('times do not tell a wrong secret from an unknown id: medians of 400 each, interleaved', async () => {
    const wrong = kinds.filter((kind) => !kind.startsWith('right') && kind !== 'far too long');
    const times = new Map(wrong.map((kind) => [kind, [] as number[]]));
    for (let round = 0; round < 400; round++)
      for (const kind of wrong) {
        const started = performance.now();
        await store.verify(...secrets[kind]);
        times.get(kind)?.push(performance.now() - started);
      }
    const medians = [...times.values()].map((each) => each.toSorted((a, b) => a - b)[each.length >> 1]);
    // A hash of a guessable kind (scrypt, argon2) would be 100,000 microseconds apart, a digest more or less about 5:
    // counted above. Half a millisecond is room for a machine that does other things; it catches waits and retries.
    expect(Math.max(...medians) - Math.min(...medians)).toBeLessThan(0.5);
  });
});

describe('every kind of token takes the same way', () => {
  test.each(['right', 'unknown id', 'wrong text', 'no id', 'no bar', 'expired', 'revoked'])(
    '%s: one digest of ours, one of Sanctum’s',
    async (kind) => {
      const found = await store.verifyToken(tokens[kind]);
      expect(found !== null).toBe(kind === 'right');
      expect(computed).toEqual({ digests: 1, compared: 2 });
    },
  );
});
