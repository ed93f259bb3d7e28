import type { ResolvedOptions } from '../base/options.ts';
import { mixSeed, seededRandom } from '../base/random.ts';
import type { Watch } from '../base/watch.ts';
import { bootstrap, clusterStability, type Redraw, subsample } from '../evaluation/stability.ts';
import { type Matrix, takeRows } from '../matrix/matrix.ts';
import { reachFor, refit } from './refit.ts';
import { clusterSizes, type Tried } from './sweep.ts';

/** Customers in one redraw, at most. */
const SCREEN_ROWS = 300;
const WINNER_ROWS = 600;
/** Redraws for every candidate, and for the winner. */
const SCREEN_REDRAWS = 10;
export const WINNER_REDRAWS = 30;

type Options = Pick<ResolvedOptions, 'linkage' | 'seed'>;

/** Mean over clusters of their stability, for every candidate, from few redraws; null with fewer than two clusters. */
export function screenStability(
  points: Matrix,
  tried: readonly Tried[],
  options: Options,
  watch: Watch,
): (number | null)[] {
  const size = { rows: SCREEN_ROWS, redraws: SCREEN_REDRAWS, starts: 2 };
  return stabilities(points, tried, { ...options, ...size }, watch).map((byCluster) => {
    if (!byCluster || byCluster.length < 2) return null;
    return byCluster.reduce((sum, value) => sum + value, 0) / byCluster.length;
  });
}

/** Stability of every cluster of one model; null with fewer than two clusters. */
export function winnerStability(points: Matrix, winner: Tried, options: Options, watch: Watch): Float64Array | null {
  const size = { rows: WINNER_ROWS, redraws: WINNER_REDRAWS, starts: 3 };
  const [byCluster] = stabilities(points, [winner], { ...options, ...size }, watch);
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
  watch: Watch,
): (Float64Array | null)[] {
  const n = points.rows;
  const found = new Map<Tried, { redraws: Redraw[]; refits: Int32Array[] }>();
  for (const candidate of tried) found.set(candidate, { redraws: [], refits: [] });
  for (let r = 0; r < size.redraws; r++) {
    watch.signal?.throwIfAborted();
    const seed = mixSeed(mixSeed(size.seed, 103), r);
    for (const density of [false, true]) {
      const group = tried.filter((candidate) => (candidate.algorithm === 'DBSCAN') === density);
      const rows = Math.min(n, size.rows);
      const half = Math.max(1, Math.min(size.rows, Math.floor(n / 2)));
      if (group.length === 0) continue;
      const random = seededRandom(seed);
      const redraw = density ? subsample(random, n, half) : bootstrap(random, n, rows);
      const drawn = takeRows(points, redraw.rows);
      const effort = { starts: size.starts, seed, reach: density ? reachFor(half, n, points.cols) : 1 };
      refit(drawn, group, size, effort).forEach((labels, at) => {
        const into = found.get(group[at]);
        if (!labels || !into) return;
        into.redraws.push(redraw);
        into.refits.push(labels);
      });
    }
  }
  return tried.map((candidate) => {
    const { redraws, refits } = found.get(candidate) ?? { redraws: [], refits: [] };
    const k = clusterSizes(candidate.labels).length;
    return refits.length > 0 ? clusterStability(candidate.labels, redraws, refits, k) : null;
  });
}
