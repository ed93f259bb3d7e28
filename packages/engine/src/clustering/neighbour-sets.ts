import type { Watch } from '../base/watch.ts';
import { boxDistance, foldNodes, type KdTree } from '../matrix/kd-tree.ts';
import { findSet, joinSets, separateSets } from './union-find.ts';

/** What one search over pairs of leaves works on. */
interface Search {
  readonly tree: KdTree;
  readonly sets: Int32Array;
  /** 1 for nodes known to lie in one set. Sets only grow, so it stays true. */
  readonly whole: Uint8Array;
  /** By node, one of its places, to ask for the set of a whole node. */
  readonly sample: Float64Array;
  readonly squaredRadius: number;
}

/** Leaves this near, as a share of the squared radius, are compared first: most sets are complete after that. */
const NEAR = 0.05;

/**
 * The connected sets of the graph that joins rows within a radius (equal included): by place of the tree, a parent as in
 * union-find. Exact, and never by all pairs: nodes that are in one set already are passed over, and leaves are compared
 * only until they are one.
 */
export function neighbourSets(tree: KdTree, squaredRadius: number, watch: Watch): Int32Array {
  const { leaves } = tree;
  const search: Search = {
    tree,
    sets: separateSets(tree.points.rows),
    whole: new Uint8Array(2 * leaves),
    sample: foldNodes(tree, separateSets(tree.points.rows), Math.min),
    squaredRadius,
  };
  for (let leaf = leaves; leaf < 2 * leaves; leaf++) joinLeaves(search, leaf, leaf);
  for (let node = leaves - 1; node > 0; node--) isWhole(search, node);
  for (const { above, upTo } of [
    { above: -1, upTo: NEAR * squaredRadius },
    { above: NEAR * squaredRadius, upTo: squaredRadius },
  ]) {
    for (let leaf = leaves; leaf < 2 * leaves; leaf++) {
      // Every pair of leaves once: only what lies to the right of this one.
      for (let node = leaf; node > 1; node >>= 1)
        if (node % 2 === 0) joinBelow(search, leaf, node + 1, { above, upTo });
      if (leaf % 256 === 0) watch.signal?.throwIfAborted();
    }
    for (let node = leaves - 1; node > 0; node--) isWhole(search, node);
  }
  return search.sets;
}

/** Joins a leaf with the leaves below `node` at squared box distances above one bound and up to another. */
function joinBelow(search: Search, leaf: number, node: number, reach: { above: number; upTo: number }): void {
  const distance = boxGap(search.tree, leaf, node);
  if (distance > reach.upTo || inOneSet(search, leaf, node)) return;
  if (node < search.tree.leaves) {
    joinBelow(search, leaf, 2 * node, reach);
    joinBelow(search, leaf, 2 * node + 1, reach);
    isWhole(search, node); // noted at once, so that the next leaf passes over the node
  } else if (distance > reach.above) joinLeaves(search, leaf, node);
}

/** Joins all pairs of rows within the radius of two leaves, or within one leaf when they are the same. */
function joinLeaves(search: Search, a: number, b: number): void {
  const { tree, sets, whole, squaredRadius } = search;
  const { starts, leaves } = tree;
  const { data, cols } = tree.points;
  const endB = starts[b - leaves + 1];
  for (let p = starts[a - leaves]; p < starts[a - leaves + 1]; p++) {
    const at = p * cols;
    if (a !== b && boxDistance(tree, b, data, at) > squaredRadius) continue;
    let own = findSet(sets, p);
    for (let q = a === b ? p + 1 : starts[b - leaves]; q < endB; q++) {
      if (findSet(sets, q) === own) continue;
      let square = 0;
      for (let c = 0, r = q * cols; c < cols; c++, r++) {
        const difference = data[at + c] - data[r];
        square += difference * difference;
      }
      if (square > squaredRadius) continue;
      joinSets(sets, p, q);
      if (whole[a] === 1 && whole[b] === 1) return;
      own = findSet(sets, p);
    }
  }
  isWhole(search, a);
  isWhole(search, b);
}

/** Whether all rows below a node are known to be in one set, looked up anew from its rows or its children. */
function isWhole(search: Search, node: number): boolean {
  const { tree, sets, whole, sample } = search;
  if (whole[node] === 1) return true;
  const { leaves, starts } = tree;
  if (node < leaves) {
    const halves = whole[2 * node] === 1 && whole[2 * node + 1] === 1;
    whole[node] = halves && findSet(sets, sample[2 * node]) === findSet(sets, sample[2 * node + 1]) ? 1 : 0;
    return whole[node] === 1;
  }
  const own = findSet(sets, starts[node - leaves]);
  for (let p = starts[node - leaves] + 1; p < starts[node - leaves + 1]; p++)
    if (findSet(sets, p) !== own) return false;
  whole[node] = 1;
  return true;
}

function inOneSet(search: Search, a: number, b: number): boolean {
  if (search.whole[a] === 0 || (search.whole[b] === 0 && (b >= search.tree.leaves || !isWhole(search, b))))
    return false;
  return findSet(search.sets, search.sample[a]) === findSet(search.sets, search.sample[b]);
}

/** Squared distance between the boxes of two nodes, 0 where they overlap; never above that of two rows in them. */
function boxGap(tree: KdTree, a: number, b: number): number {
  const { boxes } = tree;
  const { cols } = tree.points;
  const atA = 2 * cols * a;
  const atB = 2 * cols * b;
  let sum = 0;
  for (let c = 0; c < cols; c++) {
    const below = boxes[atA + c] - boxes[atB + cols + c];
    const above = boxes[atB + c] - boxes[atA + cols + c];
    const gap = below > above ? below : above;
    if (gap > 0) sum += gap * gap;
  }
  return sum;
}
