import { fault } from '../base/faults.ts';
import { invalidParameter } from '../base/options.ts';
import type { Random } from '../base/random.ts';
import { pulse, unwatched, type Watch } from '../base/watch.ts';
import { kernels } from '../compute/thread.ts';
import type { Assignment } from '../compute/reassign.ts';
import { type Matrix, matrix } from '../matrix/matrix.ts';
import type { KMeansModel } from './models.ts';
import { lowestOf, restartSeeds } from './restart.ts';
import { greedyStart } from './start.ts';

/** From this many rows on, three starts replace ten: more rows leave fewer poor optima and cost more each. */
const MANY_ROWS = 20_000;

/** What `kMeans` takes; only the number of clusters is required. */
export interface KMeansOptions {
  readonly nClusters: number;
  /** Independent starts; the lowest inertia wins. Default 10 below 20,000 rows, else 3; with `init` always 1. */
  readonly nInit?: number;
  /** Default 300. */
  readonly maxIter?: number;
  /** Stop when the squared moves of all centroids sum to at most this share of the mean column variance. Default 1e-4. */
  readonly tol?: number;
  /** Default 42. */
  readonly seed?: number;
  /** First centroids (k x d), instead of drawn ones. */
  readonly init?: Matrix;
}

/**
 * K-Means by Lloyd's algorithm, best of several greedy k-means++ starts. Stop rules are scikit-learn's: no label changed,
 * or the centroids barely moved, or `maxIter`. A cluster that runs empty takes the row farthest from its centroid; it
 * stays empty only where rows have fewer than `nClusters` distinct values. Reports progress after every start.
 * O(n k d) an iteration. Throws ROWS_TOO_FEW, INVALID_PARAMETER, MATRIX_SHAPE (of `init`).
 * Source: S. Lloyd, IEEE Trans. Inf. Theory 28, 1982. Prefer a Gaussian mixture where groups differ in shape or size.
 */
export function kMeans(points: Matrix, options: KMeansOptions, watch: Watch = unwatched): KMeansModel {
  const { nClusters, init, maxIter = 300, tol = 1e-4, seed = 42 } = options;
  requireRows(points, 'nClusters', nClusters);
  const limits = { maxIter, shift: tol * meanVariance(points) };
  if (init !== undefined) {
    if (init.rows !== nClusters || init.cols !== points.cols)
      throw fault('MATRIX_SHAPE', { rows: nClusters, cols: points.cols, length: init.data.length });
    return lloyd(points, init, limits, watch);
  }
  const nInit = options.nInit ?? (points.rows < MANY_ROWS ? 10 : 3);
  requireCount('nInit', nInit);
  const run = (random: Random, restart: number): KMeansModel => {
    const model = lloyd(points, greedyStart(points, nClusters, random), limits, watch);
    pulse(watch, 'kmeans', (restart + 1) / nInit);
    return model;
  };
  return lowestOf(restartSeeds(seed, nInit), (model) => model.inertia, run);
}

/** The nearest centroid of every row, the lowest index on a tie: the labels a K-Means gives to new rows. */
export function assignNearest(points: Matrix, centroids: Matrix): Int32Array {
  const labels = new Int32Array(points.rows);
  kernels().assignRows(points, centroids, labels, new Float64Array(points.rows));
  return labels;
}

/** Refuses a number of clusters that is no whole number from 1, or above the number of rows. */
export function requireRows(points: Matrix, parameter: string, clusters: number): void {
  requireCount(parameter, clusters);
  if (points.rows < clusters) throw fault('ROWS_TOO_FEW', { rows: points.rows, n_clusters: clusters });
}

function requireCount(parameter: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) throw invalidParameter(parameter, value, { type: 'integer', minimum: 1 });
}

interface Limits {
  readonly maxIter: number;
  /** Sum of squared centroid moves at or below which the fit has settled. */
  readonly shift: number;
}

/** One run from `start`, which stays as it is. Labels agree with the centroids returned. */
function lloyd(points: Matrix, start: Matrix, limits: Limits, watch: Watch): KMeansModel {
  const { rows, cols } = points;
  const { assignRows, reassignRows, sumRows } = kernels();
  const centroids = matrix(start.rows, cols, start.data.slice());
  const assignment = freshAssignment(rows, start.rows, cols);
  const { labels, sums, sizes } = assignment;
  const distances = new Float64Array(rows);
  const moves = new Float64Array(start.rows);
  let iterations = 0;
  let converged = false;
  while (!converged && iterations < limits.maxIter) {
    watch.signal?.throwIfAborted();
    iterations++;
    if (reassignRows(points, centroids, moves, assignment) === 0) {
      converged = true;
      break;
    }
    const starved = sizes.includes(0);
    if (starved) {
      assignRows(points, centroids, labels, distances);
      fillEmpty(points, labels, distances, { sums, sizes });
    }
    converged = moveCentroids(centroids, sums, sizes, moves) <= limits.shift;
    if (starved) sumRows(points, labels, sums, sizes);
  }
  // Sums kept by changes alone have drifted by rounding: the centroids returned are means taken afresh, but for a cluster
  // that was just given a row its labels do not show yet.
  if (sizes.every((size) => size > 0)) {
    sumRows(points, labels, sums, sizes);
    moveCentroids(centroids, sums, sizes, moves);
  }
  assignRows(points, centroids, labels, distances);
  sizes.fill(0);
  let inertia = 0;
  for (let i = 0; i < rows; i++) {
    sizes[labels[i]]++;
    inertia += distances[i];
  }
  return { kind: 'KMeans', centroids, labels, sizes, inertia, iterations, converged };
}

function freshAssignment(rows: number, k: number, cols: number): Assignment {
  return {
    labels: new Int32Array(rows).fill(-1),
    upper: new Float64Array(rows),
    lower: new Float64Array(rows),
    sums: new Float64Array(k * cols),
    sizes: new Int32Array(k),
    pending: new Int32Array(rows),
  };
}

/**
 * Gives every empty cluster the row farthest from its centroid (lowest row on a tie) out of a cluster that keeps another.
 * Writes the sums and sizes; uses up `distances`. A row on its centroid never moves: then rows have too few distinct values.
 */
function fillEmpty(
  points: Matrix,
  labels: Int32Array,
  distances: Float64Array,
  { sums, sizes }: { sums: Float64Array; sizes: Int32Array },
): void {
  const { data, rows, cols } = points;
  for (let empty = sizes.indexOf(0); empty >= 0; empty = sizes.indexOf(0, empty + 1)) {
    let farthest = -1;
    for (let i = 0; i < rows; i++)
      if (distances[i] > (farthest < 0 ? 0 : distances[farthest]) && sizes[labels[i]] > 1) farthest = i;
    if (farthest < 0) return;
    const donor = labels[farthest];
    distances[farthest] = 0;
    sizes[donor]--;
    sizes[empty] = 1;
    for (let c = 0; c < cols; c++) {
      const value = data[farthest * cols + c];
      sums[donor * cols + c] -= value;
      sums[empty * cols + c] = value;
    }
  }
}

/**
 * Moves every centroid to the mean of its rows, an empty cluster's stays. Writes the distances moved to `moves`; returns
 * the sum of their squares.
 */
function moveCentroids(centroids: Matrix, sums: Float64Array, sizes: Int32Array, moves: Float64Array): number {
  const { data, cols } = centroids;
  let total = 0;
  for (let j = 0; j < sizes.length; j++) {
    let moved = 0;
    for (let o = j * cols; sizes[j] > 0 && o < (j + 1) * cols; o++) {
      const mean = sums[o] / sizes[j];
      moved += (mean - data[o]) ** 2;
      data[o] = mean;
    }
    moves[j] = Math.sqrt(moved);
    total += moved;
  }
  return total;
}

/** Mean over the columns of their population variances. */
function meanVariance({ data, rows, cols }: Matrix): number {
  let total = 0;
  for (let c = 0; c < cols; c++) {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += data[i * cols + c];
    const mean = sum / rows;
    for (let i = 0; i < rows; i++) total += (data[i * cols + c] - mean) ** 2;
  }
  return total / (rows * cols);
}
