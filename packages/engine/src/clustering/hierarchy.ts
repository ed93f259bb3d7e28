import { fault } from '../base/faults.ts';
import type { Linkage, ResolvedOptions } from '../base/options.ts';
import { pulse, quiet, unwatched, type Watch } from '../base/watch.ts';
import { distinctRows } from '../matrix/distinct.ts';
import { type Matrix, takeRows } from '../matrix/matrix.ts';
import { average, complete, matrixLinkage, single } from './linkage.ts';
import { type Join, type Merges, mergeTree, openMerges } from './merge-tree.ts';
import type { MergeTree } from './models.ts';
import { microClusters as groupRows } from './micro-clusters.ts';
import { QUESTIONS, ward } from './ward.ts';

/**
 * Most rows for average, complete and single linkage: their time grows with the square of the rows, and the first two
 * keep 4 n (n - 1) bytes of distances, 1.6 GB here.
 */
export const maxRowsForLinkage = 20_000;

/**
 * Default of what Ward's exact tree may cost: looks at a cluster or box of six columns, 2 ns each. A million customers in
 * six columns take 1.5e9, a million rows of one Gaussian about 5e9. Counted, not timed: the answer must not depend on the
 * machine.
 */
export const wardBudget = 6e9;
/** Share of the budget that the tree over micro-clusters may take; work grows with the square of their number at worst. */
const MICRO_SHARE = 0.25;
const FEWEST_MICRO = 256;

/** Clusters distinct rows, `counts` copies of each, and tells every merge. */
type Linker = (points: Matrix, counts: Float64Array, join: Join, watch: Watch) => void;

const linkers: Readonly<Record<Exclude<Linkage, 'ward'>, Linker>> = {
  average: matrixLinkage(average),
  complete: matrixLinkage(complete),
  single,
};

/** Rows up to which Ward's tree is exact even where small groups are asked for: it takes a fraction of a second. */
const FEW_ROWS = 20_000;

/** What to compute. */
export interface HierarchyOptions {
  readonly linkage: Linkage;
  /** Whether Ward's tree may be built over small groups of rows: where the exact one costs more than `budget` (auto). */
  readonly microClusters: ResolvedOptions['microClusters'];
  /** What Ward's exact tree may cost. Default `wardBudget`. */
  readonly budget?: number;
}

/**
 * Agglomerative clustering of finite numbers by Euclidean distance, exact, with heights as SciPy's `linkage`. Ward takes
 * any number of rows in O(n d) memory; where its exact tree would cost more than `budget` (or as `microClusters` says), it
 * is built over small groups of rows, and `microClusters` of the tree says over how many. Copies of a row merge first, at height 0. Where distances
 * tie, the tree may differ from SciPy's; it is the same for the same rows in the same order.
 * Throws LINKAGE_TOO_LARGE for another linkage above `maxRowsForLinkage` rows, INSUFFICIENT_DATA without rows.
 */
export function hierarchy(points: Matrix, options: HierarchyOptions, watch: Watch = unwatched): MergeTree {
  const { linkage, microClusters, budget = wardBudget } = options;
  const { rows } = points;
  if (rows === 0) throw fault('INSUFFICIENT_DATA', { minimum_required: 1, provided: 0 });
  if (linkage !== 'ward' && rows > maxRowsForLinkage)
    throw fault('LINKAGE_TOO_LARGE', { linkage, rows, limit: maxRowsForLinkage });
  watch.signal?.throwIfAborted();
  const groups = distinctRows(points);
  const { first, counts } = groups;
  const merges = startMerges(groups);
  const join: Join = (a, b, height) => merges.join(first[a], first[b], height);
  const distinct = first.length === rows ? points : takeRows(points, first);
  let tree: MergeTree | null = null;
  if (linkage !== 'ward') linkers[linkage](distinct, counts, join, watch);
  else if (microClusters === 'always' && first.length > FEW_ROWS) tree = coarseWard(points, budget, watch);
  else if (!ward(distinct, counts, { join, watch, budget: microClusters === 'never' ? Infinity : budget }))
    tree = coarseWard(points, budget, watch);
  tree ??= mergeTree(merges);
  pulse(watch, 'hierarchical', 1);
  return tree;
}

/** Groups of rows that are clustered as one, numbered by their lowest rows `first`. */
interface Groups {
  readonly first: Int32Array;
  readonly groupOf: Int32Array;
}

/** The merges within groups, at height 0. */
export function startMerges({ first, groupOf }: Groups): Merges {
  const merges = openMerges(groupOf.length);
  for (let row = 0; row < groupOf.length; row++)
    if (first[groupOf[row]] !== row) merges.join(first[groupOf[row]], row, 0);
  return merges;
}

/** Ward's tree over as many small groups as surely stay within a share of the budget, each weighing as many rows as it has. */
function coarseWard(points: Matrix, budget: number, watch: Watch): MergeTree {
  const { rows, cols } = points;
  const affordable = Math.sqrt((MICRO_SHARE * budget * 8) / (cols + 2) / QUESTIONS);
  const count = Math.min(Math.ceil(rows / 4), Math.max(FEWEST_MICRO, Math.floor(affordable)));
  const { centroids, weights, members } = groupRows(points, count, watch);
  const first = new Int32Array(centroids.rows).fill(-1);
  for (let row = rows - 1; row >= 0; row--) first[members[row]] = row;
  const merges = startMerges({ first, groupOf: members });
  const join: Join = (a, b, height) => merges.join(first[a], first[b], height);
  // Progress was told by the exact attempt as far as it came.
  ward(centroids, weights, { join, watch: quiet(watch), budget: Infinity });
  return mergeTree(merges, centroids.rows);
}
