import { describe, expect, test } from 'vitest';
import { fromRows } from '../support/datasets.ts';
import { kMeans } from '../../src/clustering/k-means.ts';
import type { CustomerTable } from '../../src/features/table.ts';
import { shop } from '../../src/samples/shop.ts';
import { confidences, marginConfidences } from '../../src/segmentation/confidence.ts';
import { ownAgreement, score, toModel } from '../../src/segmentation/score.ts';
import { segmentationOf, tableOf } from '../support/segmentations.ts';

const { table } = shop({ n: 600, seed: 11, spread: 0.6 });
const rowOf = ({ ids, names, columns }: CustomerTable, row: number): CustomerTable => ({
  ids: [ids[row]],
  names,
  columns: columns.map((column) => column.slice(row, row + 1)),
});
const agreement = (a: Int32Array, b: Int32Array): number => a.filter((label, i) => label === b[i]).length / a.length;

describe('scoring the customers a segmentation was made from', () => {
  test.each(['KMeans', 'GaussianMixture'] as const)(
    '%s gives every one its own segment and confidence back',
    (algorithm) => {
      const segmentation = segmentationOf(table, { algorithm, k: 4 });
      const scores = score(toModel(segmentation), table);
      expect(scores.labels).toEqual(segmentation.labels);
      scores.confidence.forEach((value, i) => expect(value).toBeCloseTo(segmentation.confidence[i], 12));
      expect(scores.outOfRange.some((out) => out === 1)).toBe(false);
    },
  );

  // Ward's borders are not those of nearest means, and a border customer of DBSCAN may be near two clusters.
  test('agglomerative clustering agrees for more than 85 %', () => {
    const segmentation = segmentationOf(table, { algorithm: 'Agglomerative', k: 4 });
    expect(agreement(score(toModel(segmentation), table).labels, segmentation.labels)).toBeGreaterThan(0.85);
  });

  test('DBSCAN agrees on every core customer and on noise', () => {
    const segmentation = segmentationOf(table, { algorithm: 'DBSCAN', options: { eps: 0.8, minSamples: 5 } });
    const { labels } = score(toModel(segmentation), table);
    const { model } = segmentation.winner;
    if (model.kind !== 'DBSCAN') throw new Error('not a DBSCAN model');
    const surely = Array.from(segmentation.space.order).filter(
      (row, p) => model.core[p] === 1 || segmentation.labels[row] < 0,
    );
    expect(surely.length).toBeGreaterThan(300);
    expect(surely.map((row) => labels[row])).toEqual(surely.map((row) => segmentation.labels[row]));
  });
});

test.each([
  ['KMeans', 1, 1],
  ['GaussianMixture', 1, 1],
  ['Agglomerative', 0.85, 0.999],
  ['DBSCAN', 0.95, 1],
] as const)('a %s model says how many of its own customers it gives their segment', (algorithm, low, high) => {
  const segmentation = segmentationOf(table, { algorithm, k: 4, options: { eps: 0.8, minSamples: 5 } });
  const share = ownAgreement(toModel(segmentation), segmentation);
  expect(share).toBe(agreement(score(toModel(segmentation), table).labels, segmentation.labels));
  expect(share).toBeGreaterThanOrEqual(low);
  expect(share).toBeLessThanOrEqual(high);
});

describe.each(['KMeans', 'GaussianMixture', 'Agglomerative', 'DBSCAN'] as const)('a %s model', (algorithm) => {
  const model = toModel(segmentationOf(table, { algorithm, k: 3, options: { eps: 0.8 } }));

  test('scores one row alone as in a batch', () => {
    const fresh = shop({ n: 50, seed: 12, spread: 0.7 }).table;
    const batch = score(model, fresh);
    for (const row of [0, 7, 49]) {
      const alone = score(model, rowOf(fresh, row));
      expect([alone.labels[0], alone.confidence[0]]).toEqual([batch.labels[row], batch.confidence[row]]);
    }
  });

  test('is the same after a way through JSON', () => {
    const copy = JSON.parse(JSON.stringify(model)) as typeof model;
    expect(score(copy, table)).toEqual(score(model, table));
  });
});

test('one segment takes everyone, with full confidence, even without a feature that varies', () => {
  const same = tableOf({ purchase_total: [3, 3, 3], orders: [1, 1, 1] });
  const { labels, confidence, outOfRange } = score(toModel(segmentationOf(same, { k: 1 })), same);
  expect([[...labels], [...confidence], [...outOfRange]]).toEqual([
    [0, 0, 0],
    [1, 1, 1],
    [0, 0, 0],
  ]);
});

test('a DBSCAN run that found nothing but noise calls everyone noise', () => {
  const lonely = segmentationOf(table, { algorithm: 'DBSCAN', options: { eps: 0.001, minSamples: 5 } });
  const { labels, confidence } = score(toModel(lonely), table);
  expect(new Set(labels)).toEqual(new Set([-1]));
  expect(new Set(confidence)).toEqual(new Set([0]));
});

describe('new customers', () => {
  const model = toModel(segmentationOf(table, { k: 3 }));

  test('with a missing value count as the fitted median there', () => {
    const [spend] = model.columns.filter(({ name }) => name === 'purchase_total');
    const missing = rowOf(table, 0);
    missing.columns[0][0] = NaN;
    const filled = rowOf(table, 0);
    filled.columns[0][0] = spend.median;
    expect(score(model, missing)).toEqual(score(model, filled));
  });

  test('outside the range are marked, by customer and by feature', () => {
    const whale = rowOf(table, 0);
    whale.columns[0][0] = 1e9;
    const { outOfRange, outOfRangeByFeature } = score(model, whale);
    expect([...outOfRange]).toEqual([1]);
    expect(outOfRangeByFeature).toMatchObject({ purchase_total: 1, visit_frequency: 0 });
  });

  test.each([1e200, -1e200, Number.MAX_VALUE])(
    'of a size nobody has (%d) have a segment, and no confidence',
    (value) => {
      const whale = rowOf(table, 0);
      whale.columns[0][0] = value;
      const plain = toModel(segmentationOf(table, { k: 3, options: { preprocessing: 'none' } }));
      const { labels, confidence } = score(plain, whale);
      expect(labels[0]).toBeGreaterThanOrEqual(0);
      expect(confidence[0]).toBe(0);
    },
  );

  test('with unknown or missing features are refused', () => {
    const unknown = tableOf({ ...Object.fromEntries(table.names.map((name) => [name, [1]])), shoe_size: [42] });
    expect(() => score(model, unknown)).toThrow(/shoe_size/);
    expect(() => score(model, tableOf({ purchase_total: [1] }))).toThrow(/Send the same features/);
  });

  test('with an infinite value are refused', () => {
    const wrong = rowOf(table, 0);
    wrong.columns[1][0] = Infinity;
    expect(() => score(model, wrong)).toThrow(/visit_frequency is Infinity/);
  });
});

describe('confidence', () => {
  test('is 1 - d1 / d2 by hand, 0 halfway, and 0 where another mean is nearer', () => {
    const points = fromRows([[0], [1], [2], [3]]);
    const centroids = fromRows([[0], [4]]);
    const { confidence, runnerUp } = marginConfidences(points, centroids, Int32Array.of(0, 0, 0, 0), [1, 1]);
    expect([...confidence]).toEqual([1, 1 - 1 / 3, 0, 0]);
    expect([...runnerUp]).toEqual([1, 1, 1, 1]);
  });

  test('is 0 without a second choice for noise and 1 for a single cluster', () => {
    const points = fromRows([[0], [1]]);
    const { confidence, runnerUp } = marginConfidences(points, fromRows([[0]]), Int32Array.of(0, -1), [1]);
    expect([...confidence]).toEqual([1, 0]);
    expect([...runnerUp]).toEqual([-1, -1]);
  });

  test('a row on two coinciding means has none', () => {
    const points = fromRows([[1]]);
    expect(marginConfidences(points, fromRows([[1], [1]]), Int32Array.of(0), [1, 1]).confidence[0]).toBe(0);
  });

  test('of a K-Means fit lies in 0..1 and names another cluster', () => {
    const points = fromRows([[0], [1], [10], [11], [30]]);
    const model = kMeans(points, { nClusters: 3 });
    const { confidence, runnerUp } = confidences(points, { labels: model.labels, model });
    confidence.forEach((value, i) => {
      expect(value).toBeGreaterThan(0.8);
      expect(value).toBeLessThanOrEqual(1);
      expect(runnerUp[i]).not.toBe(model.labels[i]);
    });
  });
});
