import type { Points } from './points.ts';
import { type Size, toPixel, type View } from './view.ts';

export type Rgb = readonly [number, number, number];

/** What dots look like. */
export interface Ink {
  readonly ground: Rgb;
  /** By segment; outliers stand at 255. */
  readonly of: (segment: number) => Rgb;
  /** Whether a customer stands back, and how much of its colour is left then. */
  readonly ghost: (row: number) => boolean;
  readonly ghostAlpha: number;
}

/** Radius in pixels of the page and opacity: both fall where there are many. */
export function dotOf(rows: number): { radius: number; alpha: number } {
  if (rows <= 5_000) return { radius: 2.25, alpha: 0.72 };
  return rows <= 30_000 ? { radius: 1.5, alpha: 0.5 } : { radius: 1, alpha: 0.35 };
}

/** How much of each pixel a disc covers, 0 to 1; the disc is in the middle of an odd square. */
export function discMask(radius: number): { readonly side: number; readonly cover: Float32Array } {
  const half = Math.ceil(radius);
  const side = 2 * half + 1;
  const cover = Float32Array.from({ length: side * side }, (_, i) => {
    const distance = Math.hypot((i % side) - half, Math.floor(i / side) - half);
    return Math.min(1, Math.max(0, radius + 0.5 - distance));
  });
  return { side, cover };
}

/** Draws every dot into the pixels of a frame, those that stand back first. `ratio`: device pixels a pixel of the page. */
export function paint(
  pixels: Uint8ClampedArray,
  size: Size,
  points: Points,
  order: Int32Array,
  { view, ink, ratio }: { view: View; ink: Ink; ratio: number },
): void {
  fill(pixels, ink.ground);
  const { radius, alpha } = dotOf(points.x.length);
  const mask = discMask(radius * ratio);
  const zoom: View = { ...view, scale: view.scale * ratio };
  const colours = Array.from({ length: 256 }, (_, segment) => ink.of(segment));
  for (const back of [true, false])
    for (const row of order) {
      if (ink.ghost(row) !== back) continue;
      const [x, y] = toPixel(zoom, size, points.x[row] ?? 0, points.y[row] ?? 0);
      const colour = colours[points.segment[row] ?? 0] ?? ink.ground;
      stamp(pixels, size, mask, [Math.round(x), Math.round(y)], {
        colour,
        alpha: back ? alpha * ink.ghostAlpha : alpha,
      });
    }
}

function fill(pixels: Uint8ClampedArray, [red, green, blue]: Rgb): void {
  const words = new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4);
  words.fill((255 << 24) | (blue << 16) | (green << 8) | red);
}

function stamp(
  pixels: Uint8ClampedArray,
  { width, height }: Size,
  { side, cover }: ReturnType<typeof discMask>,
  [x, y]: readonly [number, number],
  { colour: [red, green, blue], alpha }: { colour: Rgb; alpha: number },
): void {
  const half = (side - 1) / 2;
  if (x < -half || y < -half || x >= width + half || y >= height + half) return;
  for (let j = 0; j < side; j++) {
    const row = y + j - half;
    if (row < 0 || row >= height) continue;
    for (let i = 0; i < side; i++) {
      const column = x + i - half;
      if (column < 0 || column >= width) continue;
      const part = (cover[j * side + i] ?? 0) * alpha;
      const at = (row * width + column) * 4;
      pixels[at] = (pixels[at] ?? 0) + (red - (pixels[at] ?? 0)) * part;
      pixels[at + 1] = (pixels[at + 1] ?? 0) + (green - (pixels[at + 1] ?? 0)) * part;
      pixels[at + 2] = (pixels[at + 2] ?? 0) + (blue - (pixels[at + 2] ?? 0)) * part;
    }
  }
}

/** A fixed mixed order, so that no segment lies on top because it comes later in the file. */
export function mixedOrder(n: number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  let state = 1;
  for (let i = n - 1; i > 0; i--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const j = Math.floor((state / 2 ** 32) * (i + 1));
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  return order;
}
