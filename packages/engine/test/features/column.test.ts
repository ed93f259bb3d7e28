import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  correlation,
  correlations,
  meanSorted,
  momentsSorted,
  quantileSorted,
  sortColumn,
} from '../../src/features/column.ts';
import { chooseTransform, transformed, transformedSorted } from '../../src/features/transform.ts';

const runs = { seed: 1, numRuns: 50 };
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const column = (value: fc.Arbitrary<number>) =>
  fc.array(value, { minLength: 1, maxLength: 100 }).map((values) => Float64Array.from(values));

test('a sorted column holds every value beside its row', () => {
  fc.assert(
    fc.property(column(finite), (values) => {
      const { values: sorted, rows } = sortColumn(values);
      expect(sorted).toEqual(values.toSorted());
      expect(Float64Array.from(rows, (row) => values[row])).toEqual(sorted);
      expect([...rows].toSorted((a, b) => a - b)).toEqual([...values.keys()]);
    }),
    runs,
  );
});

test('the mean alone is the mean of all moments, digit for digit', () => {
  fc.assert(
    fc.property(column(finite), (values) => {
      const sorted = values.toSorted();
      expect(meanSorted(sorted)).toBe(momentsSorted(sorted).mean);
    }),
    runs,
  );
  expect(meanSorted(new Float64Array(5))).toBe(0);
});

test('correlations of many columns are those of each pair, digit for digit', () => {
  const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const table = fc.integer({ min: 1, max: 20 }).chain((n) =>
    fc.array(
      fc.array(number, { minLength: n, maxLength: n }).map((values) => Float64Array.from(values)),
      {
        maxLength: 5,
      },
    ),
  );
  fc.assert(
    fc.property(table, (columns) => {
      const wanted = columns.flatMap((x, a) =>
        columns.flatMap((y, b) => (a < b ? [{ a, b, r: correlation(x, y) }] : [])),
      );
      expect(correlations(columns)).toEqual(wanted);
    }),
    runs,
  );
});

test('a column correlates with itself, against its mirror image, and not with a constant', () => {
  const x = Float64Array.of(1, 2, 4);
  expect(correlation(x, x)).toBeCloseTo(1, 12);
  expect(
    correlation(
      x,
      x.map((value) => 7 - value),
    ),
  ).toBeCloseTo(-1, 12);
  expect(correlation(x, new Float64Array(3).fill(5))).toBe(0);
});

describe('transformedSorted', () => {
  test.each(['none', 'log1p', 'signed_log1p'] as const)('%s of a column is that of each value', (transform) => {
    const value = fc.oneof(finite, fc.constantFrom(-3, -0, 0, 0.5, 0.5, 7));
    fc.assert(
      fc.property(column(value), fc.constantFrom(0.1, 3, 1e300), (values, unit) => {
        const sorted = values.toSorted();
        expect(transformedSorted(sorted, { transform, unit }, new Float64Array(sorted.length))).toEqual(
          sorted.map((each) => transformed(each, transform, unit)),
        );
      }),
      runs,
    );
  });
});

test('the unit of a skewed column is the 10 % quantile of its magnitudes above 0, whatever their signs', () => {
  const skewed = fc.tuple(column(fc.integer({ min: -9, max: 9 })), fc.constantFrom(1e4, -1e4)).map(([values, far]) => {
    return Float64Array.of(...values, far).toSorted();
  });
  fc.assert(
    fc.property(skewed, (sorted) => {
      const chosen = chooseTransform(sorted, momentsSorted(sorted));
      const magnitudes = sorted
        .map(Math.abs)
        .filter((magnitude) => magnitude > 0)
        .toSorted();
      expect(chosen.unit).toBe(chosen.transform === 'none' ? 1 : quantileSorted(magnitudes, 0.1));
    }),
    runs,
  );
});
