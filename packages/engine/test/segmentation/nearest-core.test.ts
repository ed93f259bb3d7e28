import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Matrix, matrix, squaredDistance } from '../../src/matrix/matrix.ts';
import { nearestCores } from '../../src/segmentation/nearest-core.ts';
import { lattice } from '../support/generated.ts';

function byHand(points: Matrix, cores: Matrix, eps: number): number[] {
  return Array.from({ length: points.rows }, (_, i) => {
    const distances = Array.from({ length: cores.rows }, (__, j) => squaredDistance(points, i, cores, j));
    const least = Math.min(...distances);
    return least <= eps * eps ? distances.indexOf(least) : -1;
  });
}

test('the tree finds what looking at every core finds, ties and edges included', () => {
  const some = fc
    .tuple(lattice({ rows: 60, cols: 3 }), lattice({ rows: 60, cols: 3 }), fc.constantFrom(0, 1, Math.SQRT2, 2, 3))
    .filter(([points, cores]) => points.cols === cores.cols);
  fc.assert(
    fc.property(some, ([points, cores, eps]) => {
      expect([...nearestCores(points, cores, eps)]).toEqual(byHand(points, cores, eps));
    }),
    { seed: 1, numRuns: 200 },
  );
});

test('without a core there is none near', () => {
  expect([...nearestCores(matrix(2, 1), matrix(0, 1), 1)]).toEqual([-1, -1]);
});
