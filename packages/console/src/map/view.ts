import type { Points } from './points.ts';

/** Which part of the plane a picture shows: the point in its middle, and pixels a unit. Up is more. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The middle 99 % are fitted, so that one whale does not shrink the crowd. */
const EDGE = 0.005;
const MARGIN = 1.1;
export const MOST_ZOOM = 60;

/** The view that holds nearly everybody. */
export function fitted({ x, y }: Points, { width, height }: Size): View {
  const [left, right] = limits(x);
  const [bottom, top] = limits(y);
  const scale = Math.min(width / ((right - left) * MARGIN || 1), height / ((top - bottom) * MARGIN || 1));
  return { x: (left + right) / 2, y: (bottom + top) / 2, scale };
}

function limits(values: Float32Array): readonly [number, number] {
  const sorted = values.toSorted();
  const at = (share: number): number => sorted[Math.round((sorted.length - 1) * share)] ?? 0;
  return [at(EDGE), at(1 - EDGE)];
}

export function toPixel(view: View, { width, height }: Size, x: number, y: number): readonly [number, number] {
  return [width / 2 + (x - view.x) * view.scale, height / 2 - (y - view.y) * view.scale];
}

export function toPlane(view: View, { width, height }: Size, px: number, py: number): readonly [number, number] {
  return [view.x + (px - width / 2) / view.scale, view.y - (py - height / 2) / view.scale];
}

/** The view moved by pixels. */
export function panned(view: View, dx: number, dy: number): View {
  return { ...view, x: view.x - dx / view.scale, y: view.y + dy / view.scale };
}

/** The view so many times as large, with one pixel staying where it is. Never smaller than half of `fit`, nor larger than 60 times. */
export function zoomed(view: View, fit: View, size: Size, factor: number, at: readonly [number, number]): View {
  const scale = Math.min(fit.scale * MOST_ZOOM, Math.max(fit.scale / 2, view.scale * factor));
  const [x, y] = toPlane(view, size, at[0], at[1]);
  return { scale, x: x - (at[0] - size.width / 2) / scale, y: y + (at[1] - size.height / 2) / scale };
}
