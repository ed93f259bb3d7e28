import { unwatched, type Watch } from '../base/watch.ts';
import { CELL_NUMBERS, type MicroCells } from '../compute/micro-cells.ts';
import { inRoom, kernels } from '../compute/thread.ts';
import type { Room } from '../compute/room.ts';
import { type Matrix, matrix } from '../matrix/matrix.ts';

/** Rows in small groups that a slower method can cluster in their stead. */
export interface MicroClusters {
  /** Mean of every group. */
  readonly centroids: Matrix;
  /** Rows of every group, at least one. */
  readonly weights: Float64Array;
  /** By row, its group. Groups are numbered by their lowest row. */
  readonly members: Int32Array;
  /** Sum of squared distances of the rows to their centroids: what clustering the groups cannot see. */
  readonly within: number;
}

/** Rows looked at between two looks at the watch: a few milliseconds. */
const STRETCH = 1 << 18;

/**
 * About as many small groups as asked for: the group with the largest sum of squares is split at the mean of the column that
 * varies most, again and again. Fewer when there are fewer different rows; rows that differ by less than a ten-millionth
 * of the range of the data may count as equal. The same in every build. O(n d log count) time, O(n d) memory.
 */
export function microClusters(points: Matrix, count: number, watch: Watch = unwatched): MicroClusters {
  if (points.rows === 0)
    return { centroids: matrix(0, points.cols), weights: new Float64Array(0), members: new Int32Array(0), within: 0 };
  return inRoom((room) => {
    const { microMeasure, microSplit } = kernels();
    const wanted = Math.min(count, points.rows);
    const state = open(room, points, wanted);
    microMeasure(state, 0);
    for (let cells = 1; cells < wanted;) {
      cells = microSplit(state, wanted, STRETCH);
      watch.signal?.throwIfAborted();
    }
    return summarise(points, membersOf(state), state.words[2], watch);
  });
}

/** The rows, moved to the middle of the data and to a range of one so that f32 holds them, as one cell. */
function open(room: Room, { rows, cols, data }: Matrix, wanted: number): MicroCells {
  const stride = Math.ceil(cols / 4) * 4;
  const words = room.i32(16);
  const copy = room.f32(rows * stride);
  const order = room.i32(rows);
  const cells = room.f64(CELL_NUMBERS * wanted);
  const { middles, extent } = rangeOf({ rows, cols, data });
  const scale = extent > 0 ? 1 / extent : 1;
  for (let i = 0; i < rows; i++) {
    order[i] = i;
    for (let c = 0; c < cols; c++) copy[i * stride + c] = (data[i * cols + c] - middles[c]) * scale;
  }
  words[0] = rows;
  words[1] = cols;
  words[2] = 1;
  cells[1] = rows;
  return { words, copy, order, cells, heap: room.i32(wanted + 1) };
}

/** The middle of every column, and the extent of the widest. */
function rangeOf({ rows, cols, data }: Matrix): { middles: Float64Array; extent: number } {
  const lows = data.slice(0, cols);
  const highs = data.slice(0, cols);
  for (let i = 1; i < rows; i++) {
    for (let c = 0; c < cols; c++) {
      const value = data[i * cols + c];
      if (value < lows[c]) lows[c] = value;
      if (value > highs[c]) highs[c] = value;
    }
  }
  const extent = highs.reduce((widest, high, c) => Math.max(widest, high - lows[c]), 0);
  return { middles: lows.map((low, c) => low + (highs[c] - low) / 2), extent };
}

/** By row, its cell, numbered by their lowest rows. */
function membersOf({ words, order, cells }: MicroCells): Int32Array {
  const members = new Int32Array(order.length);
  for (let id = 0; id < words[2]; id++)
    for (let place = cells[CELL_NUMBERS * id]; place < cells[CELL_NUMBERS * id + 1]; place++)
      members[order[place]] = id;
  const numbers = new Int32Array(words[2]).fill(-1);
  let next = 0;
  for (let i = 0; i < members.length; i++) {
    if (numbers[members[i]] < 0) numbers[members[i]] = next++;
    members[i] = numbers[members[i]];
  }
  return members;
}

function summarise({ rows, cols, data }: Matrix, members: Int32Array, count: number, watch: Watch): MicroClusters {
  const centroids = matrix(count, cols);
  const means = centroids.data;
  const weights = new Float64Array(count);
  let within = 0;
  for (let i = 0; i < rows; i++) {
    const at = members[i] * cols;
    const weight = ++weights[members[i]];
    // A running mean and the squares about it (B. Welford 1962): exact far from 0 too, in one pass.
    for (let c = 0; c < cols; c++) {
      const off = data[i * cols + c] - means[at + c];
      means[at + c] += off / weight;
      within += off * (data[i * cols + c] - means[at + c]);
    }
    if (i % STRETCH === STRETCH - 1) watch.signal?.throwIfAborted();
  }
  return { centroids, weights, members, within };
}
