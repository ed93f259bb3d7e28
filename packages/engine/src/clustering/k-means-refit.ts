import { seededRandom } from '../base/random.ts';
import type { LloydRefits } from '../compute/lloyd.ts';
import { padded } from '../compute/lloyd.ts';
import type { Room } from '../compute/room.ts';
import { inRoom, kernels } from '../compute/thread.ts';
import { type Matrix, takeRows } from '../matrix/matrix.ts';
import { kMeans } from './k-means.ts';
import { readyFit } from './lloyd.ts';
import { restartSeeds } from './restart.ts';
import { drawStart, readyStarts } from './start.ts';

/** The default of `kMeans`. */
const TOL = 1e-4;

/** Points made ready for refits, with the mean variance of their columns. */
export interface KMeansRefits extends LloydRefits {
  readonly spread: number;
}

/** Labels and the sum of squared distances from the centroids. */
export interface KMeansRefit {
  readonly labels: Int32Array;
  readonly inertia: number;
}

/**
 * Makes `points`, which lie in `room`, ready for K-Means of every k up to `most` (at most the rows), and draws the starts
 * once: the first k centroids of a greedy k-means++ start of `most` are one of k, with as many tries for each as `most`
 * asks for. O(n d most ln most) a start.
 */
export function readyKMeans(
  points: Matrix,
  { most, starts, seed }: { readonly most: number; readonly starts: number; readonly seed: number },
  room: Room,
): KMeansRefits {
  const chosen = room.i32(starts * most);
  const { fit, spread } = readyFit(points, most, room);
  const nearest = room.i32(padded(points.rows));
  inRoom((inner) => {
    const ready = readyStarts(points, most, inner);
    restartSeeds(seed, starts).forEach((each, start) => {
      chosen.set(drawStart(ready, seededRandom(each)), start * most);
    });
  });
  return { fit, spread, starts, chosen, nearest };
}

/**
 * K-Means of k clusters, best of the starts: what `kMeans` gives from the same first centroids, to the last bit. For refits
 * beside many others; where the model itself is wanted use `kMeans`. O(n k d) an iteration.
 */
export function refitKMeans(ready: KMeansRefits, k: number, maxIter: number): KMeansRefit {
  const { fit, spread, starts, chosen, nearest } = ready;
  const { points, centroids } = fit;
  const inertia = kernels().lloydRefit(ready, k, { maxIter, shift: TOL * spread });
  if (inertia !== null) return { labels: nearest.slice(0, points.rows), inertia };
  const fits = Array.from({ length: starts }, (_, start) => {
    const first = start * centroids.rows;
    return kMeans(points, {
      nClusters: k,
      init: takeRows(points, chosen.subarray(first, first + k)),
      maxIter,
      tol: TOL,
    });
  });
  const { labels, inertia: lowest } = fits.reduce((best, next) => (next.inertia < best.inertia ? next : best));
  return { labels, inertia: lowest };
}
