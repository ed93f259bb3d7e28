import { describe, expect, test } from 'vitest';
import { kMeans } from '../../src/clustering/k-means.ts';
import { gapChoice, gapStatistic } from '../../src/evaluation/gap.ts';
import { gaussian, seededRandom } from '../../src/base/random.ts';
import { type Matrix, matrix } from '../../src/matrix/matrix.ts';
import { shape } from '../../src/samples/shapes.ts';
import { boxCrowds, marginalCrowds } from '../support/crowds.ts';

const e = Math.E;

describe('gapStatistic', () => {
  test('is the mean log of the references less the log of the data', () => {
    // Logs of the data 1 and 0; of the references 2 and 1, then 4 and 2: means 3 and 1.5, deviations 1 and 0.5.
    const found = gapStatistic(
      [e, 1],
      [
        [e ** 2, e],
        [e ** 4, e ** 2],
      ],
    );
    expect(found.map(({ k }) => k)).toEqual([1, 2]);
    expect(found[0].value).toBeCloseTo(2, 12);
    expect(found[1].value).toBeCloseTo(1.5, 12);
    expect(found[0].error).toBeCloseTo(Math.sqrt(1.5), 12);
    expect(found[1].error).toBeCloseTo(0.5 * Math.sqrt(1.5), 12);
  });

  test('ends where a dispersion is 0, in the data or in a reference', () => {
    expect(gapStatistic([4, 2, 0], [[4, 2, 1]])).toHaveLength(2);
    expect(gapStatistic([4, 2, 1], [[4, 0, 0]])).toHaveLength(1);
    expect(gapStatistic([0], [[1]])).toEqual([]);
    expect(gapStatistic([1], [])).toEqual([]);
  });
});

const gaps = (...values: number[]) => values.map((value, at) => ({ k: at + 1, value, error: 0.1 }));

describe('gapChoice', () => {
  test('takes the first k that the next one does not beat by its error', () => {
    expect(gapChoice(gaps(1, 1.05, 2))).toBe(1);
    expect(gapChoice(gaps(1, 1.2, 1.9, 1.95))).toBe(3);
  });
  test('is the last k when each one beats the one before, and 1 without any', () => {
    expect(gapChoice(gaps(1, 2, 3))).toBe(3);
    expect(gapChoice([])).toBe(1);
  });
});

const spread = (of: Matrix): number[] =>
  Array.from({ length: 8 }, (_, i) => kMeans(of, { nClusters: i + 1, nInit: 5 }).inertia);

function choices(points: Matrix): { box: number; marginal: number } {
  const draws = { draws: 10, seed: 1 };
  const own = spread(points);
  return {
    box: gapChoice(gapStatistic(own, boxCrowds(points, draws).map(spread))),
    marginal: gapChoice(gapStatistic(own, marginalCrowds(points, draws).map(spread))),
  };
}

describe('the gap rule', () => {
  test('finds one cluster in one round cloud, under both references', () => {
    expect(choices(shape('cloud', 3))).toEqual({ box: 1, marginal: 1 });
  });

  test('finds two far groups, though a single column may hold them', () => {
    const random = seededRandom(3);
    const groups = (cols: number): Matrix =>
      matrix(
        200,
        cols,
        Float64Array.from({ length: 200 * cols }, (_, at) => (at < 80 * cols ? 12 : 0) + gaussian(random)),
      );
    expect(choices(groups(1))).toEqual({ box: 2, marginal: 2 });
    expect(choices(groups(3))).toEqual({ box: 2, marginal: 2 });
  });

  test('finds five far blobs where columns are alike but groups are not', () => {
    expect(choices(shape('blobs', 3)).marginal).toBe(5);
  });
});
