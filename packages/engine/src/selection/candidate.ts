import { type Algorithm, algorithms } from '../base/algorithms.ts';
import type { DbscanModel, GaussianMixtureModel, KMeansModel, MergeTree } from '../clustering/models.ts';
import type { SilhouetteScore } from '../evaluation/silhouette-score.ts';

export { algorithms, type Algorithm };

/**
 * Why a model may not win: fewer than 2 clusters; more than asked for; a cluster under the smallest share; more than 25 %
 * noise; no score at all; a fit that did not settle.
 */
export const refusals = [
  'ONE_CLUSTER',
  'TOO_MANY_CLUSTERS',
  'CLUSTER_TOO_SMALL',
  'TOO_MUCH_NOISE',
  'NO_SCORE',
  'NOT_CONVERGED',
] as const;
export type Refusal = (typeof refusals)[number];

/** What makes a candidate of its algorithm: the number of clusters asked for, or DBSCAN's radius and neighbours. */
export type CandidateParams = { readonly k: number } | { readonly eps: number; readonly min_samples: number };

/** One model tried: its labels (canonical row order, -1 noise) and every figure the choice may use. */
export interface Candidate {
  readonly algorithm: Algorithm;
  readonly params: CandidateParams;
  readonly labels: Int32Array;
  /** Clusters that hold a customer; fewer than `params.k` where some stayed empty. */
  readonly nClusters: number;
  readonly silhouette: SilhouetteScore | null;
  readonly daviesBouldin: number | null;
  readonly calinskiHarabasz: number | null;
  /** Share of customers without a cluster, 0..1. */
  readonly noiseRatio: number;
  /** Customers in the smallest cluster, noise aside; 0 when there is none. */
  readonly smallestCluster: number;
  readonly converged: boolean;
  /** Sum of squared distances to the centres; K-Means only. */
  readonly inertia: number | null;
  /** Gaussian mixture only; lower is better. */
  readonly bic: number | null;
  readonly aic: number | null;
  /** Whether the rule may choose it; if not, `reason` says why. */
  readonly eligible: boolean;
  readonly reason: Refusal | null;
  /** 2.5 % and 97.5 % of the silhouettes the same method reaches at this k on crowds without groups. */
  readonly chance: { readonly low: number; readonly high: number } | null;
  /** Mean agreement (Jaccard, averaged over clusters) with refits on redrawn customers. */
  readonly stability: number | null;
  /** The actionable objective's score in 0..1; null where it does not compete. */
  readonly actionable: number | null;
  readonly model: KMeansModel | GaussianMixtureModel | MergeTree | DbscanModel;
}
