import { type Matrix, squaredDistance } from '../../src/matrix/matrix.ts';

/** Lloyd's algorithm as in a textbook, in f64, until no label changes: what fast K-Means is held to. No cluster may run empty. */
export function lloydOf(points: Matrix, init: Matrix): { labels: Int32Array; inertia: number; iterations: number } {
  const { rows, cols } = points;
  const centroids = { ...init, data: init.data.slice() };
  let labels = new Int32Array(rows).fill(-1);
  for (let iterations = 1; ; iterations++) {
    const next = Int32Array.from(labels, (_, i) => nearest(points, i, centroids));
    const settled = next.every((label, i) => label === labels[i]);
    labels = next;
    if (settled) return { labels, inertia: inertiaOf(points, labels, centroids), iterations };
    const sums = new Float64Array(centroids.rows * cols);
    const counts = new Int32Array(centroids.rows);
    for (let i = 0; i < rows; i++) {
      counts[labels[i]]++;
      for (let c = 0; c < cols; c++) sums[labels[i] * cols + c] += points.data[i * cols + c];
    }
    for (let at = 0; at < sums.length; at++) centroids.data[at] = sums[at] / counts[Math.floor(at / cols)];
  }
}

function nearest(points: Matrix, row: number, centroids: Matrix): number {
  let best = 0;
  for (let k = 1; k < centroids.rows; k++)
    if (squaredDistance(points, row, centroids, k) < squaredDistance(points, row, centroids, best)) best = k;
  return best;
}

function inertiaOf(points: Matrix, labels: Int32Array, centroids: Matrix): number {
  let sum = 0;
  for (const [i, label] of labels.entries()) sum += squaredDistance(points, i, centroids, label);
  return sum;
}
