import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { gaussian, seededRandom } from '../../src/base/random.ts';
import { assignNearest, kMeans } from '../../src/clustering/k-means.ts';
import { greedyStart } from '../../src/clustering/start.ts';
import { assignRows } from '../../src/compute/assign.ts';
import { type Build, thread, useBuild } from '../../src/compute/thread.ts';
import { type Matrix, matrix, takeRows } from '../../src/matrix/matrix.ts';
import { shape, shapes } from '../../src/samples/shapes.ts';

const before = thread().build;
afterEach(() => useBuild(before));

function under<Result>(build: Build, run: () => Result): Result {
  useBuild(build);
  return run();
}

/** Rows by a rule; `value` may draw from the stream. */
function table(rows: number, cols: number, value: (random: () => number, row: number, col: number) => number): Matrix {
  const random = seededRandom(rows * 31 + cols);
  return matrix(
    rows,
    cols,
    Float64Array.from({ length: rows * cols }, (_, at) => value(random, Math.floor(at / cols), at % cols)),
  );
}

const nasty: Record<string, (rows: number, cols: number) => Matrix> = {
  normal: (rows, cols) => table(rows, cols, (random) => gaussian(random)),
  'a lattice, full of ties': (rows, cols) => table(rows, cols, (random) => Math.floor(random() * 3)),
  'a huge offset': (rows, cols) => table(rows, cols, (random) => 1e9 + gaussian(random)),
  'a tight crowd and one row far off': (rows, cols) =>
    table(rows, cols, (random, row) => (row === 0 ? 1e8 : 1e-3 * gaussian(random))),
  'numbers beyond single precision': (rows, cols) => table(rows, cols, (random) => 1e60 * gaussian(random)),
  'numbers below single precision': (rows, cols) => table(rows, cols, (random) => 1e-40 * gaussian(random)),
  'rows that differ in their last bits': (rows, cols) =>
    table(rows, cols, (random) => 1 + Math.floor(random() * 4) * 2 ** -52),
  'columns of other sizes': (rows, cols) => table(rows, cols, (random, _, col) => 10 ** (3 * col) * gaussian(random)),
};

describe.each(['simd', 'relaxed'] as const)('the %s build against the plain one', (build) => {
  // Everything but the single-precision filter is the same arithmetic in the same order, and what the filter cannot decide
  // is decided again: equal to the last bit, not nearly.
  test.each(shapes)('%s: the same model', (name) => {
    const points = shape(name);
    for (const k of [1, 2, 3, 5, 9, 17].filter((wanted) => wanted <= points.rows)) {
      const fit = (): unknown => kMeans(points, { nClusters: k, nInit: 2, seed: k });
      expect(under(build, fit)).toEqual(under('plain', fit));
    }
  });

  describe.each(Object.keys(nasty))('%s', (name) => {
    test.each([1, 2, 3, 5, 17, 1000])('%d rows: the same model', (rows) => {
      for (const cols of rows < 1000 ? [1, 2, 6, 7, 8, 9, 20] : [6, 9]) {
        const points = nasty[name](rows, cols);
        for (const k of [1, 2, 5, 10].filter((wanted) => wanted <= rows)) {
          const fit = (): unknown => kMeans(points, { nClusters: k, nInit: 2, tol: 0, maxIter: 40 });
          expect(under(build, fit), `${cols} columns, k = ${k}`).toEqual(under('plain', fit));
        }
      }
    });

    test('labels of given centroids are those of double precision', () => {
      for (const cols of [1, 3, 6, 11]) {
        const points = nasty[name](1003, cols);
        const centroids = takeRows(points, [0, 7, 400, 401, 999, 1002]);
        const labels = new Int32Array(1003);
        assignRows(points, centroids, labels, new Float64Array(1003));
        expect(under(build, () => assignNearest(points, centroids))).toEqual(labels);
      }
    });
  });

  test('centroids far from every row, or all the same, part the rows alike', () => {
    const points = nasty.normal(500, 6);
    for (const scale of [0, 1e10, 1e30, 1e150]) {
      const centroids = matrix(
        4,
        6,
        Float64Array.from({ length: 24 }, (_, at) => scale * (at % 5)),
      );
      expect(under(build, () => assignNearest(points, centroids))).toEqual(
        under('plain', () => assignNearest(points, centroids)),
      );
      const fit = (): unknown => kMeans(points, { nClusters: 4, init: centroids });
      expect(under(build, fit)).toEqual(under('plain', fit));
    }
  });

  test('many rows, whose starts are tried on samples: the same model', () => {
    const points = table(34_000, 2, (random, row) => 3 * (row % 7) * (1 - (row % 2)) + gaussian(random));
    const fit = (): unknown => kMeans(points, { nClusters: 6, nInit: 3 });
    expect(under(build, fit)).toEqual(under('plain', fit));
  });

  test('a start chooses the same rows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 12 }),
        fc.boolean(),
        (rows, cols, k, whole) => {
          const points = table(rows, cols, (random) => (whole ? Math.floor(random() * 3) : gaussian(random)));
          const start = (): Matrix => greedyStart(points, k, seededRandom(k));
          expect(under(build, start)).toEqual(under('plain', start));
        },
      ),
      { seed: 1, numRuns: 50 },
    );
  });
});
