import { describe, expect, test } from 'vitest';
import { refusal } from '../../src/selection/gate.ts';

const limits = { rows: 1000, maxClusters: 10, minClusterShare: 0.005 };
const sound = {
  nClusters: 4,
  smallestCluster: 5,
  noiseRatio: 0.25,
  converged: true,
  silhouette: {},
  daviesBouldin: 1,
  calinskiHarabasz: 1,
};

describe('the gate', () => {
  test('admits a model at every limit', () => {
    expect(refusal({ ...sound, nClusters: 10 }, limits)).toBeNull();
    expect(refusal({ ...sound, nClusters: 2 }, limits)).toBeNull();
  });

  test.each([
    ['ONE_CLUSTER', { nClusters: 1 }],
    ['ONE_CLUSTER', { nClusters: 0, smallestCluster: 0, noiseRatio: 1 }],
    ['TOO_MANY_CLUSTERS', { nClusters: 11 }],
    ['TOO_MUCH_NOISE', { noiseRatio: 0.2501 }],
    ['CLUSTER_TOO_SMALL', { smallestCluster: 4 }],
    ['NOT_CONVERGED', { converged: false }],
    ['NO_SCORE', { silhouette: null, daviesBouldin: null, calinskiHarabasz: null }],
  ] as const)('refuses %s just past its limit: %o', (reason, flaw) => {
    expect(refusal({ ...sound, ...flaw }, limits)).toBe(reason);
  });

  test('a segment of one customer is refused however few customers there are', () => {
    expect(refusal({ ...sound, smallestCluster: 1 }, { ...limits, rows: 5, minClusterShare: 0 })).toBe(
      'CLUSTER_TOO_SMALL',
    );
    expect(refusal({ ...sound, smallestCluster: 2 }, { ...limits, rows: 5, minClusterShare: 0 })).toBeNull();
  });

  test('the gravest of several reasons is named', () => {
    const flawed = { ...sound, nClusters: 1, smallestCluster: 1, converged: false };
    expect(refusal(flawed, limits)).toBe('ONE_CLUSTER');
  });
});
