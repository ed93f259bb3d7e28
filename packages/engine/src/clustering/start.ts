import type { Random } from '../base/random.ts';
import { kernels } from '../compute/thread.ts';
import { type Matrix, takeRows } from '../matrix/matrix.ts';

/**
 * Greedy k-means++ start: k rows as centroids. The first is drawn evenly; each next one is the best of 2 + floor(ln k)
 * rows drawn in proportion to their squared distance from the centroids so far, best meaning the lowest sum of squared
 * distances that remains. With fewer distinct rows than k some centroids coincide. O(n k d ln k).
 * Source: D. Arthur, S. Vassilvitskii, SODA 2007; number of draws as in scikit-learn.
 */
export function greedyStart(points: Matrix, k: number, random: Random): Matrix {
  const { rows } = points;
  const { shrinkDistances } = kernels();
  const trials = 2 + Math.floor(Math.log(k));
  const chosen = new Int32Array(k);
  // Three buffers change places: the distances now, those of the best draw, those of the draw at hand.
  let closest = new Float64Array(rows).fill(Infinity);
  let shrunk = new Float64Array(rows);
  let kept = new Float64Array(rows);
  chosen[0] = Math.floor(random() * rows);
  let potential = shrinkDistances(points, chosen[0], closest, closest);
  for (let c = 1; c < k; c++) {
    let lowest = Infinity;
    for (let trial = 0; trial < trials; trial++) {
      const row = drawByWeight(closest, random() * potential);
      const left = shrinkDistances(points, row, closest, shrunk);
      if (left >= lowest) continue;
      lowest = left;
      chosen[c] = row;
      [kept, shrunk] = [shrunk, kept];
    }
    [closest, kept] = [kept, closest];
    potential = lowest;
  }
  return takeRows(points, chosen);
}

/** The first row at which the running sum of `weights` exceeds `target`; rounding past the end gives the last row of weight, all zeros row 0. */
function drawByWeight(weights: Float64Array, target: number): number {
  let running = 0;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    running += weights[i];
    if (running > target) return i;
    if (weights[i] > 0) last = i;
  }
  return last;
}
