import { expect, test } from 'vitest';
import { opened, sealed } from '../../src/store/sealing.ts';
import { peppers } from '../../src/store/secrets.ts';
import { seededBytes } from '../support/random.ts';

const own = peppers(['the pepper in use now']);

test('what is sealed opens again, at its own place and with its own pepper only', () => {
  const stored = sealed('whsec_olá', 'place-1', own, seededBytes(1));
  expect(stored).not.toContain('whsec');
  expect(opened(stored, 'place-1', own)).toBe('whsec_olá');
  expect(() => opened(stored, 'place-2', own)).toThrow(/authenticate/);
  expect(() => opened(stored, 'place-1', peppers(['another pepper, as long']))).toThrow(/pepper/);
});

test('what was sealed with a former pepper opens while that is still listed', () => {
  const stored = sealed('text', 'place', own, seededBytes(1));
  expect(opened(stored, 'place', peppers(['the next pepper there is', 'the pepper in use now']))).toBe('text');
});

test('a changed bit, a missing part and the same text sealed twice are all told apart', () => {
  const random = seededBytes(2);
  const stored = sealed('text', 'place', own, random);
  expect(sealed('text', 'place', own, random)).not.toBe(stored);
  const parts = stored.split('$');
  const flipped = Buffer.from(parts[3], 'base64url');
  flipped[0] ^= 1;
  expect(() => opened(parts.with(3, flipped.toString('base64url')).join('$'), 'place', own)).toThrow(/authenticate/);
  expect(() => opened(parts.slice(0, 4).join('$'), 'place', own)).toThrow(/cut short/);
});
