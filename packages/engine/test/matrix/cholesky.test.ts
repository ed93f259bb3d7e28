import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cholesky, invertTriangle, logDeterminant } from '../../src/matrix/cholesky.ts';

/** Rows of d numbers from a packed lower triangle. */
function unpacked(triangle: Float64Array, d: number): number[][] {
  const columns = Array.from({ length: d }, (_, q) => q);
  return columns.map((p) => columns.map((q) => (q > p ? 0 : triangle[(p * (p + 1)) / 2 + q])));
}

const product = (a: number[][], b: number[][]): number[][] =>
  a.map((row) => b[0].map((_, q) => row.reduce((sum, value, c) => sum + value * b[c][q], 0)));
const transposed = (a: number[][]): number[][] => a[0].map((_, q) => a.map((row) => row[q]));

test('the factor of ((4, 2), (2, 5)) is ((2, 0), (1, 2)), its inverse ((1/2, 0), (-1/4, 1/2)), the determinant 16', () => {
  const factor = new Float64Array(3);
  expect(cholesky(Float64Array.of(4, 2, 2, 5), 2, factor)).toBe(true);
  expect([...factor]).toEqual([2, 1, 2]);
  const inverse = new Float64Array(3);
  invertTriangle(factor, 2, inverse);
  expect([...inverse]).toEqual([0.5, -0.25, 0.5]);
  expect(logDeterminant(factor, 2)).toBeCloseTo(Math.log(16), 14);
});

/** A A' + 0.1 I for any A with entries in -3..3: positive definite, condition number below 10^4. */
const positiveDefinite = fc
  .integer({ min: 1, max: 7 })
  .chain((d) => fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: d * d, maxLength: d * d }))
  .map((entries) => {
    const d = Math.sqrt(entries.length);
    const rows = Array.from({ length: d }, (_, p) => entries.slice(p * d, (p + 1) * d));
    return product(rows, transposed(rows)).map((row, p) => row.map((value, q) => value + (p === q ? 0.1 : 0)));
  });

test('factor times its transpose is the matrix, factor times its inverse the identity', () => {
  fc.assert(
    fc.property(positiveDefinite, (symmetric) => {
      const d = symmetric.length;
      const factor = new Float64Array((d * (d + 1)) / 2);
      const inverse = new Float64Array(factor.length);
      expect(cholesky(Float64Array.from(symmetric.flat()), d, factor)).toBe(true);
      invertTriangle(factor, d, inverse);
      const lower = unpacked(factor, d);
      const again = product(lower, transposed(lower));
      const identity = product(lower, unpacked(inverse, d));
      for (let p = 0; p < d; p++)
        for (let q = 0; q < d; q++) {
          expect(again[p][q]).toBeCloseTo(symmetric[p][q], 11);
          // The condition number of the factor is below 100: 14 digits of the inverse remain 10 at worst.
          expect(identity[p][q]).toBeCloseTo(p === q ? 1 : 0, 10);
        }
    }),
    { seed: 1, numRuns: 50 },
  );
});

test.each([
  ['two equal columns', Float64Array.of(1, 1, 1, 1)],
  ['two columns that differ by rounding only', Float64Array.of(1, 1, 1, 1 + 2 ** -52)],
  ['a negative variance', Float64Array.of(-1, 0, 0, 1)],
  ['all zeros', new Float64Array(4)],
  ['a value that is no number', Float64Array.of(NaN, 0, 0, 1)],
])('a matrix with %s is refused', (_, symmetric) => {
  expect(cholesky(symmetric, 2, new Float64Array(3))).toBe(false);
});

test('the logarithm of a determinant of 1e-600 is finite', () => {
  const d = 6;
  const tiny = new Float64Array(d * d);
  for (let p = 0; p < d; p++) tiny[p * d + p] = 1e-100;
  const factor = new Float64Array((d * (d + 1)) / 2);
  expect(cholesky(tiny, d, factor)).toBe(true);
  expect(logDeterminant(factor, d)).toBeCloseTo(-600 * Math.LN10, 9);
});
