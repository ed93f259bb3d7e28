import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldMoments, groupMoments, type Moments, surrogateSilhouettes, triangle } from '../../src/compute/moments.ts';
import { matrix } from '../../src/matrix/matrix.ts';
import { fromRows } from '../support/datasets.ts';
import { pointsOf } from '../support/labellings.ts';

function room(groups: number, d: number): Moments {
  return {
    counts: new Float64Array(groups),
    means: matrix(groups, d),
    scatters: new Float64Array(groups * triangle(d)),
  };
}

test('by hand: mean and scatter of two groups', () => {
  const out = room(2, 2);
  groupMoments(
    fromRows([
      [0, 0],
      [2, 4],
      [5, 6],
    ]),
    Int32Array.of(0, 2, 3),
    out,
  );
  expect([...out.counts]).toEqual([2, 1]);
  expect([...out.means.data]).toEqual([1, 2, 5, 6]);
  expect([...out.scatters]).toEqual([2, 4, 8, 0, 0, 0]); // xx, xy, yy
});

test('moments folded from parts are those of the whole, far from 0 too', () => {
  fc.assert(
    fc.property(pointsOf(12, 3), fc.constantFrom(0, 1e6), (points, shift) => {
      const rows = matrix(
        12,
        3,
        points.data.map((value) => value + shift),
      );
      const parts = room(5, 3);
      groupMoments(rows, Int32Array.of(0, 1, 4, 4, 9, 12), parts);
      const folded = room(2, 3);
      foldMoments(parts, Int32Array.of(0, 0, 1, 0, 1), folded);
      const whole = room(2, 3);
      groupMoments(rows, Int32Array.of(0, 9, 12), whole);
      expect([...folded.counts]).toEqual([9, 3]);
      // At 1e6 a value keeps ten decimals, and scatters here are about 100.
      for (const [i, value] of whole.means.data.entries()) expect(folded.means.data[i]).toBeCloseTo(value, 8);
      for (const [i, value] of whole.scatters.entries()) expect(folded.scatters[i]).toBeCloseTo(value, 6);
    }),
    { seed: 1, numRuns: 50 },
  );
});

test('the surrogate is exact for clusters of equal points, and 0 for noise and for a singleton', () => {
  // Without spread the expansion has nothing to approximate: 0 within, 5 and 12 between.
  const points = fromRows([
    [0, 0],
    [0, 0],
    [3, 4],
    [3, 4],
    [0, 12],
    [90, 90],
  ]);
  const clusters = {
    means: fromRows([
      [0, 0],
      [3, 4],
      [0, 12],
    ]),
    forms: new Float64Array(9),
    traces: new Float64Array(3),
    squareTraces: new Float64Array(3),
    sizes: Int32Array.of(2, 2, 1, 1),
    offset: new Float64Array(2),
  };
  const out = new Float64Array(6).fill(NaN);
  surrogateSilhouettes(points, Int32Array.of(0, 0, 1, 1, 2, 3), clusters, out);
  expect([...out]).toEqual([1, 1, 1, 1, 0, 0]);
});

test('by hand: the expansion of a mean distance on a line', () => {
  // Clusters -1, 1 and 9, 11: both have variance 1. Row 9 from its own mean: M = 1 + 1, V = 4 + 2, so
  // sqrt(2) (1 - 6 / 32), times 2 / 1 for itself. From the other: M = 81 + 1, V = 4 x 81 + 2, so sqrt(82) (1 - 326 / 53792).
  const clusters = {
    means: fromRows([[0], [10]]),
    forms: Float64Array.of(1, 1),
    traces: Float64Array.of(1, 1),
    squareTraces: Float64Array.of(1, 1),
    sizes: Int32Array.of(2, 2, 0),
    offset: new Float64Array(1),
  };
  const out = new Float64Array(1);
  surrogateSilhouettes(fromRows([[9]]), Int32Array.of(1), clusters, out);
  const within = 2 * Math.sqrt(2) * (1 - 6 / 32);
  const between = Math.sqrt(82) * (1 - 326 / 53792);
  expect(out[0]).toBeCloseTo(1 - within / between, 14);
});
