import { inRoom, kernels } from '../compute/thread.ts';
import { type WardTable, wardTable } from '../compute/ward-matrix.ts';
import { type DistinctRows, distinctRows } from '../matrix/distinct.ts';
import { type Matrix, takeRows } from '../matrix/matrix.ts';
import { hierarchy, startMerges } from './hierarchy.ts';
import { mergeTree } from './merge-tree.ts';
import type { MergeTree } from './models.ts';

/** Distinct rows up to which the matrix of distances, which then fits the cache, is faster than searching. */
const MOST_ROWS = 1024;

/**
 * Ward's tree of `points`, as of `hierarchy` but in single precision: clusters that lie equally far apart to seven digits may
 * merge in another order, and rows that differ by less than that, beside the widest range, are one. For refits beside many
 * others; where the tree itself is wanted use `hierarchy`. O(n^2) time and memory up to 1,024 distinct rows.
 */
export function refitWard(points: Matrix): MergeTree {
  const groups = distinctRows(points);
  const { first, counts } = groups;
  const few = first.length > 1 && first.length <= MOST_ROWS;
  const tree = few
    ? inRoom((room) => {
        const table = wardTable(first.length === points.rows ? points : takeRows(points, first), counts, room);
        return kernels().wardMatrix(table) ? treeOf(table, groups) : null;
      })
    : null;
  return tree ?? hierarchy(points, { linkage: 'ward', microClusters: 'auto' });
}

function treeOf({ lower, upper, rises, scale }: WardTable, groups: DistinctRows): MergeTree {
  const { first } = groups;
  const merges = startMerges(groups);
  for (let at = 0; at < rises.length; at++)
    merges.join(first[lower[at]], first[upper[at]], Math.sqrt(2 * rises[at]) / scale);
  return mergeTree(merges);
}
