import { fault } from '../base/faults.ts';
import { invalidParameter, type Linkage, resolveOptions } from '../base/options.ts';
import { pulse, unwatched, type Watch } from '../base/watch.ts';
import { distinctRows } from '../matrix/distinct.ts';
import { type Matrix, takeRows } from '../matrix/matrix.ts';
import { average, complete, matrixLinkage, single } from './linkage.ts';
import { type Join, mergeTree, openMerges } from './merge-tree.ts';
import type { MergeTree } from './models.ts';
import { ward } from './ward.ts';

/**
 * Most rows for average, complete and single linkage: their time grows with the square of the rows, and the first two
 * keep 4 n (n - 1) bytes of distances, 1.6 GB here.
 */
export const maxRowsForLinkage = 20_000;

/** Clusters distinct rows, `counts` copies of each, and tells every merge. */
type Linker = (points: Matrix, counts: Float64Array, join: Join, watch: Watch) => void;

const linkers: Readonly<Record<Linkage, Linker>> = {
  ward,
  average: matrixLinkage(average),
  complete: matrixLinkage(complete),
  single,
};

/**
 * Agglomerative clustering of finite numbers by Euclidean distance, exact, with heights as SciPy's `linkage`. Ward takes
 * any number of rows in O(n d) memory. Copies of a row merge first, at height 0. Where distances tie, the tree may differ
 * from SciPy's; it is the same for the same rows in the same order.
 * Throws LINKAGE_TOO_LARGE for another linkage above `maxRowsForLinkage` rows, INSUFFICIENT_DATA without rows.
 */
export function agglomerative(points: Matrix, options: { linkage: Linkage }, watch: Watch = unwatched): MergeTree {
  const { linkage } = resolveOptions({ linkage: options.linkage });
  const { rows } = points;
  if (rows === 0) throw fault('INSUFFICIENT_DATA', { minimum_required: 1, provided: 0 });
  if (linkage !== 'ward' && rows > maxRowsForLinkage)
    throw fault('LINKAGE_TOO_LARGE', { linkage, rows, limit: maxRowsForLinkage });
  watch.signal?.throwIfAborted();
  const { first, groupOf, counts } = distinctRows(points);
  const merges = openMerges(rows);
  for (let row = 0; row < rows; row++) if (first[groupOf[row]] !== row) merges.join(first[groupOf[row]], row, 0);
  const distinct = first.length === rows ? points : takeRows(points, first);
  linkers[linkage](distinct, counts, (a, b, height) => merges.join(first[a], first[b], height), watch);
  pulse(watch, 'hierarchical', 1);
  return mergeTree(merges);
}

/**
 * The partition into k clusters: the tree without its last k - 1 merges. Labels 0 ... k - 1 are numbered by the lowest row
 * of the cluster. Throws ROWS_TOO_FEW when k exceeds the rows. O(n).
 */
export function cutTree(tree: MergeTree, k: number): Int32Array {
  const { leaves, left, right } = tree;
  if (!Number.isInteger(k) || k < 1) throw invalidParameter('k', k, { type: 'integer', minimum: 1 });
  if (k > leaves) throw fault('ROWS_TOO_FEW', { rows: leaves, n_clusters: k });
  const clusterOf = new Int32Array(2 * leaves - 1); // by node: the topmost node that the cut leaves whole
  clusterOf[2 * leaves - 2] = 2 * leaves - 2;
  for (let step = leaves - 2; step >= 0; step--) {
    const undone = step > leaves - 1 - k;
    clusterOf[left[step]] = undone ? left[step] : clusterOf[leaves + step];
    clusterOf[right[step]] = undone ? right[step] : clusterOf[leaves + step];
  }
  const labelOf = new Int32Array(2 * leaves - 1).fill(-1);
  const labels = new Int32Array(leaves);
  let next = 0;
  for (let row = 0; row < leaves; row++) {
    const cluster = clusterOf[row];
    if (labelOf[cluster] < 0) labelOf[cluster] = next++;
    labels[row] = labelOf[cluster];
  }
  return labels;
}
