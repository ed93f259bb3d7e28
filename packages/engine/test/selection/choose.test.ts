import { describe, expect, test } from 'vitest';
import { Fault } from '../../src/base/faults.ts';
import type { Candidate } from '../../src/selection/candidate.ts';
import { chooseCandidate, leaders, bySeparation } from '../../src/selection/choose.ts';
import { candidate } from '../support/candidates.ts';

const separation = { objective: 'separation' } as const;
const actionable = { objective: 'actionable' } as const;
const k = (n: number, more: Parameters<typeof candidate>[0] = {}): Candidate =>
  candidate({ params: { k: n }, nClusters: n, ...more });

describe('the rule', () => {
  test('the highest silhouette wins; the next one is runner-up with the margin between', () => {
    const { winner, selection } = chooseCandidate(
      [k(2, { silhouette: 0.4 }), k(3, { silhouette: 0.625 }), k(4, { silhouette: 0.5 })],
      separation,
    );
    expect(winner.params).toEqual({ k: 3 });
    expect(selection).toMatchObject({
      decidedBy: 'rule',
      tieBreak: 'none',
      runnerUp: { algorithm: 'KMeans', params: { k: 4 } },
      margin: 0.125,
      tried: 3,
      eligible: 3,
    });
  });

  test('a refused model never wins, however high it scores', () => {
    const refused = k(2, { silhouette: 0.9, eligible: false, reason: 'CLUSTER_TOO_SMALL' });
    const { winner, selection } = chooseCandidate([refused, k(3, { silhouette: 0.1 })], separation);
    expect(winner.params).toEqual({ k: 3 });
    expect(selection).toMatchObject({ runnerUp: null, margin: null, tried: 2, eligible: 1 });
  });

  test('equal silhouettes go to the lowest Davies-Bouldin', () => {
    const { winner, selection } = chooseCandidate(
      [
        k(2, { daviesBouldin: 0.9 }),
        k(3, { daviesBouldin: 0.7, silhouette: 0.5 - 1e-13 }),
        k(4, { daviesBouldin: null }),
      ],
      separation,
    );
    expect(winner.params).toEqual({ k: 3 });
    expect(selection.tieBreak).toBe('davies_bouldin');
  });

  test('equal in both, the first tried wins', () => {
    const other = candidate({ algorithm: 'Agglomerative' });
    const { winner, selection } = chooseCandidate([candidate(), other], separation);
    expect(winner.algorithm).toBe('KMeans');
    expect(selection).toMatchObject({ tieBreak: 'order', margin: 0, runnerUp: { algorithm: 'Agglomerative' } });
  });

  test('sampled scores with overlapping intervals are a tie', () => {
    const close = [k(2, { silhouette: 0.5, halfWidth: 0.001 }), k(3, { silhouette: 0.4985, halfWidth: 0.001 })];
    expect(leaders(close, bySeparation)).toEqual(close);
    const apart = [k(2, { silhouette: 0.5, halfWidth: 0.001 }), k(3, { silhouette: 0.4975, halfWidth: 0.001 })];
    expect(leaders(apart, bySeparation)).toEqual([apart[0]]);
  });

  test('without a silhouette a model only wins when nobody has one', () => {
    const none = k(2, { silhouette: null });
    expect(chooseCandidate([none, k(3, { silhouette: -0.4 })], separation).winner.params).toEqual({ k: 3 });
    const alone = chooseCandidate([none], separation);
    expect(alone.winner).toBe(none);
    expect(alone.selection).toMatchObject({ decidedBy: 'rule', margin: null, byObjective: { separation: null } });
  });
});

describe('the two objectives', () => {
  const two = k(2, { silhouette: 0.7 });
  const five = k(5, { silhouette: 0.3, actionable: 0.8 });
  const six = k(6, { silhouette: 0.31, actionable: 0.75 });

  test('each has its winner and both are named, whichever decides', () => {
    const bySplit = chooseCandidate([two, five, six], separation);
    const byUse = chooseCandidate([two, five, six], actionable);
    expect(bySplit.winner).toBe(two);
    expect(byUse.winner).toBe(five);
    expect(byUse.selection.margin).toBeCloseTo(0.05, 12);
    expect(byUse.selection.byObjective).toEqual(bySplit.selection.byObjective);
    expect(byUse.selection.byObjective).toEqual({
      separation: { algorithm: 'KMeans', params: { k: 2 } },
      actionable: { algorithm: 'KMeans', params: { k: 5 } },
    });
  });

  test('where no model of three segments competes, separation decides and the record says so', () => {
    const { winner, selection } = chooseCandidate([two], actionable);
    expect(winner).toBe(two);
    expect(selection).toMatchObject({ objective: 'separation', decidedBy: 'rule', byObjective: { actionable: null } });
  });
});

describe('the caller', () => {
  test('overrules the rule, refusals included; the margin may be negative', () => {
    const small = k(4, { silhouette: 0.25, eligible: false, reason: 'CLUSTER_TOO_SMALL' });
    const choose = { algorithm: 'kmeans', k: 4 } as const;
    const { winner, selection } = chooseCandidate([k(2), small], { ...separation, choose });
    expect(winner).toBe(small);
    expect(selection).toMatchObject({ decidedBy: 'caller', margin: -0.25, runnerUp: { params: { k: 2 } } });
    expect(selection.byObjective.separation).toEqual({ algorithm: 'KMeans', params: { k: 2 } });
  });

  test('names DBSCAN without a k', () => {
    const dense = candidate({ algorithm: 'DBSCAN', params: { eps: 0.4, min_samples: 5 } });
    const { winner } = chooseCandidate([k(2), dense], { ...separation, choose: { algorithm: 'dbscan' } });
    expect(winner).toBe(dense);
  });

  test('is told what was tried when the model was not', () => {
    const choose = { algorithm: 'gmm', k: 3 } as const;
    const attempt = (): unknown => chooseCandidate([k(2), k(3)], { ...separation, choose });
    expect(attempt).toThrow(Fault);
    expect(attempt).toThrow(/gmm 3.*KMeans 2, KMeans 3/);
  });
});

describe('nobody eligible', () => {
  test('the best refused model that covers its customers is returned', () => {
    const noisy = candidate({
      algorithm: 'DBSCAN',
      params: { eps: 0.4, min_samples: 5 },
      silhouette: 0.8,
      eligible: false,
      reason: 'TOO_MUCH_NOISE',
    });
    const small = [0.3, 0.6, 0.2].map((silhouette, at) =>
      k(at + 2, { silhouette, eligible: false, reason: 'CLUSTER_TOO_SMALL' }),
    );
    const { winner, selection } = chooseCandidate([...small, noisy], separation);
    expect(winner).toBe(small[1]);
    expect(selection).toMatchObject({
      decidedBy: 'fallback',
      eligible: 0,
      byObjective: { separation: null, actionable: null },
    });
  });

  test('a partition without scores is better than one cluster or an empty one', () => {
    const one = k(1, { silhouette: null, eligible: false, reason: 'ONE_CLUSTER' });
    const empty = k(3, { silhouette: null, eligible: false, reason: 'CLUSTER_TOO_SMALL', smallestCluster: 0 });
    const pair = k(2, { silhouette: null, eligible: false, reason: 'CLUSTER_TOO_SMALL', smallestCluster: 1 });
    expect(chooseCandidate([one, empty, pair], separation).winner).toBe(pair);
    expect(chooseCandidate([one], separation).winner).toBe(one);
  });
});
