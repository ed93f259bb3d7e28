import { principalAxes, quantileSorted, seededRandom, type Segmentation } from '@clientele/engine';
import { canvas, discMask, pngDataUri, rgb, stamp } from './png.ts';

/** Customers on the two directions in which they differ most; rows are in the table's order. */
export interface Projection {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Share of all differences that the two directions keep, 0 to 1. */
  readonly kept: number;
  /** Which features point along each direction, strongest first: to the right, and up. */
  readonly across: readonly Pull[];
  readonly up: readonly Pull[];
}
export interface Pull {
  readonly feature: string;
  readonly more: boolean;
}

/** A feature is named at an axis when its loading reaches this share of the largest. */
const NAMED_FROM = 0.6;
const MOST_NAMED = 3;
/** The frame holds the middle 99 %, so that one whale does not shrink the crowd. */
const EDGE = 0.005;

/**
 * Principal components of the points that clustering saw; null when there are fewer than two directions. The strongest
 * loading of an axis is positive, so right and up mean more of something.
 */
export function project({ space }: Segmentation): Projection | null {
  const { points, order, used } = space;
  if (points.cols < 2 || points.rows < 2) return null;
  const { axes, variances, mean } = principalAxes(points);
  const total = variances.reduce((sum, variance) => sum + variance, 0);
  if (!(total > 0)) return null;
  const directions = [0, 1].map((axis) => axes.data.subarray(axis * points.cols, (axis + 1) * points.cols));
  const [x, y] = directions.map((direction) => {
    const along = new Float64Array(points.rows);
    for (let i = 0; i < points.rows; i++) {
      let sum = 0;
      for (let c = 0; c < points.cols; c++)
        sum += ((points.data[i * points.cols + c] ?? 0) - (mean[c] ?? 0)) * (direction[c] ?? 0);
      along[order[i] ?? 0] = sum;
    }
    return along;
  });
  if (!x || !y || !directions[0] || !directions[1]) return null;
  const kept = ((variances[0] ?? 0) + (variances[1] ?? 0)) / total;
  return { x, y, kept, across: pulls(directions[0], used), up: pulls(directions[1], used) };
}

function pulls(axis: Float64Array, used: readonly string[]): Pull[] {
  const largest = Math.max(...axis.map(Math.abs));
  return [...axis]
    .map((loading, c) => ({ feature: used[c] ?? '', loading }))
    .filter(({ loading }) => Math.abs(loading) >= NAMED_FROM * largest)
    .toSorted((a, b) => Math.abs(b.loading) - Math.abs(a.loading))
    .slice(0, MOST_NAMED)
    .map(({ feature, loading }) => ({ feature, more: loading > 0 }));
}

/** Equal units on both axes, fitted into a picture of `width`; the height follows the crowd within limits. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly at: (row: number) => readonly [number, number];
  /** Customers outside the frame. */
  readonly outside: number;
}

export function frameOf({ x, y }: Projection, width: number): Frame {
  const [left, right] = limits(x);
  const [bottom, top] = limits(y);
  const height = Math.round(Math.min(0.7, Math.max(0.5, (top - bottom) / (right - left))) * width);
  const scale = Math.min(width / (right - left), height / (top - bottom));
  const at = (row: number): readonly [number, number] => [
    width / 2 + ((x[row] ?? 0) - (left + right) / 2) * scale,
    height / 2 - ((y[row] ?? 0) - (bottom + top) / 2) * scale,
  ];
  let outside = 0;
  for (let row = 0; row < x.length; row++) {
    const [px, py] = at(row);
    if (px < 0 || px > width || py < 0 || py > height) outside++;
  }
  return { width, height, at, outside };
}

function limits(values: Float64Array): readonly [number, number] {
  const sorted = values.toSorted();
  const [low, high] = [quantileSorted(sorted, EDGE), quantileSorted(sorted, 1 - EDGE)];
  const margin = (high - low) * 0.05 + 1e-9;
  return [low - margin, high + margin];
}

/** Dots of all customers as a picture of twice the frame's size. `ink` gives the colour of a row. */
export function dots(frame: Frame, rows: number, ink: (row: number) => string, ground: string): string {
  const [radius, alpha] = rows <= 5_000 ? [2.25, 0.72] : rows <= 30_000 ? [1.5, 0.5] : [1, 0.35];
  const picture = canvas(frame.width * 2, frame.height * 2, rgb(ground));
  const mask = discMask(radius * 2 - 0.5);
  for (const row of shuffled(rows)) {
    const [x, y] = frame.at(row);
    stamp(picture, mask, [x * 2, y * 2], rgb(ink(row)), alpha);
  }
  return pngDataUri(picture);
}

/** A fixed random order, so that no segment lies on top of another because it comes later in the file. */
function shuffled(n: number): Int32Array {
  const random = seededRandom(1);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  return order;
}
