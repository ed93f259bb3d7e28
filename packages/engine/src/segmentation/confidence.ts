import { posteriors } from '../clustering/gaussian-mixture.ts';
import { type Matrix, matrix } from '../matrix/matrix.ts';
import type { Candidate } from '../selection/candidate.ts';

/** How sure each row's cluster is, and which cluster would be its second choice (-1: none). By row of the points. */
export interface Confidences {
  readonly confidence: Float64Array;
  readonly runnerUp: Int32Array;
}

/**
 * Confidence in 0..1 of every row in its cluster. Gaussian mixture: the posterior of the cluster. All others: the margin
 * 1 - d1 / d2, with d1 the distance to the mean of the own cluster and d2 that to the nearest other mean; 0 where another
 * mean is nearer. Noise has 0 and no second choice; with one cluster everyone has 1. A margin is no probability.
 *
 * @param points the rows the candidate was fitted on, in its order
 */
export function confidences(points: Matrix, candidate: Pick<Candidate, 'labels' | 'model'>): Confidences {
  const { labels, model } = candidate;
  if (model.kind === 'GaussianMixture') return shareConfidences(posteriors(points, model), labels, present(labels));
  const centroids = model.kind === 'KMeans' ? model.centroids : clusterMeans(points, labels);
  return marginConfidences(points, centroids, labels, present(labels));
}

/** Confidence from shares of every row in every component; only clusters marked in `live` can be a second choice. */
export function shareConfidences(shares: Matrix, labels: Int32Array, live: ArrayLike<number>): Confidences {
  const confidence = new Float64Array(shares.rows);
  const runnerUp = new Int32Array(shares.rows).fill(-1);
  for (let i = 0; i < shares.rows; i++) {
    const own = labels[i];
    if (own < 0) continue;
    let best = -1;
    for (let j = 0; j < shares.cols; j++) {
      if (j === own || !live[j]) continue;
      const share = shares.data[i * shares.cols + j];
      if (share <= best) continue;
      best = share;
      runnerUp[i] = j;
    }
    confidence[i] = runnerUp[i] < 0 ? 1 : Math.min(1, Math.max(0, shares.data[i * shares.cols + own]));
  }
  return { confidence, runnerUp };
}

/** Confidence from distances to means; only clusters marked in `live` can be a second choice. */
export function marginConfidences(
  points: Matrix,
  centroids: Matrix,
  labels: Int32Array,
  live: ArrayLike<number>,
): Confidences {
  const { rows, cols, data } = points;
  const { data: means, rows: clusters } = centroids;
  const confidence = new Float64Array(rows);
  const runnerUp = new Int32Array(rows).fill(-1);
  for (let i = 0; i < rows; i++) {
    const own = labels[i];
    if (own < 0) continue;
    let nearest = Infinity;
    let second = -1;
    let away = 0;
    for (let j = 0; j < clusters; j++) {
      let sum = 0;
      for (let c = 0; c < cols; c++) {
        const difference = data[i * cols + c] - means[j * cols + c];
        sum += difference * difference;
      }
      if (j === own) away = sum;
      if (j === own || !live[j] || !(sum < nearest)) continue;
      nearest = sum;
      second = j;
    }
    runnerUp[i] = second;
    if (second < 0) confidence[i] = 1;
    else confidence[i] = nearest > 0 ? Math.max(0, 1 - Math.sqrt(away / nearest)) : 0;
  }
  return { confidence, runnerUp };
}

/** Mean of the points of every cluster 0, 1, ...; noise aside. Zeros for an empty cluster. */
export function clusterMeans(points: Matrix, labels: Int32Array): Matrix {
  const { cols, data } = points;
  const sizes = present(labels);
  const means = matrix(sizes.length, cols);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (label < 0) continue;
    for (let c = 0; c < cols; c++) means.data[label * cols + c] += data[i * cols + c];
  }
  for (let j = 0; j < means.rows; j++) for (let c = 0; c < cols; c++) means.data[j * cols + c] /= Math.max(1, sizes[j]);
  return means;
}

/** Rows of every cluster 0, 1, ... */
function present(labels: Int32Array): Int32Array {
  let largest = -1;
  for (const label of labels) if (label > largest) largest = label;
  const sizes = new Int32Array(largest + 1);
  for (const label of labels) if (label >= 0) sizes[label]++;
  return sizes;
}
