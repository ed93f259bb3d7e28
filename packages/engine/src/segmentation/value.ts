import type { Room } from '../compute/room.ts';
import { inRoom } from '../compute/thread.ts';
import { type Partition, partitionOf } from '../evaluation/partition.ts';
import { meanSorted, type SortedColumn } from '../features/column.ts';
import { type Hints, meaningOf, rankOf } from './meaning.ts';
import type { Segmentation, ValueTiers } from './segmentation.ts';

/** Where tiers by value are cut, in shares of the customers: each above 0, both together below 1. The rest is the base. */
export interface TierShares {
  readonly top: number;
  readonly middle: number;
}

/** The shares of the tiers where nobody asks for others. */
export const tierShares: TierShares = { top: 0.2, middle: 0.3 };

/**
 * The feature that says what a customer is worth: `purchase_total`, else the most standard name for a sum of money, else
 * a feature hinted as money, by name. Money per order is none: its sum over customers means nothing. Null without one.
 */
export function valueFeature(names: readonly string[], hints: Hints): string | null {
  const worth = names.filter((name) => {
    const { role, kind } = meaningOf(name, hints);
    return role === 'spend' || (role === 'other' && kind === 'money' && !/^(avg|average|mean)/i.test(name));
  });
  // Two unknown names rank alike: Infinity - Infinity is NaN, which counts as no difference.
  return worth.toSorted((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1))[0] ?? null;
}

/**
 * Renumbers clusters 0..k-1 by falling mean of `values`, or by falling size where there are none; equal means by size,
 * equal sizes by the label before. Empty clusters vanish, noise stays -1. The rows of `values` are those of `labels`.
 *
 * @returns the new labels, and for each new one the label it had: `previous[segment]`
 */
export function orderSegments(
  labels: Int32Array,
  values: SortedColumn | null,
): { labels: Int32Array; previous: Int32Array } {
  const partition = partitionOf(labels);
  const { of, k, sizes } = partition;
  const label = new Int32Array(k + 1);
  for (let i = 0; i < of.length; i++) label[of[i]] = labels[i];
  const means = values && inRoom((room) => splitSorted(values, partition, room).slice(0, k).map(meanSorted));
  const order = [...sizes.subarray(0, k).keys()].toSorted(
    (a, b) => (means ? compare(means[b], means[a]) : 0) || sizes[b] - sizes[a] || a - b,
  );
  const next = new Int32Array(k + 1).fill(-1);
  order.forEach((cluster, segment) => (next[cluster] = segment));
  const renumbered = new Int32Array(labels.length);
  for (let i = 0; i < of.length; i++) renumbered[i] = next[of[i]];
  return { labels: renumbered, previous: Int32Array.from(order, (cluster) => label[cluster]) };
}

/**
 * The values of every group of a partition in ascending order, in `room`: a sorted column is dealt out, nothing is sorted.
 * O(n).
 */
export function splitSorted(
  { values, rows }: SortedColumn,
  { of, sizes }: Partition,
  room: Pick<Room, 'f64'>,
): Float64Array[] {
  const dealt = room.f64(values.length);
  const ends = new Int32Array(sizes.length);
  for (let g = 1; g < sizes.length; g++) ends[g] = ends[g - 1] + sizes[g - 1];
  for (let i = 0; i < values.length; i++) dealt[ends[of[rows[i]]]++] = values[i];
  return Array.from(sizes, (size, g) => dealt.subarray(ends[g] - size, ends[g]));
}

/**
 * Tiers by value: about these shares of the customers, highest values first, then the rest. Customers of equal value share
 * a tier, so a tier ends at the change of value nearest to its target, and is left out where that leaves it empty. `share`
 * is the tier's part of all value; null where the whole, or a part, is not a positive finite sum.
 *
 * @param sorted the values in ascending order
 */
export function valueTiers(feature: string, sorted: Float64Array, shares: TierShares = tierShares): ValueTiers {
  const n = sorted.length;
  const top = nearestEnd(sorted, shares.top * n);
  const middle = Math.max(top, nearestEnd(sorted, (shares.top + shares.middle) * n));
  const cuts = [
    { name: 'top', from: 0, to: top },
    { name: 'middle', from: top, to: middle },
    { name: 'base', from: middle, to: n },
  ] as const;
  const filled = cuts.filter(({ from, to }) => to > from);
  const parts = sharesOf(filled.map(({ from, to }) => sorted.subarray(n - to, n - from)));
  return {
    feature,
    tiers: filled.map(({ name, from, to }, t) => ({
      name,
      from: sorted[n - to],
      size: to - from,
      share: parts ? parts[t] : null,
    })),
  };
}

/** The same segmentation with its tiers by value cut elsewhere; the same one where no feature tells value. */
export function cutAgain(segmentation: Segmentation, shares: TierShares): Segmentation {
  const { names, space, tiers } = segmentation;
  if (!tiers) return segmentation;
  const sorted = space.filled[names.indexOf(tiers.feature)].toSorted();
  return { ...segmentation, tiers: valueTiers(tiers.feature, sorted, shares) };
}

/**
 * Share of each group in the sum over all groups; null when the whole is not positive or a group's sum is negative: such
 * parts are no shares. Sums that would pass the largest number are taken in a unit of 2^1000.
 */
export function sharesOf(groups: readonly Float64Array[]): number[] | null {
  const plain = groups.map((values) => sumOf(values, 1));
  const fits = Number.isFinite(plain.reduce((sum, part) => sum + Math.abs(part), 0));
  const parts = fits ? plain : groups.map((values) => sumOf(values, 2 ** -1000));
  const whole = parts.reduce((sum, part) => sum + part, 0);
  return whole > 0 && parts.every((part) => part >= 0) ? parts.map((part) => part / whole) : null;
}

/** Sum of values times `factor`; Infinity or NaN where it passes the largest number. */
export function sumOf(values: Float64Array, factor = 1): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * factor;
  return sum;
}

/**
 * Of the numbers of customers at or above a value, and 0 for an empty tier, the one nearest to the target; the least of
 * equally near ones.
 */
function nearestEnd(sorted: Float64Array, target: number): number {
  const n = sorted.length;
  let best = 0;
  for (let i = n - 1; i >= 0; i--) {
    if (i > 0 && sorted[i - 1] === sorted[i]) continue;
    if (Math.abs(n - i - target) < Math.abs(best - target)) best = n - i;
  }
  return best;
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
