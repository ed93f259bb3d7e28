import { boxDistance, cornerDistance, type KdTree, leafNode } from '../matrix/kd-tree.ts';

/** Weighted rows in a kd-tree, to be counted. */
export interface CountTree {
  readonly tree: KdTree;
  /** Copies of the row at every place. */
  readonly weights: Float64Array;
  /** By node, the sum of the weights below it. */
  readonly totals: Float64Array;
  /** Working room: nodes still to be searched. Two entries a level of the tree. */
  readonly stack: Int32Array;
}

/**
 * Weight within a radius of the row at `place`, itself and distances equal to the radius included; counting stops once it
 * reaches `enough`, so the answer is exact only below that. Begins in the own leaf and climbs, and takes a box that lies
 * inside the radius whole: crowded places are the cheapest.
 */
export function weightWithin(counted: CountTree, place: number, squaredRadius: number, enough: number): number {
  const { tree, weights, totals, stack } = counted;
  const { leaves, starts } = tree;
  const { data, cols } = tree.points;
  const at = place * cols;
  let count = 0;
  let climb = leafNode(tree, place);
  stack[0] = climb;
  for (let top = 1; ; climb >>= 1) {
    while (top > 0) {
      const node = stack[--top];
      if (boxDistance(tree, node, data, at) > squaredRadius) continue;
      if (cornerDistance(tree, node, data, at) <= squaredRadius) {
        count += totals[node];
      } else if (node < leaves) {
        stack[top++] = 2 * node + 1;
        stack[top++] = 2 * node;
        continue;
      } else {
        const end = starts[node - leaves + 1];
        for (let p = starts[node - leaves]; p < end; p++) {
          let square = 0;
          for (let c = 0, q = p * cols; c < cols; c++, q++) {
            const difference = data[at + c] - data[q];
            square += difference * difference;
          }
          if (square <= squaredRadius) count += weights[p];
        }
      }
      if (count >= enough) return count;
    }
    if (climb === 1) return count;
    stack[0] = climb ^ 1;
    top = 1;
  }
}

/** Labelled rows in a kd-tree. */
export interface LabelTree {
  readonly tree: KdTree;
  readonly labels: Int32Array;
  /** By node, the lowest label below it. */
  readonly lowest: Float64Array;
  /** Working room, as in `CountTree`. */
  readonly stack: Int32Array;
}

/** The lowest label within a radius of the point at data[at], or -1; a distance equal to the radius is inside. */
export function lowestLabelWithin(labelled: LabelTree, data: Float64Array, at: number, squaredRadius: number): number {
  const { tree, labels, lowest, stack } = labelled;
  const { leaves, starts } = tree;
  const { cols, data: rows } = tree.points;
  let label = Infinity;
  stack[0] = 1;
  for (let top = 1; top > 0;) {
    const node = stack[--top];
    if (lowest[node] >= label || boxDistance(tree, node, data, at) > squaredRadius) continue;
    if (node < leaves) {
      stack[top++] = 2 * node + 1;
      stack[top++] = 2 * node;
      continue;
    }
    const end = starts[node - leaves + 1];
    for (let p = starts[node - leaves]; p < end; p++) {
      if (labels[p] >= label) continue;
      let square = 0;
      for (let c = 0, q = p * cols; c < cols; c++, q++) {
        const difference = data[at + c] - rows[q];
        square += difference * difference;
      }
      if (square <= squaredRadius) label = labels[p];
    }
  }
  return label === Infinity ? -1 : label;
}
