import { afterAll, describe, expect, test } from 'vitest';
import { gaussian, mixSeed, seededRandom } from '../../src/base/random.ts';
import { kMeans } from '../../src/clustering/k-means.ts';
import { type KMeansRefit, readyKMeans, refitKMeans } from '../../src/clustering/k-means-refit.ts';
import { inRoom, useBuild } from '../../src/compute/thread.ts';
import { type Matrix, matrix, takeRows } from '../../src/matrix/matrix.ts';

const table = (rows: number, cols: number, value: (random: () => number, row: number) => number): Matrix => {
  const random = seededRandom(rows * 31 + cols);
  return matrix(
    rows,
    cols,
    Float64Array.from({ length: rows * cols }, (_, at) => value(random, Math.floor(at / cols))),
  );
};

const clouds: Record<string, (rows: number, cols: number) => Matrix> = {
  'one cloud': (rows, cols) => table(rows, cols, (random) => gaussian(random)),
  'few distinct values': (rows, cols) => table(rows, cols, (random) => Math.floor(random() * 2)),
  'one value': (rows, cols) => table(rows, cols, () => 4),
  'a huge offset': (rows, cols) => table(rows, cols, (random) => 1e9 + gaussian(random)),
  'one far outlier': (rows, cols) => table(rows, cols, (random, row) => (row === 0 ? 1e8 : gaussian(random))),
};
const kinds = Object.keys(clouds);
const sizes = [1, 2, 3, 5, 17, 300, 1000].flatMap((rows) => [1, 2, 6, 7, 20].map((cols) => [rows, cols] as const));

interface Asked {
  readonly most: number;
  readonly starts: number;
  readonly seed: number;
}

/** Refits of every k from the largest down, and the rows that were drawn as first centroids. */
function refits(points: Matrix, { most, starts, seed }: Asked): { found: KMeansRefit[]; chosen: Int32Array } {
  return inRoom((room) => {
    const ready = readyKMeans(room.matrix(points), { most, starts, seed }, room);
    const found = Array.from({ length: most }, (_, at) => refitKMeans(ready, most - at, 50)).toReversed();
    return { found, chosen: ready.chosen.slice() };
  });
}

/** The same by whole fits. */
function wholeFit(points: Matrix, { most, starts }: Asked, chosen: Int32Array, k: number): KMeansRefit {
  const fits = Array.from({ length: starts }, (_, start) => {
    const init = takeRows(points, chosen.subarray(start * most, start * most + k));
    return kMeans(points, { nClusters: k, init, maxIter: 50 });
  });
  return fits.reduce((best, next) => (next.inertia < best.inertia ? next : best));
}

describe('refits of K-Means', () => {
  afterAll(() => useBuild('relaxed'));

  test.each(kinds)('of %s are whole fits from the same rows, to the last bit and in every build', (kind) => {
    for (const [rows, cols] of sizes) {
      const points = clouds[kind](rows, cols);
      const asked = { most: Math.min(9, rows), starts: 2, seed: rows };
      useBuild('plain');
      const { found: plain, chosen } = refits(points, asked);
      plain.forEach(({ labels, inertia }, at) => {
        const whole = wholeFit(points, asked, chosen, at + 1);
        expect({ labels, inertia }).toEqual({ labels: whole.labels, inertia: whole.inertia });
      });
      for (const build of ['simd', 'relaxed'] as const) {
        useBuild(build);
        const other = refits(points, asked);
        expect(other.chosen).toEqual(chosen);
        expect(other.found, `${build}, ${rows} x ${cols}`).toEqual(plain);
      }
    }
  });

  test('from shared starts cost what fits with their own starts cost, within a twentieth', () => {
    const points = table(600, 4, (random, row) => 4 * (row % 5) * random() + gaussian(random));
    const { found } = refits(points, { most: 10, starts: 3, seed: 1 });
    found.forEach(({ inertia }, at) => {
      const own = kMeans(points, { nClusters: at + 1, nInit: 3, seed: mixSeed(1, at) }).inertia;
      expect(inertia / own).toBeGreaterThan(0.95);
      expect(inertia / own).toBeLessThan(1.05);
    });
  });
});
