import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { distanceSums, foldSums, LANES } from '../../src/compute/distance-sums.ts';
import { squaredDistance } from '../../src/matrix/matrix.ts';
import { fromRows } from '../support/datasets.ts';
import { pointsOf } from '../support/labellings.ts';

test('by hand: four rows to two groups on a line', () => {
  const columns = fromRows([[0], [3], [10]]);
  const sums = new Float64Array(2 * LANES);
  distanceSums(Float64Array.of(0, 1, 2, 10), columns, Int32Array.of(0, 2, 3), sums);
  expect([...sums]).toEqual([3, 3, 3, 17, 10, 9, 8, 0]);
});

test('every sum is that of the distances one by one, and an empty group has 0', () => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 8 })
        .chain((cols) => fc.record({ rows: pointsOf(4, cols), columns: pointsOf(9, cols) })),
      ({ rows, columns }) => {
        const starts = Int32Array.of(0, 1, 1, 6, 9);
        const lanes = new Float64Array(rows.cols * LANES);
        for (let r = 0; r < LANES; r++)
          for (let c = 0; c < rows.cols; c++) lanes[c * LANES + r] = rows.data[r * rows.cols + c];
        const sums = new Float64Array(4 * LANES).fill(NaN);
        distanceSums(lanes, columns, starts, sums);
        for (let g = 0; g < 4; g++)
          for (let r = 0; r < LANES; r++) {
            let wanted = 0;
            for (let j = starts[g]; j < starts[g + 1]; j++) wanted += Math.sqrt(squaredDistance(rows, r, columns, j));
            expect(sums[g * LANES + r]).toBe(wanted); // the same operations in the same order
          }
      },
    ),
    { seed: 1, numRuns: 50 },
  );
});

test('folding adds groups up and leaves what lies past the last coarse group', () => {
  const sums = Float64Array.from({ length: 3 * LANES }, (_, i) => i);
  const folded = new Float64Array(3 * LANES).fill(-1);
  foldSums(sums, Int32Array.of(1, 0, 1), 2, folded);
  expect([...folded]).toEqual([4, 5, 6, 7, 8, 10, 12, 14, -1, -1, -1, -1]);
});
