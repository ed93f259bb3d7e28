import { describe, expect, test } from 'vitest';
import { type ResolvedOptions, resolveOptions, type SegmentOptions } from '../../src/base/options.ts';
import { gaussian, seededRandom } from '../../src/base/random.ts';
import { modelStages, type Progress } from '../../src/base/watch.ts';
import { buildSpace } from '../../src/features/space.ts';
import type { CustomerTable } from '../../src/features/table.ts';
import { crowd } from '../../src/samples/crowd.ts';
import { numbered, shop } from '../../src/samples/shop.ts';
import { select, type Selected } from '../../src/selection/select.ts';
import { notFinite } from '../support/candidates.ts';

function selected(table: CustomerTable, given: SegmentOptions = {}): Selected {
  const options: ResolvedOptions = resolveOptions(given);
  return select(buildSpace(table, options).space, options, {});
}

const table = (...columns: number[][]): CustomerTable => ({
  ids: numbered(columns[0].length),
  names: columns.map((_, j) => `f${j}`),
  columns: columns.map((column) => Float64Array.from(column)),
});
const codes = ({ notices }: Selected): string[] => notices.map(({ code }) => code);
const tries = ({ candidates }: Selected): string[] =>
  candidates.map(({ algorithm, params }) => ('k' in params ? `${algorithm} ${params.k}` : algorithm));

describe('what is tried', () => {
  const { table: customers } = shop({ n: 120, seed: 1 });

  test('every method in the order of the contract', () => {
    expect(tries(selected(customers, { maxClusters: 3 }))).toEqual([
      'KMeans 2',
      'KMeans 3',
      'GaussianMixture 2',
      'GaussianMixture 3',
      'Agglomerative 2',
      'Agglomerative 3',
      'DBSCAN',
    ]);
  });

  test('one method alone, or exactly one number of clusters', () => {
    expect(tries(selected(customers, { maxClusters: 4, algorithm: 'gmm' }))).toEqual([
      'GaussianMixture 2',
      'GaussianMixture 3',
      'GaussianMixture 4',
    ]);
    expect(tries(selected(customers, { nClusters: 4 }))).toEqual(['KMeans 4', 'GaussianMixture 4', 'Agglomerative 4']);
    expect(tries(selected(customers, { nClusters: 12, algorithm: 'hierarchical', linkage: 'average' }))).toEqual([
      'Agglomerative 12',
    ]);
  });

  test('DBSCAN finds its own number and says that it ignored the one asked for', () => {
    const run = selected(customers, { algorithm: 'dbscan', nClusters: 3, eps: 0.8 });
    expect(tries(run)).toEqual(['DBSCAN']);
    expect(codes(run)).toContain('N_CLUSTERS_IGNORED');
  });

  test('more clusters asked for than maxClusters are not too many', () => {
    const run = selected(customers, { nClusters: 5, maxClusters: 3, algorithm: 'kmeans' });
    expect(run.candidates[0].reason).not.toBe('TOO_MANY_CLUSTERS');
  });

  test('the caller may take any model tried', () => {
    const run = selected(customers, { maxClusters: 4, choose: { algorithm: 'gmm', k: 2 } });
    expect(run.selection.decidedBy).toBe('caller');
    expect(run.winner.algorithm).toBe('GaussianMixture');
    expect(run.notices).toContainEqual({
      code: 'CHOSEN_BY_CALLER',
      details: { chosen: 'GaussianMixture 2', rule: 'KMeans 4' },
    });
    expect(() => selected(customers, { maxClusters: 4, choose: { algorithm: 'gmm', k: 9 } })).toThrow(/gmm 9/);
  });
});

describe('planted groups', () => {
  test('come with strong evidence: far above chance, coming back, preferred by the gap', () => {
    const { winner, structure, stabilityBySegment } = selected(shop({ n: 600, seed: 3 }).table, { maxClusters: 6 });
    expect(winner.nClusters).toBe(4);
    expect(structure).toMatchObject({ verdict: 'strong', apart: 'clearly', comesBack: 'always' });
    expect(stabilityBySegment).toHaveLength(4);
    expect(winner.stability).toBeGreaterThan(0.95);
    expect(winner.chance?.high).toBeLessThan(0.4);
  });

  test('whales of a thousand times the money do not become the split', () => {
    const { table: customers, labels } = shop({ n: 600, seed: 5 });
    const columns = customers.columns.map((column) => column.slice());
    for (const row of [7, 177]) columns[0][row] *= 1000;
    const { winner } = selected({ ...customers, columns }, { maxClusters: 6 });
    expect(winner.nClusters).toBe(4);
    expect(winner.smallestCluster).toBeGreaterThan(
      0.7 * Math.min(...[0, 1, 2, 3].map((g) => labels.filter((l) => l === g).length)),
    );
  });
});

test('above the exact size scores are sampled, and the gap is measured on 3,000 customers', () => {
  const customers = shop({ n: 30_500, seed: 1, groups: 3 }).table;
  const { winner, structure } = selected(customers, { algorithm: 'hierarchical', maxClusters: 4 });
  expect(winner.params).toEqual({ k: 3 });
  expect(winner.silhouette).toMatchObject({ method: 'sampled' });
  expect(structure).toMatchObject({ sampleSize: 3000, comesBack: 'always' });
});

test('the same seed gives the same record to the last bit', () => {
  const customers = crowd({ n: 400, d: 3, seed: 1, marginal: 'gamma', correlated: true });
  const twice = [1, 2].map(() => selected(customers, { maxClusters: 4, seed: 7 }));
  expect(twice[0]).toEqual(twice[1]);
});

test('progress ends every phase at 1 and never falls within one', () => {
  const seen: Progress[] = [];
  const options = resolveOptions({ maxClusters: 3 });
  const { space } = buildSpace(shop({ n: 100, seed: 1 }).table, options);
  select(space, options, { onProgress: (progress) => seen.push(progress) });
  for (const phase of ['kmeans', 'gmm', 'hierarchical', 'dbscan', 'scores', 'trust']) {
    const done = seen.filter((progress) => progress.phase === phase).map((progress) => progress.done);
    expect({ phase, done }).toEqual({ phase, done: done.toSorted((a, b) => a - b) });
    expect({ phase, last: done.at(-1) }).toEqual({ phase, last: 1 });
  }
});

test.each(['auto', 'kmeans', 'gmm', 'hierarchical', 'dbscan'] as const)(
  'every model of %s is announced, begun, fitted and scored, with the silhouette that it is judged by',
  (algorithm) => {
    const seen: Progress[] = [];
    const options = resolveOptions({ algorithm, maxClusters: 4 });
    const { space } = buildSpace(shop({ n: 200, seed: 1 }).table, options);
    const { candidates } = select(space, options, { onProgress: (progress) => seen.push(progress) });
    const stages = new Map<string, string[]>();
    const last = new Map<string, number | null>();
    for (const { algorithm: name, k, stage, silhouette } of seen.flatMap(({ models = [] }) => models)) {
      const model = `${name} ${k}`;
      stages.set(model, [...new Set([...(stages.get(model) ?? []), stage])]);
      last.set(model, silhouette);
    }
    const tried = candidates.map(({ algorithm: name, params }) => `${name} ${'k' in params ? params.k : null}`);
    expect([...stages.keys()].toSorted()).toEqual(tried.toSorted());
    for (const [model, passed] of stages)
      expect([model, modelStages.filter((stage) => stage !== 'working' || passed.includes(stage))]).toEqual([
        model,
        passed,
      ]);
    expect(tried.map((model) => last.get(model))).toEqual(candidates.map(({ silhouette }) => silhouette?.mean ?? null));
  },
);

test('a stop is heard', () => {
  const options = resolveOptions({});
  const { space } = buildSpace(shop({ n: 100, seed: 1 }).table, options);
  const signal = AbortSignal.abort(new Error('stop'));
  expect(() => select(space, options, { signal })).toThrow('stop');
});

describe('awkward customers', () => {
  const normal = seededRandom(1);
  const column = (n: number): number[] => Array.from({ length: n }, () => gaussian(normal));
  const cases: Record<string, CustomerTable> = {
    'all alike': table([3, 3, 3, 3], [1, 1, 1, 1]),
    'two customers': table([1, 2]),
    'two equal customers': table([1, 1]),
    'three customers': table([1, 2, 9], [4, 4, 5]),
    'seven customers': table([1, 2, 3, 4, 5, 6, 100]),
    'two kinds only': table([0, 0, 0, 0, 1, 1, 1, 1, 1, 1]),
    'three kinds, three columns': table([0, 1, 2, 0, 1, 2, 0, 1], [1, 1, 1, 1, 1, 1, 1, 1], [5, 0, 1, 5, 0, 1, 5, 0]),
    'one far customer': table([...column(60), 1e9], [...column(60), 1e9]),
    'one column': table(column(50)),
    'collinear columns': table(...[column(80)].flatMap((x) => [x, x.map((value) => 2 * value + 1)])),
  };

  test.each(Object.entries(cases))('%s: an answer without a number that is not one', (_, customers) => {
    for (const objective of ['separation', 'actionable'] as const)
      for (const algorithm of ['auto', 'dbscan', 'gmm', 'hierarchical'] as const) {
        const run = selected(customers, { objective, algorithm, maxClusters: 4 });
        expect(notFinite(run)).toEqual([]);
        expect(run.winner.labels).toHaveLength(customers.ids.length);
        expect(run.candidates.map(({ eligible, reason }) => eligible === (reason === null))).not.toContain(false);
        expect(run.candidates).toContain(run.winner);
      }
  });

  test('customers all alike are one cluster, returned for want of a better one', () => {
    const run = selected(cases['all alike']);
    expect(tries(run)).toEqual(['KMeans 1']);
    expect(run.winner).toMatchObject({ reason: 'ONE_CLUSTER', eligible: false, nClusters: 1 });
    expect(run.selection.decidedBy).toBe('fallback');
    expect(run.structure).toMatchObject({ verdict: 'none', gap: [], stability: null, apart: null, comesBack: null });
    expect(run.stabilityBySegment).toBeNull();
    expect(codes(run)).toEqual(expect.arrayContaining(['CLUSTERS_CLIPPED', 'NOTHING_ELIGIBLE', 'NO_STRUCTURE']));
  });

  test('two customers and three segments asked for: two segments and a notice', () => {
    const run = selected(cases['two customers'], { nClusters: 3, algorithm: 'kmeans' });
    expect(run.winner).toMatchObject({ nClusters: 2, silhouette: null, chance: null });
    expect(run.notices).toContainEqual({ code: 'CLUSTERS_CLIPPED', details: { asked: 3, used: 2, rows: 2 } });
  });

  test('fewer kinds of customer than clusters asked for: as many as there are kinds, and a notice', () => {
    const run = selected(cases['two kinds only'], { nClusters: 4, algorithm: 'kmeans' });
    expect(run.winner).toMatchObject({ nClusters: 2, smallestCluster: 4 });
    expect(run.winner.silhouette?.mean).toBe(1);
    expect(run.notices).toContainEqual({ code: 'CLUSTERS_REDUCED', details: { asked: 4, used: 2, distinct: 2 } });
  });

  test('DBSCAN that finds only noise is refused and says so', () => {
    const run = selected(cases['one column'], { algorithm: 'dbscan', eps: 1e-9 });
    expect(run.winner).toMatchObject({ nClusters: 0, noiseRatio: 1, smallestCluster: 0, reason: 'ONE_CLUSTER' });
    expect(run.structure.verdict).toBe('none');
    expect(codes(run)).toContain('NOTHING_ELIGIBLE');
  });
});
