import { describe, expect, test } from 'vitest';
import { type Linkage, linkages } from '../../src/base/options.ts';
import { agglomerative } from '../../src/clustering/agglomerative.ts';
import { cutTree } from '../../src/clustering/cut-tree.ts';
import { dbscan } from '../../src/clustering/dbscan.ts';
import { gaussianMixture } from '../../src/clustering/gaussian-mixture.ts';
import { kMeans } from '../../src/clustering/k-means.ts';
import type { MergeTree } from '../../src/clustering/models.ts';
import { adjustedRand } from '../../src/evaluation/agreement.ts';
import { calinskiHarabasz } from '../../src/evaluation/calinski-harabasz.ts';
import { daviesBouldin } from '../../src/evaluation/davies-bouldin.ts';
import { silhouettes, silhouetteSamples } from '../../src/evaluation/silhouette.ts';
import type { Matrix } from '../../src/matrix/matrix.ts';
import { mean } from '../support/labellings.ts';
import { dataset, fromRows, type GoldenInput, goldenPoints, readGolden, zScores } from '../support/datasets.ts';

// Numbers that papers, packages' own tests and public notebooks state, to as many digits as they print.

const meanSilhouette = (points: Matrix, labels: Int32Array): number =>
  silhouettes(points, [labels])[0]?.mean ?? Number.NaN;

const sizesOf = (labels: Int32Array): number[] =>
  [...Map.groupBy(labels, (label) => label).values()].map((rows) => rows.length).toSorted((a, b) => b - a);

function stored(file: 'hierarchy' | 'mixture', name: string): Matrix {
  const { cases } = readGolden<{ cases: { name: string; input: GoldenInput }[] }>(file);
  const found = cases.find((each) => each.name === name);
  if (!found) throw new Error(`${file}.json has no case ${name}`);
  return goldenPoints(found.input);
}

describe('K-Means', () => {
  const columns = ['recency_days', 'visit_frequency', 'purchase_total'];
  const logarithms = goldenPoints({ dataset: 'onlineRetail', scale: 'log1p zscores', columns });

  test("ELKI's twenty points in three groups", () => {
    const rows = '3 2,2 5,7 9,2 7,1 8,2 9,2 8,3 9,6 2,7 1,7 3,7 2,8 3,9 2,8 2,8 1,10 10,10 11,11 10,11 11';
    const points = fromRows(rows.split(',').map((row) => row.split(' ').map(Number)));
    const { labels, inertia } = kMeans(points, { nClusters: 3 });
    expect(inertia).toBeCloseTo(54.9333333333, 10);
    expect(meanSilhouette(points, labels)).toBeCloseTo(0.697059703137527, 13);
    expect(calinskiHarabasz(points, labels)).toBeCloseTo(65.609375, 10);
    // scikit-learn's form of the index; ELKI's own takes root mean squares.
    expect(daviesBouldin(points, labels)).toBeCloseTo(0.346938719477258, 13);
  });

  test('customers of a gift wholesaler, cancellations included: the silhouettes of a much-copied notebook', () => {
    const points = zScores(dataset('retail').points);
    const three = kMeans(points, { nClusters: 3 });
    expect(sizesOf(three.labels)).toEqual([2726, 1068, 499]);
    expect(three.inertia).toBeCloseTo(4433.5806, 3);
    const printed = 0.5084896296141937;
    expect(mean(silhouetteSamples(points, three.labels) ?? [])).toBeCloseTo(printed, 12);
    // Scores take distances in single precision: 1e-7 at the most.
    expect(meanSilhouette(points, three.labels)).toBeCloseTo(printed, 7);
    // The notebook stopped one or two customers short of the minimum: 7661.7012 and .54159.
    const two = kMeans(points, { nClusters: 2, tol: 0 });
    expect(two.inertia).toBeLessThanOrEqual(7661.7012);
    expect(Math.abs(meanSilhouette(points, two.labels) - 0.54159)).toBeLessThan(1e-3);
    // The tolerance stops a little earlier.
    expect(kMeans(points, { nClusters: 2 }).inertia).toBeLessThanOrEqual(7661.7012 * (1 + 1e-4));
  });

  // Printed to six digits; local minima of equal worth move the silhouette in the fourth.
  test.each([
    { k: 2, inertia: 6474.1385, silhouette: 0.432661 },
    { k: 3, inertia: 4856.4015, silhouette: 0.337436 },
    { k: 5, inertia: 3268.235, silhouette: 0.318166 },
  ])('recency, orders and money of 4,338 customers, log1p, k = $k', ({ k, inertia, silhouette }) => {
    const model = kMeans(logarithms, { nClusters: k, tol: 0, nInit: 20 });
    expect(Math.abs(model.inertia / inertia - 1)).toBeLessThan(1e-4);
    expect(Math.abs(meanSilhouette(logarithms, model.labels) - silhouette)).toBeLessThan(5e-4);
  });

  test('the same, k = 2: Calinski-Harabasz 4380.0222, Davies-Bouldin .890797, 2,670 and 1,668 customers', () => {
    const { labels } = kMeans(logarithms, { nClusters: 2, tol: 0 });
    // A customer on the border may stand on the other side: the printed run stopped a hair before the minimum.
    expect(Math.abs((calinskiHarabasz(logarithms, labels) ?? 0) / 4380.0222 - 1)).toBeLessThan(1e-5);
    expect(Math.abs((daviesBouldin(logarithms, labels) ?? 0) / 0.890797 - 1)).toBeLessThan(1e-4);
    expect(Math.abs(sizesOf(labels)[0] - 2670)).toBeLessThanOrEqual(2);
  });

  test('the same, k = 4: no worse than the printed 3924.7878', () => {
    expect(kMeans(logarithms, { nClusters: 4, tol: 0, nInit: 20 }).inertia).toBeLessThanOrEqual(3924.7878);
  });

  test('the raw amounts give a splendid silhouette for a split of 26 outliers', () => {
    const points = goldenPoints({ dataset: 'onlineRetail', scale: 'zscores', columns });
    const { labels, inertia } = kMeans(points, { nClusters: 2 });
    expect(sizesOf(labels)).toEqual([4312, 26]);
    expect(Math.abs(inertia / 9012.5987 - 1)).toBeLessThan(1e-5);
    expect(meanSilhouette(points, labels)).toBeCloseTo(0.895817, 4);
  });

  test('a ring around a core is no task for K-Means: ARI .64 on the target', () => {
    const { points, labels } = dataset('target');
    const found = kMeans(points, { nClusters: 6, tol: 0, nInit: 20 });
    expect(adjustedRand(labels, found.labels)).toBeLessThan(0.7);
  });
});

describe('merge trees', () => {
  const lastFive = ({ heights }: MergeTree, digits: number): number[] =>
    Array.from(heights.subarray(-5), (height) => Number(height.toFixed(digits)));

  const iris: Record<Linkage, number[]> = {
    ward: [3.828053, 4.847709, 6.399407, 12.300396, 32.447607],
    average: [1.314188, 1.380994, 1.785566, 1.963614, 4.062683],
    complete: [2.236068, 2.428992, 3.210919, 4.024922, 7.085196],
    single: [0.632456, 0.648074, 0.734847, 0.818535, 1.640122],
  };
  test.each(linkages)("iris, %s: the last five heights of R's hclust and SciPy", (linkage) => {
    expect(lastFive(agglomerative(dataset('iris').points, { linkage }), 6)).toEqual(iris[linkage]);
  });

  test("USArrests, Ward: the last five heights of R's ward.D2, and four groups of 16, 14, 10 and 10", () => {
    const tree = agglomerative(stored('hierarchy', 'ward, USArrests'), { linkage: 'ward' });
    expect(lastFive(tree, 5)).toEqual([106.29227, 141.13374, 162.69994, 352.78364, 700.8786]);
    expect(sizesOf(cutTree(tree, 4))).toEqual([16, 14, 10, 10]);
  });

  test('six points: the heights of SciPy', () => {
    const points = fromRows([
      [1.43054825, -7.5693489],
      [6.95887839, 6.82293382],
      [2.87137846, -9.68248579],
      [7.87974764, -6.05485803],
      [8.24018364, -6.09495602],
      [7.39020262, 8.54004355],
    ]);
    const heights = (linkage: Linkage): number[] => Array.from(agglomerative(points, { linkage }).heights);
    const ward = [0.36265956, 1.77045373, 2.55760419, 9.10208346, 24.7784379];
    heights('ward').forEach((height, step) => expect(height).toBeCloseTo(ward[step], 7));
    [6.96742194, 18.77445997].forEach((height, at) => expect(heights('complete')[3 + at]).toBeCloseTo(height, 7));
    [6.55832839, 15.44089605].forEach((height, at) => expect(heights('average')[3 + at]).toBeCloseTo(height, 7));
  });
});

test("DBSCAN on iris, eps .4 and 4 points: R's 25 noise and groups of 47, 38, 36 and 4", () => {
  const { labels } = dbscan(dataset('iris').points, { eps: 0.4, minSamples: 4 });
  expect(labels.filter((label) => label < 0)).toHaveLength(25);
  expect(sizesOf(labels.filter((label) => label >= 0))).toEqual([47, 38, 36, 4]);
});

test("two Gaussians in Old Faithful: mclust's likelihood, BIC, shares and means", () => {
  const points = stored('mixture', 'Old Faithful, k = 2');
  const model = gaussianMixture(points, { nComponents: 2, tol: 1e-8, maxIter: 1000 });
  expect(model.logLikelihood).toBeCloseTo(-1130.264, 2);
  expect(model.bic).toBeCloseTo(2322.192, 1); // mclust has the other sign
  const first = model.weights[0] > model.weights[1] ? 0 : 1;
  expect(model.weights[first]).toBeCloseTo(0.644, 3);
  const means = [0, 1].map((c) => [model.means.data[first * 2 + c], model.means.data[(1 - first) * 2 + c]]);
  [4.2898, 2.0365].forEach((printed, at) => expect(means[0][at]).toBeCloseTo(printed, 3));
  [79.9695, 54.4799].forEach((printed, at) => expect(means[1][at]).toBeCloseTo(printed, 2));
});
