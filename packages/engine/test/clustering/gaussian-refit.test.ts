import { beforeAll, describe, expect, test } from 'vitest';
import { gaussian, seededRandom } from '../../src/base/random.ts';
import { gaussianMixture, posteriors } from '../../src/clustering/gaussian-mixture.ts';
import { readyMixtures, refitMixture } from '../../src/clustering/gaussian-refit.ts';
import { kMeans } from '../../src/clustering/k-means.ts';
import { inRoom, useBuild } from '../../src/compute/thread.ts';
import { type Matrix, matrix } from '../../src/matrix/matrix.ts';

const table = (
  rows: number,
  cols: number,
  value: (random: () => number, row: number, col: number) => number,
): Matrix => {
  const random = seededRandom(rows * 31 + cols);
  const normal = (): number => gaussian(random);
  return matrix(
    rows,
    cols,
    Float64Array.from({ length: rows * cols }, (_, at) => value(normal, Math.floor(at / cols), at % cols)),
  );
};

const clouds: Record<string, (rows: number, cols: number) => Matrix> = {
  'three corners': (rows, cols) => table(rows, cols, (normal, row, col) => 3 * ((row + col) % 3) + normal()),
  'one cloud': (rows, cols) => table(rows, cols, (normal) => normal()),
  'a constant column': (rows, cols) => table(rows, cols, (normal, _, col) => (col === 0 ? 5 : normal())),
  'every row twice': (rows, cols) => table(rows, cols, (_, row, col) => Math.sin((row >> 1) * 7 + col)),
  'a large offset': (rows, cols) => table(rows, cols, (normal) => 1e6 + normal()),
  'one far outlier': (rows, cols) => table(rows, cols, (normal, row) => (row === 0 ? 1e5 : normal())),
};

/** Rows whose label is not that of `gaussianMixture`, other than those that two components claim almost equally. */
function strays(points: Matrix, k: number, init: Int32Array, found: Int32Array): number {
  const model = gaussianMixture(points, { nComponents: k, init, maxIter: 10 });
  const { data } = posteriors(points, model);
  let astray = 0;
  for (let i = 0; i < points.rows; i++) {
    // Parameters from single precision differ by about 1e-5 after ten iterations, which moves shares by far less than this.
    const shares = data.subarray(i * k, (i + 1) * k);
    if (found[i] !== model.labels[i] && !(shares[model.labels[i]] - shares[found[i]] < 0.01)) astray++;
  }
  return astray;
}

const kinds = Object.keys(clouds);
const sizes = [5, 17, 63, 64, 129, 300, 1000].flatMap((rows) => [1, 2, 6, 7, 20].map((cols) => [rows, cols] as const));

describe.each(['plain', 'simd', 'relaxed'] as const)('refits of mixtures, %s', (build) => {
  beforeAll(() => useBuild(build));

  test.each(kinds)('of %s have the labels of whole fits, one after the other in the same room', (kind) => {
    for (const [rows, cols] of sizes) {
      const points = clouds[kind](rows, cols);
      inRoom((room) => {
        const ready = readyMixtures(room.matrix(points), 5, room);
        for (const k of [5, 1, 2]) {
          const init = kMeans(points, { nClusters: k, nInit: 1 }).labels;
          const found = refitMixture(ready, k, init, 10);
          expect(strays(points, k, init, found), `${rows} x ${cols}, k = ${k}`).toBe(0);
        }
      });
    }
  });

  test('first labels without rows make components that weigh nothing', () => {
    const points = clouds['three corners'](200, 3);
    const init = Int32Array.from({ length: 200 }, (_, i) => (i % 3 === 0 ? 1 : 3));
    const found = inRoom((room) => refitMixture(readyMixtures(room.matrix(points), 5, room), 5, init, 10));
    expect(strays(points, 5, init, found)).toBe(0);
    expect([...new Set(found)].every((label) => label === 1 || label === 3)).toBe(true);
  });
});
