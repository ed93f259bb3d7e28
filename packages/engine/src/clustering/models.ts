import type { Matrix } from '../matrix/matrix.ts';

/** A fitted K-Means: labels agree with the nearest of `centroids` (lowest index on a tie). */
export interface KMeansModel {
  readonly kind: 'KMeans';
  readonly centroids: Matrix;
  readonly labels: Int32Array;
  readonly sizes: Int32Array;
  /** Sum of squared distances to the own centroid. */
  readonly inertia: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** A fitted Gaussian mixture with full covariances; labels are the most likely component of every row. */
export interface GaussianMixtureModel {
  readonly kind: 'GaussianMixture';
  readonly weights: Float64Array;
  /** k x d. */
  readonly means: Matrix;
  /** k matrices of d x d, row-major, one after the other. */
  readonly covariances: Float64Array;
  readonly labels: Int32Array;
  /** Total log-likelihood of the rows. */
  readonly logLikelihood: number;
  /** scikit-learn's sign: lower is better. */
  readonly bic: number;
  readonly aic: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * A merge tree as scipy's: step s joins nodes left[s] < right[s] at heights[s] into node n + s, of sizes[s] rows;
 * leaves are 0..n-1; heights do not fall (ward, average, complete, single are monotone).
 */
export interface MergeTree {
  readonly kind: 'Agglomerative';
  readonly leaves: number;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly heights: Float64Array;
  readonly sizes: Int32Array;
  /**
   * Null for the exact tree. Else the number of small groups that stand for the rows: rows of one group merge first, at
   * height 0, and the merges above are exact among the groups.
   */
  readonly microClusters: number | null;
}

/** A DBSCAN partition: labels numbered as scikit-learn does, -1 is noise. */
export interface DbscanModel {
  readonly kind: 'DBSCAN';
  readonly labels: Int32Array;
  readonly core: Uint8Array;
  readonly nClusters: number;
}
