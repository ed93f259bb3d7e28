import { inRoom, kernels } from '../compute/thread.ts';
import { type Matrix, matrix, squaredDistance } from '../matrix/matrix.ts';

/** Share of every cluster's rows, those nearest to another cluster, that separation looks at. */
const BORDER_SHARE = 0.1;

/** What a partition is like in distances: both in the units of the points. */
export interface PairScores {
  /** Mean over rows of the mean distance to the others of the cluster; lower is more alike. */
  readonly within: number;
  /** Mean distance of the rows at a border to the nearest row of another cluster; higher is farther apart. */
  readonly separation: number;
}

/** All distances between rows, n x n. For samples of a few hundred rows. */
export function distanceMatrix(points: Matrix): Matrix {
  const n = points.rows;
  const distances = matrix(n, n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      const distance = Math.sqrt(squaredDistance(points, i, points, j));
      distances.data[i * n + j] = distance;
      distances.data[j * n + i] = distance;
    }
  return distances;
}

/**
 * Average within-cluster distance and separation index (the mean of the smallest 10 % of distances to another cluster,
 * cluster by cluster) of labels 0 .. k - 1; noise (-1) is left out. Null with fewer than two clusters or only single rows.
 * Source: S. Akhanli, C. Hennig, Statistics and Computing 2020.
 */
export function pairScores(distances: Matrix, labels: Int32Array, k: number): PairScores | null {
  return inRoom((room) => {
    const n = distances.rows;
    const sizes = new Int32Array(k);
    const numbers = room.f64(n);
    for (let i = 0; i < n; i++) {
      if (labels[i] >= 0) sizes[labels[i]]++;
      numbers[i] = labels[i] >= 0 ? labels[i] : NaN;
    }
    const sums = room.f64(n);
    const nearest = room.f64(n);
    kernels().pairSums({ distances, labels: numbers, sums, nearest });
    const within = meanWithin(sums, labels, sizes);
    const separation = borderDistance(nearest, labels, sizes);
    return within === null || separation === null ? null : { within, separation };
  });
}

function meanWithin(sums: Float64Array, labels: Int32Array, sizes: Int32Array): number | null {
  let total = 0;
  let rows = 0;
  for (let i = 0; i < sums.length; i++) {
    // A row alone in its cluster has no distance to share; counting it as 0 would reward splitting off outliers.
    if (labels[i] < 0 || sizes[labels[i]] < 2) continue;
    total += sums[i] / (sizes[labels[i]] - 1);
    rows++;
  }
  return rows > 0 ? total / rows : null;
}

function borderDistance(nearest: Float64Array, labels: Int32Array, sizes: Int32Array): number | null {
  if (sizes.filter((size) => size > 0).length < 2) return null;
  // The smallest of every cluster, sorted, cluster after cluster.
  const starts = new Int32Array(sizes.length + 1);
  for (let j = 0; j < sizes.length; j++) starts[j + 1] = starts[j] + Math.ceil(BORDER_SHARE * sizes[j]);
  const smallest = new Float64Array(starts[sizes.length]).fill(Infinity);
  for (let i = 0; i < nearest.length; i++) {
    if (labels[i] < 0) continue;
    const from = starts[labels[i]];
    let at = starts[labels[i] + 1] - 1;
    if (nearest[i] >= smallest[at]) continue;
    for (; at > from && smallest[at - 1] > nearest[i]; at--) smallest[at] = smallest[at - 1];
    smallest[at] = nearest[i];
  }
  return smallest.reduce((sum, distance) => sum + distance, 0) / smallest.length;
}
