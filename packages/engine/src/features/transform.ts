import type { ColumnReport, Transform } from './space.ts';
import { type Moments, quantileSorted } from './column.ts';

/** Skewness above which a column is put on a logarithmic scale. */
const SKEWNESS_LIMIT = 1;
/** The quantile of the positive magnitudes that serves as unit inside the logarithm. */
const UNIT_QUANTILE = 0.1;

/**
 * Which transform a column needs: a non-negative column with skewness above 1 goes through log(1 + x / unit), a skewed
 * column with both signs through its signed form. The unit is taken from the data (10 % quantile of the positive
 * magnitudes), so pounds and pence end on the same scale.
 */
export function chooseTransform(sorted: Float64Array, moments: Moments): { transform: Transform; unit: number } {
  const skewness = moments.skewness ?? 0;
  const signed = sorted[0] < 0;
  if (signed ? Math.abs(skewness) <= SKEWNESS_LIMIT : skewness <= SKEWNESS_LIMIT) return { transform: 'none', unit: 1 };
  const magnitudes = sorted.map(Math.abs).filter((magnitude) => magnitude > 0);
  if (signed) magnitudes.sort();
  return { transform: signed ? 'signed_log1p' : 'log1p', unit: quantileSorted(magnitudes, UNIT_QUANTILE) };
}

/** One value on the transformed scale, before standardising. */
export function transformed(value: number, transform: Transform, unit: number): number {
  if (transform === 'none') return value;
  if (transform === 'log1p' && value < 0) return -logarithm(-value, unit); // only a new customer can be below zero
  return value < 0 ? -logarithm(-value, unit) : logarithm(value, unit);
}

/** One value in standard deviations of the fitted column: what clustering sees. */
export function standardised(
  value: number,
  column: Pick<ColumnReport, 'transform' | 'unit' | 'mean' | 'scale'>,
): number {
  const onScale = transformed(value, column.transform, column.unit);
  const centred = onScale - column.mean;
  // Two magnitudes near 1e308 with unlike signs overflow as a difference, never as two quotients.
  return Number.isFinite(centred) ? centred / column.scale : onScale / column.scale - column.mean / column.scale;
}

function logarithm(magnitude: number, unit: number): number {
  const ratio = magnitude / unit;
  return Number.isFinite(ratio) ? Math.log1p(ratio) : Math.log(magnitude) - Math.log(unit);
}
