import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daviesBouldin } from '../../src/evaluation/davies-bouldin.ts';
import { matrix, takeRows } from '../../src/matrix/matrix.ts';
import { fromRows, goldenPoints, scoreCases } from '../support/datasets.ts';
import { labelled, moved, reordered, shuffledOrder, unscorable } from '../support/labellings.ts';

const many = { seed: 1, numRuns: 100 };

describe('by hand', () => {
  test('(0,0),(2,2) | (3,3) | (5,5) is 5/12', () => {
    const points = fromRows([
      [0, 0],
      [2, 2],
      [3, 3],
      [5, 5],
    ]);
    // Scatters sqrt 2, 0, 0; centroids (1,1), (3,3), (5,5): worst ratios 1/2, 1/2 and 1/4.
    expect(daviesBouldin(points, Int32Array.of(0, 0, 1, 2))).toBeCloseTo(5 / 12, 14);
  });

  test('noise is left out', () => {
    const points = fromRows([
      [0, 0],
      [900, -5],
      [2, 2],
      [3, 3],
      [5, 5],
    ]);
    expect(daviesBouldin(points, Int32Array.of(0, -1, 0, 1, 2))).toBeCloseTo(5 / 12, 14);
  });

  test('clusters of equal points are as good as it gets: 0', () => {
    expect(daviesBouldin(fromRows([[0], [0], [4], [4]]), Int32Array.of(0, 0, 1, 1))).toBe(0);
  });

  test('clusters that all share a centroid give 0, as in scikit-learn', () => {
    const points = fromRows([
      [-1, -1],
      [1, 1],
      [-2, 2],
      [2, -2],
    ]);
    expect(daviesBouldin(points, Int32Array.of(0, 0, 1, 1))).toBe(0);
  });

  test('two clusters on one centroid are compared with the others alone', () => {
    const points = fromRows([[-1], [1], [-2], [2], [10], [10]]);
    // Ratios of the first two with the third: 1/10 and 2/10; the third's worst is 2/10.
    expect(daviesBouldin(points, Int32Array.of(0, 0, 1, 1, 2, 2))).toBeCloseTo(0.5 / 3, 14);
  });

  test.each(unscorable)('%s has no index', (_, labels) => {
    expect(daviesBouldin(fromRows([[0], [1], [5], [6]]), Int32Array.from(labels))).toBeNull();
  });
});

test.each(scoreCases)("scikit-learn's number: $name", (given) => {
  // scikit-learn expands |x - y|^2 as x.x - 2 x.y + y.y and so loses digits far from 0: 1e6 + small keeps about four.
  const tolerance = given.name.startsWith('far from zero') ? 1e-4 : 1e-9;
  const found = daviesBouldin(goldenPoints(given.input), Int32Array.from(given.labels)) ?? NaN;
  expect(Math.abs(found - given.daviesBouldin)).toBeLessThanOrEqual(tolerance * Math.max(1, given.daviesBouldin));
});

describe('whatever the points', () => {
  test('it is not negative, and moving, turning, scaling, reordering and renumbering change nothing', () => {
    fc.assert(
      fc.property(labelled, ({ points, labels }) => {
        const index = daviesBouldin(points, labels) ?? NaN;
        expect(index).toBeGreaterThanOrEqual(0);
        const order = shuffledOrder(points.rows);
        const renumbered = labels.map((label) => (label < 0 ? label : 90 - 7 * label));
        expect(daviesBouldin(points, renumbered)).toSatisfy(closeTo(index));
        expect(daviesBouldin(takeRows(points, order), reordered(labels, order))).toSatisfy(closeTo(index));
        // Centroids that coincide may come apart by a rounding, and then count: the rule has no continuity there.
        fc.pre(index > 0 && index < 1e6);
        expect(daviesBouldin(moved(points), labels)).toSatisfy(closeTo(index));
      }),
      many,
    );
  });

  test('moving two clusters apart lowers it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (gap) => {
        expect(pairsApart(gap + 1)).toBeLessThan(pairsApart(gap));
      }),
      many,
    );
  });
});

/** Within 1e-9, of the size when that is above 1. */
function closeTo(wanted: number): (found: number | null) => boolean {
  return (found) => found !== null && Math.abs(found - wanted) <= 1e-9 * Math.max(1, wanted);
}

/** The index of two pairs of points on a line, the second pair from `distance` on. */
function pairsApart(distance: number): number {
  const points = matrix(4, 1, Float64Array.of(0, 1, distance, distance + 2));
  return daviesBouldin(points, Int32Array.of(0, 0, 1, 1)) ?? NaN;
}
