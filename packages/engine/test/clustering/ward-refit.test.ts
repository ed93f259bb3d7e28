import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { gaussian, seededRandom } from '../../src/base/random.ts';
import { cutTree } from '../../src/clustering/cut-tree.ts';
import { hierarchy } from '../../src/clustering/hierarchy.ts';
import { refitWard } from '../../src/clustering/ward-refit.ts';
import { useBuild } from '../../src/compute/thread.ts';
import { type Matrix, matrix } from '../../src/matrix/matrix.ts';
import { shape } from '../../src/samples/shapes.ts';
import { lattice } from '../support/generated.ts';
import { assertTreeForm } from '../support/merge-steps.ts';

const whole = (points: Matrix) => hierarchy(points, { linkage: 'ward', microClusters: 'auto' });

/** Independent normal columns, as large as `unit`, about `centre`. */
function cloud(rows: number, cols: number, { unit = 1, centre = 0 } = {}): Matrix {
  const random = seededRandom(rows * 31 + cols);
  return matrix(
    rows,
    cols,
    Float64Array.from({ length: rows * cols }, () => centre + unit * gaussian(random)),
  );
}

/** Every row of `points` twice or three times, as a bootstrap has them. */
function repeated({ rows, cols, data }: Matrix): Matrix {
  const random = seededRandom(rows);
  const drawn = Array.from({ length: 2 * rows }, () => Math.floor(random() * rows));
  return matrix(
    drawn.length,
    cols,
    Float64Array.from(drawn.flatMap((row) => [...data.subarray(row * cols, (row + 1) * cols)])),
  );
}

const without: Record<string, Matrix> = {
  ...Object.fromEntries([1, 2, 3, 4, 5, 17, 64, 65, 300, 1000].map((rows) => [`${rows} rows`, cloud(rows, 6)])),
  ...Object.fromEntries([1, 2, 7, 20].map((cols) => [`250 rows of ${cols}`, cloud(250, cols)])),
  'more rows than the matrix takes': cloud(1100, 3),
  'repeated rows': repeated(cloud(300, 6)),
  blobs: shape('blobs', 3, 600),
  'a far centre': cloud(300, 3, { centre: 1e6 }),
  'tiny numbers': cloud(300, 3, { unit: 1e-120 }),
  'huge numbers': cloud(300, 3, { unit: 1e150 }),
};

describe.each(['plain', 'simd', 'relaxed'] as const)('refits of Ward, %s', (build) => {
  beforeEach(() => useBuild(build));
  afterEach(() => useBuild('simd'));

  test.each(Object.keys(without))('cut as whole trees do where no distances tie: %s', (name) => {
    const points = without[name];
    const [fast, exact] = [refitWard(points), whole(points)];
    assertTreeForm(fast, points.rows);
    for (let k = 1; k <= Math.min(10, points.rows); k++)
      expect(cutTree(fast, k), `k = ${k}`).toEqual(cutTree(exact, k));
    // Seven digits of the widest range, of which a chain of merges may lose one; and of every height.
    const dust = 1e-6 * (exact.heights.at(-1) ?? 0);
    for (const [step, height] of fast.heights.entries())
      expect(Math.abs(height - exact.heights[step])).toBeLessThanOrEqual(dust + 2e-5 * exact.heights[step]);
  });

  test('every row the same is one cluster at height 0', () => {
    const { heights } = refitWard(matrix(40, 2, new Float64Array(80).fill(7)));
    expect([...heights]).toEqual(Array.from({ length: 39 }, () => 0));
  });

  test('lattices full of ties still give a tree whose heights conserve the sum of squares', () => {
    fc.assert(
      fc.property(lattice({ rows: 60, cols: 3 }), (points) => {
        const tree = refitWard(points);
        assertTreeForm(tree, points.rows);
        const sum = (heights: Float64Array): number => heights.reduce((total, height) => total + height ** 2 / 2, 0);
        expect(Math.abs(sum(tree.heights) - sum(whole(points).heights))).toBeLessThanOrEqual(1e-5 * sum(tree.heights));
      }),
      { seed: 3, numRuns: 60 },
    );
  });
});
