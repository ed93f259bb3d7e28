import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gaussian, seededRandom } from '../../src/base/random.ts';
import { assignRows, sumRows } from '../../src/compute/assign.ts';
import { type Assignment, reassignRows } from '../../src/compute/reassign.ts';
import { type Matrix, matrix, squaredDistance, takeRows } from '../../src/matrix/matrix.ts';
import { shape, shapes } from '../../src/samples/shapes.ts';

function fresh(rows: number, k: number, cols: number): Assignment {
  return {
    labels: new Int32Array(rows).fill(-1),
    upper: new Float64Array(rows),
    lower: new Float64Array(rows),
    sums: new Float64Array(k * cols),
    sizes: new Int32Array(k),
    pending: new Int32Array(rows),
  };
}

/** Lets centroids wander, some not at all and some onto rows or onto each other, and compares every round. */
function followWander(points: Matrix, k: number, seed: number): void {
  const random = seededRandom(seed);
  const pick = (): number => Math.floor(random() * points.rows);
  let centroids = takeRows(points, Array.from({ length: k }, pick));
  const assignment = fresh(points.rows, k, points.cols);
  const labels = new Int32Array(points.rows).fill(-1);
  const distances = new Float64Array(points.rows);
  let moves = new Float64Array(k);
  for (let round = 0; round < 12; round++) {
    const changed = assignRows(points, centroids, labels, distances);
    expect(reassignRows(points, centroids, moves, assignment)).toBe(changed);
    expect(assignment.labels).toEqual(labels);
    checkSums(points, assignment);
    const next = matrix(k, points.cols, centroids.data.slice());
    for (let j = 0; j < k; j++) {
      const fate = random();
      const jump = fate < 0.2 ? takeRows(points, [pick()]).data : undefined;
      for (let c = 0; c < points.cols; c++) {
        const o = j * points.cols + c;
        if (jump !== undefined) next.data[o] = jump[c];
        else if (fate > 0.5) next.data[o] += 0.1 * gaussian(random);
      }
    }
    const from = centroids;
    moves = Float64Array.from({ length: k }, (_, j) => Math.sqrt(squaredDistance(from, j, next, j)));
    centroids = next;
  }
}

/** Sums by changes alone differ from fresh ones by rounding at the size of the largest value met. */
function checkSums(points: Matrix, assignment: Assignment): void {
  const sums = new Float64Array(assignment.sums.length);
  const sizes = new Int32Array(assignment.sizes.length);
  sumRows(points, assignment.labels, sums, sizes);
  expect(assignment.sizes).toEqual(sizes);
  const largest = points.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const worst = sums.reduce((most, sum, o) => Math.max(most, Math.abs(sum - assignment.sums[o])), 0);
  expect(worst).toBeLessThanOrEqual(1e-12 * largest * points.rows);
}

describe('bounded assignment equals a full look at every row', () => {
  test.each(shapes)('on %s, label for label, as centroids wander', (name) => {
    expect.hasAssertions();
    for (const k of [1, 2, 5]) for (const n of [101, 300]) followWander(shape(name, 1, n), k, k + n);
  });

  test('on small lattices, where most rows are as near to two centroids', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 6 }), (seed, k) => {
        followWander(shape('lattice', seed, 40), k, seed);
      }),
      { seed: 1, numRuns: 50 },
    );
    expect.hasAssertions();
  });
});

test('rows far from every border are not looked at once centroids rest', () => {
  const points = shape('blobs');
  const centroids = takeRows(points, [0, 1, 2, 3, 4]);
  const assignment = fresh(points.rows, 5, points.cols);
  reassignRows(points, centroids, new Float64Array(5), assignment);
  assignment.pending.fill(-1);
  expect(reassignRows(points, centroids, new Float64Array(5), assignment)).toBe(0);
  expect(assignment.pending.every((row) => row === -1)).toBe(true);
});
