import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutTree } from '../../src/clustering/cut-tree.ts';
import { mergeTree, openMerges } from '../../src/clustering/merge-tree.ts';
import { foldedGroups, type TreeTop, treeTop } from '../../src/clustering/tree-top.ts';
import { clusterSizes } from '../../src/evaluation/partition.ts';

/** Rows 0 and 1 merge at 1, 2 and 3 at 2, both pairs at 5. */
function four() {
  const merges = openMerges(4);
  merges.join(0, 1, 1);
  merges.join(2, 3, 2);
  merges.join(1, 3, 5);
  return mergeTree(merges);
}

test('the top of two pairs is one merge, of three groups the looser pair is looked into', () => {
  const pair = (row: number, height: number): TreeTop => ({ size: 2, row, height, halves: null });
  expect(treeTop(four(), 1)).toEqual({ size: 4, row: 0, height: 5, halves: null });
  expect(treeTop(four(), 2)).toEqual({ size: 4, row: 0, height: 5, halves: [pair(0, 1), pair(2, 2)] });
  const single = (row: number): TreeTop => ({ size: 1, row, height: 0, halves: null });
  const opened = { size: 2, row: 2, height: 2, halves: [single(2), single(3)] };
  expect(treeTop(four(), 3)).toEqual({ size: 4, row: 0, height: 5, halves: [pair(0, 1), opened] });
  expect(foldedGroups(treeTop(four(), 99)).map(({ row }) => row)).toEqual([0, 1, 2, 3]);
});

test('the groups of any tree are those of its cut', () => {
  const trees = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(9)), { minLength: 1, maxLength: 40 }).map((steps) => {
    const rows = steps.length + 1;
    const merges = openMerges(rows);
    const groups = Array.from({ length: rows }, (_, row) => [row]);
    for (const [a, b, height] of steps) {
      const [x = []] = groups.splice(a % groups.length, 1);
      const [y = []] = groups.splice(b % groups.length, 1);
      merges.join(x[a % x.length] ?? 0, y[b % y.length] ?? 0, height);
      groups.push([...x, ...y]);
    }
    return mergeTree(merges);
  });
  fc.assert(
    fc.property(trees, fc.integer({ min: 1, max: 30 }), (tree, wanted) => {
      const k = Math.min(wanted, tree.leaves);
      const labels = cutTree(tree, k);
      const sizes = clusterSizes(labels, k);
      const groups = foldedGroups(treeTop(tree, wanted));
      expect(groups.map(({ row }) => labels[row]).toSorted((a, b) => a - b)).toEqual(Array.from(sizes.keys()));
      for (const { row, size } of groups) expect(size).toBe(sizes[labels[row]]);
    }),
  );
});
