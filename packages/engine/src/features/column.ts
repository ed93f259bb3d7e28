import { inRoom } from '../compute/thread.ts';
import { ascendingOrder, inOrder } from '../matrix/order.ts';

/** Facts about one column of numbers. Sums run over sorted values, so that the order of the rows cannot change a digit. */

/** A column in ascending order: its values, and the row of each. */
export interface SortedColumn {
  readonly values: Float64Array;
  readonly rows: Int32Array;
}

/** Sorts a column without NaN; equal values keep the order of their rows. O(n). */
export function sortColumn(values: Float64Array): SortedColumn {
  const rows = inRoom((room) => ascendingOrder(values, room.i32).slice());
  return { values: inOrder(values, rows), rows };
}

/** Quantile `p` of ascending values by linear interpolation (R's type 7). Safe at the ends of the number range. */
export function quantileSorted(sorted: Float64Array, p: number): number {
  const at = (sorted.length - 1) * p;
  const low = Math.floor(at);
  const share = at - low;
  if (share === 0) return sorted[low];
  return sorted[low] * (1 - share) + sorted[low + 1] * share;
}

export interface Moments {
  readonly mean: number;
  /** Population standard deviation. */
  readonly deviation: number;
  /** Fisher's g1 = m3 / m2^1.5; null when every value is the same. */
  readonly skewness: number | null;
}

/** Mean of ascending values: that of `momentsSorted`, in one pass. */
export function meanSorted(sorted: Float64Array): number {
  const largest = largestMagnitude(sorted);
  return sorted[0] === sorted[sorted.length - 1] ? sorted[0] : meanIn(sorted, largest) * largest;
}

/**
 * Mean, population standard deviation and skewness of ascending values, in two passes. Values are divided by the largest
 * magnitude first, so that 1e308 beside -1e308 overflows nowhere.
 */
export function momentsSorted(sorted: Float64Array): Moments {
  const n = sorted.length;
  if (sorted[0] === sorted[n - 1]) return { mean: sorted[0], deviation: 0, skewness: null };
  const largest = largestMagnitude(sorted);
  const mean = meanIn(sorted, largest);
  let second = 0;
  let third = 0;
  for (let i = 0; i < n; i++) {
    const centred = sorted[i] / largest - mean;
    second += centred * centred;
    third += centred * centred * centred;
  }
  const variance = second / n;
  const deviation = Math.sqrt(variance);
  const skewness = deviation > 0 ? third / n / (variance * deviation) : null;
  return { mean: mean * largest, deviation: deviation * largest, skewness };
}

function largestMagnitude(sorted: Float64Array): number {
  return Math.max(Math.abs(sorted[0]), Math.abs(sorted[sorted.length - 1]));
}

/** Mean of the values in a unit. */
function meanIn(values: Float64Array, unit: number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] / unit;
  return sum / values.length;
}

/** Pearson correlation of two columns of one length; 0 when either is constant. */
export function correlation(x: Float64Array, y: Float64Array): number {
  return correlationOf(aroundMean(x), aroundMean(y));
}

/** Every Pearson correlation of columns of one length, a < b, in the order of `a`; 0 when either is constant. */
export function correlations(columns: readonly Float64Array[]): { a: number; b: number; r: number }[] {
  const all = columns.map(aroundMean);
  return all.flatMap((one, a) =>
    all.slice(a + 1).map((other, at) => ({ a, b: a + 1 + at, r: correlationOf(one, other) })),
  );
}

interface Centred {
  readonly values: Float64Array;
  /** Sum of their squares. */
  readonly squares: number;
}

function aroundMean(values: Float64Array): Centred {
  const n = values.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += values[i] / n;
  const differences = new Float64Array(n);
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const difference = values[i] - mean;
    differences[i] = difference;
    squares += difference * difference;
  }
  return { values: differences, squares };
}

function correlationOf(x: Centred, y: Centred): number {
  let products = 0;
  for (let i = 0; i < x.values.length; i++) products += x.values[i] * y.values[i];
  return x.squares > 0 && y.squares > 0 ? products / Math.sqrt(x.squares * y.squares) : 0;
}
