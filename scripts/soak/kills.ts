import { type KillReport, kills as killed } from '../../packages/service/test/faults/kills.ts';
import { onBothDatabases } from './databases.ts';
import { quantile, type Soak } from './service.ts';

/** What a service may take from its start until it is ready. */
const READY_MS = 3_000;

/** SIGKILL at random moments under four submitters, half of the time on SQLite, half on PostgreSQL. */
export const kills: Soak = async ({ seed, until }) => {
  const reports = await onBothDatabases(until, (own, end) =>
    killed(own, { more: () => performance.now() < end, seed }),
  );
  const figures = Object.entries(reports).flatMap(([name, { kills: count, accepted, begunAgain, readyMs }]) => [
    [`${name}: kills`, count],
    [`${name}: accepted, all completed once`, accepted],
    [`${name}: begun more than once`, begunAgain],
    [`${name}: ready after ms, p50 / slowest`, `${quantile(readyMs, 0.5)} / ${quantile(readyMs, 1)}`],
  ]);
  return { figures: Object.fromEntries(figures), faults: Object.values(reports).flatMap(faultsOf) };
};

function faultsOf({ faults, readyMs }: KillReport): string[] {
  const late = quantile(readyMs, 0.95);
  return [...faults, ...(late <= READY_MS ? [] : [`ready after ${late} ms only (p95)`])];
}
