import { beforeAll, describe, expect, test } from 'vitest';
import { gaussian, sampleWithout, seededRandom } from '../../src/base/random.ts';
import { gaussianMixture, mixtureInOrder, posteriors } from '../../src/clustering/gaussian-mixture.ts';
import { kMeans } from '../../src/clustering/k-means.ts';
import { heapArena } from '../../src/compute/room.ts';
import { useBuild } from '../../src/compute/thread.ts';
import { adjustedRand } from '../../src/evaluation/agreement.ts';
import type { GaussianMixtureModel } from '../../src/clustering/models.ts';
import { unwatched } from '../../src/base/watch.ts';
import { type Matrix, matrix, takeRows } from '../../src/matrix/matrix.ts';
import { zOrder } from '../../src/matrix/z-order.ts';
import { shape, shapes } from '../../src/samples/shapes.ts';
import { dataset, fromRows, type GoldenInput, goldenPoints, readGolden } from '../support/datasets.ts';

/** What must hold of any mixture: numbers throughout, weights and shares that sum to 1, labels of the highest share. */
function assertMixture(points: Matrix, model: GaussianMixtureModel): void {
  const { weights, means, covariances, labels } = model;
  expect(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1)).toBeLessThan(1e-12);
  for (const numbers of [weights, means.data, covariances, [model.logLikelihood, model.bic, model.aic]])
    expect(numbers.every(Number.isFinite)).toBe(true);
  const { data } = posteriors(points, model);
  const k = weights.length;
  let worst = 0;
  let astray = 0;
  for (let i = 0; i < points.rows; i++) {
    const shares = data.subarray(i * k, (i + 1) * k);
    worst = Math.max(worst, Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1));
    if (shares[labels[i]] !== Math.max(...shares)) astray++;
  }
  expect(worst, 'distance of a sum of shares from 1').toBeLessThan(1e-12);
  expect(astray, 'rows whose label is not the likeliest').toBe(0);
}

/** The component whose mean is nearest to `mean`. */
function nearestComponent(model: GaussianMixtureModel, mean: readonly number[]): number {
  const d = mean.length;
  const away = Array.from(model.weights, (_, j) =>
    mean.reduce((sum, value, c) => sum + (model.means.data[j * d + c] - value) ** 2, 0),
  );
  return away.indexOf(Math.min(...away));
}

describe.each(['plain', 'simd'] as const)('%s', (build) => {
  beforeAll(() => useBuild(build));

  describe('by hand', () => {
    const points = fromRows([
      [0, 0],
      [2, 0],
      [0, 4],
      [2, 4],
    ]);

    test('one component has the mean and the population covariance', () => {
      const model = gaussianMixture(points, { nComponents: 1, regCovar: 0 });
      expect([...model.weights]).toEqual([1]);
      expect([...model.means.data]).toEqual([1, 2]);
      expect([...model.covariances]).toEqual([1, 0, 0, 4]);
      // Every row is one deviation off in both columns: 4 (-ln 2 pi - ln(1 x 4) / 2 - 1).
      const logLikelihood = 4 * (-Math.log(2 * Math.PI) - Math.log(2) - 1);
      expect(model.logLikelihood).toBeCloseTo(logLikelihood, 12);
      // 2 means and 3 covariances; lower is better, as in scikit-learn.
      expect(model.bic).toBeCloseTo(5 * Math.log(4) - 2 * logLikelihood, 12);
      expect(model.aic).toBeCloseTo(10 - 2 * logLikelihood, 12);
      expect(model.converged).toBe(true);
    });

    test('the ridge is added to the variances alone', () => {
      const model = gaussianMixture(points, { nComponents: 1, regCovar: 0.5 });
      expect([...model.covariances]).toEqual([1.5, 0, 0, 4.5]);
    });

    test('two far groups keep their own means, covariances and shares', () => {
      const far = fromRows([[-1], [1], [999], [1001], [1003], [997]]);
      const model = gaussianMixture(far, { nComponents: 2, regCovar: 0, init: Int32Array.of(0, 0, 1, 1, 1, 1) });
      expect([...model.means.data]).toEqual([0, 1000]);
      expect([...model.covariances]).toEqual([1, 5]);
      expect(model.weights[1]).toBeCloseTo(2 / 3, 15);
      expect([...model.labels]).toEqual([0, 0, 1, 1, 1, 1]);
      expect([...posteriors(far, model).data]).toEqual([1, 0, 1, 0, 0, 1, 0, 1, 0, 1, 0, 1]);
    });
  });

  describe('refusals', () => {
    test('more components than rows are refused, naming both numbers', () => {
      expect(() => gaussianMixture(matrix(2, 3), { nComponents: 3 })).toThrow(
        expect.objectContaining({ code: 'ROWS_TOO_FEW', details: { rows: 2, n_clusters: 3 } }),
      );
    });

    test('first labels of another length or outside the components are refused', () => {
      const points = shape('twoRows');
      expect(() => gaussianMixture(points, { nComponents: 2, init: Int32Array.of(0) })).toThrow(
        expect.objectContaining({ code: 'MATRIX_SHAPE' }),
      );
      for (const label of [-1, 2])
        expect(() => gaussianMixture(points, { nComponents: 2, init: Int32Array.of(0, label) })).toThrow(
          expect.objectContaining({ code: 'INVALID_PARAMETER' }),
        );
    });
  });

  describe('whatever the rows', () => {
    test.each(shapes)('%s: shares and weights sum to 1, labels are the likeliest, all numbers are finite', (name) => {
      const points = shape(name);
      const counts = [1, 2, 3, 7].filter((k) => k <= points.rows);
      for (const nComponents of counts) assertMixture(points, gaussianMixture(points, { nComponents }));
      expect(counts.length).toBeGreaterThan(1);
    });

    test.each(['blobs', 'moons', 'lattice', 'cloud'] as const)(
      '%s: the likelihood never falls from one iteration to the next',
      (name) => {
        const points = shape(name);
        const init = kMeans(points, { nClusters: 3, nInit: 1 }).labels;
        let before = -Infinity;
        for (let maxIter = 1; maxIter <= 25; maxIter++) {
          const { logLikelihood } = gaussianMixture(points, { nComponents: 3, init, maxIter, tol: 0 });
          // The ridge of 1e-6 moves the maximum by less than this; a wrong step loses whole units.
          expect(logLikelihood).toBeGreaterThan(before - 1e-4);
          before = logLikelihood;
        }
      },
    );

    test('columns that say the same, in units of millions, are fitted all the same', () => {
      const base = shape('cloud');
      const points = matrix(base.rows, 3);
      for (let i = 0; i < base.rows; i++) {
        const value = 1e7 * base.data[i * base.cols];
        points.data.set([value, 2 * value, base.data[i * base.cols + 1]], i * 3);
      }
      for (const nComponents of [1, 3]) {
        const model = gaussianMixture(points, { nComponents });
        assertMixture(points, model);
        // The second column is twice the first: all of it is explained but the ridge, a millionth at most.
        expect(model.covariances[1] ** 2 / (model.covariances[0] * model.covariances[4])).toBeGreaterThan(1 - 1e-6);
      }
    });

    test('a first label without rows weighs nothing and takes no row', () => {
      const points = shape('blobs');
      const init = Int32Array.from({ length: points.rows }, (_, i) => (i % 5 === 0 ? 0 : 2));
      const model = gaussianMixture(points, { nComponents: 3, init });
      assertMixture(points, model);
      expect(model.weights[1]).toBe(0);
      expect(model.labels.includes(1)).toBe(false);
    });

    test('covariances keep their digits a billion away from zero', () => {
      const near = shape('blobs');
      const init = kMeans(near, { nClusters: 5 }).labels;
      const far = matrix(
        near.rows,
        near.cols,
        near.data.map((value) => value + 1e9),
      );
      const model = gaussianMixture(near, { nComponents: 5, init });
      const moved = gaussianMixture(far, { nComponents: 5, init });
      // Adding 1e9 rounds the values at 1e-7; products about the mean would be lost altogether without centring.
      for (const [o, value] of model.covariances.entries()) expect(moved.covariances[o]).toBeCloseTo(value, 5);
    });

    test('a start far from the groups, where means jump, loses no digits', () => {
      // Rows 0 to 99 are copies of one value; the first labels mix them with a row far away.
      const points = matrix(
        200,
        1,
        Float64Array.from({ length: 200 }, (_, i) => (i < 100 ? 5.3 : 1e7 + (i % 10))),
      );
      const init = Int32Array.from({ length: 200 }, (_, i) => (i < 100 || i === 150 ? 0 : 1));
      const model = gaussianMixture(points, { nComponents: 2, init, maxIter: 1 });
      assertMixture(points, model);
      expect(model.means.data[0]).toBeCloseTo(5.3, 9);
      expect(model.covariances[0]).toBeCloseTo(1e-6, 14);
    });

    test('the same seed gives the same model; first labels given are used and kept', () => {
      const points = shape('cloud');
      expect(gaussianMixture(points, { nComponents: 3, seed: 4 })).toEqual(
        gaussianMixture(points, { nComponents: 3, seed: 4 }),
      );
      const init = kMeans(points, { nClusters: 3, nInit: 1, seed: 4 }).labels;
      const held = init.slice();
      expect(gaussianMixture(points, { nComponents: 3, init })).toEqual(
        gaussianMixture(points, { nComponents: 3, seed: 4 }),
      );
      expect(init).toEqual(held);
    });

    test('shuffling rows only moves labels with them', () => {
      const points = shape('cloud');
      const init = kMeans(points, { nClusters: 3 }).labels;
      const order = sampleWithout(seededRandom(5), points.rows, points.rows);
      const model = gaussianMixture(points, { nComponents: 3, init });
      const shuffled = gaussianMixture(takeRows(points, order), {
        nComponents: 3,
        init: Int32Array.from(order, (row) => init[row]),
      });
      expect([...shuffled.labels]).toEqual(Array.from(order, (row) => model.labels[row]));
      // Single precision sums 300 rows in another order: seven digits of a sum near 2,000, less at a maximum.
      expect(shuffled.logLikelihood).toBeCloseTo(model.logLikelihood, build === 'plain' ? 8 : 4);
    });

    test('a row alone gets the shares it has among others', () => {
      const points = shape('moons');
      const model = gaussianMixture(points, { nComponents: 4 });
      const together = posteriors(points, model);
      for (let i = 0; i < points.rows; i++)
        expect([...posteriors(takeRows(points, [i]), model).data]).toEqual([
          ...together.data.subarray(i * 4, i * 4 + 4),
        ]);
    });

    test('a fit that was cut short says so', () => {
      const points = shape('cloud');
      const model = gaussianMixture(points, { nComponents: 4, maxIter: 2, tol: 0 });
      expect([model.iterations, model.converged]).toEqual([2, false]);
    });
  });

  describe('against scikit-learn and mclust', () => {
    interface Fit {
      readonly logLikelihood: number;
      readonly bic: number;
      readonly aic: number;
      readonly converged: boolean;
    }
    interface Best extends Fit {
      readonly weights: readonly number[];
      readonly means: readonly (readonly number[])[];
      readonly covariances: readonly (readonly (readonly number[])[])[];
    }
    interface Case {
      readonly name: string;
      readonly input: GoldenInput;
      readonly k: number;
      readonly regCovar: number;
      readonly usual: Fit;
      readonly best: Best;
    }
    const { cases } = readGolden<{ cases: readonly Case[] }>('mixture');

    // The first labels come from different random draws, so the two may end in different optima, ours also in a better one.
    test.each(cases)(
      '$name: likelihood no worse than the usual fit by a thousandth',
      ({ input, k, regCovar, usual }) => {
        const points = goldenPoints(input);
        const init = kMeans(points, { nClusters: k }).labels;
        const { logLikelihood } = gaussianMixture(points, { nComponents: k, regCovar, init });
        expect(logLikelihood).toBeGreaterThan(usual.logLikelihood - 1e-3 * Math.abs(usual.logLikelihood));
      },
    );

    // Where scikit-learn's one start and its best of twenty agree there is one optimum to find. Both tools stop with the
    // likelihood within 1e-6 a row, where parameters are right to about the root of that.
    const clear = cases.filter(({ usual, best }) => Math.abs(usual.logLikelihood / best.logLikelihood - 1) < 1e-7);
    test.each(clear)(
      '$name: the same likelihood, BIC, weights, means and covariances',
      ({ input, k, regCovar, best }) => {
        const points = goldenPoints(input);
        const init = kMeans(points, { nClusters: k }).labels;
        const model = gaussianMixture(points, { nComponents: k, regCovar, init, tol: 1e-7, maxIter: 500 });
        expect(Math.abs(model.logLikelihood / best.logLikelihood - 1)).toBeLessThan(1e-6);
        expect(Math.abs(model.bic / best.bic - 1)).toBeLessThan(1e-6);
        expect(Math.abs(model.aic / best.aic - 1)).toBeLessThan(1e-6);
        const d = points.cols;
        for (const [b, mean] of best.means.entries()) {
          const j = nearestComponent(model, mean);
          expect(Math.abs(model.weights[j] - best.weights[b])).toBeLessThan(2e-3);
          for (const [c, value] of mean.entries())
            expect(Math.abs(model.means.data[j * d + c] - value)).toBeLessThan(2e-3);
          for (const [o, value] of best.covariances[b].flat().entries())
            expect(Math.abs(model.covariances[j * d * d + o] - value)).toBeLessThan(5e-3);
        }
      },
    );

    test('iris: two groups reach -214.3547, three -180.1858, and BIC prefers two', () => {
      const { points } = dataset('iris');
      const [two, three] = [2, 3].map((k) =>
        gaussianMixture(points, { nComponents: k, init: kMeans(points, { nClusters: k }).labels }),
      );
      expect(Math.abs(two.logLikelihood + 214.3547)).toBeLessThan(1e-3);
      expect(three.logLikelihood).toBeGreaterThan(-180.1858 * 1.001);
      // mclust prints BIC with the other sign: -574.0178 and -580.8396.
      expect(Math.abs(two.bic - 574.0178)).toBeLessThan(2e-3);
      expect(Math.abs(three.bic - 580.8396)).toBeLessThan(0.5);
      expect(two.bic).toBeLessThan(three.bic);
      expect([...Map.groupBy(three.labels, (label) => label).values()].map((rows) => rows.length)).toEqual([
        50, 45, 55,
      ]);
      expect(adjustedRand(dataset('iris').labels, three.labels)).toBeCloseTo(0.9039, 4);
    });
  });

  describe('watched', () => {
    test('progress rises to 1 once an iteration', () => {
      const seen: number[] = [];
      const watch = { onProgress: ({ done }: { done: number }) => seen.push(done) };
      const model = gaussianMixture(shape('blobs'), { nComponents: 3 }, watch);
      expect(seen.length).toBe(model.iterations);
      expect(seen.toSorted((a, b) => a - b)).toEqual(seen);
      expect(seen.at(-1)).toBe(1);
    });

    test('an abort is felt within an iteration', () => {
      const init = kMeans(shape('cloud'), { nClusters: 4 }).labels;
      let left = 3;
      const signal = {
        throwIfAborted(): void {
          if (left-- === 0) throw new Error('stopped');
        },
      };
      expect(() => gaussianMixture(shape('cloud'), { nComponents: 4, init, tol: 0 }, { signal })).toThrow('stopped');
    });
  });
});

/** The fit and its twin in plain TypeScript, from the same first labels. */
function twins(points: Matrix, nComponents: number): GaussianMixtureModel[] {
  const init = kMeans(points, { nClusters: nComponents, nInit: 1 }).labels;
  const models = (['plain', 'simd'] as const).map((build) => {
    useBuild(build);
    return gaussianMixture(points, { nComponents, init });
  });
  return models;
}

describe('fast equals plain', () => {
  // Single precision carries 24 bits of the rows and shares: a mean of log-likelihoods is right to 1e-6, and so is the
  // difference of two that decides when to stop. Steps along a flat ridge of the likelihood may differ by more.
  test.each(shapes)('%s: as likely to a ten-thousandth a row', (name) => {
    for (const rows of [3, 17, 300, 1000]) {
      const points = shape(name, 1, rows);
      for (const k of [1, 2, 5].filter((count) => count <= points.rows)) {
        const [plain, simd] = twins(points, k);
        expect(Math.abs(simd.logLikelihood - plain.logLikelihood) / points.rows).toBeLessThan(1e-4);
        expect(Math.abs(simd.iterations - plain.iterations)).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe('many rows', () => {
  // Four normal groups on a square, the last with a share of its own; a sample of the rows starts the fit.
  const grouped = (n: number, few: number) => {
    const random = seededRandom(5);
    const labels = new Int32Array(n);
    const data = new Float64Array(2 * n);
    for (let i = 0; i < n; i++) {
      const label = i < few ? 3 : i % 3;
      labels[i] = label;
      data[2 * i] = 6 * (label & 1) + gaussian(random);
      data[2 * i + 1] = 6 * (label >> 1) + gaussian(random);
    }
    return { points: matrix(n, 2, data), labels };
  };

  test.each([
    ['are fitted from a sample', 60_000],
    ['are fitted without one where it would hold too few of a component', 40],
  ])('%s, and find the groups they were drawn from', (_, few) => {
    const n = 210_000;
    const { points, labels } = grouped(n, few);
    const model = gaussianMixture(points, { nComponents: 4, init: labels });
    expect(model.converged).toBe(true);
    expect(model.weights[3]).toBeCloseTo(few / n, 2);
    // Standard errors of the means are below 0.01 for the large groups, 0.16 for one of 40 rows.
    for (let j = 0; j < 4; j++) {
      const tolerance = j === 3 && few < 100 ? 0.5 : 0.03;
      expect(Math.abs(model.means.data[2 * j] - 6 * (j & 1))).toBeLessThan(tolerance);
      expect(Math.abs(model.means.data[2 * j + 1] - 6 * (j >> 1))).toBeLessThan(tolerance);
    }
    expect(gaussianMixture(points, { nComponents: 4, init: labels }).logLikelihood).toBe(model.logLikelihood);
    const near = zOrder(points, heapArena.i32);
    const ordered = mixtureInOrder(points, { nComponents: 4, init: labels }, unwatched, near);
    expect(ordered.iterations).toBe(model.iterations);
    // Sums in another order: the mean log-likelihood that decides when to stop is right to 1e-6.
    expect(Math.abs(ordered.logLikelihood - model.logLikelihood) / n).toBeLessThan(1e-6);
    expect(ordered.labels.filter((label, row) => label !== model.labels[row]).length / n).toBeLessThan(1e-4);
  });

  test.each(shapes)('%s: the same with neighbours together as in any order', (name) => {
    const points = shape(name, 1, 1000);
    const k = Math.min(3, points.rows);
    const init = kMeans(points, { nClusters: k, nInit: 1 }).labels;
    const near = zOrder(points, heapArena.i32);
    const [ordered, plain] = [near, null].map((order) =>
      mixtureInOrder(points, { nComponents: k, init }, unwatched, order),
    );
    expect(Math.abs(ordered.logLikelihood - plain.logLikelihood) / points.rows).toBeLessThan(1e-4);
    expect(Math.abs(ordered.iterations - plain.iterations)).toBeLessThanOrEqual(1);
  });
});
