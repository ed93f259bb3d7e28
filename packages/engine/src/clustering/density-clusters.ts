import { fault } from '../base/faults.ts';
import { pulse, unwatched, type Watch } from '../base/watch.ts';
import type { DensityAnswer, DensityQuestion } from '../compute/density.ts';
import { inRoom, kernels } from '../compute/thread.ts';
import { distinctRows } from '../matrix/distinct.ts';
import { foldNodes, type KdTree, kdTree } from '../matrix/kd-tree.ts';
import { type Matrix, takeRows } from '../matrix/matrix.ts';
import type { DbscanModel } from './models.ts';
import { neighbourSets } from './neighbour-sets.ts';
import { findSet } from './union-find.ts';

/** Rows between two looks at the watch. */
const PULSE = 4096;

/**
 * DBSCAN, exact, with scikit-learn's labels: a row with `minSamples` rows within `eps` (itself and distances equal to eps
 * included) is core; core rows within eps share a cluster; clusters are numbered by their first core row; any other row
 * within eps of core rows takes the lowest of their clusters, the first that scikit-learn's expansion brings to it; the
 * rest is noise, -1. O(n d) memory; neighbourhoods are never listed. M. Ester, H.-P. Kriegel, J. Sander, X. Xu, KDD 1996.
 * Throws INSUFFICIENT_DATA without rows.
 */
export function densityClusters(
  points: Matrix,
  question: Omit<DensityQuestion, 'mostPairs'>,
  watch: Watch = unwatched,
): DbscanModel {
  return densityClustersWithin(points, { ...question, mostPairs: Infinity }, watch) ?? unlimited();
}

function unlimited(): never {
  throw new Error('a search without a limit came to an end');
}

/**
 * The same with a limit: null where more than `mostPairs` pairs of rows of six columns would have to be compared (wider rows
 * count for more), which a few cells foretell in most cases. One core compares six hundred million in about a second.
 * The count is the same on every machine. The plain build knows no limit.
 */
export function densityClustersWithin(
  points: Matrix,
  question: DensityQuestion,
  watch: Watch = unwatched,
): DbscanModel | null {
  if (points.rows === 0) throw fault('INSUFFICIENT_DATA', { minimum_required: 1, provided: 0 });
  watch.signal?.throwIfAborted();
  const { density } = kernels();
  const answer = density ? inRoom((room) => density(room, points, question, watch)) : 'unfit';
  if (answer === 'too_many_pairs') return null;
  return { kind: 'DBSCAN', ...(answer === 'unfit' ? plainDensity(points, question, watch) : answer) };
}

/** The same in plain TypeScript; copies of a row are one weighted row. */
function plainDensity(points: Matrix, { eps, minSamples }: DensityQuestion, watch: Watch): DensityAnswer {
  const { first, groupOf, counts } = distinctRows(points);
  const distinct = first.length === points.rows ? points : takeRows(points, first);
  const squaredRadius = eps * eps;
  const isCore = findCore(distinct, counts, { squaredRadius, enough: minSamples }, watch);
  pulse(watch, 'dbscan', 0.5);
  const { labels, nClusters } = labelRows(distinct, isCore, squaredRadius, watch);
  pulse(watch, 'dbscan', 1);
  return {
    labels: Int32Array.from(groupOf, (group) => labels[group]),
    core: Uint8Array.from(groupOf, (group) => isCore[group]),
    nClusters,
  };
}

/** By row, 1 where the weight within the radius is enough. */
function findCore(
  points: Matrix,
  counts: Float64Array,
  test: { squaredRadius: number; enough: number },
  watch: Watch,
): Uint8Array {
  const { weightWithin } = kernels();
  const tree = kdTree(points);
  const weights = Float64Array.from(tree.order, (row) => counts[row]);
  const totals = foldNodes(tree, weights, (a, b) => a + b);
  const counted = { tree, weights, totals, stack: openStack(tree) };
  const isCore = new Uint8Array(points.rows);
  for (let place = 0; place < points.rows; place++) {
    const weight = weightWithin(counted, place, test.squaredRadius, test.enough);
    isCore[tree.order[place]] = weight >= test.enough ? 1 : 0;
    if (place % PULSE === PULSE - 1) pulse(watch, 'dbscan', (0.5 * place) / points.rows);
  }
  return isCore;
}

/** Clusters of the core rows, then of the rows at their borders. */
function labelRows(
  points: Matrix,
  isCore: Uint8Array,
  squaredRadius: number,
  watch: Watch,
): { labels: Int32Array; nClusters: number } {
  const labels = new Int32Array(points.rows).fill(-1);
  const coreRows = Int32Array.from({ length: points.rows }, (_, row) => row).filter((row) => isCore[row] === 1);
  if (coreRows.length === 0) return { labels, nClusters: 0 };
  const tree = kdTree(takeRows(points, coreRows));
  const { places, nClusters } = numberSets(tree, neighbourSets(tree, squaredRadius, watch));
  for (let place = 0; place < places.length; place++) labels[coreRows[tree.order[place]]] = places[place];
  const { lowestLabelWithin } = kernels();
  const labelled = { tree, labels: places, lowest: foldNodes(tree, places, Math.min), stack: openStack(tree) };
  for (let row = 0; row < points.rows; row++) {
    if (isCore[row] === 0) labels[row] = lowestLabelWithin(labelled, points.data, row * points.cols, squaredRadius);
    if (row % PULSE === PULSE - 1) watch.signal?.throwIfAborted();
  }
  return { labels, nClusters };
}

/** Labels by place; sets are numbered by their lowest row. */
function numberSets(tree: KdTree, sets: Int32Array): { places: Int32Array; nClusters: number } {
  const placeOf = new Int32Array(sets.length);
  for (let place = 0; place < sets.length; place++) placeOf[tree.order[place]] = place;
  const labelOf = new Int32Array(sets.length).fill(-1); // by the lowest place of a set
  const places = new Int32Array(sets.length);
  let nClusters = 0;
  for (const place of placeOf) {
    const set = findSet(sets, place);
    if (labelOf[set] < 0) labelOf[set] = nClusters++;
    places[place] = labelOf[set];
  }
  return { places, nClusters };
}

function openStack(tree: KdTree): Int32Array {
  return new Int32Array(2 * Math.log2(tree.leaves) + 2);
}
