import type { Points } from './points.ts';
import type { Size, View } from './view.ts';

export type Rgb = readonly [number, number, number];

/** What dots look like. */
export interface Ink {
  readonly ground: Rgb;
  /** By segment; outliers stand at 255. */
  readonly of: (segment: number) => Rgb;
  /** Whether a customer stands back; null where nobody does. */
  readonly ghost: ((row: number) => boolean) | null;
  /** How much of its colour is left then. */
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
  const full = stampOf(mask, size, alpha);
  const faint = stampOf(mask, size, alpha * ink.ghostAlpha);
  const scale = view.scale * ratio;
  const [left, top] = [size.width / 2 - view.x * scale, size.height / 2 + view.y * scale];
  const colours = Array.from({ length: 256 }, (_, segment) => ink.of(segment));
  const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.length);
  const { ghost } = ink;
  for (const back of ghost ? [true, false] : [false])
    for (const row of order) {
      if (ghost && ghost(row) !== back) continue;
      const x = Math.round(left + (points.x[row] ?? 0) * scale);
      const y = Math.round(top - (points.y[row] ?? 0) * scale);
      // Dots that reach over the edge are left out: half a dot more or less is not seen there.
      if (x < full.half || y < full.half || x >= size.width - full.half || y >= size.height - full.half) continue;
      dot(bytes, (y * size.width + x) * 4, back ? faint : full, colours[points.segment[row] ?? 0] ?? ink.ground);
    }
}

/** The pixels that a dot covers, as distances from the first byte of its middle, and how much of each, in 256ths. */
interface Stamp {
  readonly half: number;
  readonly offsets: Int32Array;
  readonly parts: Int32Array;
}

function stampOf({ side, cover }: ReturnType<typeof discMask>, { width }: Size, alpha: number): Stamp {
  const half = (side - 1) / 2;
  const covered = Array.from(cover.keys()).filter((i) => (cover[i] ?? 0) > 0);
  return {
    half,
    offsets: Int32Array.from(covered, (i) => ((Math.floor(i / side) - half) * width + (i % side) - half) * 4),
    parts: Int32Array.from(covered, (i) => Math.round((cover[i] ?? 0) * alpha * 256)),
  };
}

function dot(bytes: Uint8Array, middle: number, { offsets, parts }: Stamp, [red, green, blue]: Rgb): void {
  for (let i = 0; i < offsets.length; i++) {
    const at = middle + (offsets[i] ?? 0);
    const part = parts[i] ?? 0;
    const r = bytes[at] ?? 0;
    const g = bytes[at + 1] ?? 0;
    const b = bytes[at + 2] ?? 0;
    bytes[at] = r + (((red - r) * part) >> 8);
    bytes[at + 1] = g + (((green - g) * part) >> 8);
    bytes[at + 2] = b + (((blue - b) * part) >> 8);
  }
}

function fill(pixels: Uint8ClampedArray, [red, green, blue]: Rgb): void {
  const words = new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4);
  words.fill((255 << 24) | (blue << 16) | (green << 8) | red);
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
