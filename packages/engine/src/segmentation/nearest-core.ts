import { boxDistance, type KdTree, kdTree } from '../matrix/kd-tree.ts';
import { type Matrix, squaredDistance } from '../matrix/matrix.ts';

/** Up to so many rows, looking at every core is sooner done than a tree of them. */
const FEW_ROWS = 8;
/** Levels of a tree over 2^32 rows, and one more. */
const DEEPEST = 33;

/** The row of `cores` nearest to each of `points` within `eps`, the lowest row on a tie; -1 where none is so near. */
export function nearestCores(points: Matrix, cores: Matrix, eps: number): Int32Array {
  const nearest = new Int32Array(points.rows).fill(-1);
  if (cores.rows === 0) return nearest;
  if (points.rows <= FEW_ROWS) return nearest.map((_, i) => nearestOfAll(points, i, cores, eps * eps));
  const tree = kdTree(cores);
  const stack = new Int32Array(DEEPEST);
  const bounds = new Float64Array(DEEPEST);
  for (let i = 0; i < points.rows; i++)
    nearest[i] = nearestInTree(points, i, tree, { limit: eps * eps, stack, bounds });
  return nearest;
}

function nearestOfAll(points: Matrix, i: number, cores: Matrix, limit: number): number {
  let least = limit;
  let best = -1;
  for (let j = 0; j < cores.rows; j++) {
    const distance = squaredDistance(points, i, cores, j);
    if (distance < least || (best < 0 && distance === least)) {
      least = distance;
      best = j;
    }
  }
  return best;
}

interface Search {
  /** Squared distance beyond which nothing counts. */
  readonly limit: number;
  /** Working room: nodes still to be searched, and their bounds. */
  readonly stack: Int32Array;
  readonly bounds: Float64Array;
}

function nearestInTree(points: Matrix, i: number, tree: KdTree, { limit, stack, bounds }: Search): number {
  const { leaves, starts, order, points: placed } = tree;
  const at = i * points.cols;
  let least = limit;
  let best = -1;
  stack[0] = 1;
  bounds[0] = boxDistance(tree, 1, points.data, at);
  for (let top = 1; top > 0;) {
    const node = stack[--top];
    if (bounds[top] > least) continue;
    if (node < leaves) {
      const left = 2 * node;
      const toLeft = boxDistance(tree, left, points.data, at);
      const toRight = boxDistance(tree, left + 1, points.data, at);
      const nearer = toRight < toLeft ? left + 1 : left;
      stack[top] = nearer ^ 1;
      bounds[top++] = Math.max(toLeft, toRight);
      stack[top] = nearer;
      bounds[top++] = Math.min(toLeft, toRight);
      continue;
    }
    for (let place = starts[node - leaves]; place < starts[node - leaves + 1]; place++) {
      const distance = squaredDistance(points, i, placed, place);
      if (distance > least || (distance === least && best >= 0 && order[place] > best)) continue;
      least = distance;
      best = order[place];
    }
  }
  return best;
}
