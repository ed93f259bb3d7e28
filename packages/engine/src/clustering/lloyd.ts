import type { Watch } from '../base/watch.ts';
import { type Lanes, type LloydFit, lloydRoom, moveCentroids, padded } from '../compute/lloyd.ts';
import type { Room } from '../compute/room.ts';
import { kernels } from '../compute/thread.ts';
import { type Matrix, matrix } from '../matrix/matrix.ts';
import type { KMeansModel } from './models.ts';

/** Steps of arithmetic in one call of a kernel, about 10 ms: between calls a fit can be stopped. */
const WORK_PER_CALL = 2e8;

/** When a fit ends. */
export interface Limits {
  readonly maxIter: number;
  /** Sum of squared centroid moves at or below which the fit has settled. */
  readonly shift: number;
}

/** A fit of k clusters in `room`, and the mean variance of its columns. `points` lie there already. */
export function readyFit(points: Matrix, k: number, room: Room): { fit: LloydFit; spread: number } {
  const { rows, cols } = points;
  const ready: Lanes = { points, means: room.f64(cols), lanes: room.f32((cols + 1) * padded(rows)) };
  const spread = kernels().laneRows(ready);
  const fit: LloydFit = {
    ...ready,
    centroids: matrix(k, cols, room.f64(k * cols)),
    labels: room.i32(padded(rows)),
    sums: room.f64(k * cols),
    sizes: room.i32(k),
    moves: room.f64(k),
    work: room.f64(lloydRoom(rows, k, cols)),
  };
  return { fit, spread };
}

/** Copies the rows named by `index` into `to`. */
export function setRows(to: Matrix, { data, cols }: Matrix, index: Int32Array): void {
  for (let j = 0; j < index.length; j++)
    for (let c = 0; c < cols; c++) to.data[j * cols + c] = data[index[j] * cols + c];
}

/** One run from the centroids of `fit`, in its room. Labels agree with the centroids returned. */
export function lloyd(fit: LloydFit, limits: Limits, watch: Watch): KMeansModel {
  const { points, centroids, labels, sums, sizes, moves, work } = fit;
  const { lloydFinish, lloydRounds } = kernels();
  labels.fill(-1);
  for (const zeros of [sums, sizes, moves, work]) zeros.fill(0);
  const most = Math.max(1, Math.floor(WORK_PER_CALL / (points.rows * centroids.rows * (points.cols + 4))));
  let iterations = 0;
  let converged = false;
  while (!converged && iterations < limits.maxIter) {
    watch.signal?.throwIfAborted();
    const { done, settled, starved } = lloydRounds(fit, Math.min(most, limits.maxIter - iterations), limits.shift);
    iterations += done;
    converged = starved ? feed(fit) <= limits.shift : settled;
  }
  const inertia = lloydFinish(fit);
  return {
    kind: 'KMeans',
    centroids: matrix(centroids.rows, centroids.cols, centroids.data.slice()),
    labels: labels.slice(0, points.rows),
    sizes: sizes.slice(),
    inertia,
    iterations,
    converged,
  };
}

/** Gives empty clusters a row and moves the centroids; returns the sum of their squared moves. */
function feed(fit: LloydFit): number {
  const { points, centroids, labels, sums, sizes } = fit;
  const distances = new Float64Array(points.rows);
  kernels().assignRows(points, centroids, labels, distances);
  fillEmpty(points, labels, distances, { sums, sizes });
  const moved = moveCentroids(fit);
  kernels().sumRows(points, labels, sums, sizes);
  return moved;
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
