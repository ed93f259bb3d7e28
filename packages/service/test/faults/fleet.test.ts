import { expect, test } from 'vitest';
import { postgres } from '../support/stores.ts';
import { fleet } from './fleet.ts';

test(
  'two workers share two hundred runs; one is killed, one freezes and comes back, and each run is done once',
  { timeout: 600_000 },
  async () => {
    const own = await postgres.empty();
    const report = await fleet(own, { jobs: 200 });
    expect(report.faults).toEqual([]);
    expect(report.begunAgain).toBeGreaterThanOrEqual(2);
    await own.remove();
  },
);
