import type { DbscanModel, GaussianMixtureModel, KMeansModel, MergeTree } from '../clustering/models.ts';
import type { SilhouetteScore } from '../evaluation/silhouette.ts';

export const algorithms = ['KMeans', 'GaussianMixture', 'Agglomerative', 'DBSCAN'] as const;
export type Algorithm = (typeof algorithms)[number];

/** Why a model may not win. */
export const refusals = [
  'ONE_CLUSTER',
  'TOO_MANY_CLUSTERS',
  'CLUSTER_TOO_SMALL',
  'TOO_MUCH_NOISE',
  'NO_SCORE',
  'NOT_CONVERGED',
] as const;
export type Refusal = (typeof refusals)[number];

export type CandidateParams = { readonly k: number } | { readonly eps: number; readonly min_samples: number };

/** One model tried: its labels (canonical row order, -1 noise) and every figure the choice may use. */
export interface Candidate {
  readonly algorithm: Algorithm;
  readonly params: CandidateParams;
  readonly labels: Int32Array;
  readonly nClusters: number;
  readonly silhouette: SilhouetteScore | null;
  readonly daviesBouldin: number | null;
  readonly calinskiHarabasz: number | null;
  readonly noiseRatio: number;
  /** Customers in the smallest cluster, noise aside; 0 when there is none. */
  readonly smallestCluster: number;
  readonly converged: boolean;
  readonly inertia: number | null;
  readonly bic: number | null;
  readonly aic: number | null;
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
