import { describe, expect, test } from 'vitest';
import { plainKernels } from '../../src/compute/kernels.ts';
import { inRoom, kernels, thread, useBuild } from '../../src/compute/thread.ts';
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
});

test.each(['plain', 'simd'] as const)('%s: rows are summed by label, whatever the buffers held', (build) => {
  const before = thread().build;
  useBuild(build);
  const points = shape('blobs');
  inRoom((room) => {
    const labels = room.i32(points.rows);
    for (let i = 0; i < points.rows; i++) labels[i] = (i * i) % 3;
    const sums = room.f64(4 * points.cols).fill(NaN);
    const sizes = room.i32(4).fill(9);
    kernels().sumRows(room.matrix(points), labels, sums, sizes);
    for (let j = 0; j < 4; j++) {
      const rows = [...labels.keys()].filter((i) => labels[i] === j);
      expect(sizes[j]).toBe(rows.length);
      for (let c = 0; c < points.cols; c++)
        expect(sums[j * points.cols + c]).toBe(rows.reduce((sum, i) => sum + points.data[i * points.cols + c], 0));
    }
  });
  useBuild(before);
});
