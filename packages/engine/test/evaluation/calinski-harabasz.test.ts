import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calinskiHarabasz } from '../../src/evaluation/calinski-harabasz.ts';
import { takeRows } from '../../src/matrix/matrix.ts';
import { fromRows, goldenPoints, scoreCases } from '../support/datasets.ts';
import { labelled, moved, reordered, shuffledOrder, unscorable } from '../support/labellings.ts';

describe('by hand', () => {
  test('pairs 0,2 and 10,12: between 100, within 4, so 100 / 1 over 4 / 2', () => {
    expect(calinskiHarabasz(fromRows([[0], [2], [10], [12]]), Int32Array.of(0, 0, 1, 1))).toBe(50);
  });

  test('noise is left out, of the overall mean too', () => {
    expect(calinskiHarabasz(fromRows([[0], [2], [700], [10], [12]]), Int32Array.of(0, 0, -1, 1, 1))).toBe(50);
  });

  test('nothing spread within the clusters gives 1, as in scikit-learn', () => {
    expect(calinskiHarabasz(fromRows([[0], [0], [4], [4]]), Int32Array.of(0, 0, 1, 1))).toBe(1);
  });

  test('equal means give 0', () => {
    const points = fromRows([
      [-1, -1],
      [1, 1],
      [-2, 2],
      [2, -2],
    ]);
    expect(calinskiHarabasz(points, Int32Array.of(0, 0, 1, 1))).toBe(0);
  });

  test.each(unscorable)('%s has no index', (_, labels) => {
    expect(calinskiHarabasz(fromRows([[0], [1], [5], [6]]), Int32Array.from(labels))).toBeNull();
  });
});

test.each(scoreCases)("scikit-learn's number: $name", (given) => {
  const found = calinskiHarabasz(goldenPoints(given.input), Int32Array.from(given.labels)) ?? NaN;
  // The same sums in another order: 1e-9 leaves six digits of slack.
  expect(Math.abs(found - given.calinskiHarabasz)).toBeLessThanOrEqual(1e-9 * Math.max(1, given.calinskiHarabasz));
});

test('whatever the points, moving, turning, scaling, reordering and renumbering change nothing', () => {
  fc.assert(
    fc.property(labelled, ({ points, labels }) => {
      const index = calinskiHarabasz(points, labels) ?? NaN;
      expect(index).toBeGreaterThanOrEqual(0);
      const order = shuffledOrder(points.rows);
      const renumbered = labels.map((label) => (label < 0 ? label : 90 - 7 * label));
      expect(calinskiHarabasz(points, renumbered)).toSatisfy(closeTo(index));
      expect(calinskiHarabasz(takeRows(points, order), reordered(labels, order))).toSatisfy(closeTo(index));
      expect(calinskiHarabasz(moved(points), labels)).toSatisfy(closeTo(index));
    }),
    { seed: 1, numRuns: 100 },
  );
});

/** Within 1e-9, of the size when that is above 1. */
function closeTo(wanted: number): (found: number | null) => boolean {
  return (found) => found !== null && Math.abs(found - wanted) <= 1e-9 * Math.max(1, wanted);
}
