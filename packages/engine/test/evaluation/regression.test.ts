import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gaussian, seededRandom } from '../../src/base/random.ts';
import { estimates, regression, takeIn } from '../../src/evaluation/regression.ts';

const random = seededRandom(3);
const normal = (length: number): Float64Array => Float64Array.from({ length }, () => gaussian(random));
const rows = 400;
const x = normal(rows);
const z = normal(rows);
const noise = normal(rows);

function estimate(auxiliaries: readonly Float64Array[], measured: readonly Float64Array[], until = rows) {
  const state = regression(auxiliaries, measured);
  takeIn(state, until);
  return estimates(state);
}

describe('regression estimates', () => {
  test('without auxiliary columns they are mean and standard error', () => {
    const [{ mean, error }] = estimate([], [noise]);
    const average = noise.reduce((sum, value) => sum + value, 0) / rows;
    const squares = noise.reduce((sum, value) => sum + (value - average) ** 2, 0);
    expect(mean).toBeCloseTo(average, 12);
    // Cross-validation divides by the rows less one once more.
    expect(error).toBeCloseTo((Math.sqrt(squares / rows) / Math.sqrt(rows - 1)) * Math.sqrt(rows / (rows - 1)), 12);
  });

  test('a column that is a plane over the others is known to the last digits', () => {
    const plane = x.map((value, r) => 0.25 + 2 * value - 3 * z[r]);
    const [{ mean, error }] = estimate([x, z], [plane]);
    // The auxiliary columns have population mean 0, whatever the sample's is.
    expect(mean).toBeCloseTo(0.25, 10);
    expect(error).toBeLessThan(1e-8);
  });

  test('one auxiliary column by hand: the mean less slope times what the sample is off by', () => {
    const y = x.map((value, r) => value + noise[r]);
    const mean = (column: Float64Array): number => column.reduce((sum, value) => sum + value, 0) / rows;
    const slope =
      x.reduce((sum, value, r) => sum + (value - mean(x)) * (y[r] - mean(y)), 0) /
      x.reduce((sum, value) => sum + (value - mean(x)) ** 2, 0);
    expect(estimate([x], [y])[0].mean).toBeCloseTo(mean(y) - slope * mean(x), 12);
  });

  test('columns that say nothing new, and constant ones, are left out', () => {
    const wanted = estimate([x], [noise]);
    const given = estimate([x, x.map((value) => 2 * value), new Float64Array(rows), x], [noise]);
    expect(given[0].mean).toBeCloseTo(wanted[0].mean, 12);
    expect(given[0].error).toBeCloseTo(wanted[0].error, 12);
  });

  test('rows taken in bit by bit count as those taken in at once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 10, max: rows }), { minLength: 1, maxLength: 4 }), (stops) => {
        const state = regression([x, z], [noise, x]);
        for (const stop of stops.toSorted((a, b) => a - b)) takeIn(state, stop);
        const wanted = estimate([x, z], [noise, x], Math.max(...stops));
        for (const [at, { mean, error }] of estimates(state).entries()) {
          // Sums of some hundred products near 1, added in another order.
          expect(Math.abs(mean - wanted[at].mean)).toBeLessThan(1e-12);
          expect(Math.abs(error - wanted[at].error)).toBeLessThan(1e-7);
        }
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  test('measured columns share their weights: the estimate of a sum is the sum of the estimates', () => {
    const sum = noise.map((value, r) => value + z[r] * z[r]);
    const squares = z.map((value) => value * value);
    const [a, b, both] = estimate([x, z], [noise, squares, sum]);
    expect(both.mean).toBeCloseTo(a.mean + b.mean, 12);
  });
});
