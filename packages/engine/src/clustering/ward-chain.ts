import { pulse, type Watch } from '../base/watch.ts';
import { kernels } from '../compute/thread.ts';
import { type ClusterTree, wardDistance } from '../compute/nearest.ts';
import { foldNodes, kdTree, leafNode } from '../matrix/kd-tree.ts';
import { type Matrix, matrix } from '../matrix/matrix.ts';
import { openChain } from './chain.ts';
import type { Join } from './merge-tree.ts';

/** The tree is built anew when the live clusters fell to this share of those it was built over. */
const STALE = 0.75;
/** Lightest weight of a node without clusters: more than any cluster weighs, and finite, so that no bound is NaN. */
const EMPTY = Number.MAX_SAFE_INTEGER;
/** Merges between two looks at the watch: a few milliseconds. */
const PULSE = 2048;

/**
 * Ward's clustering of weighted rows, exact, by the nearest-neighbour chain: walk from cluster to nearest cluster until
 * two are nearest to each other, merge them, walk on. Ward's distance never falls when others merge, so what the chain
 * has found stays found, and the merges are those of always merging the closest pair. A cluster is its centroid and its
 * weight; a kd-tree finds the nearest, about 3 n times in all. Height is SciPy's: the root of twice the rise of the sum of
 * squares. O(n d) memory; near n log n time in few columns, towards n^2 in many.
 * F. Murtagh, The Computer Journal 1983; D. Müllner, arXiv:1109.2378.
 */
export function wardChain(points: Matrix, counts: Float64Array, join: Join, watch: Watch): void {
  const { rows } = points;
  const { nearestCluster } = kernels();
  const placeOf = new Int32Array(rows);
  const plant = (centroids: Matrix, weights: Float64Array, ids: Int32Array): ClusterTree => {
    const planted = plantClusters(centroids, weights, ids);
    for (let p = 0; p < planted.ids.length; p++) placeOf[planted.ids[p]] = p;
    return planted;
  };
  let clusters = plant(
    points,
    counts,
    Int32Array.from({ length: rows }, (_, i) => i),
  );
  const chain = openChain(rows);
  let cursor = 0;
  for (let live = rows; live > 1;) {
    if (chain.length() === 0) {
      while (isEmpty(clusters, cursor)) cursor++;
      chain.push(clusters.ids[cursor]);
    }
    const id = chain.last();
    const before = chain.beforeLast();
    const place = placeOf[id];
    const nearest = nearestCluster(clusters, place, before < 0 ? -1 : placeOf[before]);
    if (!chain.closes(clusters.ids[nearest])) continue;
    join(id, clusters.ids[nearest], Math.sqrt(2 * wardDistance(clusters, place, nearest)));
    placeOf[Math.min(id, clusters.ids[nearest])] = mergePlaces(clusters, place, nearest);
    live--;
    if ((rows - live) % PULSE === 0) pulse(watch, 'hierarchical', 1 - live / rows);
    if (live < STALE * clusters.ids.length) {
      clusters = plant(...liveClusters(clusters, live));
      cursor = 0;
    }
  }
}

function plantClusters(centroids: Matrix, weights: Float64Array, ids: Int32Array): ClusterTree {
  const tree = kdTree(centroids);
  const placed = Float64Array.from(tree.order, (i) => weights[i]);
  const depth = Math.log2(tree.leaves) + 2;
  return {
    tree,
    weights: placed,
    lightest: foldNodes(tree, placed, Math.min),
    ids: Int32Array.from(tree.order, (i) => ids[i]),
    stack: new Int32Array(depth),
    bounds: new Float64Array(depth),
  };
}

/** Puts the union of two clusters at the heavier one's place and empties the other; returns the place. */
function mergePlaces(clusters: ClusterTree, p: number, q: number): number {
  const { tree, weights, ids } = clusters;
  const { data, cols } = tree.points;
  const kept = weights[q] > weights[p] ? q : p;
  const gone = kept === p ? q : p;
  const weight = weights[p] + weights[q];
  const share = weights[gone] / weight;
  for (let c = 0; c < cols; c++) {
    data[kept * cols + c] += share * (data[gone * cols + c] - data[kept * cols + c]);
    data[gone * cols + c] = NaN;
  }
  weights[kept] = weight;
  ids[kept] = Math.min(ids[p], ids[q]);
  refreshAbove(clusters, leafNode(tree, kept));
  refreshAbove(clusters, leafNode(tree, gone));
  return kept;
}

/**
 * Fits box and lightest weight of a leaf to the clusters that are left in it, then those of the nodes above as far as they
 * change. Without it searches would wade through places long empty, at 100,000 rows for half as long again.
 */
function refreshAbove(clusters: ClusterTree, leaf: number): void {
  const { tree, weights, lightest } = clusters;
  const { boxes, leaves, starts } = tree;
  const { cols } = tree.points;
  const box = boxes.subarray(2 * cols * leaf, 2 * cols * (leaf + 1));
  box.fill(Infinity, 0, cols); // an empty box is infinitely far from everything
  box.fill(-Infinity, cols);
  let least = EMPTY;
  for (let p = starts[leaf - leaves]; p < starts[leaf - leaves + 1]; p++) {
    if (isEmpty(clusters, p)) continue;
    least = Math.min(least, weights[p]);
    for (let c = 0; c < cols; c++) {
      const value = tree.points.data[p * cols + c];
      if (value < box[c]) box[c] = value;
      if (value > box[cols + c]) box[cols + c] = value;
    }
  }
  lightest[leaf] = least;
  for (let node = leaf >> 1; node > 0; node >>= 1) {
    let changed = false;
    for (let c = 0, at = 2 * cols * node, child = 2 * at; c < 2 * cols; c++, at++, child++) {
      const other = child + 2 * cols;
      const bound = c < cols ? Math.min(boxes[child], boxes[other]) : Math.max(boxes[child], boxes[other]);
      if (bound !== boxes[at]) changed = true;
      boxes[at] = bound;
    }
    const lighter = Math.min(lightest[2 * node], lightest[2 * node + 1]);
    if (!changed && lighter === lightest[node]) return;
    lightest[node] = lighter;
  }
}

function isEmpty({ tree }: ClusterTree, place: number): boolean {
  return Number.isNaN(tree.points.data[place * tree.points.cols]);
}

function liveClusters(clusters: ClusterTree, live: number): [Matrix, Float64Array, Int32Array] {
  const { cols, rows, data } = clusters.tree.points;
  const centroids = matrix(live, cols);
  const weights = new Float64Array(live);
  const ids = new Int32Array(live);
  for (let p = 0, i = 0; p < rows; p++) {
    if (isEmpty(clusters, p)) continue;
    for (let c = 0; c < cols; c++) centroids.data[i * cols + c] = data[p * cols + c];
    weights[i] = clusters.weights[p];
    ids[i++] = clusters.ids[p];
  }
  return [centroids, weights, ids];
}
