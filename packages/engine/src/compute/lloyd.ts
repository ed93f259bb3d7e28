import type { Matrix } from '../matrix/matrix.ts';
import { assignRows, sumRows } from './assign.ts';
import { reassignRows } from './reassign.ts';

/** One K-Means fit at work. Labels of -1 and zeros in sums, sizes, moves and work start it. */
export interface LloydFit extends Lanes {
  /** k x d; moved by the fit. */
  readonly centroids: Matrix;
  /** Cluster of every row; as long as `padded(rows)`. */
  readonly labels: Int32Array;
  /** k x d: sums of the rows of every cluster. */
  readonly sums: Float64Array;
  /** Rows of every cluster. */
  readonly sizes: Int32Array;
  /** How far every centroid moved last. */
  readonly moves: Float64Array;
  /** Working room of the compiled build, `lloydRoom` numbers. */
  readonly work: Float64Array;
}

/** Rows made ready for K-Means by `laneRows`; several fits may read them. */
export interface Lanes {
  readonly points: Matrix;
  /** Mean of every column. */
  readonly means: Float64Array;
  /** The rows about the means in single precision, a column after the other: (cols + 1) x `padded(rows)`. */
  readonly lanes: Float32Array;
  /** Bounds of the plain build, made when it first needs them. */
  bounds?: { readonly upper: Float64Array; readonly lower: Float64Array; readonly pending: Int32Array };
}

/** What rounds of a fit came to. */
export interface Rounds {
  readonly done: number;
  /** No label changed, or the centroids hardly moved. */
  readonly settled: boolean;
  /** A cluster ran empty in the last round; the centroids have not moved after it. */
  readonly starved: boolean;
}

/** The compiled build takes up to eight rows at a time. */
export function padded(rows: number): number {
  return (rows + 7) & ~7;
}

/** Length of `work` of a fit: room for a tile, a limit for every four rows, the centroids in single precision. */
export function lloydRoom(rows: number, k: number, cols: number): number {
  return 772 + padded(rows) / 4 + Math.ceil((k * cols) / 2);
}

/**
 * Mean variance of the columns (population). Writes `means`, and `lanes` where the build reads them. The sums run from the
 * first row on and column after column, in every build: fits stop by this number. O(n d).
 */
export function laneRows({ points: { data, rows, cols }, means }: Lanes): number {
  let total = 0;
  for (let c = 0; c < cols; c++) {
    let sum = 0;
    for (let at = c; at < data.length; at += cols) sum += data[at];
    const mean = sum / rows;
    let squares = 0;
    for (let at = c; at < data.length; at += cols) {
      const e = data[at] - mean;
      squares += e * e;
    }
    means[c] = mean;
    total += squares;
  }
  return total / (rows * cols);
}

/** At most `most` rounds of Lloyd; `shift` is the sum of squared moves at or below which a fit has settled. O(n k d) a round. */
export function lloydRounds(fit: LloydFit, most: number, shift: number): Rounds {
  const { points, centroids, labels, sums, sizes, moves } = fit;
  const { rows } = points;
  fit.bounds ??= { upper: new Float64Array(rows), lower: new Float64Array(rows), pending: new Int32Array(rows) };
  const assignment = { labels, sums, sizes, ...fit.bounds };
  for (let done = 1; done <= most; done++) {
    if (reassignRows(points, centroids, moves, assignment) === 0) return { done, settled: true, starved: false };
    if (sizes.includes(0)) return { done, settled: false, starved: true };
    if (moveCentroids(fit) <= shift) return { done, settled: true, starved: false };
  }
  return { done: most, settled: false, starved: false };
}

/**
 * Ends a fit: centroids become means taken afresh, for sums kept by changes alone have drifted by rounding, unless a cluster
 * is empty or its labels do not show its row yet. Then labels are those of the centroids, and sizes those of the labels.
 * Returns the inertia. O(n k d).
 */
export function lloydFinish(fit: LloydFit): number {
  const { points, centroids, labels, sums, sizes } = fit;
  const { rows } = points;
  if (!sizes.includes(0)) {
    sumRows(points, labels, sums, sizes);
    moveCentroids(fit);
  }
  const distances = new Float64Array(rows);
  assignRows(points, centroids, labels, distances);
  sizes.fill(0);
  let inertia = 0;
  for (let i = 0; i < rows; i++) {
    sizes[labels[i]]++;
    inertia += distances[i];
  }
  return inertia;
}

/** Starts drawn once, and room for fits of some or all of their clusters, one after the other. Nothing outlives a fit. */
export interface LloydRefits {
  /** Every fit is of its first k clusters. */
  readonly fit: LloydFit;
  readonly starts: number;
  /** Rows chosen as centroids, as many for every start as `fit` has clusters; k of them are a start of k. */
  readonly chosen: Int32Array;
  /** Labels of the cheapest fit. */
  readonly nearest: Int32Array;
}

/**
 * The fit of k clusters of lowest inertia over the starts, the earliest of equals: its labels go to `nearest`. Returns the
 * inertia; null, with nothing to be read, where a cluster ran empty and for a build that has none.
 */
export function lloydRefit(
  _refits: LloydRefits,
  _k: number,
  _limits: { maxIter: number; shift: number },
): number | null {
  return null;
}

/** Gives every row the nearest centroid, the lowest index on a tie; writes labels alone. O(n k d). */
export function lloydLabels({ points, centroids, labels }: LloydFit): void {
  assignRows(points, centroids, labels, new Float64Array(points.rows));
}

/**
 * Moves every centroid to the mean of its rows, an empty cluster's stays. Writes the distances moved to `moves`; returns
 * the sum of their squares.
 */
export function moveCentroids({
  centroids,
  sums,
  sizes,
  moves,
}: Pick<LloydFit, 'centroids' | 'sums' | 'sizes' | 'moves'>): number {
  const { data, cols } = centroids;
  let total = 0;
  for (let j = 0; j < sizes.length; j++) {
    let moved = 0;
    for (let o = j * cols; sizes[j] > 0 && o < (j + 1) * cols; o++) {
      const mean = sums[o] / sizes[j];
      const e = mean - data[o];
      moved += e * e;
      data[o] = mean;
    }
    moves[j] = Math.sqrt(moved);
    total += moved;
  }
  return total;
}
