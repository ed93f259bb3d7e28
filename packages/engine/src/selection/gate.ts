import type { Refusal } from './candidate.ts';

/** More noise than this and a model leaves too many customers without a segment. */
const NOISE_LIMIT = 0.25;
/** A segment of one customer is never a segment. */
const SMALLEST_EVER = 2;

/** What the gate looks at. */
export interface Admission {
  readonly nClusters: number;
  readonly smallestCluster: number;
  readonly noiseRatio: number;
  readonly converged: boolean;
  readonly silhouette: object | null;
  readonly daviesBouldin: number | null;
  readonly calinskiHarabasz: number | null;
}

/**
 * Why a model may not win, or null when it may. The first reason that holds, from the gravest: fewer than 2 clusters;
 * more than asked for; noise above 25 %; a cluster below max(2, minClusterShare x rows) customers; a fit that did not
 * converge; no score at all.
 */
export function refusal(
  model: Admission,
  limits: { rows: number; maxClusters: number; minClusterShare: number },
): Refusal | null {
  const smallest = Math.max(SMALLEST_EVER, limits.minClusterShare * limits.rows);
  if (model.nClusters < 2) return 'ONE_CLUSTER';
  if (model.nClusters > limits.maxClusters) return 'TOO_MANY_CLUSTERS';
  if (model.noiseRatio > NOISE_LIMIT) return 'TOO_MUCH_NOISE';
  if (model.smallestCluster < smallest) return 'CLUSTER_TOO_SMALL';
  if (!model.converged) return 'NOT_CONVERGED';
  const scored = model.silhouette !== null || model.daviesBouldin !== null || model.calinskiHarabasz !== null;
  return scored ? null : 'NO_SCORE';
}
