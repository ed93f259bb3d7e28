import { pulse, quiet, type Watch } from '../base/watch.ts';
import type { Room } from '../compute/room.ts';
import { defineTask } from '../compute/task.ts';
import { mapTeam, teamSize } from '../compute/team.ts';
import { inRoom, kernels, thread } from '../compute/thread.ts';
import {
  LEAVES,
  openFrame,
  openWardRoom,
  shapeTree,
  turnFrame,
  type WardFrame,
  type WardRoom,
} from '../compute/ward-frame.ts';
import { type Matrix, matrix } from '../matrix/matrix.ts';
import type { Join } from './merge-tree.ts';
import { wardChain } from './ward-chain.ts';

/** Records that are split, and looks at clusters, between two looks at the watch: a few milliseconds each. */
const SPLIT_BUDGET = 1 << 19;
const ASK_BUDGET = 1 << 21;
/**
 * Clusters planted over all rounds, in multiples of the rows, before the chain takes over. Rows in no special order need 5
 * to 7; rows whose gaps grow steadily merge one pair a round.
 */
const MOST_PLANTED = 24;
/** Questions asked before the first round to learn what it will cost, in this many stretches spread over the tree. */
const PROBES = 2048;
const PROBE_STRETCHES = 32;
/** Questions a row over all rounds. Measured: 3.9 to 4.3. */
export const QUESTIONS = 4.5;
/** How much dearer than in the first round they are on average. Measured: 1.3. */
const LATER = 1.4;
/** Places of a round that are worth sharing over the team: handing out takes about 0.1 ms. */
const FEWEST_TO_SHARE = 8192;
const PARTS_PER_THREAD = 4;

/** What the caller wants to hear and is ready to pay. */
export interface WardCall {
  /** Hears every merge, at the end. */
  readonly join: Join;
  readonly watch: Watch;
  /** Most looks at a cluster or box of six columns, or what takes as long. */
  readonly budget: number;
}

/**
 * Ward's clustering of weighted rows, exact. In every round each cluster whose nearest is unknown asks a kd-tree over the
 * centroids, and all pairs that are nearest to each other merge: Ward's distance never falls when others merge, so these
 * are merges of the closest-pair rule too, and what the others know stays true unless their nearest was among them. About
 * 4 questions a row and 60 rounds at 100,000 rows. Equal distances go by the lower ids of a pair; a round in which no pair
 * agrees lets everybody ask again, after which the closest pair does. Height is SciPy's: the root of twice the rise of
 * the sum of squares. O(n d) memory; near n log n time in few columns, towards n^2 in many.
 *
 * Returns false, and tells nothing, when the work exceeds the budget; that is foreseen from 2,048 questions in most cases.
 * J. Ward 1963; rounds: B. Sumengen et al., arXiv:2105.11653; search over weighted centroids: after S. Yu et al., PVLDB
 * 2022.
 */
export function ward(points: Matrix, counts: Float64Array, call: WardCall): boolean {
  return points.rows < 2 || inRoom((room) => mergeRounds(points, counts, call, room));
}

function mergeRounds(points: Matrix, counts: Float64Array, call: WardCall, room: Room): boolean {
  const { rows, cols } = points;
  const { join, watch } = call;
  const { wardMerge } = kernels();
  const own = openWardRoom(cols, room);
  const merges = { lower: room.i32(rows), upper: room.i32(rows), heights: room.f64(rows) };
  let budget = call.budget / ((cols + 2) / 8);
  let frame = openFrame(points, counts, room);
  let merged = 0;
  for (let planted = 0; merged < rows - 1 && planted <= MOST_PLANTED * rows;) {
    frame = plantRound(frame, rows - merged, watch);
    if (planted === 0 && foreseeLooks(frame, own, rows) > budget) return false;
    budget -= askAll(frame, own, watch);
    if (budget < 0) return false;
    planted += rows - merged;
    merged += wardMerge(frame, merges, merged);
    pulse(watch, 'hierarchical', merged / rows);
  }
  for (let at = 0; at < merged; at++) join(merges.lower[at], merges.upper[at], merges.heights[at]);
  if (merged < rows - 1) finishByChain(frame, rows - merged, join, watch);
  return true;
}

/** The frame with a new tree over its `live` clusters. */
function plantRound(frame: WardFrame, live: number, watch: Watch): WardFrame {
  const { wardRecords, wardSplit, wardPlant } = kernels();
  shapeTree(frame, live);
  wardRecords(frame);
  while (wardSplit(frame, SPLIT_BUDGET) > 0) watch.signal?.throwIfAborted();
  wardPlant(frame);
  return turnFrame(frame);
}

/** Looks that all rounds will take, by a part of the first one's questions; nothing for few rows. */
function foreseeLooks(frame: WardFrame, room: WardRoom, rows: number): number {
  if (rows < 4 * PROBES) return 0;
  const places = 16 * frame.words[LEAVES];
  const step = places / PROBE_STRETCHES;
  const { wardAsk } = kernels();
  let looks = 0;
  for (let stretch = 0; stretch < PROBE_STRETCHES; stretch++) {
    const from = Math.floor(stretch * step);
    looks += wardAsk(frame, room, from, from + PROBES / PROBE_STRETCHES);
  }
  return (looks / PROBES) * LATER * QUESTIONS * rows;
}

/** Lets every cluster that has to ask do so; on all threads of the team where that pays. Returns the looks. */
function askAll(frame: WardFrame, room: WardRoom, watch: Watch): number {
  const places = 16 * frame.words[LEAVES];
  const { near, asks } = frame.now;
  const { arena } = thread();
  // What helpers write must be seen here: arrays that are not in shared memory travel as copies.
  if (teamSize() === 1 || places < FEWEST_TO_SHARE || !arena.holds(near) || !arena.holds(asks))
    return askRange(frame, room, { from: 0, to: places }, watch);
  const parts = PARTS_PER_THREAD * teamSize();
  const ranges = Array.from({ length: parts }, (_, part) => ({
    frame,
    from: Math.floor((part * places) / parts),
    to: Math.floor(((part + 1) * places) / parts),
  }));
  return mapTeam(askTask, ranges, watch).reduce((sum, looks) => sum + looks, 0);
}

export const askTask = defineTask('ward-ask', (range: Range & { readonly frame: WardFrame }, watch: Watch): number =>
  inRoom((room) => askRange(range.frame, openWardRoom(range.frame.cols, room), range, watch)),
);

interface Range {
  readonly from: number;
  readonly to: number;
}

function askRange(frame: WardFrame, room: WardRoom, { from, to }: Range, watch: Watch): number {
  const { wardAsk } = kernels();
  let total = 0;
  let block = 1024;
  for (let at = from; at < to;) {
    const end = Math.min(at + block, to);
    const looks = wardAsk(frame, room, at, end);
    total += looks;
    block = Math.max(16, Math.min(4 * block, Math.floor((ASK_BUDGET * (end - at)) / (looks + 1))));
    at = end;
    watch.signal?.throwIfAborted();
  }
  return total;
}

/** Lets the chain merge what is left, one pair after the other. */
function finishByChain({ now, cols }: WardFrame, live: number, join: Join, watch: Watch): void {
  const centroids = matrix(live, cols);
  const weights = new Float64Array(live);
  const ids = new Int32Array(live);
  for (let place = 0, i = 0; i < live; place++) {
    if (now.ids[place] < 0) continue;
    centroids.data.set(now.centroids.subarray(place * cols, (place + 1) * cols), i * cols);
    weights[i] = now.weights[place];
    ids[i++] = now.ids[place];
  }
  wardChain(centroids, weights, (a, b, height) => join(ids[a], ids[b], height), quiet(watch));
}
