import { describe, expect, test } from 'vitest';
import { stores } from '../support/stores.ts';
import { kills } from './kills.ts';

/** A service on SQLite is back sooner: its unfinished runs need no heartbeat to be missed. */
const KILLS: Readonly<Record<string, number>> = { SQLite: 17, PostgreSQL: 8 };

describe.each(stores)('a service on $name that is killed again and again', ({ name, empty }) => {
  test(
    'loses nothing that it accepted, does nothing twice, and computes what it would have',
    { timeout: 600_000 },
    async () => {
      const own = await empty();
      const report = await kills(own, { more: (killed) => killed < (KILLS[name] ?? 0), seed: 1 });
      expect(report.faults).toEqual([]);
      expect(report.accepted).toBeGreaterThan(20);
      await own.remove();
    },
  );
});
