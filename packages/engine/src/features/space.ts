import type { Matrix } from '../matrix/matrix.ts';

/** How a column was made comparable. `log1p` is log(1 + x / unit); `signed_log1p` is sign(x) log(1 + |x| / unit). */
export type Transform = 'none' | 'log1p' | 'signed_log1p';

/** What was done to one feature, and what it looked like; enough to do the same to a new customer. */
export interface ColumnReport {
  readonly name: string;
  /** Whether clustering saw it. Constant columns are only profiled. */
  readonly used: boolean;
  readonly constant: boolean;
  readonly transform: Transform;
  /** The divisor inside the logarithm: the 10 % quantile of the positive magnitudes. 1 without a transform. */
  readonly unit: number;
  /** Fisher skewness of the values sent, and after the transform; null for a constant column. */
  readonly skewnessBefore: number | null;
  readonly skewnessAfter: number | null;
  /** Mean and population standard deviation on the transformed scale; z = (t(x) - mean) / scale. */
  readonly mean: number;
  readonly scale: number;
  /** Median of the values sent, which also fills missing ones. */
  readonly median: number;
  readonly imputed: number;
}

/** Two used columns that say nearly the same: |r| above 0.95 on the transformed scale. */
export interface CollinearPair {
  readonly a: string;
  readonly b: string;
  readonly r: number;
}

/**
 * The numbers that clustering sees: rows in canonical order (a hash of their values, so that the file's order cannot
 * matter), columns by name.
 */
export interface FeatureSpace {
  /** n x (used columns), transformed and standardised. */
  readonly points: Matrix;
  /** Canonical position -> row of the table. */
  readonly order: Int32Array;
  /** Names of the matrix columns, in its order. */
  readonly used: readonly string[];
  /** One report per feature, in the table's order. */
  readonly columns: readonly ColumnReport[];
  readonly collinear: readonly CollinearPair[];
  /** Values as sent with missing ones filled, per feature in the table's order, rows in the table's order. */
  readonly filled: readonly Float64Array[];
  /** How many different points there are: no algorithm can make more clusters than that. */
  readonly distinct: number;
  readonly preprocessing: 'auto' | 'standard' | 'none';
}
