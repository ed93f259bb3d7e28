import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { addressKey } from '../../../src/http/limits/address.ts';
import { failureThrottle } from '../../../src/http/limits/failures.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * 60_000);

test('the 11th failure in a minute begins a pause of one minute, the next of two, four, eight, at most fifteen', async () => {
  const throttle = failureThrottle(10);
  for (const pause of [60, 120, 240, 480, 900, 900]) {
    for (let i = 0; i < 10; i++) expect(await throttle.failed('1.2.3.4')).toBe(0);
    expect(await throttle.pause('1.2.3.4')).toBe(0);
    expect(await throttle.failed('1.2.3.4')).toBe(pause);
    expect(await throttle.pause('1.2.3.4')).toBe(pause);
    await vi.advanceTimersByTimeAsync(pause * 1_000 - 1);
    expect(await throttle.pause('1.2.3.4')).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await throttle.pause('1.2.3.4')).toBe(0);
  }
});

test('tries that were under way when the pause began do not lengthen it', async () => {
  const throttle = failureThrottle(10);
  const pauses = await Promise.all(Array.from({ length: 1_000 }, () => throttle.failed('a')));
  expect(pauses.filter((pause) => pause === 0)).toHaveLength(10);
  expect(Math.max(...pauses)).toBe(60);
});

test('ten a minute go on for ever, and an hour without a pause is a clean slate', async () => {
  const throttle = failureThrottle(10);
  for (let minute = 0; minute < 5; minute++) {
    for (let i = 0; i < 10; i++) expect(await throttle.failed('a')).toBe(0);
    await minutes(1);
  }
  for (let i = 0; i < 11; i++) await throttle.failed('a');
  await minutes(61);
  for (let i = 0; i < 10; i++) await throttle.failed('a');
  expect(await throttle.failed('a')).toBe(60);
});

test('addresses do not count for one another', async () => {
  const throttle = failureThrottle(1);
  await throttle.failed('a');
  await throttle.failed('a');
  expect([await throttle.pause('a'), await throttle.pause('b')]).toEqual([60, 0]);
});

test('credentials are trusted from the address they were right from, and only the latest are remembered', () => {
  const throttle = failureThrottle(1);
  throttle.succeeded('a', 'right');
  expect(throttle.trusts('a', 'right')).toBe(true);
  expect(throttle.trusts('b', 'right')).toBe(false);
  expect(throttle.trusts('a', 'wrong')).toBe(false);
  for (let i = 0; i < 9_999; i++) throttle.succeeded('a', `${i}`);
  throttle.succeeded('a', 'right'); // used again: it stays
  throttle.succeeded('a', 'one more');
  expect([throttle.trusts('a', 'right'), throttle.trusts('a', '0'), throttle.trusts('a', '1')]).toEqual([
    true,
    false,
    true,
  ]);
});

describe('what counts as one address', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s is %s', (ip, key) => expect(addressKey(ip)).toBe(key));
});
