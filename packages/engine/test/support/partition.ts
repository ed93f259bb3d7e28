import { expect } from 'vitest';
import type { KMeansModel } from '../../src/clustering/models.ts';
import { type Matrix, squaredDistance } from '../../src/matrix/matrix.ts';

/** What must hold of any K-Means: nearest labels, sizes and inertia that belong to them, numbers throughout. */
export function assertPartition(points: Matrix, model: KMeansModel): void {
  const { centroids, labels, sizes } = model;
  const counted = new Int32Array(centroids.rows);
  let inertia = 0;
  let astray = 0;
  for (let i = 0; i < points.rows; i++) {
    const label = nearestRow(points, i, centroids);
    if (labels[i] !== label) astray++;
    counted[label]++;
    inertia += squaredDistance(points, i, centroids, label);
  }
  expect(astray, 'rows not at their nearest centroid').toBe(0);
  expect([...sizes]).toEqual([...counted]);
  expect(centroids.data.every(Number.isFinite)).toBe(true);
  expect(model.inertia).toBe(inertia);
}

/** Index of the row of `centroids` nearest to row i of `points`, the lowest on a tie. */
export function nearestRow(points: Matrix, i: number, centroids: Matrix): number {
  let best = 0;
  for (let j = 1; j < centroids.rows; j++)
    if (squaredDistance(points, i, centroids, j) < squaredDistance(points, i, centroids, best)) best = j;
  return best;
}

/** Labels renumbered in the order of their first row: equal for partitions that differ by names only. */
export function canonical(labels: Int32Array): number[] {
  const names = new Map<number, number>();
  return Array.from(labels, (label) => {
    if (!names.has(label)) names.set(label, names.size);
    return names.get(label) ?? -1;
  });
}
