import { invalidParameter } from '../base/invalid-parameter.ts';
import type { MergeTree } from './models.ts';

/** A group at the top of a merge tree. */
export interface TreeTop {
  /** Rows below it. */
  readonly size: number;
  /** One of them. */
  readonly row: number;
  /** Where its two halves merge; 0 for a single row. */
  readonly height: number;
  /** Null for a group that is not looked into. */
  readonly halves: readonly [TreeTop, TreeTop] | null;
}

/** The last merges of a tree, down to so many groups, or to single rows where there are fewer. O(groups · depth). */
export function treeTop(tree: MergeTree, groups: number): TreeTop {
  const { leaves, left, right, heights, sizes } = tree;
  if (!Number.isInteger(groups) || groups < 1)
    throw invalidParameter('groups', groups, { type: 'integer', minimum: 1 });
  const firstShown = leaves - Math.min(groups, leaves);
  const rowIn = (node: number): number => {
    let at = node;
    while (at >= leaves) at = left[at - leaves];
    return at;
  };
  const look = (node: number): TreeTop => {
    const step = node - leaves;
    if (step < 0) return { size: 1, row: node, height: 0, halves: null };
    const halves: TreeTop['halves'] = step >= firstShown ? [look(left[step]), look(right[step])] : null;
    return { size: sizes[step], row: rowIn(node), height: heights[step], halves };
  };
  return look(2 * leaves - 2);
}

/** The groups of a top that are not looked into, from left to right. */
export function foldedGroups(top: TreeTop): TreeTop[] {
  return top.halves ? top.halves.flatMap(foldedGroups) : [top];
}
