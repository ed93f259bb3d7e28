import { boxDistance, type KdTree, leafNode } from '../matrix/kd-tree.ts';

/** Clusters in a kd-tree over their centroids. A place whose centroid is NaN is empty and never found. */
export interface ClusterTree {
  readonly tree: KdTree;
  /** Rows of the cluster at every place. */
  readonly weights: Float64Array;
  /** By node, the smallest weight below it; where all places are empty any finite number, and the box inside out. */
  readonly lightest: Float64Array;
  /** Cluster at every place; of two at the same distance the lower id is nearer. */
  readonly ids: Int32Array;
  /** Working room: nodes still to be searched, and their bounds. One entry a level of the tree and one more. */
  readonly stack: Int32Array;
  readonly bounds: Float64Array;
}

/**
 * Rise of the sum of squares when the clusters at places p and q merge: n_p n_q / (n_p + n_q) |c_p - c_q|^2.
 * J. Ward 1963. Symmetric to the last bit.
 */
export function wardDistance(clusters: ClusterTree, p: number, q: number): number {
  const { data, cols } = clusters.tree.points;
  const { weights } = clusters;
  let square = 0;
  for (let c = 0; c < cols; c++) {
    const difference = data[p * cols + c] - data[q * cols + c];
    square += difference * difference;
  }
  return ((weights[p] * weights[q]) / (weights[p] + weights[q])) * square;
}

/**
 * Place of the cluster nearest to the one at `place` by `wardDistance`, the lowest id on a tie; `known` is another place
 * to start from, or -1. Exact: a node is passed over only when n m / (n + m) times the distance to its box, m its lightest
 * weight, exceeds the best, and that bound holds in floating point too, for both factors round in order.
 * Begins at the own leaf and climbs, searching the sibling at every level.
 */
export function nearestCluster(clusters: ClusterTree, place: number, known: number): number {
  const { tree, weights, lightest, ids, stack, bounds } = clusters;
  const { leaves, starts } = tree;
  const { data, cols } = tree.points;
  const at = place * cols;
  const weight = weights[place];
  let nearest = known;
  let best = known < 0 ? Infinity : wardDistance(clusters, place, known);
  let climb = leafNode(tree, place);
  stack[0] = climb;
  bounds[0] = 0;
  for (let top = 1; ; climb >>= 1) {
    while (top > 0) {
      const node = stack[--top];
      if (bounds[top] > best) continue;
      if (node < leaves) {
        const left = 2 * node;
        const toLeft = boxDistance(tree, left, data, at) * factor(weight, lightest[left]);
        const toRight = boxDistance(tree, left + 1, data, at) * factor(weight, lightest[left + 1]);
        const nearer = toRight < toLeft ? left + 1 : left;
        stack[top] = nearer ^ 1;
        bounds[top++] = Math.max(toLeft, toRight);
        stack[top] = nearer;
        bounds[top++] = Math.min(toLeft, toRight);
        continue;
      }
      const least = factor(weight, lightest[node]);
      const end = starts[node - leaves + 1];
      for (let p = starts[node - leaves]; p < end; p++) {
        let square = 0;
        for (let c = 0, q = p * cols; c < cols; c++, q++) {
          const difference = data[at + c] - data[q];
          square += difference * difference;
        }
        // Spares the division for most; an empty place is NaN and fails too.
        if (!(least * square <= best) || p === place) continue;
        const distance = factor(weight, weights[p]) * square;
        if (distance < best || (distance === best && (nearest < 0 || ids[p] < ids[nearest]))) {
          best = distance;
          nearest = p;
        }
      }
    }
    if (climb === 1) return nearest;
    stack[0] = climb ^ 1;
    bounds[0] = boxDistance(tree, climb ^ 1, data, at) * factor(weight, lightest[climb ^ 1]);
    top = 1;
  }
}

function factor(a: number, b: number): number {
  return (a * b) / (a + b);
}
