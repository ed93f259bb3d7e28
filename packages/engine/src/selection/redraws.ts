import type { Linkage, ResolvedOptions } from '../base/options.ts';
import { mixSeed, seededRandom } from '../base/random.ts';
import { quiet, type Watch } from '../base/watch.ts';
import { defineTask, type Measurement, measurement } from '../compute/task.ts';
import { measureTogether } from '../compute/team.ts';
import { clusterSizes } from '../evaluation/partition.ts';
import { bootstrap, clusterStability, type Redraw, subsample } from '../evaluation/stability.ts';
import { type Matrix, takeRows } from '../matrix/matrix.ts';
import type { CandidateName } from './choose.ts';
import { type Effort, reachFor, refit } from './refit.ts';
import type { Tried } from './sweep.ts';

/** Customers in one redraw, at most. */
const SCREEN_ROWS = 300;
const WINNER_ROWS = 600;
/** Redraws for every candidate, and for the winner. */
const SCREEN_REDRAWS = 10;
export const WINNER_REDRAWS = 20;

type Options = Pick<ResolvedOptions, 'linkage' | 'seed'>;

/** Mean over clusters of their stability, for every candidate, from few redraws; null with fewer than two clusters. */
export function screenStability(
  points: Matrix,
  tried: readonly Tried[],
  options: Options,
): Measurement<(number | null)[]> {
  const size = { rows: SCREEN_ROWS, redraws: SCREEN_REDRAWS, starts: 3 };
  const { works, read } = stabilities(points, tried, { ...options, ...size });
  const mean = (byCluster: Float64Array | null): number | null => {
    if (!byCluster || byCluster.length < 2) return null;
    return byCluster.reduce((sum, value) => sum + value, 0) / byCluster.length;
  };
  return { works, read: (outputs) => read(outputs).map(mean) };
}

/** Stability of every cluster of one model; null with fewer than two clusters. */
export function winnerStability(points: Matrix, winner: Tried, options: Options, watch: Watch): Float64Array | null {
  const size = { rows: WINNER_ROWS, redraws: WINNER_REDRAWS, starts: 3 };
  const [[byCluster]] = measureTogether([stabilities(points, [winner], { ...options, ...size })], quiet(watch));
  return byCluster && byCluster.length >= 2 ? byCluster : null;
}

/**
 * Refits every candidate on redrawn customers: a bootstrap (m out of n above the bound), for DBSCAN half of the customers
 * without repeats. Candidates share the draws.
 */
function stabilities(
  points: Matrix,
  tried: readonly Tried[],
  size: Options & { rows: number; redraws: number; starts: number },
): Measurement<(Float64Array | null)[]> {
  const n = points.rows;
  const groups = [false, true].map((density) => tried.filter(({ algorithm }) => (algorithm === 'DBSCAN') === density));
  const half = Math.max(1, Math.min(size.rows, Math.floor(n / 2)));
  const jobs = Array.from({ length: size.redraws }, (_, r) => mixSeed(mixSeed(size.seed, 103), r)).flatMap((seed) =>
    groups.flatMap((group, density) => {
      if (group.length === 0) return [];
      const random = seededRandom(seed);
      const redraw = density === 1 ? subsample(random, n, half) : bootstrap(random, n, Math.min(n, size.rows));
      const effort = { starts: size.starts, seed, reach: density === 1 ? reachFor(half, n, points.cols) : 1 };
      const candidates = group.map(({ algorithm, params }) => ({ algorithm, params }));
      return [{ group, redraw, input: { points, rows: redraw.rows, candidates, linkage: size.linkage, effort } }];
    }),
  );
  const inputs = jobs.map(({ input }) => input);
  return measurement(redrawTask, inputs, (outputs) => {
    const found = new Map(
      tried.map((candidate) => [candidate, { redraws: [] as Redraw[], refits: [] as Int32Array[] }]),
    );
    outputs.forEach((refits, job) => {
      const { group, redraw } = jobs[job];
      refits.forEach((labels, at) => {
        const into = found.get(group[at]);
        if (!labels || !into) return;
        into.redraws.push(redraw);
        into.refits.push(labels);
      });
    });
    return tried.map((candidate) => {
      const { redraws, refits } = found.get(candidate) ?? { redraws: [], refits: [] };
      const k = clusterSizes(candidate.labels).length;
      return refits.length > 0 ? clusterStability(candidate.labels, redraws, refits, k) : null;
    });
  });
}

interface RedrawInput {
  readonly points: Matrix;
  readonly rows: Int32Array;
  readonly candidates: readonly CandidateName[];
  readonly linkage: Linkage;
  readonly effort: Effort;
}

/** Labels of every candidate, fitted again on the rows drawn. */
export const redrawTask = defineTask('selection/redraw', ({ points, rows, candidates, linkage, effort }: RedrawInput) =>
  refit(takeRows(points, rows), candidates, { linkage }, effort),
);
