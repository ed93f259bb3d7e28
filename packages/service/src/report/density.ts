import { bin } from 'd3-array';
import { type Feature, onScale } from './features.ts';

/** Bars of a histogram on the feature's scale: from, to (on the scale, within the range) and density. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly density: number;
}

const CELLS = 72;
/**
 * A smoothed histogram over the drawn range: densities at CELLS even steps. Values outside count at the edge, so that
 * the area is that of all. The kernel is a Gaussian of Silverman's width for the group, at least one cell.
 */
export function density(feature: Feature, rows: ArrayLike<number>): Float64Array {
  const [low, high] = feature.range;
  const width = (high - low) / CELLS;
  const counts = new Float64Array(CELLS);
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < rows.length; i++) {
    const at = Math.min(high, Math.max(low, onScale(feature.column, feature.values[rows[i] ?? 0] ?? 0)));
    const cell = width > 0 ? Math.min(CELLS - 1, Math.floor((at - low) / width)) : CELLS >> 1;
    counts[cell] = (counts[cell] ?? 0) + 1;
    sum += cell;
    squares += cell * cell;
  }
  const n = Math.max(1, rows.length);
  const deviation = Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2));
  return smoothed(counts, Math.max(1, 0.9 * deviation * n ** -0.2)).map((count) => count / n);
}

function smoothed(counts: Float64Array, spread: number): Float64Array {
  const reach = Math.ceil(3 * spread);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-0.5 * ((i - reach) / spread) ** 2));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return counts.map((_, cell) => {
    let sum = 0;
    weights.forEach((weight, i) => (sum += weight * (counts[cell + i - reach] ?? 0)));
    return sum / total;
  });
}

/** Whole numbers in bars that widen: 1, 2, 3, 4-5, 6-8, ...; density per unit of the drawn scale. */
export function countBars(feature: Feature, rows: ArrayLike<number>): Bar[] {
  const edges = countEdges(feature);
  const counts = new Float64Array(edges.length - 1);
  for (let i = 0; i < rows.length; i++) {
    const value = feature.values[rows[i] ?? 0] ?? 0;
    const above = edges.findIndex((edge) => value < edge);
    const cell = above < 0 ? counts.length - 1 : Math.max(0, above - 1);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  const n = Math.max(1, rows.length);
  return Array.from(counts, (count, i) => {
    const from = onScale(feature.column, (edges[i] ?? 0) - 0.5);
    const to = onScale(feature.column, (edges[i + 1] ?? 0) - 0.5);
    return { from, to, density: count / n / (to - from) };
  });
}

function countEdges({ values, base, range, column }: Feature): number[] {
  const edges = [base.min];
  const widens = column.transform !== 'none';
  let last = base.min;
  while (onScale(column, last - 0.5) < range[1] && last <= base.max && edges.length < values.length + 2) {
    last = widens
      ? Math.max(last + 1, Math.ceil(last * 1.35))
      : last + Math.max(1, Math.ceil((base.max - base.min) / 24));
    edges.push(last);
  }
  return edges.length > 1 ? edges : [base.min, base.min + 1];
}

/** Thirty-six even bars of a column, for the small histograms of what was done to the data. */
export function histogram(values: Float64Array, count = 36): number[] {
  const sorted = values.toSorted();
  const low = sorted[0] ?? 0;
  const high = sorted[sorted.length - 1] ?? 0;
  if (!(high > low) || !Number.isFinite(high - low)) return [sorted.length];
  const step = (high - low) / count;
  const thresholds = Array.from({ length: count - 1 }, (_, i) => low + (i + 1) * step);
  return bin<number, number>()
    .domain([low, high])
    .thresholds(thresholds)(sorted)
    .map((cell) => cell.length);
}
