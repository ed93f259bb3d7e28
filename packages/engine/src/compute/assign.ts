import type { Matrix } from '../matrix/matrix.ts';

/**
 * Gives every row the nearest centroid, the lowest index on a tie. Writes `labels` and `distances` (squared, to that
 * centroid); returns how many labels changed. Four rows go at once: each centroid value is then read once for all four,
 * and every sum keeps the order of the columns, so a row alone gets the same distance to the last bit. O(n k d).
 */
export function assignRows(points: Matrix, centroids: Matrix, labels: Int32Array, distances: Float64Array): number {
  const { data, rows, cols } = points;
  const centres = centroids.data;
  const end = centroids.rows * cols;
  let changed = 0;
  for (let i = 0; i < rows; i += 4) {
    // The last rows are taken again where fewer than four are left: the same answer is written twice.
    const i1 = i + 1 < rows ? i + 1 : i;
    const i2 = i + 2 < rows ? i + 2 : i;
    const i3 = i + 3 < rows ? i + 3 : i;
    const p0 = i * cols;
    const p1 = i1 * cols;
    const p2 = i2 * cols;
    const p3 = i3 * cols;
    let best0 = Infinity;
    let best1 = Infinity;
    let best2 = Infinity;
    let best3 = Infinity;
    let label0 = 0;
    let label1 = 0;
    let label2 = 0;
    let label3 = 0;
    for (let q = 0, j = 0; q < end; q += cols, j++) {
      let sum0 = 0;
      let sum1 = 0;
      let sum2 = 0;
      let sum3 = 0;
      for (let c = 0; c < cols; c++) {
        const value = centres[q + c];
        const e0 = data[p0 + c] - value;
        const e1 = data[p1 + c] - value;
        const e2 = data[p2 + c] - value;
        const e3 = data[p3 + c] - value;
        sum0 += e0 * e0;
        sum1 += e1 * e1;
        sum2 += e2 * e2;
        sum3 += e3 * e3;
      }
      if (sum0 < best0) {
        best0 = sum0;
        label0 = j;
      }
      if (sum1 < best1) {
        best1 = sum1;
        label1 = j;
      }
      if (sum2 < best2) {
        best2 = sum2;
        label2 = j;
      }
      if (sum3 < best3) {
        best3 = sum3;
        label3 = j;
      }
    }
    if (labels[i] !== label0) changed++;
    labels[i] = label0;
    distances[i] = best0;
    if (labels[i1] !== label1) changed++;
    labels[i1] = label1;
    distances[i1] = best1;
    if (labels[i2] !== label2) changed++;
    labels[i2] = label2;
    distances[i2] = best2;
    if (labels[i3] !== label3) changed++;
    labels[i3] = label3;
    distances[i3] = best3;
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
 * of `closest` and the squared distance to that row; returns their sum. O(n d).
 */
export function shrinkDistances(points: Matrix, centre: number, closest: Float64Array, shrunk: Float64Array): number {
  const { data, rows, cols } = points;
  const q = centre * cols;
  let total = 0;
  for (let i = 0; i < rows; i += 4) {
    const i1 = i + 1 < rows ? i + 1 : i;
    const i2 = i + 2 < rows ? i + 2 : i;
    const i3 = i + 3 < rows ? i + 3 : i;
    const p0 = i * cols;
    const p1 = i1 * cols;
    const p2 = i2 * cols;
    const p3 = i3 * cols;
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (let c = 0; c < cols; c++) {
      const value = data[q + c];
      const e0 = data[p0 + c] - value;
      const e1 = data[p1 + c] - value;
      const e2 = data[p2 + c] - value;
      const e3 = data[p3 + c] - value;
      sum0 += e0 * e0;
      sum1 += e1 * e1;
      sum2 += e2 * e2;
      sum3 += e3 * e3;
    }
    const near0 = sum0 < closest[i] ? sum0 : closest[i];
    const near1 = sum1 < closest[i1] ? sum1 : closest[i1];
    const near2 = sum2 < closest[i2] ? sum2 : closest[i2];
    const near3 = sum3 < closest[i3] ? sum3 : closest[i3];
    shrunk[i] = near0;
    shrunk[i1] = near1;
    shrunk[i2] = near2;
    shrunk[i3] = near3;
    total += near0;
    if (i1 !== i) total += near1;
    if (i2 !== i) total += near2;
    if (i3 !== i) total += near3;
  }
  return total;
}
