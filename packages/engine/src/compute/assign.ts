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
