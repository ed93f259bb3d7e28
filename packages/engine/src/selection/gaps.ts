import type { ResolvedOptions } from '../base/options.ts';
import { mixSeed } from '../base/random.ts';
import { readyKMeans, refitKMeans } from '../clustering/k-means-refit.ts';
import { defineTask, type Measurement, measurement } from '../compute/task.ts';
import { inRoom } from '../compute/thread.ts';
import { type Gap, gapStatistic } from '../evaluation/gap.ts';
import { boxPlan, type CrowdPlan, drawCrowd, marginalPlan } from '../evaluation/reference-crowds.ts';
import type { Matrix } from '../matrix/matrix.ts';
import { sampleOf } from './chance.ts';

/**
 * Customers at most. More than for the chance bands, because a sum of squares costs no pairs: with 800 of 4,338 customers
 * of a real shop the answer to "one cluster or more" changed with the seed, with 3,000 it does not.
 */
const MOST_ROWS = 3000;
/** Crowds of each kind. */
const DRAWS = 12;
const UP_TO = 10;
const KMEANS_ITERATIONS = 50;

/** The gap statistic of K-Means for k = 1 .. 10, beside both kinds of crowds without groups, and what it was measured on. */
export interface GapEvidence {
  readonly box: readonly Gap[];
  readonly marginal: readonly Gap[];
  readonly sampleSize: number;
}

/** W(1) .. W(upTo) of the sample itself (draw -1), or of a crowd. */
export const dispersionsTask = defineTask(
  'selection/dispersions',
  ({ of, draw, upTo, seed }: { of: Matrix | CrowdPlan; draw: number; upTo: number; seed: number }, watch) => {
    const points = 'kind' in of ? drawCrowd(of, seed, draw) : of;
    return inRoom((room) => {
      const ready = readyKMeans(room.matrix(points), { most: upTo, starts: 1, seed }, room);
      return Array.from({ length: upTo }, (_, at) => {
        watch.signal?.throwIfAborted();
        return refitKMeans(ready, at + 1, KMEANS_ITERATIONS).inertia;
      });
    });
  },
);

/** Measures the gap statistic. */
export function gapEvidence(all: Matrix, options: Pick<ResolvedOptions, 'seed'>): Measurement<GapEvidence> {
  const { points } = sampleOf(all, options.seed, { share: 1, atMost: MOST_ROWS });
  const seed = mixSeed(options.seed, 105);
  const upTo = Math.min(UP_TO, points.rows);
  const kinds = [boxPlan(points), marginalPlan(points)];
  const inputs = kinds.flatMap((of) => Array.from({ length: DRAWS }, (_, draw) => ({ of, draw, upTo, seed })));
  return measurement(dispersionsTask, [{ of: points, draw: -1, upTo, seed }, ...inputs], ([own, ...crowds]) => ({
    box: gapStatistic(own, crowds.slice(0, DRAWS)),
    marginal: gapStatistic(own, crowds.slice(DRAWS)),
    sampleSize: points.rows,
  }));
}
