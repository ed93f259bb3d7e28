import type { Room } from '../compute/room.ts';
import { inRoom } from '../compute/thread.ts';
import { type Partition, partitionOf } from '../evaluation/partition.ts';
import { meanSorted, momentsSorted, quantileSorted, type SortedColumn, sortColumn } from '../features/column.ts';
import type { FeatureSpace } from '../features/space.ts';
import type { ColumnReport } from '../features/column-report.ts';
import { standardised } from '../features/transform.ts';
import { type Matrix, matrix } from '../matrix/matrix.ts';
import type { Verdict } from '../selection/structure.ts';
import type { FeatureSummary, SegmentProfile, Trust, ValueTiers } from './segmentation.ts';
import { sharesOf, splitSorted, sumOf, valueTiers } from './value.ts';

/** A group is stable from this share of it returning on, and indicative from the second one on (Hennig 2007). */
const STABLE_FROM = 0.75;
const INDICATIVE_FROM = 0.6;

export interface ProfileInput {
  readonly space: FeatureSpace;
  /** The filled columns of the space in ascending order, where they are at hand; else they are sorted. */
  readonly sorted?: readonly SortedColumn[];
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

interface Profiles {
  readonly segments: SegmentProfile[];
  readonly base: Record<string, FeatureSummary>;
  readonly tiers: ValueTiers | null;
}

/**
 * Every segment as numbers, in the units sent, beside the same numbers over all customers. Noise, where there is any, is
 * the last segment. Nothing here is infinite or NaN, whatever finite values were sent, and the order of the rows changes
 * no digit.
 */
export function profileSegments(input: ProfileInput): Profiles {
  return inRoom((room) => profilesIn(room, input));
}

function profilesIn(room: Room, input: ProfileInput): Profiles {
  const { space, labels, stability, verdict } = input;
  const { sorted = space.filled.map(sortColumn) } = input;
  const partition = partitionOf(labels);
  const base = byFeature(space, (_, j) => summarise(sorted[j].values));
  const deviations = sorted.map(({ values }) => deviationOf(values, space));
  const parts = sorted.map((column) => splitSorted(column, partition, room));
  const worth = space.columns.findIndex(({ name }) => name === input.valueFeature);
  const sums = worth < 0 ? null : sumsOf(parts[worth].slice(0, groupsOf(partition)));
  const exemplars = exemplarsOf(space, partition);
  const scores = input.silhouettes && silhouettesOf(partition, input.silhouettes);

  const segments = Array.from({ length: groupsOf(partition) }, (_, g): SegmentProfile => {
    const id = g < partition.k ? g : -1;
    const features = byFeature(space, (_column, j) => summarise(parts[j][g]));
    const returns = id < 0 || !stability ? null : (stability[id] ?? null);
    return {
      id,
      size: partition.sizes[g],
      share: partition.sizes[g] / labels.length,
      features,
      effects: byFeature(space, (column, j) => {
        const { median } = features[column.name];
        return column.constant ? null : effectOf(column, median, base[column.name].median, deviations[j]);
      }),
      value: sums && { feature: space.columns[worth].name, ...sums[g] },
      silhouette: scores?.[g] ?? null,
      stability: returns,
      trust: returns === null || verdict === 'none' ? null : trustOf(returns),
      exemplar: exemplars[g],
    };
  });
  const tiers = worth < 0 ? null : valueTiers(space.columns[worth].name, sorted[worth].values);
  return { segments, base, tiers };
}

/** Segments, and one more where there is noise. */
function groupsOf({ k, sizes }: Partition): number {
  return sizes[k] > 0 ? k + 1 : k;
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
    mean: Math.min(max, Math.max(min, meanSorted(sorted))),
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

/** Sum and share of every group; null where a sum passes the largest number. */
function sumsOf(groups: readonly Float64Array[]): { total: number; share: number | null }[] | null {
  const totals = groups.map((values) => sumOf(values));
  if (!totals.every(Number.isFinite)) return null;
  const shares = sharesOf(groups);
  return totals.map((total, g) => ({ total, share: shares ? shares[g] : null }));
}

/** Mean and share below zero of every group; null where it has none. */
function silhouettesOf({ of, groups }: Partition, { rows, values }: NonNullable<ProfileInput['silhouettes']>) {
  const sums = new Float64Array(groups);
  const below = new Int32Array(groups);
  const counts = new Int32Array(groups);
  for (let i = 0; i < rows.length; i++) {
    const group = of[rows[i]];
    sums[group] += values[i];
    below[group] += values[i] < 0 ? 1 : 0;
    counts[group]++;
  }
  return Array.from(counts, (count, g) => (count > 0 ? { mean: sums[g] / count, belowZero: below[g] / count } : null));
}

/** The row of the table nearest to the centre of every group; among equally near ones the first in canonical order. */
function exemplarsOf(space: FeatureSpace, partition: Partition): Int32Array {
  const { data, rows, cols } = space.points;
  const centres = centresOf(space, partition);
  const exemplars = new Int32Array(partition.groups).fill(-1);
  const least = new Float64Array(partition.groups).fill(Infinity);
  for (let p = 0; p < rows; p++) {
    const row = space.order[p];
    const group = partition.of[row];
    let distance = 0;
    for (let c = 0; c < cols; c++) {
      const difference = data[p * cols + c] - centres.data[group * cols + c];
      distance += difference * difference;
    }
    if (exemplars[group] >= 0 && !(distance < least[group])) continue;
    exemplars[group] = row;
    least[group] = distance;
  }
  return exemplars;
}

/** Means of the points of every group, in canonical order so that the table's order changes no digit. */
function centresOf({ points, order }: FeatureSpace, { of, groups, sizes }: Partition): Matrix {
  const { data, rows, cols } = points;
  const centres = matrix(groups, cols);
  for (let p = 0; p < rows; p++) {
    const group = of[order[p]];
    for (let c = 0; c < cols; c++) centres.data[group * cols + c] += data[p * cols + c] / sizes[group];
  }
  return centres;
}

/** A record with one entry per feature, in the table's order. */
function byFeature<Value>(space: FeatureSpace, of: (column: ColumnReport, j: number) => Value): Record<string, Value> {
  // A null prototype would not survive structured clone; an own property is defined even for a feature named __proto__.
  return Object.fromEntries(space.columns.map((column, j) => [column.name, of(column, j)]));
}
