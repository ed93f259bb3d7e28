import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../src/base/random.ts';
import { canonicalOrder } from '../../src/features/canonical.ts';

const runs = { seed: 1, numRuns: 50 };

/** The rows in canonical order. */
function canonical(rows: readonly (readonly number[])[], d: number): number[][] {
  const columns = Array.from({ length: d }, (_, c) => Float64Array.from(rows, (row) => row[c]));
  return Array.from(canonicalOrder(columns, rows.length), (row) => [...rows[row]]);
}

test.each([1, 2, 3, 7])('the order of the rows sent cannot change the canonical order (%i columns)', (d) => {
  // Small whole numbers make copies; the tiny parts are lost in the 32 bits that are hashed.
  const value = fc.tuple(fc.integer({ min: -2, max: 2 }), fc.constantFrom(0, 1e-12, 2e-12)).map(([a, b]) => a + b);
  const row = fc.array(value, { minLength: d, maxLength: d });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 150 }), fc.integer(), (rows, seed) => {
      const random = seededRandom(seed);
      const turned = rows.map((each) => ({ each, at: random() })).toSorted((a, b) => a.at - b.at);
      expect(
        canonical(
          turned.map(({ each }) => each),
          d,
        ),
      ).toEqual(canonical(rows, d));
    }),
    runs,
  );
});

test('rows of one hash are ordered by their values, and copies by the row they were sent in', () => {
  const column = Float64Array.of(1 + 2e-12, 1, 1 + 1e-12, 1);
  expect([...canonicalOrder([column], 4)]).toEqual([1, 3, 2, 0]);
});

test('0 and -0 are one value', () => {
  expect([...canonicalOrder([Float64Array.of(0, -0, 0)], 3)]).toEqual([0, 1, 2]);
});

test('without columns all rows are copies of each other', () => {
  expect([...canonicalOrder([], 3)]).toEqual([0, 1, 2]);
});
