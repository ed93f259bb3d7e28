/** A mean silhouette with how it was measured. `halfWidth` is that of the 95 % interval; 0 when exact. */
export interface SilhouetteScore {
  readonly mean: number;
  readonly method: 'exact' | 'sampled';
  readonly sampleSize: number;
  readonly halfWidth: number;
}

/** Silhouettes of single rows: that of row `rows[r]` is `values[r]`. Rows ascend. */
export interface Widths {
  readonly rows: Int32Array;
  readonly values: Float64Array;
}

/** A mean silhouette, and the exact values that it was computed from: of all rows, or of those in the sample. */
export interface MeasuredSilhouette {
  readonly score: SilhouetteScore;
  readonly widths: Widths;
}

/** Scores of some labellings in the room: `values` has `stride` numbers a labelling, that of row rows[r] at r. */
export interface Measurement {
  readonly scores: readonly SilhouetteScore[];
  readonly rows: Int32Array;
  readonly values: Float64Array;
  readonly stride: number;
}
