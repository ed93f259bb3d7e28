import type { ColumnReport, Transform } from './column-report.ts';
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
  return { transform: signed ? 'signed_log1p' : 'log1p', unit: quantileSorted(magnitudesOf(sorted), UNIT_QUANTILE) };
}

/** Magnitudes above 0 of ascending values, ascending: the two signs, merged. */
function magnitudesOf(sorted: Float64Array): Float64Array {
  const n = sorted.length;
  let below = 0;
  while (below < n && sorted[below] < 0) below++;
  let above = below;
  while (above < n && sorted[above] === 0) above++;
  if (below === 0) return sorted.subarray(above);
  const merged = new Float64Array(below + n - above);
  for (let i = 0, down = below - 1, up = above; i < merged.length; i++)
    merged[i] = down < 0 || (up < n && sorted[up] <= -sorted[down]) ? sorted[up++] : -sorted[down--];
  return merged;
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
  return inDeviations(transformed(value, column.transform, column.unit), column);
}

/**
 * Ascending values on the transformed scale, ascending; written into `onScale` unless they stay as they are. A run of equal
 * values is computed once.
 */
export function transformedSorted(
  sorted: Float64Array,
  { transform, unit }: Pick<ColumnReport, 'transform' | 'unit'>,
  onScale: Float64Array,
): Float64Array {
  if (transform === 'none') return sorted;
  for (let i = 0; i < sorted.length; i++) {
    const again = i > 0 && sorted[i] === sorted[i - 1] && sorted[i] !== 0; // 0 equals -0 and is written otherwise
    onScale[i] = again ? onScale[i - 1] : transformed(sorted[i], transform, unit);
  }
  return onScale;
}

/** One value of the transformed scale in standard deviations of the fitted column. */
export function inDeviations(onScale: number, column: Pick<ColumnReport, 'mean' | 'scale'>): number {
  const centred = onScale - column.mean;
  // Two magnitudes near 1e308 with unlike signs overflow as a difference, never as two quotients.
  return Number.isFinite(centred) ? centred / column.scale : onScale / column.scale - column.mean / column.scale;
}

function logarithm(magnitude: number, unit: number): number {
  const ratio = magnitude / unit;
  return Number.isFinite(ratio) ? Math.log1p(ratio) : Math.log(magnitude) - Math.log(unit);
}
