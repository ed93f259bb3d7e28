import { ascendingOrder } from '../matrix/order.ts';

/** A node of a binary decision tree: a leaf, or a question about one feature with the answers "<=" and ">". */
export type TreeNode =
  | { readonly kind: 'leaf'; readonly label: number }
  | {
      readonly kind: 'split';
      readonly feature: number;
      readonly threshold: number;
      readonly below: TreeNode;
      readonly above: TreeNode;
    };

export interface TreeOptions {
  readonly depth: number;
  /** Fewest rows of a leaf. */
  readonly leafRows: number;
}

interface Growth extends TreeOptions {
  readonly columns: readonly Float64Array[];
  /** Class of every row, 0..classes-1. */
  readonly labels: Int32Array;
  readonly classes: number;
}

/**
 * A decision tree by CART: every split lowers Gini's impurity most, the first feature and the lowest threshold on a tie.
 * A leaf takes its most frequent class, the lowest on a tie; two leaves of one class become one. Thresholds are the
 * shortest decimals that split the rows alike. O(features x n log n).
 * Source: L. Breiman et al., Classification and Regression Trees, 1984.
 *
 * @param columns one array per feature, all of the same length
 * @param labels class of every row, 0..classes-1
 */
export function growTree(
  columns: readonly Float64Array[],
  labels: Int32Array,
  classes: number,
  options: TreeOptions,
): TreeNode {
  const growth: Growth = { ...options, columns, labels, classes };
  return grow(
    growth,
    columns.map((column) => ascendingOrder(column)),
    countClasses(labels, classes),
    options.depth,
  );
}

/** The leaf that a row of `columns` falls into. */
export function leafOf(tree: TreeNode, columns: readonly Float64Array[], row: number): TreeNode & { kind: 'leaf' } {
  let node = tree;
  while (node.kind === 'split') node = columns[node.feature][row] <= node.threshold ? node.below : node.above;
  return node;
}

/** `orders`: the rows of this node per feature, ascending by that feature. */
function grow(growth: Growth, orders: readonly Int32Array[], counts: Int32Array, depth: number): TreeNode {
  const leaf: TreeNode = { kind: 'leaf', label: counts.indexOf(counts.reduce((a, b) => Math.max(a, b), 0)) };
  const pure = counts.filter((count) => count > 0).length < 2;
  const split = depth === 0 || pure ? null : bestSplit(growth, orders, counts);
  if (!split) return leaf;
  const { feature, threshold } = split;
  const values = growth.columns[feature];
  const sides = orders.map((order) => divided(order, values, threshold));
  const belowCounts = countClasses(growth.labels, growth.classes, sides[0].below);
  const aboveCounts = counts.map((count, c) => count - belowCounts[c]);
  const belowOrders = sides.map((side) => side.below);
  const aboveOrders = sides.map((side) => side.above);
  const below = grow(growth, belowOrders, belowCounts, depth - 1);
  const above = grow(growth, aboveOrders, aboveCounts, depth - 1);
  if (below.kind === 'leaf' && above.kind === 'leaf' && below.label === above.label) return below;
  return { kind: 'split', feature, threshold, below, above };
}

/** The rows on either side of a threshold, each in the order they had. */
function divided(order: Int32Array, values: Float64Array, threshold: number): { below: Int32Array; above: Int32Array } {
  const rows = new Int32Array(order.length);
  let count = 0;
  for (let i = 0; i < order.length; i++) if (values[order[i]] <= threshold) rows[count++] = order[i];
  let at = count;
  for (let i = 0; at < order.length; i++) if (!(values[order[i]] <= threshold)) rows[at++] = order[i];
  return { below: rows.subarray(0, count), above: rows.subarray(count) };
}

/** The split with the largest sum over both sides of (sum of squared class counts / rows), which is Gini turned round. */
function bestSplit({ columns, labels, leafRows }: Growth, orders: readonly Int32Array[], counts: Int32Array) {
  let best: { feature: number; threshold: number } | null = null;
  const whole = squares(counts);
  // A split that only equals the node is none; rounding must not make it one.
  let most = (whole / orders[0].length) * (1 + 1e-12);
  for (let feature = 0; feature < columns.length; feature++) {
    const values = columns[feature];
    const order = orders[feature];
    const n = order.length;
    const left = new Int32Array(counts.length);
    const right = counts.slice();
    let leftSquares = 0;
    let rightSquares = whole;
    let high = values[order[0]];
    for (let i = 0; i + 1 < n; i++) {
      const label = labels[order[i]];
      leftSquares += 2 * left[label]++ + 1;
      rightSquares -= 2 * right[label]-- - 1;
      const low = high;
      high = values[order[i + 1]];
      if (low === high || i + 1 < leafRows || n - i - 1 < leafRows) continue;
      const score = leftSquares / (i + 1) + rightSquares / (n - i - 1);
      if (!(score > most)) continue;
      most = score;
      best = { feature, threshold: low };
    }
  }
  if (!best) return null;
  const order = orders[best.feature];
  const values = columns[best.feature];
  const next = order.find((row) => values[row] > best.threshold);
  return next === undefined ? null : { ...best, threshold: humanThreshold(best.threshold, values[next]) };
}

/**
 * The number with the fewest digits that still splits `low` from `high` (low <= it < high), nearest to their middle
 * where it can be. Between whole numbers only a whole number is human: orders <= 7, not <= 7.5.
 */
export function humanThreshold(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  const whole = Number.isInteger(low) && Number.isInteger(high);
  for (let digits = 0; digits <= 16; digits++) {
    for (const value of [middle, low]) {
      const rounded = Number(value.toExponential(digits)) + 0;
      if (rounded >= low && rounded < high && (!whole || Number.isInteger(rounded))) return rounded;
    }
  }
  return low;
}

function countClasses(labels: Int32Array, classes: number, rows?: Int32Array): Int32Array {
  const counts = new Int32Array(classes);
  if (rows) for (const row of rows) counts[labels[row]]++;
  else for (const label of labels) counts[label]++;
  return counts;
}

function squares(counts: Int32Array): number {
  return counts.reduce((sum, count) => sum + count * count, 0);
}
