import { describe, expect, test } from 'vitest';
import { stores } from '../support/stores.ts';
import { kills } from './kills.ts';

/** Of each kind: 26 of both. */
const KILLS = 13;

describe.each(stores)('a service on $name that is killed again and again', ({ empty }) => {
  test(
    'loses nothing that it accepted, does nothing twice, and computes what it would have',
    { timeout: 600_000 },
    async () => {
      const own = await empty();
      const report = await kills(own, { more: (killed) => killed < KILLS, seed: 1 });
      expect(report.faults).toEqual([]);
      expect(report.accepted).toBeGreaterThan(20);
      await own.remove();
    },
  );
});
