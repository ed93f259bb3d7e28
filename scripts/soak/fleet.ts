import { fleet as worked } from '../../packages/service/test/faults/fleet.ts';
import { onPostgres } from './databases.ts';
import { quantile, type Soak } from './service.ts';

const JOBS = 200;

/** Again and again: two workers share 200 runs, one is killed and one frozen mid-way, a third takes over. */
export const fleet: Soak = async ({ until }) => {
  const reports = [];
  do reports.push(await onPostgres((own) => worked(own, { jobs: JOBS })));
  while (performance.now() < until);
  const times = reports.map(({ recoveredMs }) => recoveredMs);
  return {
    figures: {
      rounds: reports.length,
      'runs, all completed once': reports.reduce((sum, { jobs }) => sum + jobs, 0),
      'begun more than once': reports.reduce((sum, { begunAgain }) => sum + begunAgain, 0),
      'all done after the faults, ms p50 / slowest': `${quantile(times, 0.5)} / ${quantile(times, 1)}`,
    },
    faults: reports.flatMap(({ faults }) => faults),
  };
};
