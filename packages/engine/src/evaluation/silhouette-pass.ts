import { pulse, type Watch } from '../base/watch.ts';
import type { Room } from '../compute/room.ts';
import { type Layout, type Scored, workNumbers } from '../compute/silhouette-rows.ts';
import { defineTask } from '../compute/task.ts';
import { mapTeam, teamSize } from '../compute/team.ts';
import { inRoom, kernels } from '../compute/thread.ts';
import type { Matrix } from '../matrix/matrix.ts';
import type { Atoms } from './atoms.ts';
import { layOut } from './silhouette-layout.ts';
import type { Partition } from './partition.ts';

/** Rows that a kernel takes at once. */
export const BLOCK = 8;
/** Distances between two looks at the watch: about 10 ms. */
const PAIRS_PER_LOOK = 2e7;
/** Distances from which other threads are worth waking, and those of one thread's turn at least. */
const PAIRS_FOR_TEAM = 4e6;
const PAIRS_PER_TURN = 2e6;
/** Turns a thread, so that none waits long for the last. */
const TURNS_PER_THREAD = 8;

/** Everything a pass over distances needs, made once for its labellings; lives as long as its room. */
export interface Pass {
  readonly points: Matrix;
  readonly partitions: readonly Partition[];
  readonly atoms: Atoms;
  readonly layout: Layout;
}

export function passOver(points: Matrix, partitions: readonly Partition[], room: Room): Pass {
  return { points, partitions, ...layOut(points, partitions, room) };
}

/** The places of some rows in the order of the atoms. */
export function placesOf({ order }: Atoms, rows: Int32Array, room: Room): Int32Array {
  const placeOf = new Int32Array(order.length);
  for (let place = 0; place < order.length; place++) placeOf[order[place]] = place;
  const places = room.i32(rows.length);
  for (let r = 0; r < rows.length; r++) places[r] = placeOf[rows[r]];
  return places;
}

/** Which rows to score, and where to put it. */
export interface Stretch {
  /** Places of rows in the order of the atoms. */
  readonly places: Int32Array;
  readonly from: number;
  readonly to: number;
  /** `stride` numbers a partition; the silhouette of places[r] is written at r. */
  readonly values: Float64Array;
  readonly stride: number;
  /** Progress to report when `done` rows are scored. */
  readonly share: (done: number) => number;
}

/** Numbers a labelling that `values` must have for so many rows. */
export function strideFor(rows: number): number {
  return Math.ceil(rows / BLOCK) * BLOCK;
}

/**
 * Exact silhouettes of some rows against all rows, in every partition at once: each distance is computed once, whatever
 * the number of partitions. `from` is a multiple of 8. Each row's result is its own, so no split over threads shows.
 */
export function scoreRows({ layout }: Pass, { places, from, to, values, stride, share }: Stretch, watch: Watch): void {
  const pairs = (to - from) * layout.columns.rows;
  const turns = Math.min(teamSize() * TURNS_PER_THREAD, Math.floor(pairs / PAIRS_PER_TURN));
  const common = { layout, places, values, stride };
  if (teamSize() === 1 || pairs < PAIRS_FOR_TEAM || turns < 2) {
    scoreTurn({ ...common, from, to }, watch, (done) => pulse(watch, 'scores', share(done)));
    return;
  }
  const length = strideFor(Math.ceil((to - from) / turns));
  const inputs: Turn[] = [];
  for (let at = from; at < to; at += length) inputs.push({ ...common, from: at, to: Math.min(at + length, to) });
  mapTeam(turnTask, inputs, watch, (done) =>
    pulse(watch, 'scores', share(from + ((to - from) * done) / inputs.length)),
  );
}

interface Turn {
  readonly layout: Layout;
  readonly places: Int32Array;
  readonly values: Float64Array;
  readonly stride: number;
  readonly from: number;
  readonly to: number;
}

export const turnTask = defineTask('silhouettes', (turn: Turn, watch: Watch): null => {
  scoreTurn(turn, watch, () => watch.signal?.throwIfAborted());
  return null;
});

/** Scores the rows of a turn, and calls `look` every 10 ms or so. */
function scoreTurn(
  { layout, places, values, stride, from, to }: Turn,
  watch: Watch,
  look: (done: number) => void,
): void {
  watch.signal?.throwIfAborted();
  inRoom((room) => {
    const step = Math.max(BLOCK, BLOCK * Math.floor(PAIRS_PER_LOOK / layout.columns.rows / BLOCK));
    const doubtful = room.i32(Math.min(step, to - from));
    const scored: Scored = { places, values, stride, doubtful, work: room.f64(workNumbers(layout)) };
    for (let at = from; at < to; at += step) {
      kernels().silhouetteRows(layout, scored, at, Math.min(at + step, to));
      look(Math.min(at + step, to));
    }
  });
}
