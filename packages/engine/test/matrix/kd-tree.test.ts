import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boxDistance, cornerDistance, foldNodes, type KdTree, kdTree, leafNode } from '../../src/matrix/kd-tree.ts';
import { type Matrix, matrix, squaredDistance, takeRows } from '../../src/matrix/matrix.ts';
import { shape, shapes } from '../../src/samples/shapes.ts';
import { lattice, scatter, wideRange } from '../support/generated.ts';

/** The places below a node. */
function placesOf(tree: KdTree, node: number): number[] {
  const { leaves, starts } = tree;
  if (node < leaves) return [...placesOf(tree, 2 * node), ...placesOf(tree, 2 * node + 1)];
  return Array.from({ length: starts[node - leaves + 1] - starts[node - leaves] }, (_, i) => starts[node - leaves] + i);
}

/** Every row at one place; every node's box the tightest around its rows; leaves of 1 to 16 rows. */
function assertTree(points: Matrix): void {
  const tree = kdTree(points);
  const { cols } = points;
  expect(tree.order.toSorted()).toEqual(Int32Array.from({ length: points.rows }, (_, i) => i));
  expect(tree.points).toEqual(takeRows(points, tree.order));
  for (let node = tree.leaves; node < 2 * tree.leaves; node++) {
    const places = placesOf(tree, node);
    expect(places.length).toBeGreaterThan(0);
    expect(places.length).toBeLessThanOrEqual(16);
    for (const place of places) expect(leafNode(tree, place)).toBe(node);
  }
  for (let node = 1; node < 2 * tree.leaves; node++) {
    const places = placesOf(tree, node);
    for (let c = 0; c < cols; c++) {
      const values = places.map((place) => tree.points.data[place * cols + c]);
      expect(tree.boxes[2 * cols * node + c]).toBe(Math.min(...values));
      expect(tree.boxes[2 * cols * node + cols + c]).toBe(Math.max(...values));
    }
  }
}

test('35 rows on a line, given backwards, fall into four leaves of neighbours', () => {
  const tree = kdTree(
    matrix(
      35,
      1,
      Float64Array.from({ length: 35 }, (_, i) => 34 - i),
    ),
  );
  // 35 / 4 = 8.75: leaves start at floor(8.75 j).
  expect([...tree.starts]).toEqual([0, 8, 17, 26, 35]);
  expect([...tree.boxes.subarray(2)]).toEqual([0, 34, 0, 16, 17, 34, 0, 7, 8, 16, 17, 25, 26, 34]);
});

test('the widest column is split: rows far apart in the second column part there', () => {
  const rows = Array.from({ length: 20 }, (_, i) => [i % 2, 100 * (i % 2) + i]);
  const tree = kdTree(matrix(20, 2, Float64Array.from(rows.flat())));
  expect([...tree.boxes.subarray(8)]).toEqual([0, 0, 0, 18, 1, 101, 1, 119]);
});

describe('the layout holds', () => {
  test.each(shapes)('on %s', (name) => {
    assertTree(shape(name));
  });

  test('over twelve decades', () => {
    assertTree(wideRange(500, 3, 1));
  });

  test('on any lattice', () => {
    fc.assert(fc.property(lattice({ rows: 90, cols: 3 }), assertTree), { seed: 1, numRuns: 50 });
  });
});

test('100,000 equal rows make a tree of 8,192 leaves', () => {
  const tree = kdTree(matrix(100_000, 2, new Float64Array(200_000).fill(3)));
  expect(tree.leaves).toBe(8192);
  expect(tree.order.toSorted()).toEqual(Int32Array.from({ length: 100_000 }, (_, i) => i));
});

function assertBounds(points: Matrix): void {
  const tree = kdTree(points);
  const { data, cols } = tree.points;
  for (let place = 0; place < Math.min(points.rows, 20); place++)
    for (let node = 1; node < 2 * tree.leaves; node++) {
      const squares = placesOf(tree, node).map((other) => squaredDistance(tree.points, place, tree.points, other));
      expect(boxDistance(tree, node, data, place * cols)).toBeLessThanOrEqual(Math.min(...squares));
      expect(cornerDistance(tree, node, data, place * cols)).toBeGreaterThanOrEqual(Math.max(...squares));
    }
}

test('box bounds hold to the last bit: no row is nearer than the box or farther than its corner', () => {
  fc.assert(fc.property(scatter({ rows: 60, cols: 4 }), assertBounds), { seed: 1, numRuns: 50 });
  assertBounds(wideRange(300, 4, 2));
});

test('numbers of places fold up to every node', () => {
  const tree = kdTree(shape('blobs'));
  const lowest = foldNodes(tree, tree.order, Math.min);
  const count = foldNodes(tree, new Float64Array(tree.order.length).fill(1), (a, b) => a + b);
  for (let node = 1; node < 2 * tree.leaves; node++) {
    const places = placesOf(tree, node);
    expect(count[node]).toBe(places.length);
    expect(lowest[node]).toBe(Math.min(...places.map((place) => tree.order[place])));
  }
});
