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
