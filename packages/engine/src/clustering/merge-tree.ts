import type { MergeTree } from './models.ts';
import { findSet, separateSets } from './union-find.ts';

/** Says that the clusters of rows a and b merge at `height`. Any row of a cluster may stand for it. */
export type Join = (a: number, b: number, height: number) => void;

/** Merges in the order an algorithm found them. */
export interface Merges {
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly heights: Float64Array;
  readonly join: Join;
}

/** Room for the n - 1 merges of n rows. */
export function openMerges(rows: number): Merges {
  const steps = Math.max(0, rows - 1);
  const a = new Int32Array(steps);
  const b = new Int32Array(steps);
  const heights = new Float64Array(steps);
  let count = 0;
  const join: Join = (rowA, rowB, height) => {
    a[count] = rowA;
    b[count] = rowB;
    heights[count++] = height;
  };
  return { a, b, heights, join };
}

/**
 * The tree of a full list of merges, in order of height as SciPy's `linkage` gives it; merges of one height stay in the
 * order they were found. The pairs span all rows, so any order of them is a tree: heights that rounding has turned round
 * by one bit do no harm. O(n log n).
 */
export function mergeTree(merges: Merges, microClusters: number | null = null): MergeTree {
  const steps = merges.heights.length;
  const leaves = steps + 1;
  const left = new Int32Array(steps);
  const right = new Int32Array(steps);
  const heights = merges.heights.toSorted();
  const order = orderByHeight(merges.heights, heights);
  const sets = separateSets(leaves);
  const nodeOf = separateSets(leaves); // by a set's lowest row
  for (let step = 0; step < steps; step++) {
    const x = findSet(sets, merges.a[order[step]]);
    const y = findSet(sets, merges.b[order[step]]);
    left[step] = Math.min(nodeOf[x], nodeOf[y]);
    right[step] = Math.max(nodeOf[x], nodeOf[y]);
    sets[Math.max(x, y)] = Math.min(x, y);
    nodeOf[Math.min(x, y)] = leaves + step;
  }
  return { kind: 'Agglomerative', leaves, left, right, heights, sizes: mergedSizes(left, right), microClusters };
}

/** Leaves below the node that each step makes. */
export function mergedSizes(left: Int32Array, right: Int32Array): Int32Array {
  const sizes = new Int32Array(left.length);
  const leaves = left.length + 1;
  const sizeOf = (node: number): number => (node < leaves ? 1 : sizes[node - leaves]);
  for (let step = 0; step < left.length; step++) sizes[step] = sizeOf(left[step]) + sizeOf(right[step]);
  return sizes;
}

/** The tree of some of the leaves, which ascend: whoever stays merges where it did. */
export function takeLeaves(tree: Omit<MergeTree, 'sizes'>, kept: Int32Array): MergeTree {
  const { leaves, left, right, heights, microClusters } = tree;
  const standIn = new Int32Array(leaves + left.length).fill(-1); // by node: a kept leaf below it, by its new number
  kept.forEach((leaf, at) => (standIn[leaf] = at));
  const merges = openMerges(kept.length);
  for (let step = 0; step < left.length; step++) {
    const a = standIn[left[step]];
    const b = standIn[right[step]];
    standIn[leaves + step] = a < 0 ? b : a;
    if (a >= 0 && b >= 0) merges.join(a, b, heights[step]);
  }
  return mergeTree(merges, microClusters);
}

/** Indices of `heights` in the order of `sorted`, first come first; a comparator in sort() takes ten times as long. */
function orderByHeight(heights: Float64Array, sorted: Float64Array): Int32Array {
  const order = new Int32Array(heights.length);
  const taken = new Int32Array(heights.length); // by the first place of a height
  for (let i = 0; i < heights.length; i++) {
    let low = 0;
    let high = heights.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < heights[i]) low = middle + 1;
      else high = middle;
    }
    order[low + taken[low]++] = i;
  }
  return order;
}
