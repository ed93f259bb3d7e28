/**
 * Seconds of a request over HTTP to a warm service by the number of its customers: 28 models of 6 columns, two cores, as
 * docs/benchmarks.md has it.
 */
export const measured = [
  [1_000, 0.07],
  [10_000, 0.24],
  [100_000, 1.2],
] as const;
const MODELS = 28;
const COLUMNS = 6;
/** Shares of the time that are the same for however few models, and columns. */
const WITHOUT_MODELS = 1 / 3;
const WITHOUT_COLUMNS = 1 / 4;
/** Fewer runs tell little of a machine; and not more are looked at. */
const FEWEST_RUNS = 3;
const MOST_RUNS = 20;

interface Work {
  readonly customers: number;
  readonly columns: number;
  readonly models: number;
}

/** A run as a list shows it. */
interface Past {
  readonly customers: number | null;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly chosen_from: string | null;
}

export interface Estimate {
  readonly seconds: number;
  /** Runs of this service that it goes by; 0 where it goes by the machine of the measurements. */
  readonly runs: number;
}

/** How long a run will take, within a factor of two or three: by what was measured, and by how long earlier runs took here. */
export function estimateOf({ customers, columns, models }: Work, past: readonly Past[]): Estimate {
  const ratios = past
    .flatMap((run) => ratioOf(run) ?? [])
    .slice(0, MOST_RUNS)
    .toSorted((a, b) => a - b);
  const known = ratios.length >= FEWEST_RUNS;
  const machine = known ? (ratios[Math.floor(ratios.length / 2)] ?? 1) : 1;
  const share =
    (WITHOUT_MODELS + ((1 - WITHOUT_MODELS) * models) / MODELS) *
    (WITHOUT_COLUMNS + ((1 - WITHOUT_COLUMNS) * columns) / COLUMNS);
  return { seconds: machine * share * usual(customers), runs: known ? ratios.length : 0 };
}

/** How many times as long as measured a run took here; its models and columns are taken for the usual ones. */
function ratioOf({ customers, started_at: from, finished_at: to, chosen_from: chosen }: Past): number | null {
  // One that was chosen from another was not computed anew.
  if (customers === null || from === null || to === null || chosen !== null) return null;
  const seconds = (Date.parse(to) - Date.parse(from)) / 1_000;
  return seconds > 0 ? seconds / usual(customers) : null;
}

/** Seconds of 28 models of 6 columns: on straight lines between what was measured, both axes logarithmic. */
function usual(customers: number): number {
  const at = measured.findIndex(([n]) => n >= customers);
  const second = at < 0 ? measured.length - 1 : Math.max(1, at);
  const [[n0, t0], [n1, t1]] = [measured[second - 1] ?? measured[0], measured[second] ?? measured[1]];
  const slope = Math.log(t1 / t0) / Math.log(n1 / n0);
  return t0 * (Math.max(1, customers) / n0) ** slope;
}
