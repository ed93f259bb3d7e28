import { beforeAll, describe, expect, test } from 'vitest';
import { gaussian, seededRandom } from '../../src/base/random.ts';
import {
  blankDensities,
  blankMoments,
  type Components,
  maximise,
  prepare,
} from '../../src/clustering/gaussian-components.ts';
import { mixtureScratch } from '../../src/compute/gaussian.ts';
import { plainKernels } from '../../src/compute/kernels.ts';
import type { Room } from '../../src/compute/room.ts';
import { inRoom, kernels, useBuild } from '../../src/compute/thread.ts';
import { type Matrix, matrix } from '../../src/matrix/matrix.ts';

/** Rows about k far corners, in the room. */
function corners(room: Room, n: number, d: number, k: number): { points: Matrix; labels: Int32Array } {
  const random = seededRandom(n * 100 + d * 10 + k);
  const points = matrix(n, d, room.f64(n * d));
  const labels = room.i32(n);
  for (let i = 0; i < n; i++) {
    labels[i] = (i * 7) % k;
    for (let c = 0; c < d; c++) points.data[i * d + c] = 2 * ((labels[i] + c) % k) + gaussian(random) * (1 + c / 4);
  }
  return { points, labels };
}

/** Overlapping components with tilted covariances; the last weighs nothing. */
function components(d: number, k: number): Components {
  const random = seededRandom(k * 100 + d);
  const made: Components = {
    weights: new Float64Array(k),
    means: matrix(k, d),
    covariances: new Float64Array(k * d * d),
  };
  for (let j = 0; j < k; j++) {
    made.weights[j] = k > 1 && j === k - 1 ? 0 : 1 / k;
    const along = Array.from({ length: d }, () => gaussian(random));
    for (let p = 0; p < d; p++) {
      made.means.data[j * d + p] = 2 * ((j + p) % k);
      for (let q = 0; q < d; q++) made.covariances[(j * d + p) * d + q] = along[p] * along[q] + (p === q ? 1.5 : 0);
    }
  }
  return made;
}

/** Largest difference, in units of the largest of `expected` and 1. */
function apart(found: Float64Array, expected: Float64Array): number {
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  return found.reduce((most, value, at) => Math.max(most, Math.abs(value - expected[at])), 0) / scale;
}

const sizes = [1, 2, 3, 5, 17, 128, 129, 1000].flatMap((n) => [1, 2, 6, 7, 20].map((d) => [n, d] as const));

describe.each(['simd', 'relaxed'] as const)('%s', (build) => {
  beforeAll(() => useBuild(build));

  test.each(sizes)('%i rows of %i columns: what the plain kernels give', (n, d) => {
    for (const k of [1, 2, 5])
      inRoom((room) => {
        const { points, labels } = corners(room, n, d, k);
        const densities = blankDensities(k, d, room);
        prepare(components(d, k), densities);
        const scratch = mixtureScratch(k, d, room);
        const fast = kernels();

        const found = { labels: room.i32(n), shares: room.f64(n * k), moments: blankMoments(k, d, room) };
        const expected = { labels: room.i32(n), shares: room.f64(n * k), moments: blankMoments(k, d, room) };
        const likelihood = plainKernels.mixtureLabels(points, densities, scratch, expected.labels);
        // Sums of at most 1,000 logarithms near 100 in another order, each from an exponential right to 2^-52.
        const close = 1e-11 * Math.max(1, Math.abs(likelihood));
        expect(Math.abs(fast.mixtureLabels(points, densities, scratch, found.labels) - likelihood)).toBeLessThan(close);
        expect([...found.labels]).toEqual([...expected.labels]);
        plainKernels.mixtureShares(points, densities, scratch, expected.shares);
        fast.mixtureShares(points, densities, scratch, found.shares);
        expect(apart(found.shares, expected.shares)).toBeLessThan(1e-12);

        const centres = matrix(k, d, room.f64(k * d).fill(0.25));
        plainKernels.mixtureMoments(points, densities, centres, scratch, expected.moments);
        const doubled = fast.mixtureMoments(points, densities, centres, scratch, found.moments);
        expect(Math.abs(doubled - likelihood)).toBeLessThan(close);
        for (const part of ['masses', 'sums', 'scatters'] as const)
          expect(apart(found.moments[part], expected.moments[part])).toBeLessThan(1e-12);

        const means = room.f64(k * d).fill(0.5);
        plainKernels.labelScatters(points, labels, means, expected.moments.scatters);
        fast.labelScatters(points, labels, means, found.moments.scatters);
        expect(found.moments.scatters).toEqual(expected.moments.scatters);
      });
  });

  // Rows, shares and sums over 128 rows carry 24 bits; errors of sums of d products add up to a few units in the last.
  test.each(sizes)('%i rows of %i columns: single precision gives the same components to 1e-5', (n, d) => {
    for (const k of [1, 2, 5])
      inRoom((room) => {
        const { points, labels } = corners(room, n, d, k);
        const densities = blankDensities(k, d, room);
        prepare(components(d, k), densities);
        const scratch = mixtureScratch(k, d, room);
        const moments = blankMoments(k, d, room);
        const [found, expected] = [components(d, k), components(d, k)];
        const likelihood = plainKernels.mixtureMoments(points, densities, densities.means, scratch, moments);
        maximise(moments, densities.means, expected, { regCovar: 1e-3 });
        const tiles = kernels().mixtureTiles(points, labels, null, room);
        if (!tiles) throw new Error('a compiled build has single precision');
        const single = kernels().mixtureMomentsSingle(tiles, densities, scratch, moments);
        expect(Math.abs((single ?? Infinity) - likelihood) / Math.abs(likelihood)).toBeLessThan(1e-6);
        maximise(moments, densities.means, found, { regCovar: 1e-3 });
        expect(apart(found.weights, expected.weights)).toBeLessThan(1e-6);
        for (let j = 0; j < k; j++) {
          // A component with a share below 1e-13 in all rows has none in single precision, and stays where it was.
          if (expected.weights[j] < 1e-9) continue;
          const mean = ({ means }: Components): Float64Array => means.data.subarray(j * d, (j + 1) * d);
          const covariance = ({ covariances }: Components): Float64Array =>
            covariances.subarray(j * d * d, (j + 1) * d * d);
          expect(apart(mean(found), mean(expected))).toBeLessThan(1e-5);
          expect(apart(covariance(found), covariance(expected))).toBeLessThan(1e-5);
        }
      });
  });

  test('a component thinner than single precision can see is left to double precision', () => {
    inRoom((room) => {
      const { points, labels } = corners(room, 300, 2, 2);
      const densities = blankDensities(2, 2, room);
      const made = components(2, 2);
      made.weights.fill(0.5);
      made.covariances.set([1e-8, 0, 0, 1e-8]);
      prepare(made, densities);
      points.data[0] = 1000;
      const tiles = kernels().mixtureTiles(points, labels, null, room);
      const moments = blankMoments(2, 2, room);
      expect(tiles && kernels().mixtureMomentsSingle(tiles, densities, mixtureScratch(2, 2, room), moments)).toBe(null);
    });
  });
});
