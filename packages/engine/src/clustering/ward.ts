import { pulse, type Watch } from '../base/watch.ts';
import type { Room } from '../compute/room.ts';
import { inRoom, kernels } from '../compute/thread.ts';
import {
  LEAVES,
  openFrame,
  openWardRoom,
  shapeTree,
  turnFrame,
  type WardFrame,
  type WardRoom,
} from '../compute/ward-frame.ts';
import type { WardMerges } from '../compute/ward-merge.ts';
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

/**
 * Ward's clustering of weighted rows, exact. In every round each cluster whose nearest is unknown asks a kd-tree over the
 * centroids, and all pairs that are nearest to each other merge: Ward's distance never falls when others merge, so these
 * are merges of the closest-pair rule too, and what the others know stays true unless their nearest was among them. About
 * 4 questions a row and 60 rounds at 100,000 rows. Equal distances go by the lower ids of a pair; a round in which no pair
 * agrees lets everybody ask again, after which the closest pair does. Height is SciPy's: the root of twice the rise of
 * the sum of squares. O(n d) memory; near n log n time in few columns, towards n^2 in many.
 * J. Ward 1963; rounds: B. Sumengen et al., arXiv:2105.11653; search over centroids with weights: after S. Yu et al.,
 * PVLDB 2022.
 */
export function ward(points: Matrix, counts: Float64Array, join: Join, watch: Watch): void {
  if (points.rows > 1) inRoom((room) => mergeRounds(points, counts, { join, watch, room }));
}

interface Run {
  readonly join: Join;
  readonly watch: Watch;
  readonly room: Room;
}

function mergeRounds(points: Matrix, counts: Float64Array, { join, watch, room }: Run): void {
  const { rows } = points;
  const { wardMerge } = kernels();
  const own = openWardRoom(points.cols, room);
  const merges = { lower: room.i32(rows), upper: room.i32(rows), heights: room.f64(rows) };
  let frame = openFrame(points, counts, room);
  let merged = 0;
  let planted = 0;
  while (merged < rows - 1) {
    const live = rows - merged;
    if (planted > MOST_PLANTED * rows) break;
    planted += live;
    frame = plantRound(frame, live, watch);
    askAll(frame, own, watch);
    const found = wardMerge(frame, merges, merged);
    tell(merges, merged, merged + found, join);
    merged += found;
    pulse(watch, 'hierarchical', merged / rows);
  }
  if (merged < rows - 1) finishByChain(frame, rows - merged, join, watch);
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

function askAll(frame: WardFrame, room: WardRoom, watch: Watch): void {
  const { wardAsk } = kernels();
  const places = 16 * frame.words[LEAVES];
  let block = 1024;
  for (let from = 0; from < places;) {
    const to = Math.min(from + block, places);
    const looks = wardAsk(frame, room, from, to);
    block = Math.max(16, Math.min(4 * block, Math.floor((ASK_BUDGET * (to - from)) / (looks + 1))));
    from = to;
    watch.signal?.throwIfAborted();
  }
}

function tell({ lower, upper, heights }: WardMerges, from: number, to: number, join: Join): void {
  for (let at = from; at < to; at++) join(lower[at], upper[at], heights[at]);
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
  wardChain(centroids, weights, (a, b, height) => join(ids[a], ids[b], height), { signal: watch.signal });
}
