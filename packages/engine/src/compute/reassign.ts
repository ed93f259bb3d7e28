import type { Matrix } from '../matrix/matrix.ts';

/** Widens a bound by more than the rounding of its arithmetic, so that no row is skipped that a full look would move. */
const LOOSE = 1 + 1e-12;
const TIGHT = 1 - 1e-12;

/** Rows in clusters, as it stands after a round; fresh ones have labels of -1 and zeros elsewhere. */
export interface Assignment {
  readonly labels: Int32Array;
  /** At least the distance of every row to its centroid. */
  readonly upper: Float64Array;
  /** At most the distance of every row to any other centroid. */
  readonly lower: Float64Array;
  /** k x d: sums of the rows of every cluster. */
  readonly sums: Float64Array;
  /** Rows of every cluster. */
  readonly sizes: Int32Array;
  /** Working room, a number a row. */
  readonly pending: Int32Array;
}

/**
 * The labels of `assignRows`, found again after every centroid j moved by `moves[j]`: rows whose bounds show that their
 * centroid is still the nearest are not looked at. Writes `out`, sums and sizes by their changes only; returns how many
 * labels changed. O(n k d) at first, towards O(n) when centroids hardly move.
 * Source: G. Hamerly, SDM 2010. The bounds are of distances, not their squares: only those obey the triangle inequality.
 */
export function reassignRows(points: Matrix, centroids: Matrix, moves: Float64Array, out: Assignment): number {
  const waiting = shiftBounds(points, centroids, moves, out);
  const { data, cols } = points;
  const centres = centroids.data;
  const end = centroids.rows * cols;
  const { pending, upper, lower } = out;
  let changed = 0;
  for (let a = 0; a < waiting; a += 2) {
    // Two rows read every centroid once. A last row left alone is taken twice: the same answer is written twice.
    const i0 = pending[a];
    const i1 = a + 1 < waiting ? pending[a + 1] : i0;
    const p0 = i0 * cols;
    const p1 = i1 * cols;
    let best0 = Infinity;
    let best1 = Infinity;
    let second0 = Infinity;
    let second1 = Infinity;
    let label0 = 0;
    let label1 = 0;
    for (let q = 0, j = 0; q < end; q += cols, j++) {
      let sum0 = 0;
      let sum1 = 0;
      for (let c = 0; c < cols; c++) {
        const value = centres[q + c];
        const e0 = data[p0 + c] - value;
        const e1 = data[p1 + c] - value;
        sum0 += e0 * e0;
        sum1 += e1 * e1;
      }
      if (sum0 < best0) {
        second0 = best0;
        best0 = sum0;
        label0 = j;
      } else if (sum0 < second0) second0 = sum0;
      if (sum1 < best1) {
        second1 = best1;
        best1 = sum1;
        label1 = j;
      } else if (sum1 < second1) second1 = sum1;
    }
    upper[i0] = Math.sqrt(best0) * LOOSE;
    upper[i1] = Math.sqrt(best1) * LOOSE;
    lower[i0] = Math.sqrt(second0) * TIGHT;
    lower[i1] = Math.sqrt(second1) * TIGHT;
    changed += changeLabel(points, i0, label0, out) + changeLabel(points, i1, label1, out);
  }
  return changed;
}

/** Lets the bounds follow the centroids. Writes the rows that must be looked at to `pending`; returns how many. */
function shiftBounds(points: Matrix, centroids: Matrix, moves: Float64Array, out: Assignment): number {
  const { labels, upper, lower, pending } = out;
  const { data, rows, cols } = points;
  const centres = centroids.data;
  let farthest = 0;
  for (let j = 1; j < moves.length; j++) if (moves[j] > moves[farthest]) farthest = j;
  let next = 0;
  for (let j = 0; j < moves.length; j++) if (j !== farthest && moves[j] > next) next = moves[j];
  const most = moves[farthest];
  let waiting = 0;
  for (let i = 0; i < rows; i++) {
    const label = labels[i];
    if (label >= 0) {
      const least = (lower[i] - (label === farthest ? next : most) * LOOSE) * TIGHT;
      lower[i] = least;
      const bound = (upper[i] + moves[label]) * LOOSE;
      upper[i] = bound;
      if (bound < least) continue;
      let square = 0;
      for (let c = 0, p = i * cols, q = label * cols; c < cols; c++) {
        const e = data[p + c] - centres[q + c];
        square += e * e;
      }
      const own = Math.sqrt(square) * LOOSE;
      upper[i] = own;
      if (own < least) continue;
    }
    pending[waiting++] = i;
  }
  return waiting;
}

/** Moves a row to cluster `label`; returns 1 when it was elsewhere. */
function changeLabel(points: Matrix, row: number, label: number, out: Assignment): number {
  const { labels, sums, sizes } = out;
  const before = labels[row];
  if (before === label) return 0;
  const { data, cols } = points;
  const p = row * cols;
  for (let c = 0; c < cols; c++) sums[label * cols + c] += data[p + c];
  sizes[label]++;
  if (before >= 0) {
    for (let c = 0; c < cols; c++) sums[before * cols + c] -= data[p + c];
    sizes[before]--;
  }
  labels[row] = label;
  return 1;
}
