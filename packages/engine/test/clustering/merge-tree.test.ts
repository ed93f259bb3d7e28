import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { agglomerative } from '../../src/clustering/agglomerative.ts';
import { takeLeaves } from '../../src/clustering/merge-tree.ts';
import type { MergeTree } from '../../src/clustering/models.ts';
import { lattice } from '../support/generated.ts';
import { assertTreeForm } from '../support/merge-steps.ts';
import { fromRows } from '../support/datasets.ts';

/** The height at which two leaves meet. */
function meeting({ leaves, left, right, heights }: MergeTree, a: number, b: number): number {
  const above = new Map<number, number>();
  left.forEach((node, step) => above.set(node, step).set(right[step], step));
  const way = (leaf: number): number[] => {
    const steps: number[] = [];
    for (let step = above.get(leaf); step !== undefined; step = above.get(leaves + step)) steps.push(step);
    return steps;
  };
  const other = new Set(way(b));
  return heights[way(a).find((step) => other.has(step)) ?? 0];
}

test('without its middle leaf, 0 1 | 5 merges 0 and 5 at the height that 0 1 and 5 had', () => {
  const tree = agglomerative(fromRows([[0], [1], [5]]), { linkage: 'single' });
  expect([...tree.heights]).toEqual([1, 4]);
  expect(takeLeaves(tree, Int32Array.of(0, 2))).toMatchObject({ leaves: 2, heights: Float64Array.of(4) });
});

test('whatever leaves are taken: a tree, in which any two of them meet where they did', () => {
  fc.assert(
    fc.property(lattice({ rows: 20, cols: 2 }), fc.array(fc.boolean(), { minLength: 20 }), (points, wanted) => {
      const tree = agglomerative(points, { linkage: 'average' });
      const kept = Int32Array.from(Array(points.rows).keys()).filter((row) => wanted[row]);
      if (kept.length < 2) return;
      const taken = takeLeaves(tree, kept);
      assertTreeForm(taken, kept.length);
      const pairs = Array.from(kept.keys()).flatMap((j) => Array.from({ length: j }, (_, i) => [i, j]));
      expect(pairs.map(([i, j]) => meeting(taken, i, j))).toEqual(
        pairs.map(([i, j]) => meeting(tree, kept[i], kept[j])),
      );
    }),
    { seed: 4, numRuns: 100 },
  );
});
