import { type Matrix, matrix } from './matrix.ts';

/** A leaf holds at most this many rows, and more than half as many when there are several leaves. */
const LEAF_ROWS = 16;

/**
 * A balanced kd-tree over the rows of a matrix, laid out as a heap: the root is node 1, the children of node i are 2i and
 * 2i + 1, leaf j is node leaves + j. Every split is at a median place, so the depth is the logarithm of the rows whatever
 * the values: copies of one row and far outliers cannot make it deeper. O(n d) memory.
 */
export interface KdTree {
  /** The rows in tree order: rows that lie close in space lie close in memory. A place is a row of this matrix. */
  readonly points: Matrix;
  /** order[place] is the row of the source at that place. */
  readonly order: Int32Array;
  /** Number of leaves, a power of two. */
  readonly leaves: number;
  /** Leaf j holds the places starts[j] ... starts[j + 1] - 1; none is empty. */
  readonly starts: Int32Array;
  /** Bounding boxes: node i has its d minima at boxes[2 d i] and its d maxima behind them. */
  readonly boxes: Float64Array;
}

/** The tree over the rows of `source`, which is copied. O(n log n). J. Bentley, CACM 1975. Needs one row or more. */
export function kdTree(source: Matrix): KdTree {
  const { rows, cols } = source;
  let leaves = 1;
  while (rows > leaves * LEAF_ROWS) leaves *= 2;
  const starts = Int32Array.from({ length: leaves + 1 }, (_, j) => Math.floor((j * rows) / leaves));
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  const boxes = new Float64Array(4 * cols * leaves);
  const keys = new Float64Array(rows);
  const split = (node: number, first: number, last: number): void => {
    const from = starts[first];
    const to = starts[last];
    const widest = boundRows(source, order.subarray(from, to), boxes.subarray(2 * cols * node, 2 * cols * (node + 1)));
    if (last - first === 1) return;
    const middle = (first + last) / 2;
    for (let p = from; p < to; p++) keys[p] = source.data[order[p] * cols + widest];
    selectPlace(keys, order, { place: starts[middle], from, to });
    split(2 * node, first, middle);
    split(2 * node + 1, middle, last);
  };
  split(1, 0, leaves);
  const points = matrix(rows, cols);
  for (let p = 0; p < rows; p++) {
    const row = order[p] * cols;
    for (let c = 0; c < cols; c++) points.data[p * cols + c] = source.data[row + c];
  }
  return { points, order, leaves, starts, boxes };
}

/** The node of the leaf that holds `place`. */
export function leafNode(tree: KdTree, place: number): number {
  return tree.leaves + Math.ceil(((place + 1) * tree.leaves) / tree.points.rows) - 1;
}

/** One number per node: `values` of the places below it, combined. `combine` must not care for order. O(n). */
export function foldNodes(
  tree: KdTree,
  values: ArrayLike<number>,
  combine: (a: number, b: number) => number,
): Float64Array {
  const { leaves, starts } = tree;
  const folded = new Float64Array(2 * leaves);
  for (let j = 0; j < leaves; j++) {
    let value = values[starts[j]];
    for (let p = starts[j] + 1; p < starts[j + 1]; p++) value = combine(value, values[p]);
    folded[leaves + j] = value;
  }
  for (let node = leaves - 1; node > 0; node--) folded[node] = combine(folded[2 * node], folded[2 * node + 1]);
  return folded;
}

/**
 * Squared distance from the point at data[at] to the box of `node`, 0 inside. Terms are summed in column order as in
 * `squaredDistance` and rounding keeps order, so the result never exceeds that of any row in the box, not by one bit.
 */
export function boxDistance(tree: KdTree, node: number, data: Float64Array, at: number): number {
  const { boxes } = tree;
  const { cols } = tree.points;
  const low = 2 * cols * node;
  const high = low + cols;
  let sum = 0;
  for (let c = 0; c < cols; c++) {
    const value = data[at + c];
    // Branches beat a maximum by a quarter of the whole search: most values lie inside, and say so soon.
    if (value < boxes[low + c]) {
      const gap = boxes[low + c] - value;
      sum += gap * gap;
    } else if (value > boxes[high + c]) {
      const gap = value - boxes[high + c];
      sum += gap * gap;
    }
  }
  return sum;
}

/** Squared distance from the point at data[at] to the farthest corner of the box of `node`: no row in it is farther. */
export function cornerDistance(tree: KdTree, node: number, data: Float64Array, at: number): number {
  const { boxes } = tree;
  const { cols } = tree.points;
  const low = 2 * cols * node;
  const high = low + cols;
  let sum = 0;
  for (let c = 0; c < cols; c++) {
    const value = data[at + c];
    const up = boxes[high + c] - value;
    const down = value - boxes[low + c];
    const reach = up > down ? up : down;
    sum += reach * reach;
  }
  return sum;
}

/** Writes minima and maxima of the rows into `box`; returns the column of the widest extent, the lowest on a tie. */
function boundRows(source: Matrix, rows: Int32Array, box: Float64Array): number {
  const { data, cols } = source;
  for (let c = 0; c < cols; c++) box[c] = box[cols + c] = data[rows[0] * cols + c];
  for (let i = 1; i < rows.length; i++) {
    const at = rows[i] * cols;
    for (let c = 0; c < cols; c++) {
      const value = data[at + c];
      if (value < box[c]) box[c] = value;
      if (value > box[cols + c]) box[cols + c] = value;
    }
  }
  let widest = 0;
  for (let c = 1; c < cols; c++) if (box[cols + c] - box[c] > box[cols + widest] - box[widest]) widest = c;
  return widest;
}

/**
 * Reorders keys[from ... to - 1], and `order` with them, so that no key before `place` exceeds one from `place` on.
 * Hoare's selection, the pivot a median of three; scans stop at equal keys, so many copies do not slow it.
 */
function selectPlace(keys: Float64Array, order: Int32Array, range: { place: number; from: number; to: number }): void {
  let low = range.from;
  let high = range.to - 1;
  while (low < high) {
    const pivot = middleOf(keys[low], keys[(low + high) >> 1], keys[high]);
    let i = low;
    let j = high;
    while (i <= j) {
      while (keys[i] < pivot) i++;
      while (keys[j] > pivot) j--;
      if (i > j) break;
      const key = keys[i];
      keys[i] = keys[j];
      keys[j] = key;
      const row = order[i];
      order[i++] = order[j];
      order[j--] = row;
    }
    if (range.place <= j) high = j;
    else if (range.place >= i) low = i;
    else return;
  }
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
