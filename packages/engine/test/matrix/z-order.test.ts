import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../src/base/random.ts';
import { heapArena } from '../../src/compute/room.ts';
import { matrix } from '../../src/matrix/matrix.ts';
import { zOrder } from '../../src/matrix/z-order.ts';

test('four corners are visited along a Z, the first column first', () => {
  const corners = matrix(4, 2, Float64Array.of(1, 1, -1, 1, 1, -1, -1, -1));
  expect([...zOrder(corners, heapArena.i32)]).toEqual([3, 1, 2, 0]);
});

test('every row comes once, and rows that are equal come together, by index', () => {
  const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, min: -1e100, max: 1e100 }));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.gen(), (rows, cols, gen) => {
      const data = Float64Array.from({ length: rows * cols }, () => gen(() => value));
      const order = [...zOrder(matrix(2 * rows, cols, Float64Array.of(...data, ...data)), heapArena.i32)];
      expect(order.toSorted((a, b) => a - b)).toEqual([...Array(2 * rows).keys()]);
      for (let row = 0; row < rows; row++) expect(order.indexOf(row)).toBeLessThan(order.indexOf(row + rows));
    }),
    { seed: 1, numRuns: 100 },
  );
});

test('rows next to each other in the order are nearer than in the order they came in', () => {
  const random = seededRandom(1);
  const points = matrix(2000, 3, Float64Array.from({ length: 6000 }, random));
  const steps = (order: ArrayLike<number>): number => {
    let sum = 0;
    for (let i = 1; i < 2000; i++)
      for (let c = 0; c < 3; c++) sum += Math.abs(points.data[order[i] * 3 + c] - points.data[order[i - 1] * 3 + c]);
    return sum;
  };
  const before = Array.from({ length: 2000 }, (_, i) => i);
  expect(steps(zOrder(points, heapArena.i32))).toBeLessThan(0.3 * steps(before));
});
