import type { Candidate } from '../../src/selection/candidate.ts';

/** A candidate with the figures that a test is about; everything else harmless and the same. */
export function candidate(
  given: Partial<Omit<Candidate, 'silhouette'>> & { silhouette?: number | null; halfWidth?: number } = {},
): Candidate {
  const { silhouette = 0.5, halfWidth = 0, ...rest } = given;
  const model: Candidate = {
    algorithm: 'KMeans',
    params: { k: 3 },
    labels: Int32Array.of(0, 0, 1, 1, 2, 2),
    nClusters: 3,
    silhouette:
      silhouette === null
        ? null
        : { mean: silhouette, method: halfWidth > 0 ? 'sampled' : 'exact', sampleSize: 6, halfWidth },
    daviesBouldin: 1,
    calinskiHarabasz: 1,
    noiseRatio: 0,
    smallestCluster: 2,
    converged: true,
    inertia: 1,
    bic: null,
    aic: null,
    eligible: true,
    reason: null,
    chance: null,
    stability: null,
    actionable: null,
    model: { kind: 'DBSCAN', labels: new Int32Array(6), core: new Uint8Array(6), nClusters: 1 },
  };
  return { ...model, ...rest };
}

/** Paths of every number below `value` that is not finite. */
export function notFinite(value: unknown, path = 'it'): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (typeof value !== 'object' || value === null) return [];
  if (ArrayBuffer.isView(value)) return [...(value as Float64Array)].every(Number.isFinite) ? [] : [path];
  return Object.entries(value).flatMap(([key, inner]) => notFinite(inner, `${path}.${key}`));
}
