import { fault } from '../base/faults.ts';
import { invalidParameter } from '../base/invalid-parameter.ts';
import { inRoom } from '../compute/thread.ts';
import type { MergeTree } from './models.ts';

/**
 * The partition into k clusters: the tree without its last k - 1 merges. Labels 0 ... k - 1 are numbered by the lowest row
 * of the cluster. Throws ROWS_TOO_FEW when k exceeds the rows. O(n).
 */
export function cutTree(tree: MergeTree, k: number): Int32Array {
  const { leaves, left, right } = tree;
  if (!Number.isInteger(k) || k < 1) throw invalidParameter('k', k, { type: 'integer', minimum: 1 });
  if (k > leaves) throw fault('ROWS_TOO_FEW', { rows: leaves, n_clusters: k });
  return inRoom((room) => {
    const clusterOf = room.i32(2 * leaves - 1); // by node: the topmost node that the cut leaves whole
    clusterOf[2 * leaves - 2] = 2 * leaves - 2;
    for (let step = leaves - 2; step >= 0; step--) {
      const undone = step > leaves - 1 - k;
      clusterOf[left[step]] = undone ? left[step] : clusterOf[leaves + step];
      clusterOf[right[step]] = undone ? right[step] : clusterOf[leaves + step];
    }
    const labelOf = room.i32(2 * leaves - 1).fill(-1);
    const labels = new Int32Array(leaves);
    let next = 0;
    for (let row = 0; row < leaves; row++) {
      const cluster = clusterOf[row];
      if (labelOf[cluster] < 0) labelOf[cluster] = next++;
      labels[row] = labelOf[cluster];
    }
    return labels;
  });
}
