import { describe, expect, test } from 'vitest';
import { mixSeed, sampleWithout, seededRandom } from '../../src/base/random.ts';
import { adjustedRand } from '../../src/evaluation/agreement.ts';
import type { CustomerTable } from '../../src/features/table.ts';
import { explain } from '../../src/personas/explain.ts';
import { crowd } from '../../src/samples/crowd.ts';
import { shop } from '../../src/samples/shop.ts';
import { score, toModel } from '../../src/segmentation/score.ts';
import { segment } from '../../src/segmentation/segment.ts';
import type { Segmentation } from '../../src/segmentation/segmentation.ts';
import { notFinite } from '../support/candidates.ts';

const quick = { maxClusters: 6 } as const;
const { table: planted, labels: truth } = shop({ n: 500, seed: 11 });
const found = segment(planted, quick);

function rowsOf(table: CustomerTable, rows: ArrayLike<number>): CustomerTable {
  const index = Array.from(rows);
  return {
    ids: index.map((row) => table.ids[row]),
    names: table.names,
    columns: table.columns.map((column) => Float64Array.from(index, (row) => column[row])),
  };
}

function withColumn(table: CustomerTable, name: string, values: Float64Array): CustomerTable {
  return { ids: table.ids, names: [...table.names, name], columns: [...table.columns, values] };
}

/** Everything a caller could read, as text: to compare answers to the last digit. */
const figures = (segmentation: Segmentation): string => {
  const { candidates, selection, structure, segments, rules } = segmentation;
  const rowwise = new Set(['model', 'labels', 'exemplar']);
  return JSON.stringify({ candidates, selection, structure, segments, rules }, (key, value: unknown) =>
    rowwise.has(key) ? undefined : value,
  );
};

describe('segment', () => {
  test('finds the planted groups and is sure of them', () => {
    expect(adjustedRand(truth, found.labels)).toBeGreaterThan(0.95);
    expect(found.segments).toHaveLength(4);
    expect(found.structure.verdict).toBe('strong');
    expect(found.segments.map(({ trust }) => trust)).toEqual(['stable', 'stable', 'stable', 'stable']);
  });

  test('segments are numbered by falling mean value and their sizes and shares add up', () => {
    const means = found.segments.map(({ features }) => features.purchase_total.mean);
    expect(means).toEqual(means.toSorted((a, b) => b - a));
    expect(found.segments.reduce((sum, { size }) => sum + size, 0)).toBe(500);
    expect(found.segments.reduce((sum, { value }) => sum + (value?.share ?? 0), 0)).toBeCloseTo(1, 12);
    for (const { id, size } of found.segments) expect(found.labels.filter((label) => label === id)).toHaveLength(size);
  });

  test('shuffling the customers moves labels with them and changes no figure, not even a digit', () => {
    const order = sampleWithout(seededRandom(mixSeed(7, 1)), 500, 500);
    const shuffled = segment(rowsOf(planted, order), quick);
    expect([...shuffled.labels]).toEqual(Array.from(order, (row) => found.labels[row]));
    expect([...shuffled.confidence]).toEqual(Array.from(order, (row) => found.confidence[row]));
    expect(figures(shuffled)).toBe(figures(found));
  });

  test('the order of the columns changes no label and no score', () => {
    const turned = segment(
      { ...planted, names: planted.names.toReversed(), columns: planted.columns.toReversed() },
      quick,
    );
    expect(turned.labels).toEqual(found.labels);
    expect(turned.candidates.map(({ silhouette }) => silhouette)).toEqual(
      found.candidates.map(({ silhouette }) => silhouette),
    );
  });

  test('a copy of a customer lands in the segment of the original and moves nobody else', () => {
    const copied = segment(rowsOf(planted, [...planted.ids.keys(), 42]), quick);
    expect(copied.labels[500]).toBe(copied.labels[42]);
    expect([...copied.labels.subarray(0, 500)]).toEqual([...found.labels]);
  });

  test('everyone twice gives the same segments with twice the customers', () => {
    const rows = [...planted.ids.keys()];
    const doubled = segment(rowsOf(planted, [...rows, ...rows]), quick);
    expect([...doubled.labels.subarray(0, 500)]).toEqual([...found.labels]);
    expect([...doubled.labels.subarray(500)]).toEqual([...found.labels]);
  });

  test('a constant column is profiled, named, and changes no label', () => {
    const constant = segment(withColumn(planted, 'country', new Float64Array(500).fill(44)), quick);
    expect(constant.labels).toEqual(found.labels);
    expect(constant.segments[0].features.country.median).toBe(44);
    expect(constant.segments[0].effects.country).toBeNull();
    expect(constant.notices).toContainEqual({ code: 'CONSTANT_COLUMN', details: { feature: 'country' } });
  });

  test.each([
    ['pence', 100],
    ['millions', 1e-6],
  ])('money in %s instead of pounds changes no label', (_, factor) => {
    const columns = planted.columns.map((column, j) =>
      j === 0 || j === 2 ? column.map((value) => value * factor) : column,
    );
    expect(segment({ ...planted, columns }, quick).labels).toEqual(found.labels);
  });

  test.each([2, 3])('%d whales of 1,000 times the spend leave the segments of the others as they were', (count) => {
    const columns = planted.columns.map((column, j) =>
      j === 0 ? column.map((value, row) => (row < count ? value * 1000 : value)) : column,
    );
    const bent = segment({ ...planted, columns }, quick);
    expect(adjustedRand(found.labels.subarray(count), bent.labels.subarray(count))).toBe(1);
    // Two of 500 are under the smallest share of 0.5 %; three may be a segment of their own.
    const smallest = Math.min(...bent.segments.map(({ size }) => size));
    expect(smallest).toBeGreaterThanOrEqual(count === 2 ? 20 : 3);
  });

  test('a stored model gives one customer alone what it gave in the batch', () => {
    const model = toModel(found);
    const batch = score(model, planted);
    expect([...batch.labels]).toEqual([...found.labels]);
    for (const row of [0, 99, 250, 499]) {
      const alone = score(model, rowsOf(planted, [row]));
      expect(alone.labels[0]).toBe(batch.labels[row]);
      expect(alone.confidence[0]).toBe(batch.confidence[row]);
    }
  });

  test('the same seed repeats, another seed finds the same planted groups', () => {
    expect(figures(segment(planted, quick))).toBe(figures(found));
    expect(adjustedRand(segment(planted, { ...quick, seed: 7 }).labels, found.labels)).toBe(1);
  });

  test('choose returns that candidate and says who decided', () => {
    const chosen = segment(planted, { ...quick, choose: { algorithm: 'gmm', k: 3 } });
    expect(chosen.selection).toMatchObject({
      decidedBy: 'caller',
      winner: { algorithm: 'GaussianMixture', params: { k: 3 } },
      byObjective: { separation: found.selection.winner },
    });
    expect(chosen.segments).toHaveLength(3);
    expect(() => segment(planted, { ...quick, choose: { algorithm: 'kmeans', k: 9 } })).toThrow(/choose names/);
  });

  test.each(['kmeans', 'gmm', 'hierarchical', 'dbscan'] as const)(
    '%s alone answers, with k = 4 where k is its own',
    (algorithm) => {
      const one = segment(planted, { algorithm, nClusters: algorithm === 'dbscan' ? undefined : 4, eps: 0.6 });
      expect(new Set(one.candidates.map((candidate) => candidate.algorithm)).size).toBe(1);
      expect(adjustedRand(truth, one.labels)).toBeGreaterThan(0.8);
      expect(notFinite(one)).toEqual([]);
    },
  );

  test.each([
    { options: { nClusters: 1 }, headline: 'One group holds all of these customers.' },
    { options: { algorithm: 'dbscan', eps: 0.001 }, headline: 'No group was found: every customer is an outlier.' },
  ] as const)('a model that cannot show the groups does not deny them: %o', ({ options, headline }) => {
    const blind = segment(shop({ n: 600, seed: 11 }).table, options);
    expect(blind.structure).toMatchObject({ verdict: 'weak', apart: null });
    expect(blind.notices.map(({ code }) => code)).not.toContain('NO_STRUCTURE');
    expect(explain(blind, 'en').verdict.headline).toBe(headline);
  });

  test('confidence is 0..1, 0 for noise only, and the second choice is another segment', () => {
    const noisy = segment(planted, { algorithm: 'dbscan', eps: 0.35 });
    const noise = [...noisy.labels.keys()].filter((row) => noisy.labels[row] < 0);
    expect(noise.length).toBeGreaterThan(0);
    expect(noise.map((row) => noisy.confidence[row])).toEqual(noise.map(() => 0));
    expect(noisy.confidence.every((share) => share >= 0 && share <= 1)).toBe(true);
    const rivals = [...noisy.labels.keys()].filter((row) => noisy.runnerUp[row] >= 0);
    expect(rivals.length).toBeGreaterThan(0);
    expect(rivals.filter((row) => noisy.runnerUp[row] === noisy.labels[row])).toEqual([]);
  });

  test('progress reports every phase to its end, and an abort stops the run', () => {
    const last = new Map<string, number>();
    segment(planted, quick, { onProgress: ({ phase, done }) => last.set(phase, done) });
    // The models advance side by side; what comes before and after them keeps its place.
    const heard = [...last.keys()];
    expect([heard[0], ...heard.slice(1, 5).toSorted(), ...heard.slice(5)]).toEqual([
      'features',
      'dbscan',
      'gmm',
      'hierarchical',
      'kmeans',
      'scores',
      'trust',
      'profiles',
    ]);
    expect([...last.values()]).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
    let calls = 0;
    const signal = {
      throwIfAborted() {
        if (++calls > 5) throw new Error('enough');
      },
    };
    expect(() => segment(planted, quick, { signal })).toThrow('enough');
    expect(calls).toBe(6);
  });
});

describe('segment on hopeless data', () => {
  const tables: Record<string, CustomerTable> = {
    'two customers': rowsOf(planted, [0, 1]),
    'two identical customers': rowsOf(planted, [0, 0]),
    'all customers identical': rowsOf(
      planted,
      Array.from({ length: 40 }, () => 3),
    ),
    'three customers': rowsOf(planted, [0, 1, 2]),
    'nine customers, two kinds': rowsOf(planted, [0, 1, 0, 1, 0, 1, 0, 1, 1]),
    'one far outlier': withColumn(
      planted,
      'x',
      Float64Array.from({ length: 500 }, (_, i) => (i === 0 ? 1e12 : i % 5)),
    ),
    'huge numbers of both signs': withColumn(
      planted,
      'x',
      Float64Array.from({ length: 500 }, (_, i) => [1e308, -1e308, 1, 5e-324][i % 4]),
    ),
    'one binary feature': {
      ids: planted.ids,
      names: ['x'],
      columns: [Float64Array.from(planted.ids, (_, i) => i % 2)],
    },
    'a crowd': crowd({ n: 120, d: 3, seed: 1, marginal: 'lognormal', correlated: true }),
  };

  test.each(Object.keys(tables))('%s: an answer of finite numbers', (name) => {
    const table = tables[name];
    for (const objective of ['separation', 'actionable'] as const) {
      const answer = segment(table, { maxClusters: 5, objective });
      expect(notFinite(answer)).toEqual([]);
      expect(answer.labels).toHaveLength(table.ids.length);
      expect(answer.segments.length).toBeGreaterThanOrEqual(1);
    }
  });

  test('two customers give two segments, no score, and warnings', () => {
    const two = segment(tables['two customers']);
    expect(two.segments.map(({ size }) => size)).toEqual([1, 1]);
    expect(two.winner).toMatchObject({
      silhouette: null,
      daviesBouldin: null,
      calinskiHarabasz: null,
      eligible: false,
    });
    expect(two.notices.map(({ code }) => code)).toEqual(expect.arrayContaining(['SMALL_SAMPLE', 'NOTHING_ELIGIBLE']));
    expect(two.structure.verdict).toBe('none');
  });

  test('identical customers are one segment with the verdict none', () => {
    const same = segment(tables['all customers identical']);
    expect(same.segments).toHaveLength(1);
    expect(same.winner).toMatchObject({ algorithm: 'KMeans', params: { k: 1 }, reason: 'ONE_CLUSTER' });
    expect(same.structure.verdict).toBe('none');
    expect(same.notices.map(({ code }) => code)).toContain('ALL_IDENTICAL');
  });

  test('a column of the wrong length is refused', () => {
    expect(() => segment({ ids: ['a', 'b'], names: ['x'], columns: [new Float64Array(3)] })).toThrow(
      /matrix of 2 by 1/,
    );
  });
});
