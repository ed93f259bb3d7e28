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
  const n = distances.rows;
  const sizes = new Int32Array(k);
  for (const label of labels) if (label >= 0) sizes[label]++;
  const sums = new Float64Array(n);
  const nearest = new Float64Array(n).fill(Infinity);
  for (let i = 0; i < n; i++) {
    const own = labels[i];
    if (own < 0) continue;
    for (let j = 0; j < i; j++) {
      const other = labels[j];
      if (other < 0) continue;
      const distance = distances.data[i * n + j];
      if (own === other) {
        sums[i] += distance;
        sums[j] += distance;
      } else {
        if (distance < nearest[i]) nearest[i] = distance;
        if (distance < nearest[j]) nearest[j] = distance;
      }
    }
  }
  const within = meanWithin(sums, labels, sizes);
  const separation = borderDistance(nearest, labels, sizes);
  return within === null || separation === null ? null : { within, separation };
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
  let total = 0;
  let rows = 0;
  sizes.forEach((size, j) => {
    const ofCluster = nearest.filter((_, i) => labels[i] === j).toSorted();
    const count = Math.ceil(BORDER_SHARE * size);
    for (let at = 0; at < count; at++) total += ofCluster[at];
    rows += count;
  });
  return total / rows;
}
