import type { Matrix } from '../matrix/matrix.ts';

/**
 * Gives every row the nearest centroid, the lowest index on a tie. Writes `labels` and `distances` (squared, to that
 * centroid); returns how many labels changed. O(n k d).
 */
export function assignRows(points: Matrix, centroids: Matrix, labels: Int32Array, distances: Float64Array): number {
  const { data, rows, cols } = points;
  const centres = centroids.data;
  const end = centroids.rows * cols;
  let changed = 0;
  for (let i = 0; i < rows; i++) {
    const p = i * cols;
    let best = Infinity;
    let label = 0;
    for (let q = 0, j = 0; q < end; q += cols, j++) {
      let square = 0;
      for (let c = 0; c < cols; c++) {
        const e = data[p + c] - centres[q + c];
        square += e * e;
      }
      if (square < best) {
        best = square;
        label = j;
      }
    }
    if (labels[i] !== label) changed++;
    labels[i] = label;
    distances[i] = best;
  }
  return changed;
}

/** Adds up the rows of every label. Writes `sums` (k x d) and `sizes`, both from zero. O(n d). */
export function sumRows(points: Matrix, labels: Int32Array, sums: Float64Array, sizes: Int32Array): void {
  const { data, rows, cols } = points;
  sums.fill(0);
  sizes.fill(0);
  for (let i = 0; i < rows; i++) {
    const label = labels[i];
    const p = i * cols;
    const q = label * cols;
    sizes[label]++;
    for (let c = 0; c < cols; c++) sums[q + c] += data[p + c];
  }
}

/**
 * What the squared distances to the nearest centre become when row `centre` joins the centres. Writes `shrunk`, the lower
 * of `closest` and the squared distance to that row (the two may be one array); returns their sum. O(n d).
 */
export function shrinkDistances(points: Matrix, centre: number, closest: Float64Array, shrunk: Float64Array): number {
  const { data, rows, cols } = points;
  const q = centre * cols;
  let total = 0;
  for (let i = 0; i < rows; i += 2) {
    // Two rows read the centre once; a last row left alone is taken twice and counted once.
    const next = i + 1 < rows ? i + 1 : i;
    const p0 = i * cols;
    const p1 = next * cols;
    let sum0 = 0;
    let sum1 = 0;
    for (let c = 0; c < cols; c++) {
      const value = data[q + c];
      const e0 = data[p0 + c] - value;
      const e1 = data[p1 + c] - value;
      sum0 += e0 * e0;
      sum1 += e1 * e1;
    }
    const near0 = sum0 < closest[i] ? sum0 : closest[i];
    const near1 = sum1 < closest[next] ? sum1 : closest[next];
    shrunk[i] = near0;
    shrunk[next] = near1;
    total += near0;
    if (next > i) total += near1;
  }
  return total;
}
