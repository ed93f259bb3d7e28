import { describe, expect, test } from 'vitest';
import { plainKernels } from '../../src/compute/kernels.ts';
import { squaredDistance, takeRows } from '../../src/matrix/matrix.ts';
import { shape, shapes } from '../../src/samples/shapes.ts';
import { nearestRow } from '../support/partition.ts';

describe.each(shapes)('%s', (name) => {
  // An odd and an even number of rows: kernels may take several at once.
  test.each([300, 299])('%i rows: every row gets its nearest centroid and the distance to the bit', (n) => {
    const points = shape(name, 1, n);
    const centroids = takeRows(points, [0, 1, points.rows - 1, 0]);
    const labels = new Int32Array(points.rows).fill(-1);
    const distances = new Float64Array(points.rows);
    expect(plainKernels.assignRows(points, centroids, labels, distances)).toBe(points.rows);
    for (let i = 0; i < points.rows; i++) {
      const label = nearestRow(points, i, centroids);
      expect([labels[i], distances[i]]).toEqual([label, squaredDistance(points, i, centroids, label)]);
    }
    labels[points.rows - 1] += 1;
    expect(plainKernels.assignRows(points, centroids, labels, distances), 'labels that changed').toBe(1);
  });

  test.each([300, 299])('%i rows: distances shrink to the nearer of two rows, and add up', (n) => {
    const points = shape(name, 1, n);
    const closest = new Float64Array(points.rows).fill(Infinity);
    const shrunk = new Float64Array(points.rows);
    plainKernels.shrinkDistances(points, 1, closest, closest);
    const total = plainKernels.shrinkDistances(points, 0, closest, shrunk);
    let sum = 0;
    for (let i = 0; i < points.rows; i++) {
      expect(shrunk[i]).toBe(Math.min(squaredDistance(points, i, points, 0), squaredDistance(points, i, points, 1)));
      sum += shrunk[i];
    }
    expect(total).toBe(sum);
  });
});

test('rows are summed by label, whatever the buffers held', () => {
  const points = shape('blobs');
  const labels = Int32Array.from({ length: points.rows }, (_, i) => (i * i) % 3);
  const sums = new Float64Array(4 * points.cols).fill(NaN);
  const sizes = new Int32Array(4).fill(9);
  plainKernels.sumRows(points, labels, sums, sizes);
  for (let j = 0; j < 4; j++) {
    const rows = [...labels.keys()].filter((i) => labels[i] === j);
    expect(sizes[j]).toBe(rows.length);
    for (let c = 0; c < points.cols; c++)
      expect(sums[j * points.cols + c]).toBe(rows.reduce((sum, i) => sum + points.data[i * points.cols + c], 0));
  }
});
