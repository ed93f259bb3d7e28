import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assignment } from '../../src/matrix/assignment.ts';
import { type Matrix, matrix } from '../../src/matrix/matrix.ts';
import { fromRows } from '../support/datasets.ts';

/** The greatest sum over all ways to give every row of the shorter side a partner. */
function bestByHand(values: Matrix): number {
  const { rows, cols, data } = values;
  const skips = Math.max(0, rows - cols);
  const from = (i: number, taken: number, skipped: number): number => {
    if (i === rows) return 0;
    let best = skipped < skips ? from(i + 1, taken, skipped + 1) : -Infinity;
    for (let j = 0; j < cols; j++)
      if (!(taken & (1 << j))) best = Math.max(best, data[i * cols + j] + from(i + 1, taken | (1 << j), skipped));
    return best;
  };
  return from(0, 0, 0);
}

function sumOf({ cols, data }: Matrix, partners: Int32Array): number {
  return partners.reduce((sum, j, i) => (j < 0 ? sum : sum + data[i * cols + j]), 0);
}

test('gives up the best pair where two good ones are worth more', () => {
  expect([
    ...assignment(
      fromRows([
        [10, 9],
        [9, 1],
      ]),
    ),
  ]).toEqual([1, 0]); // 9 + 9 instead of 10 + 1
});

test('a row too many is left over, a column too many has no partner', () => {
  expect([...assignment(fromRows([[1], [3], [2]]))]).toEqual([-1, 0, -1]);
  expect([...assignment(fromRows([[1, 3, 2]]))]).toEqual([1]);
});

test('nothing has no partners', () => {
  expect([...assignment(matrix(0, 0))]).toEqual([]);
  expect([...assignment(matrix(2, 0))]).toEqual([-1, -1]);
});

describe('every way tried by hand is no better', () => {
  test.each([
    ['whole numbers, full of ties', fc.integer({ min: -3, max: 3 })],
    ['any numbers', fc.double({ min: -1e6, max: 1e6, noNaN: true })],
  ])('%s', (_, value) => {
    const some = fc
      .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }))
      .chain(([rows, cols]) =>
        fc
          .array(value, { minLength: rows * cols, maxLength: rows * cols })
          .map((values) => matrix(rows, cols, Float64Array.from(values))),
      );
    fc.assert(
      fc.property(some, (values) => {
        const partners = assignment(values);
        const taken = partners.filter((j) => j >= 0);
        expect(new Set(taken).size).toBe(taken.length);
        expect(taken.length).toBe(Math.min(values.rows, values.cols));
        expect(sumOf(values, partners)).toBeCloseTo(bestByHand(values), 6);
      }),
      { seed: 7, numRuns: 150 },
    );
  });
});
