import { describe, expect, test } from 'vitest';
import { agglomerative } from '../src/clustering/agglomerative.ts';
import { dbscan } from '../src/clustering/dbscan.ts';
import { kMeans } from '../src/clustering/k-means.ts';
import { silhouettes } from '../src/evaluation/silhouette.ts';
import { type Matrix, matrix } from '../src/matrix/matrix.ts';
import { readGolden } from './support/datasets.ts';
import { drawn, type Drawn, drawnLabellings, hashOf } from './support/drawn.ts';
import { lloydOf } from './support/lloyd.ts';

interface LargeCase {
  readonly name: string;
  readonly what: string;
  readonly input: { readonly drawn: Drawn };
  /** Sum of each column. */
  readonly checksum: readonly number[];
}
interface WardCase extends LargeCase {
  readonly last: readonly number[];
  readonly sum: number;
  readonly quantiles: readonly number[];
}
interface DbscanCase extends LargeCase {
  readonly eps: number;
  readonly minSamples: number;
  readonly clusters: number;
  readonly noise: number;
  readonly core: number;
  readonly sizes: readonly number[];
  readonly hash: number;
}
interface SilhouetteCase extends LargeCase {
  readonly means: readonly number[];
  readonly hashes: readonly number[];
}
const { cases } = readGolden<{ cases: readonly LargeCase[] }>('large');
const ward = cases.filter((each): each is WardCase => each.what === 'Ward heights');
const [neighbours] = cases.filter((each): each is DbscanCase => each.what === 'DBSCAN');
const [widths] = cases.filter((each): each is SilhouetteCase => each.what === 'silhouettes');

test.each(cases)('$name: both sides draw the same points', ({ input, checksum }) => {
  const { points } = drawn(input.drawn);
  for (const [c, sum] of checksum.entries()) {
    let own = 0;
    for (let i = 0; i < points.rows; i++) own += points.data[i * points.cols + c];
    // Sums of 100,000 numbers of size 4 in another order: 1e-9 allows for 4e5 x 1e-16 and no other number.
    expect(Math.abs(own - sum)).toBeLessThan(1e-9 * points.rows);
  }
});

test.each(ward)('$name are those of fastcluster to 1e-9 of their size', ({ input, last, sum, quantiles }) => {
  const { heights } = agglomerative(drawn(input.drawn).points, { linkage: 'ward' });
  const steps = heights.length;
  const own = [
    ...heights.subarray(steps - last.length),
    ...quantiles.map((_, q) => heights[Math.floor((steps * q) / quantiles.length)]),
    heights.reduce((total, height) => total + height, 0),
  ];
  const apart = [...last, ...quantiles, sum].map((height, at) => Math.abs(own[at] / height - 1));
  expect(Math.max(...apart)).toBeLessThan(1e-9);
});

test(`${neighbours.name}: every label is that of scikit-learn`, () => {
  const { input, eps, minSamples, clusters, noise, core, sizes, hash } = neighbours;
  const found = dbscan(drawn(input.drawn).points, { eps, minSamples });
  expect(found.nClusters).toBe(clusters);
  expect(found.labels.filter((label) => label < 0)).toHaveLength(noise);
  expect(found.core.filter((is) => is === 1)).toHaveLength(core);
  expect(sizes.map((_, cluster) => found.labels.filter((label) => label === cluster).length)).toEqual(sizes);
  expect(hashOf(found.labels)).toBe(hash);
});

test('28 silhouettes of 5,000 rows are those of scikit-learn to 1e-6', () => {
  const data = drawn(widths.input.drawn);
  const labellings = drawnLabellings(data);
  expect(labellings.map(hashOf)).toEqual(widths.hashes);
  const apart = silhouettes(data.points, labellings).map((score, at) =>
    score?.method === 'exact' ? Math.abs(score.mean - widths.means[at]) : NaN,
  );
  expect(apart).toHaveLength(28);
  expect(Math.max(...apart)).toBeLessThan(1e-6);
});

describe.each([3_000, 40_000])('K-Means of %i rows from given centroids', (rows) => {
  const { points } = drawn({ rows, seed: 5 });
  test.each([2, 5, 10, 15])('has the labels of a plain Lloyd in f64, k = %i', (k) => {
    const init = rowsOf(points, k);
    const found = kMeans(points, { nClusters: k, init, tol: 0 });
    const plain = lloydOf(points, init);
    expect(found.converged).toBe(true);
    expect(found.labels).toEqual(plain.labels);
    expect(found.iterations).toBe(plain.iterations);
    expect(Math.abs(found.inertia / plain.inertia - 1)).toBeLessThan(1e-12);
  });
});

function rowsOf({ data, rows, cols }: Matrix, k: number): Matrix {
  const chosen = Array.from({ length: k }, (_, at) => Math.floor((at * rows) / k));
  return matrix(k, cols, Float64Array.from(chosen.flatMap((row) => [...data.subarray(row * cols, (row + 1) * cols)])));
}

describe('silhouettes estimated from 200 samples of 12,000 rows, some columns of which are heavy-tailed', () => {
  const rows = 12_000;
  const data = drawn({ rows, seed: 6 });
  const all = drawnLabellings(data);
  const labellings = { 'nearest of 5 rows': all[3], '10 groups': all[17], '10 groups and noise': all[27] };
  const chosen = Object.values(labellings);
  const truth = silhouettes(data.points, chosen);
  const estimates = Array.from({ length: 200 }, (_, seed) =>
    silhouettes(data.points, chosen, { exactUpTo: 1_000, halfWidth: 1, seed }),
  );

  test.each(Object.keys(labellings).map((name, index) => ({ name, index })))(
    '$name: 93 % or more of the 95 % intervals hold the exact mean',
    ({ index }) => {
      const exact = truth[index]?.mean ?? NaN;
      expect(truth[index]?.method).toBe('exact');
      const held = estimates.filter((scores) => {
        const score = scores[index];
        return score?.method === 'sampled' && Math.abs(score.mean - exact) <= score.halfWidth;
      });
      expect(held.length / estimates.length).toBeGreaterThanOrEqual(0.93);
    },
  );
});
