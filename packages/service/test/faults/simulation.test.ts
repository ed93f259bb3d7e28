import { expect, test } from 'vitest';
import { sqlite } from '../support/stores.ts';
import { simulate } from './simulation.ts';

const SEEDS = 60;
const STEPS = 200;

test(
  'in random histories of the queue nothing is lost, done twice, or changed when it is over',
  { timeout: 600_000 },
  async () => {
    const faults: string[] = [];
    for (let seed = 1; seed <= SEEDS && faults.length === 0; seed++) {
      const own = await sqlite.empty();
      faults.push(...(await simulate(own, { seed, steps: STEPS })));
      await own.remove();
    }
    expect(faults).toEqual([]);
  },
);
