import { momentsSorted, quantileSorted } from '../features/column.ts';
import type { ColumnReport, FeatureSpace } from '../features/space.ts';
import { standardised } from '../features/transform.ts';
import { type Matrix, matrix, squaredDistance } from '../matrix/matrix.ts';
import type { Verdict } from '../selection/structure.ts';
import type { FeatureSummary, SegmentProfile, Trust, ValueTiers } from './segmentation.ts';
import { groupRows, sharesOf, sumOf, valueTiers } from './value.ts';

/** A group is stable from this share of it returning on, and indicative from the second one on (Hennig 2007). */
const STABLE_FROM = 0.75;
const INDICATIVE_FROM = 0.6;

export interface ProfileInput {
  readonly space: FeatureSpace;
  /** Segment of every row of the table: 0..k-1 without gaps, -1 for noise (see `orderSegments`). */
  readonly labels: Int32Array;
  /** The feature that says what a customer is worth (see `valueFeature`); null without one. */
  readonly valueFeature: string | null;
  /** Silhouettes of single customers: rows of the table and their values; null when undefined. */
  readonly silhouettes: { readonly rows: Int32Array; readonly values: Float64Array } | null;
  /** Mean Jaccard of each segment over refits, by segment; null when it was not measured. */
  readonly stability: ArrayLike<number> | null;
  /** Where there is no structure, no segment is called stable. */
  readonly verdict: Verdict;
}

/**
 * Every segment as numbers, in the units sent, beside the same numbers over all customers. Noise, where there is any, is
 * the last segment. Nothing here is infinite or NaN, whatever finite values were sent, and the order of the rows changes
 * no digit.
 */
export function profileSegments(input: ProfileInput): {
  segments: SegmentProfile[];
  base: Record<string, FeatureSummary>;
  tiers: ValueTiers | null;
} {
  const { space, labels, silhouettes, stability, verdict } = input;
  const n = labels.length;
  const sorted = space.filled.map((values) => values.toSorted());
  const base = byFeature(space, (_, j) => summarise(sorted[j]));
  const deviations = sorted.map((values) => deviationOf(values, space));
  const groups = groupRows(labels);
  const values = valuesOf(input, groups);
  const centres = centresOf(space, labels, groups);
  const scores = silhouettes && silhouettesOf(labels, silhouettes);

  const segments = groups.map(({ label: id, rows }, g): SegmentProfile => {
    const features = byFeature(space, (_, j) =>
      summarise(Float64Array.from(rows, (row) => space.filled[j][row]).toSorted()),
    );
    const returns = id < 0 || !stability ? null : (stability[id] ?? null);
    return {
      id,
      size: rows.length,
      share: rows.length / n,
      features,
      effects: byFeature(space, (column, j) => {
        const { median } = features[column.name];
        return column.constant ? null : effectOf(column, median, base[column.name].median, deviations[j]);
      }),
      value: values ? values[g] : null,
      silhouette: scores?.get(id) ?? null,
      stability: returns,
      trust: returns === null || verdict === 'none' ? null : trustOf(returns),
      exemplar: exemplarOf(space, labels, id, centres.row(g)),
    };
  });
  const worth = columnOf(space, input.valueFeature);
  return { segments, base, tiers: worth && input.valueFeature ? valueTiers(input.valueFeature, worth) : null };
}

/** The word for a share that returns. */
export function trustOf(stability: number): Trust {
  if (stability >= STABLE_FROM) return 'stable';
  return stability >= INDICATIVE_FROM ? 'indicative' : 'unreliable';
}

function summarise(sorted: Float64Array): FeatureSummary {
  const min = sorted[0];
  const max = sorted[sorted.length - 1];
  return {
    // Rounding may carry the mean of nearly equal values past the ends.
    mean: Math.min(max, Math.max(min, momentsSorted(sorted).mean)),
    median: quantileSorted(sorted, 0.5),
    q25: quantileSorted(sorted, 0.25),
    q75: quantileSorted(sorted, 0.75),
    q05: quantileSorted(sorted, 0.05),
    q95: quantileSorted(sorted, 0.95),
    min,
    max,
  };
}

/** What one standard deviation is on the scale of the column report; with preprocessing "none" the report has none. */
function deviationOf(sorted: Float64Array, { preprocessing }: FeatureSpace): number {
  return preprocessing === 'none' ? momentsSorted(sorted).deviation : 1;
}

function effectOf(column: ColumnReport, median: number, usual: number, deviation: number): number | null {
  const effect = (standardised(median, column) - standardised(usual, column)) / deviation;
  return Number.isFinite(effect) ? effect : null;
}

/** Sum and share of the value feature per group; null without one, and where a sum passes the largest number. */
function valuesOf({ space, valueFeature: feature }: ProfileInput, groups: readonly { readonly rows: Int32Array }[]) {
  const column = columnOf(space, feature);
  if (!column || feature === null) return null;
  const parts = groups.map(({ rows }) => Float64Array.from(rows, (row) => column[row]).toSorted());
  const totals = parts.map((part) => sumOf(part));
  if (!totals.every(Number.isFinite)) return null;
  const shares = sharesOf(parts);
  return totals.map((total, g) => ({ feature, total, share: shares ? shares[g] : null }));
}

function silhouettesOf(labels: Int32Array, { rows, values }: NonNullable<ProfileInput['silhouettes']>) {
  const sums = new Map<number, { sum: number; below: number; count: number }>();
  rows.forEach((row, i) => {
    const at = sums.get(labels[row]) ?? { sum: 0, below: 0, count: 0 };
    sums.set(labels[row], at);
    at.sum += values[i];
    at.below += values[i] < 0 ? 1 : 0;
    at.count++;
  });
  return new Map([...sums].map(([id, { sum, below, count }]) => [id, { mean: sum / count, belowZero: below / count }]));
}

/** Means of the points of every group, in canonical order so that the table's order changes no digit. */
function centresOf(space: FeatureSpace, labels: Int32Array, groups: readonly { label: number; rows: Int32Array }[]) {
  const { points, order } = space;
  const at = new Map(groups.map(({ label }, g) => [label, g]));
  const centres = matrix(groups.length, points.cols);
  for (let p = 0; p < points.rows; p++) {
    const g = at.get(labels[order[p]]) ?? 0;
    const size = groups[g].rows.length;
    for (let c = 0; c < points.cols; c++) centres.data[g * points.cols + c] += points.data[p * points.cols + c] / size;
  }
  const row = (g: number): Matrix => matrix(1, points.cols, centres.data.slice(g * points.cols, (g + 1) * points.cols));
  return { row };
}

/** The row of the table nearest to the centre; among equally near ones the first in canonical order. */
function exemplarOf({ points, order }: FeatureSpace, labels: Int32Array, id: number, centre: Matrix): number {
  let best = -1;
  let least = Infinity;
  for (let p = 0; p < points.rows; p++) {
    if (labels[order[p]] !== id) continue;
    const distance = squaredDistance(points, p, centre, 0);
    if (best >= 0 && !(distance < least)) continue;
    best = order[p];
    least = distance;
  }
  return best;
}

function columnOf(space: FeatureSpace, name: string | null): Float64Array | null {
  const at = space.columns.findIndex((column) => column.name === name);
  return at < 0 ? null : space.filled[at];
}

/** A record with one entry per feature, in the table's order. */
function byFeature<Value>(space: FeatureSpace, of: (column: ColumnReport, j: number) => Value): Record<string, Value> {
  // A null prototype would not survive structured clone; an own property is defined even for a feature named __proto__.
  return Object.fromEntries(space.columns.map((column, j) => [column.name, of(column, j)]));
}
