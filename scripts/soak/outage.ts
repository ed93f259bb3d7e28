import { halt, removeCluster, resume, startCluster } from '../../packages/service/test/support/postgres-cluster.ts';
import { emptyDatabase, withUser } from '../../packages/service/test/support/stores.ts';
import { type OutageReport, outage as away } from '../../packages/service/test/faults/outage.ts';
import { quantile, type Soak } from './service.ts';

const AWAY_MS = 30_000;
/** From when the database is there again to the first run that is accepted. */
const RECOVERED_MS = 5_000;

/** PostgreSQL is stopped as by a power cut for 30 seconds while runs are submitted and computed, again and again. */
export const outage: Soak = async ({ until }) => {
  const reports: OutageReport[] = [];
  let cluster = await withUser(await startCluster());
  try {
    do {
      const own = await emptyDatabase(cluster);
      reports.push(
        await away(own, {
          leave: async () => halt(cluster),
          comeBack: async () => void (cluster = resume(cluster)),
          awayMs: AWAY_MS,
          reading: false,
        }),
      );
      await own.remove();
    } while (performance.now() < until);
  } finally {
    removeCluster(cluster);
  }
  const recovered = reports.map(({ recoveredMs }) => recoveredMs);
  const answers = reports.flatMap((report) => Object.entries(report.answers));
  const late = quantile(recovered, 1);
  return {
    figures: {
      'outages of 30 s': reports.length,
      'answers meanwhile': answers.map(([answer, count]) => `${answer} x ${count}`).join(', '),
      'runs, all completed once': reports.reduce((sum, { accepted }) => sum + accepted, 0),
      'accepting again after ms, p50 / slowest': `${quantile(recovered, 0.5)} / ${late}`,
    },
    faults: [
      ...reports.flatMap(({ faults }) => faults),
      ...(late <= RECOVERED_MS ? [] : [`accepting again after ${late} ms only`]),
    ],
  };
};
