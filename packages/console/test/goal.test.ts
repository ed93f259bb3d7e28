import { segment, segmentOptions, shop } from '@clientele/engine';
import { expect, test } from 'vitest';
import { type Goal, goalParameters, methods, modelsFor, MOST_SEGMENTS, usualGoal } from '../src/data/goal.ts';

const engine = segmentOptions.properties;

test('methods and the largest number are the service’s', () => {
  expect(methods).toEqual((engine.algorithm as unknown as { enum: string[] }).enum);
  expect([engine.maxClusters, engine.nClusters].map((one) => (one as { maximum?: number }).maximum)).toEqual([
    MOST_SEGMENTS,
    MOST_SEGMENTS,
  ]);
});

test.each<[Partial<Goal>, object]>([
  [{}, { objective: 'actionable', max_clusters: 10 }],
  [
    { objective: 'separation', most: '6' },
    { objective: 'separation', max_clusters: 6 },
  ],
  [
    { number: 'exact', exact: '4' },
    { objective: 'actionable', n_clusters: 4 },
  ],
  [
    { number: 'exact', method: 'gmm', previous: 'r1' },
    { objective: 'actionable', algorithm: 'gmm', n_clusters: 5, previous_run_id: 'r1' },
  ],
  // It finds its own number, of as many as may be.
  [
    { number: 'exact', method: 'dbscan' },
    { objective: 'actionable', algorithm: 'dbscan', max_clusters: 10 },
  ],
])('%o is asked for as %o', (goal, parameters) => {
  expect(goalParameters({ ...usualGoal, ...goal })).toEqual(parameters);
});

test.each(methods.flatMap((method) => (['find', 'exact'] as const).map((number) => ({ method, number, most: '4' }))))(
  'so many models as are promised are tried: %o',
  (change) => {
    const goal = { ...usualGoal, ...change };
    const { max_clusters: maxClusters, n_clusters: nClusters } = goalParameters(goal) as Record<string, number>;
    const { table } = shop({ n: 120, seed: 3 });
    const { candidates } = segment(table, { algorithm: goal.method, maxClusters, nClusters });
    expect(candidates).toHaveLength(modelsFor(goal));
  },
);
