import { momentsSorted } from '../features/column.ts';
import { type Hints, meaningOf, rankOf } from './meaning.ts';
import type { ValueTiers } from './segmentation.ts';

/** Shares of the customers at which the first and second tier end. */
const TOP_SHARE = 0.2;
const MIDDLE_SHARE = 0.5;

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
 * equal sizes by the label before. Empty clusters vanish, noise stays -1. `values` are in the order of `labels`.
 *
 * @returns the new labels, and for each new one the label it had: `previous[segment]`
 */
export function orderSegments(
  labels: Int32Array,
  values: Float64Array | null,
): { labels: Int32Array; previous: Int32Array } {
  const groups = groupRows(labels)
    .filter(({ label }) => label >= 0)
    .map(({ label, rows }) => ({
      label,
      size: rows.length,
      mean: values ? momentsSorted(Float64Array.from(rows, (row) => values[row]).toSorted()).mean : 0,
    }))
    .toSorted((a, b) => compare(b.mean, a.mean) || b.size - a.size || a.label - b.label);
  const next = new Map(groups.map(({ label }, segment) => [label, segment]));
  return {
    labels: labels.map((label) => next.get(label) ?? -1),
    previous: Int32Array.from(groups, ({ label }) => label),
  };
}

/** Rows of every label that occurs, labels ascending with noise last. */
export function groupRows(labels: Int32Array): { label: number; rows: Int32Array }[] {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const order = [...counts.keys()].toSorted((a, b) => (a < 0 ? 1 : b < 0 ? -1 : a - b));
  const groups = new Map(order.map((label) => [label, { rows: new Int32Array(counts.get(label) ?? 0), filled: 0 }]));
  labels.forEach((label, row) => {
    const group = groups.get(label);
    if (group) group.rows[group.filled++] = row;
  });
  return order.map((label) => ({ label, rows: groups.get(label)?.rows ?? new Int32Array(0) }));
}

/**
 * Tiers by value: about the top 20 % of the customers, the next 30 %, the rest. Customers of equal value share a tier, so
 * a tier ends at the change of value nearest to its target, and is left out where that leaves it empty. `share` is the
 * tier's part of all value; null where the whole, or a part, is not a positive finite sum.
 */
export function valueTiers(feature: string, values: Float64Array): ValueTiers {
  const sorted = values.toSorted();
  const n = sorted.length;
  // Number of customers at or above each value, highest value first; 0 stands for an empty tier.
  const ends = [0];
  for (let i = n - 1; i >= 0; i--) if (i === 0 || sorted[i - 1] !== sorted[i]) ends.push(n - i);
  const top = nearest(ends, TOP_SHARE * n);
  const middle = Math.max(top, nearest(ends, MIDDLE_SHARE * n));
  const cuts = [
    { name: 'top', from: 0, to: top },
    { name: 'middle', from: top, to: middle },
    { name: 'base', from: middle, to: n },
  ] as const;
  const filled = cuts.filter(({ from, to }) => to > from);
  const shares = sharesOf(filled.map(({ from, to }) => sorted.subarray(n - to, n - from)));
  return {
    feature,
    tiers: filled.map(({ name, from, to }, t) => ({
      name,
      from: sorted[n - to],
      size: to - from,
      share: shares ? shares[t] : null,
    })),
  };
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
  for (const value of values) sum += value * factor;
  return sum;
}

function nearest(ends: readonly number[], target: number): number {
  return ends.reduce((best, end) => (Math.abs(end - target) < Math.abs(best - target) ? end : best));
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
