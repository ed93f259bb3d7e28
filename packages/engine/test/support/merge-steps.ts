import { expect } from 'vitest';
import type { Linkage } from '../../src/base/options.ts';
import type { MergeTree } from '../../src/clustering/models.ts';
import { type Matrix, matrix, squaredDistance } from '../../src/matrix/matrix.ts';

/** A tree in SciPy's form: children made before, the lower first, every node but the last used once, sizes that add up. */
export function assertTreeForm(tree: MergeTree, rows: number): void {
  const steps = rows - 1;
  expect([tree.left.length, tree.right.length, tree.heights.length, tree.sizes.length]).toEqual(Array(4).fill(steps));
  const size = (node: number): number => (node < rows ? 1 : tree.sizes[node - rows]);
  const wrong = Array.from({ length: steps }, (_, step) => step).filter((step) => {
    const [left, right] = [tree.left[step], tree.right[step]];
    const ordered = left < right && right < rows + step && !(tree.heights[step] < tree.heights[step - 1]);
    return !ordered || tree.sizes[step] !== size(left) + size(right);
  });
  expect(wrong, 'steps out of form').toEqual([]);
  const used = [...tree.left, ...tree.right].toSorted((a, b) => a - b);
  expect(used).toEqual(Array.from({ length: 2 * steps }, (_, node) => node));
}

/**
 * Every merge against the definition: its height is the distance of the two clusters, computed from their rows, and no two
 * clusters alive at that step are nearer. 1e-9 of the height, because a tree may sum in another order.
 */
export function assertGreedy(points: Matrix, tree: MergeTree, linkage: Linkage): void {
  assertTreeForm(tree, points.rows);
  const members = Array.from({ length: points.rows }, (_, row) => [row]);
  const live = new Set(members.keys());
  const known = new Map<number, number>();
  const pairKey = (a: number, b: number): number => Math.min(a, b) * 2 * points.rows + Math.max(a, b);
  const distance = (a: number, b: number): number => {
    const key = pairKey(a, b);
    const found = known.get(key) ?? distanceBy[linkage](points, members[a], members[b]);
    known.set(key, found);
    return found;
  };
  for (let step = 0; step < tree.heights.length; step++) {
    const [a, b] = [tree.left[step], tree.right[step]];
    const slack = 1e-9 * tree.heights[step];
    expect(Math.abs(distance(a, b) - tree.heights[step]), `height of step ${step}`).toBeLessThanOrEqual(slack);
    const alive = [...live];
    let least = Infinity;
    for (const [i, one] of alive.entries())
      for (const other of alive.slice(i + 1)) least = Math.min(least, distance(one, other));
    expect(tree.heights[step], `nearest pair at step ${step}`).toBeLessThanOrEqual(least + slack);
    live.delete(a);
    live.delete(b);
    live.add(members.length);
    members.push([...members[a], ...members[b]]);
  }
}

type ByRows = (points: Matrix, a: readonly number[], b: readonly number[]) => number;

const pairs: (points: Matrix, a: readonly number[], b: readonly number[]) => number[] = (points, a, b) =>
  a.flatMap((i) => b.map((j) => Math.sqrt(squaredDistance(points, i, points, j))));

const distanceBy: Record<Linkage, ByRows> = {
  average: (points, a, b) => pairs(points, a, b).reduce((sum, each) => sum + each, 0) / (a.length * b.length),
  complete: (points, a, b) => Math.max(...pairs(points, a, b)),
  single: (points, a, b) => Math.min(...pairs(points, a, b)),
  ward: (points, a, b) => {
    const square = squaredDistance(meanOf(points, a), 0, meanOf(points, b), 0);
    return Math.sqrt(((2 * a.length * b.length) / (a.length + b.length)) * square);
  },
};

/** The mean as the first row plus the mean step from it: exact for copies, and no rounding of far coordinates. */
function meanOf(points: Matrix, rows: readonly number[]): Matrix {
  const { data, cols } = points;
  const mean = matrix(1, cols);
  for (let c = 0; c < cols; c++) {
    const origin = data[rows[0] * cols + c];
    mean.data[c] = origin + rows.reduce((sum, row) => sum + (data[row * cols + c] - origin), 0) / rows.length;
  }
  return mean;
}
