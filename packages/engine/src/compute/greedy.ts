import type { Matrix } from '../matrix/matrix.ts';
import { padded } from './lloyd.ts';

/** Rows whose weights are added up together, so that a draw passes over most rows a block at a time. */
const BLOCK = 32;

/** What a greedy k-means++ start reads and writes; kept for the next start. */
export interface Greedy {
  readonly rows: number;
  readonly cols: number;
  /** The rows, a column after the other, each as long as `padded(rows)`: written by `columnRows`. */
  readonly columns: Float64Array;
  /** Rows tried for every centroid but the first. */
  readonly trials: number;
  /** Numbers in [0, 1): one for the first row, then `trials` for every other. */
  readonly draws: Float64Array;
  /** k rows, chosen. */
  readonly chosen: Int32Array;
  /** Working room, `greedyRoom` numbers. */
  readonly work: Float64Array;
}

/** Length of `work`: for every trial and the choice so far the weights of the rows and of the blocks, and two numbers. */
export function greedyRoom(rows: number, trials: number): number {
  return (trials + 1) * (padded(rows) + Math.ceil(rows / BLOCK) + 2);
}

/** Writes the rows as columns. */
export function columnRows({ data, rows, cols }: Matrix, columns: Float64Array): void {
  const length = padded(rows);
  for (let i = 0, at = 0; i < rows; i++) for (let c = 0; c < cols; c++, at++) columns[c * length + i] = data[at];
}

/**
 * Chooses k rows: the first by its draw, each other as the best of `trials` drawn by weight, a row's weight being its squared
 * distance from the rows chosen so far; best leaves the lowest sum of weights, the first of equals. Sums run in one
 * order in every build, even rows of a block, then odd ones, then the next block: no build chooses otherwise.
 */
export function greedyRows({ rows, cols, columns, trials, draws, chosen, work }: Greedy): void {
  const length = padded(rows);
  const blocks = Math.ceil(rows / BLOCK);
  const weightsOf = (slot: number): Float64Array => work.subarray(slot * length, (slot + 1) * length);
  const sumsOf = (slot: number): Float64Array => {
    const at = (trials + 1) * length + slot * blocks;
    return work.subarray(at, at + blocks);
  };
  const slots = Array.from({ length: trials + 1 }, (_, slot) => ({ weights: weightsOf(slot), sums: sumsOf(slot) }));
  let now = trials;
  slots[now].weights.fill(Infinity, 0, rows).fill(0, rows);
  let potential = 0;
  for (let c = 0, draw = 0; c < chosen.length; c++) {
    let lowest = Infinity;
    let best = 0;
    for (let t = 0; t < (c === 0 ? 1 : trials); t++, draw++) {
      const row = c === 0 ? Math.floor(draws[draw] * rows) : drawRow(slots[now], draws[draw] * potential);
      const slot = slots[(now + 1 + t) % (trials + 1)];
      const left = shrinkWeights({ columns, cols, row }, slots[now].weights, slot);
      if (t > 0 && !(left < lowest)) continue;
      lowest = left;
      best = t;
      chosen[c] = row;
    }
    potential = lowest;
    now = (now + 1 + best) % (trials + 1);
  }
}

interface Slot {
  readonly weights: Float64Array;
  readonly sums: Float64Array;
}

/** What the weights become when `row` is chosen too; returns their sum. */
function shrinkWeights(
  { columns, cols, row }: { columns: Float64Array; cols: number; row: number },
  closest: Float64Array,
  { weights, sums }: Slot,
): number {
  const { length } = weights;
  let total = 0;
  for (let block = 0, i = 0; i < length; block++) {
    let even = 0;
    let odd = 0;
    for (const end = Math.min(length, i + BLOCK); i < end; i++) {
      let sum = 0;
      for (let c = 0; c < cols * length; c += length) {
        const e = columns[c + i] - columns[c + row];
        sum += e * e;
      }
      const near = sum < closest[i] ? sum : closest[i];
      weights[i] = near;
      if (i % 2 === 0) even += near;
      else odd += near;
    }
    sums[block] = even + odd;
    total += sums[block];
  }
  return total;
}

/** The first row at which the running sum of weights exceeds `target`; rounding past the end gives the last row of weight, all zeros row 0. */
function drawRow({ weights, sums }: Slot, target: number): number {
  let running = 0;
  for (let block = 0; block < sums.length; block++) {
    if (running + sums[block] <= target) {
      running += sums[block];
      continue;
    }
    const end = Math.min(weights.length, (block + 1) * BLOCK);
    for (let i = block * BLOCK; i < end; i++) {
      running += weights[i];
      if (running > target) return i;
    }
  }
  let last = weights.length - 1;
  while (last > 0 && !(weights[last] > 0)) last--;
  return last;
}
