import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gaussian, seededRandom } from '../../src/base/random.ts';
import { blurToOneHump, spread } from '../../src/evaluation/hump.ts';
import { averageRanks } from '../../src/evaluation/reference-crowds.ts';
import { correlation } from '../../src/features/column.ts';
import { type Matrix, matrix } from '../../src/matrix/matrix.ts';
import { boxCrowds, marginalCrowds } from '../support/crowds.ts';

const column = ({ data, rows, cols }: Matrix, c: number): Float64Array =>
  Float64Array.from({ length: rows }, (_, i) => data[i * cols + c]);

const rank = (of: Matrix, a: number, b: number): number =>
  correlation(averageRanks(column(of, a)), averageRanks(column(of, b)));

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Log-normal columns that share a common factor. */
function skewed(rows: number, cols: number, seed: number): Matrix {
  const random = seededRandom(seed);
  const made = matrix(rows, cols);
  for (let i = 0; i < rows; i++) {
    const common = gaussian(random);
    for (let c = 0; c < cols; c++) made.data[i * cols + c] = Math.exp((common + gaussian(random)) / Math.SQRT2);
  }
  return made;
}

describe('the crowd with the same marginals', () => {
  test('holds exactly the values of every skewed column', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.integer(), (cols, seed) => {
        const points = skewed(60, cols, seed);
        for (const crowd of marginalCrowds(points, { draws: 2, seed }))
          for (let c = 0; c < cols; c++) expect(column(crowd, c).toSorted()).toEqual(column(points, c).toSorted());
      }),
      { seed: 1, numRuns: 30 },
    );
  });

  test('keeps rank correlations', () => {
    // The standard error of one correlation of 300 rows near r = 0.5 is about 0.045; the mean of 20 crowds a fifth of it.
    const points = skewed(300, 3, 7);
    const crowds = marginalCrowds(points, { draws: 20, seed: 1 });
    for (const [a, b] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ]) {
      const average = crowds.reduce((sum, crowd) => sum + rank(crowd, a, b) / crowds.length, 0);
      expect(Math.abs(average - rank(points, a, b))).toBeLessThan(0.04);
    }
  });

  test('blurs a column of two humps into one, with its mean and variance', () => {
    const random = seededRandom(1);
    const humps = Float64Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? 10 : 0) + gaussian(random));
    const [crowd] = marginalCrowds(matrix(300, 1, humps), { draws: 1, seed: 1 });
    const blurred = column(crowd, 0).toSorted();
    expect(blurToOneHump(humps.toSorted())).toBeGreaterThan(0.3);
    expect(blurToOneHump(blurred)).toBe(0);
    // Noise of 300 draws moves mean and deviation by a few hundredths of a deviation.
    expect(Math.abs(mean(blurred) - mean(humps)) / spread(humps)).toBeLessThan(0.15);
    expect(spread(blurred) / spread(humps)).toBeCloseTo(1, 0);
  });

  test.each(['normal', 'exponential', 'small counts'] as const)('takes a column of %s for one hump', (kind) => {
    const random = seededRandom(5);
    const draw = {
      normal: () => gaussian(random),
      exponential: () => -Math.log(1 - random()),
      'small counts': () => Math.log1p(Math.ceil(-4 * Math.log(1 - random()))),
    }[kind];
    expect(blurToOneHump(Float64Array.from({ length: 300 }, draw).toSorted())).toBe(0);
  });
});

describe('the crowd in the box', () => {
  test('fills the turned box of a tilted line and nothing beside it', () => {
    const line = matrix(
      50,
      2,
      Float64Array.from({ length: 100 }, (_, at) => Math.floor(at / 2)),
    );
    for (const crowd of boxCrowds(line, { draws: 3, seed: 1 }))
      for (let i = 0; i < crowd.rows; i++) {
        expect(crowd.data[2 * i]).toBeCloseTo(crowd.data[2 * i + 1], 9);
        expect(crowd.data[2 * i]).toBeGreaterThan(-1e-9);
        expect(crowd.data[2 * i]).toBeLessThan(49 + 1e-9);
      }
  });
});

test('the same seed draws the same crowds, another seed others', () => {
  const points = skewed(40, 2, 1);
  const draw = (seed: number) => [
    ...boxCrowds(points, { draws: 2, seed }),
    ...marginalCrowds(points, { draws: 2, seed }),
  ];
  expect(draw(5)).toEqual(draw(5));
  expect(draw(5)).not.toEqual(draw(6));
});

test('constant columns stay constant and give no number that is not one', () => {
  const points = matrix(
    20,
    2,
    Float64Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? 4 : at)),
  );
  const draws = { draws: 2, seed: 1 };
  for (const crowd of [...boxCrowds(points, draws), ...marginalCrowds(points, draws)]) {
    expect(crowd.data.every(Number.isFinite)).toBe(true);
    for (const value of column(crowd, 0)) expect(value).toBeCloseTo(4, 9);
  }
});

test('equal values share their mean rank', () => {
  expect([...averageRanks(Float64Array.of(3, 1, 3, 2))]).toEqual([2.5, 0, 2.5, 1]);
});
