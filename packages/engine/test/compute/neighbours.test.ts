import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { lowestLabelWithin, weightWithin } from '../../src/compute/neighbours.ts';
import { foldNodes, kdTree } from '../../src/matrix/kd-tree.ts';
import { type Matrix, squaredDistance } from '../../src/matrix/matrix.ts';
import { lattice, wideRange } from '../support/generated.ts';

const radii = [0.5, 1, 2, 4, 9, 200];

function assertCounts(points: Matrix, squaredRadius: number): void {
  const tree = kdTree(points);
  const weights = Float64Array.from(tree.order, (row) => 1 + (row % 3));
  const totals = foldNodes(tree, weights, (a, b) => a + b);
  const counted = { tree, weights, totals, stack: new Int32Array(40) };
  const labels = Int32Array.from(tree.order, (row) => (7 * row) % 5);
  const labelled = { tree, labels, lowest: foldNodes(tree, labels, Math.min), stack: new Int32Array(40) };
  for (let place = 0; place < points.rows; place++) {
    const inside = Array.from(tree.order, (_, other) => other).filter(
      (other) => squaredDistance(tree.points, place, tree.points, other) <= squaredRadius,
    );
    const weight = inside.reduce((sum, other) => sum + weights[other], 0);
    expect(weightWithin(counted, place, squaredRadius, Infinity)).toBe(weight);
    for (const enough of [1, weight, weight + 1, 10])
      expect(weightWithin(counted, place, squaredRadius, enough) >= enough).toBe(weight >= enough);
    expect(lowestLabelWithin(labelled, tree.points.data, place * points.cols, squaredRadius)).toBe(
      Math.min(...inside.map((other) => labels[other])),
    );
  }
}

test('weights and lowest labels within a radius are those of a search of all rows, the rim included', () => {
  fc.assert(fc.property(lattice({ rows: 100, cols: 3 }), fc.constantFrom(...radii), assertCounts), {
    seed: 1,
    numRuns: 50,
  });
  assertCounts(wideRange(300, 3, 4), 1e-12);
  assertCounts(wideRange(300, 3, 4), 1e12);
});

test('a point with no row within the radius has no label', () => {
  const tree = kdTree({ rows: 2, cols: 1, data: Float64Array.of(0, 1) });
  const labelled = { tree, labels: Int32Array.of(0, 1), lowest: Float64Array.of(0, 0), stack: new Int32Array(4) };
  expect(lowestLabelWithin(labelled, Float64Array.of(3.5), 0, 4)).toBe(-1);
  expect(lowestLabelWithin(labelled, Float64Array.of(3), 0, 4)).toBe(1);
});
