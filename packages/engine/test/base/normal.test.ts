import { describe, expect, test } from 'vitest';
import { fillNormals } from '../../src/base/normal.ts';

const draws = (seed: number, count: number): Float64Array => {
  const out = new Float64Array(count);
  fillNormals(seed, out);
  return out;
};

describe('normal draws by ziggurat', () => {
  test('the same seed repeats its stream, another seed does not, and a longer stream begins like a shorter one', () => {
    expect(draws(7, 50)).toEqual(draws(7, 50));
    expect(draws(7, 50)).not.toEqual(draws(8, 50));
    expect(draws(7, 5000).slice(0, 50)).toEqual(draws(7, 50));
  });

  // A million draws: standard errors are 0.001 for the mean, 0.0014, 0.004 and 0.01 for the next powers.
  test('have the first four moments of the normal', () => {
    const values = draws(3, 1_000_000);
    const moment = (power: number): number => values.reduce((sum, value) => sum + value ** power, 0) / values.length;
    expect(Math.abs(moment(1))).toBeLessThan(0.004);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.006);
    expect(Math.abs(moment(3))).toBeLessThan(0.016);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.04);
  });

  // Shares of the normal beyond both signs; four standard errors of a million draws. 3.6 lies in the tail's own branch.
  test.each([
    [0.1, 0.920344],
    [0.6745, 0.499988],
    [1.96, 0.049996],
    [3, 0.0026998],
    [3.6, 0.00031822],
  ])('lie beyond %f as often as they should', (bound, share) => {
    const values = draws(11, 1_000_000);
    const beyond = values.filter((value) => Math.abs(value) > bound).length / values.length;
    expect(Math.abs(beyond - share)).toBeLessThan(4 * Math.sqrt(share / values.length));
    const above = values.filter((value) => value > bound).length / values.length;
    expect(Math.abs(above - share / 2)).toBeLessThan(4 * Math.sqrt(share / 2 / values.length));
  });

  test('neighbours in a stream are unrelated', () => {
    const values = draws(5, 100_000);
    const product = values.reduce((sum, value, i) => sum + value * (values[i + 1] ?? 0), 0) / values.length;
    expect(Math.abs(product)).toBeLessThan(0.013); // four standard errors
  });
});
