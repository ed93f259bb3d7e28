import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { slidingLog } from '../../../src/http/limits/sliding-log.ts';

test('no stretch of a minute, wherever it begins, holds more than the limit, and nothing is refused before', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.integer({ min: 0, max: 40_000 }), { minLength: 1, maxLength: 60 }),
      (limit, gaps) => {
        const log = slidingLog({ limit, windowMs: 60_000 });
        const passed: number[] = [];
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          const room = passed.filter((time) => now - time < 60_000).length < limit;
          expect(log.standing('a', now).remaining > 0).toBe(room);
          expect(log.take('a', now)).toBe(room);
          if (room) passed.push(now);
        }
        for (const from of passed)
          expect(passed.filter((time) => time >= from && time < from + 60_000).length).toBeLessThanOrEqual(limit);
      },
    ),
    { seed: 1, numRuns: 200 },
  );
});

test('keys do not count for one another', () => {
  const log = slidingLog({ limit: 1, windowMs: 60_000 });
  expect([log.take('a', 0), log.take('b', 0), log.take('a', 1)]).toEqual([true, true, false]);
});

test('the 51st passes at the very moment the first is a minute old, and that moment is told', () => {
  const log = slidingLog({ limit: 50, windowMs: 60_000 });
  for (let i = 0; i < 50; i++) expect(log.take('a', i * 10)).toBe(true);
  expect(log.standing('a', 500)).toEqual({ limit: 50, remaining: 0, resetMs: 59_500 });
  expect(log.take('a', 59_999.9)).toBe(false);
  expect(log.take('a', 60_000)).toBe(true);
});

test('what is given back may be spent again, once', () => {
  const log = slidingLog({ limit: 2, windowMs: 60_000 });
  log.take('a', 1);
  log.take('a', 2);
  log.giveBack('a', 1);
  log.giveBack('a', 1);
  log.giveBack('b', 1);
  expect([log.take('a', 3), log.take('a', 4)]).toEqual([true, false]);
  expect(log.standing('a', 3).resetMs).toBe(59_999);
});

test('tenants that were quiet for a minute are forgotten, the others are not', () => {
  const log = slidingLog({ limit: 1, windowMs: 60_000 });
  log.take('kept', 0);
  for (let i = 0; i < 5_000; i++) log.take(`${i}`, 0);
  expect(log.take('kept', 1)).toBe(false);
  for (let i = 0; i < 5_000; i++) expect(log.take(`${i}`, 70_000)).toBe(true);
});
