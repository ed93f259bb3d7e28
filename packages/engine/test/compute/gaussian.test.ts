import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Densities, type MixtureMoments, mixtureScratch } from '../../src/compute/gaussian.ts';
import { plainKernels } from '../../src/compute/kernels.ts';
import { type Matrix, matrix } from '../../src/matrix/matrix.ts';

const { mixtureLabels, mixtureMoments, mixtureShares } = plainKernels;

/** Log-densities by the formula, one row and one component at a time. */
function plainLogs(points: Matrix, { means, whitening, peaks }: Densities): number[][] {
  const d = points.cols;
  const row = (of: Matrix, i: number): number[] => [...of.data.subarray(i * d, (i + 1) * d)];
  return Array.from({ length: points.rows }, (_, i) =>
    Array.from(peaks, (peak, j) => {
      const offset = row(points, i).map((value, c) => value - row(means, j)[c]);
      let square = 0;
      for (let p = 0, w = (j * d * (d + 1)) / 2; p < d; p++) {
        let whitened = 0;
        for (let q = 0; q <= p; q++, w++) whitened += whitening[w] * offset[q];
        square += whitened ** 2;
      }
      return peak - square / 2;
    }),
  );
}

const numbers = (length: number, bound: number): fc.Arbitrary<Float64Array<ArrayBuffer>> =>
  fc
    .array(fc.double({ min: -bound, max: bound, noNaN: true }), { minLength: length, maxLength: length })
    .map((values) => Float64Array.from(values));

const cases = fc
  .record({ n: fc.integer({ min: 1, max: 11 }), d: fc.integer({ min: 1, max: 5 }), k: fc.integer({ min: 1, max: 4 }) })
  .chain(({ n, d, k }) =>
    fc.record({
      points: numbers(n * d, 3).map((data) => matrix(n, d, data)),
      densities: fc.record({
        means: numbers(k * d, 3).map((data) => matrix(k, d, data)),
        whitening: numbers((k * d * (d + 1)) / 2, 2),
        peaks: numbers(k, 5),
      }),
      centres: numbers(k * d, 3).map((data) => matrix(k, d, data)),
    }),
  );

// Sums of at most 11 terms below 10^3: 1e-9 leaves four digits above rounding.
test('shares, likelihood and labels are those of the formula, for every remainder of four rows', () => {
  fc.assert(
    fc.property(cases, ({ points, densities }) => {
      const k = densities.peaks.length;
      const logs = plainLogs(points, densities);
      const expected = logs.map((row) => {
        const highest = Math.max(...row);
        const total = row.reduce((sum, log) => sum + Math.exp(log - highest), 0);
        return { shares: row.map((log) => Math.exp(log - highest) / total), log: highest + Math.log(total) };
      });
      const likelihood = expected.reduce((sum, row) => sum + row.log, 0);
      const shares = new Float64Array(points.rows * k).fill(NaN);
      const labels = new Int32Array(points.rows).fill(-7);
      expect(mixtureShares(points, densities, mixtureScratch(k, points.cols), shares)).toBeCloseTo(likelihood, 9);
      expect(mixtureLabels(points, densities, mixtureScratch(k, points.cols), labels)).toBeCloseTo(likelihood, 9);
      for (const [o, share] of expected.flatMap((row) => row.shares).entries())
        expect(shares[o]).toBeCloseTo(share, 12);
      for (const [i, row] of logs.entries()) expect(row[labels[i]]).toBeCloseTo(Math.max(...row), 9);
    }),
    { seed: 1, numRuns: 200 },
  );
});

test('moments are the sums of shares, of offsets from the centres and of their products', () => {
  fc.assert(
    fc.property(cases, ({ points, densities, centres }) => {
      const k = densities.peaks.length;
      const d = points.cols;
      const packed = (d * (d + 1)) / 2;
      const shares = new Float64Array(points.rows * k);
      const likelihood = mixtureShares(points, densities, mixtureScratch(k, d), shares);
      const out: MixtureMoments = {
        masses: new Float64Array(k).fill(NaN),
        sums: new Float64Array(k * d).fill(NaN),
        scatters: new Float64Array(k * packed).fill(NaN),
      };
      expect(mixtureMoments(points, densities, centres, mixtureScratch(k, d), out)).toBe(likelihood);
      const over = (of: (i: number) => number): number => {
        let sum = 0;
        for (let i = 0; i < points.rows; i++) sum += of(i);
        return sum;
      };
      for (let j = 0; j < k; j++) {
        const offset = (i: number, c: number): number => points.data[i * d + c] - centres.data[j * d + c];
        expect(out.masses[j]).toBeCloseTo(
          over((i) => shares[i * k + j]),
          9,
        );
        for (let p = 0, s = j * packed; p < d; p++) {
          expect(out.sums[j * d + p]).toBeCloseTo(
            over((i) => shares[i * k + j] * offset(i, p)),
            9,
          );
          for (let q = 0; q <= p; q++, s++)
            expect(out.scatters[s]).toBeCloseTo(
              over((i) => shares[i * k + j] * offset(i, p) * offset(i, q)),
              9,
            );
        }
      }
    }),
    { seed: 1, numRuns: 100 },
  );
});

test('a row a thousand deviations from every component still has shares that sum to 1', () => {
  const points = matrix(1, 1, Float64Array.of(1000));
  const densities: Densities = {
    means: matrix(3, 1, Float64Array.of(0, 0, -1)),
    whitening: Float64Array.of(1, 1, 1),
    peaks: Float64Array.of(-1, -1 - Math.log(3), -Infinity),
  };
  const shares = new Float64Array(3);
  const likelihood = mixtureShares(points, densities, mixtureScratch(3, 1), shares);
  expect(shares[0]).toBeCloseTo(0.75, 9); // logarithms near 5e5 carry 11 digits behind the point
  expect(shares[1]).toBeCloseTo(0.25, 9);
  expect(shares[2], 'a component without weight').toBe(0);
  expect(likelihood).toBeCloseTo(-500_001 + Math.log(4 / 3), 6);
});
