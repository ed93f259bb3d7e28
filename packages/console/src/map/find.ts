import type { Points } from './points.ts';
import { type Size, toPixel, type View } from './view.ts';

/** The customer nearest to a pixel, at most `within` pixels away; null where there is none. */
export function nearest(
  points: Points,
  view: View,
  size: Size,
  [px, py]: readonly [number, number],
  within: number,
): number | null {
  const x = view.x + (px - size.width / 2) / view.scale;
  const y = view.y - (py - size.height / 2) / view.scale;
  let best = (within / view.scale) ** 2;
  let found: number | null = null;
  for (let row = 0; row < points.x.length; row++) {
    const distance = ((points.x[row] ?? 0) - x) ** 2 + ((points.y[row] ?? 0) - y) ** 2;
    if (distance < best) [best, found] = [distance, row];
  }
  return found;
}

/** The customers inside a line drawn around them; its ends are joined. */
export function inside(points: Points, view: View, size: Size, line: readonly (readonly [number, number])[]): number[] {
  const xs = line.map(([x]) => x);
  const ys = line.map(([, y]) => y);
  const box = { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
  const found: number[] = [];
  for (let row = 0; row < points.x.length; row++) {
    const [x, y] = toPixel(view, size, points.x[row] ?? 0, points.y[row] ?? 0);
    if (x >= box.left && x <= box.right && y >= box.top && y <= box.bottom && surrounds(line, x, y)) found.push(row);
  }
  return found;
}

/** Whether a ray to the right crosses the line an odd number of times. */
function surrounds(line: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let odd = false;
  line.forEach(([ax, ay], i) => {
    const [bx, by] = line[(i + 1) % line.length] ?? [0, 0];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
  });
  return odd;
}
