/** A mean silhouette with how it was measured. `halfWidth` is that of the 95 % interval; 0 when exact. */
export interface SilhouetteScore {
  readonly mean: number;
  readonly method: 'exact' | 'sampled';
  readonly sampleSize: number;
  readonly halfWidth: number;
}
