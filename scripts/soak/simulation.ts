import { simulate } from '../../packages/service/test/faults/simulation.ts';
import { onBothDatabases } from './databases.ts';
import type { Soak } from './service.ts';

const STEPS = 200;

/** Random histories of the queue, the keys and the turns, one seed after another; each of PostgreSQL's in a tenant of its own. */
export const simulation: Soak = async ({ seed, until }) => {
  const faults: string[] = [];
  const histories = await onBothDatabases(until, async (own, end) => {
    let tried = 0;
    for (; performance.now() < end && faults.length === 0; tried++)
      faults.push(...(await simulate(own, { seed: seed + tried, steps: STEPS })));
    return tried;
  });
  return {
    figures: { [`histories of ${STEPS} steps, SQLite`]: histories.SQLite, PostgreSQL: histories.PostgreSQL },
    faults,
  };
};
