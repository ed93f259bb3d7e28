import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { inside, nearest } from '../src/map/find.ts';
import { discMask, mixedOrder, paint } from '../src/map/paint.ts';
import { type Points, readPoints } from '../src/map/points.ts';
import { fitted, panned, toPixel, toPlane, zoomed } from '../src/map/view.ts';

const size = { width: 200, height: 100 };
const points: Points = {
  x: Float32Array.of(0, 10, 5),
  y: Float32Array.of(0, 10, 5),
  segment: Uint8Array.of(0, 1, 255),
  confidence: Uint8Array.of(255, 128, 3),
};

test('points are read from their columns', () => {
  const bytes = new Uint8Array(20);
  const view = new DataView(bytes.buffer);
  [1, 2, 3, 4].forEach((value, at) => view.setFloat32(4 * at, value, true));
  bytes.set([0, 255, 9, 200], 16);
  const read = readPoints(bytes.buffer);
  expect([read.x, read.y, read.segment, read.confidence].map((column) => [...column])).toEqual([
    [1, 2],
    [3, 4],
    [0, 255],
    [9, 200],
  ]);
});

const spot = fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 100 }));

test('a pixel is a place of the plane and back, wherever the map was moved to', () => {
  fc.assert(
    fc.property(spot, spot, fc.double({ min: 0.5, max: 8, noNaN: true }), ([x, y], [dx, dy], factor) => {
      const fit = fitted(points, size);
      const view = panned(zoomed(fit, fit, size, factor, [x, y]), dx, dy);
      const back = toPixel(view, size, ...toPlane(view, size, x, y));
      expect(back[0]).toBeCloseTo(x, 6);
      expect(back[1]).toBeCloseTo(y, 6);
    }),
  );
});

test('zooming keeps the pixel under the pointer where it is', () => {
  fc.assert(
    fc.property(spot, fc.double({ min: 0.1, max: 100, noNaN: true }), ([x, y], factor) => {
      const fit = fitted(points, size);
      const before = toPlane(fit, size, x, y);
      const after = toPlane(zoomed(fit, fit, size, factor, [x, y]), size, x, y);
      expect(after[0]).toBeCloseTo(before[0], 6);
      expect(after[1]).toBeCloseTo(before[1], 6);
    }),
  );
});

test('the nearest customer is found within reach only', () => {
  const view = fitted(points, size);
  const at = toPixel(view, size, 10, 10);
  expect(nearest(points, view, size, [at[0] + 3, at[1] - 2], 12)).toBe(1);
  expect(nearest(points, view, size, [at[0] + 30, at[1]], 12)).toBe(null);
});

test('a line around customers holds those inside and nobody else, open ends and dents included', () => {
  const view = fitted(points, size);
  const around = (places: readonly (readonly [number, number])[]) => places.map(([x, y]) => toPixel(view, size, x, y));
  expect(
    inside(
      points,
      view,
      size,
      around([
        [-1, -1],
        [6, -1],
        [6, 6],
        [-1, 6],
      ]),
    ),
  ).toEqual([0, 2]);
  expect(
    inside(
      points,
      view,
      size,
      around([
        [-1, -1],
        [11, -1],
        [11, 11],
        [9, 11],
        [5, 1],
        [-1, 11],
      ]),
    ),
  ).toEqual([0, 1]);
});

test('every dot is painted once, in the colour of its segment, and nothing outside the frame', () => {
  const order = mixedOrder(1_000);
  expect([...order].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1_000 }, (_, i) => i));
  const pixels = new Uint8ClampedArray(4 * size.width * size.height);
  const one: Points = { ...points, x: Float32Array.of(0, 1e6, 1e6), y: Float32Array.of(0, 1e6, 1e6) };
  paint(pixels, size, one, Int32Array.of(2, 0, 1), {
    view: { x: 0, y: 0, scale: 1 },
    ratio: 1,
    ink: {
      ground: [255, 255, 255],
      of: (segment) => (segment === 0 ? [0, 0, 200] : [200, 0, 0]),
      ghost: null,
      ghostAlpha: 0.1,
    },
  });
  const at = (x: number, y: number) => [...pixels.subarray(4 * (y * size.width + x), 4 * (y * size.width + x) + 3)];
  expect(at(100, 50)[2]).toBeGreaterThan(at(100, 50)[0] ?? 255);
  const touched = Array.from({ length: size.width * size.height }, (_, i) => i).filter((i) => pixels[4 * i] !== 255);
  expect(
    touched.every((i) => Math.abs((i % size.width) - 100) <= 3 && Math.abs(Math.floor(i / size.width) - 50) <= 3),
  ).toBe(true);
});

test('a disc covers its middle wholly and its corners not at all', () => {
  const { side, cover } = discMask(2.25);
  expect([cover[(side * side - 1) / 2], cover[0]]).toEqual([1, 0]);
});
