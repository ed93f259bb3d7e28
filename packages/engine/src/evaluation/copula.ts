import { fillNormals } from '../base/normal.ts';
import { mixSeed } from '../base/random.ts';
import { type Matrix, matrix } from '../matrix/matrix.ts';
import { ascendingOrder, inOrder } from '../matrix/order.ts';
import { spread } from './hump.ts';

/** What the columns of a crowd hold, and how they hang together. Plain data. */
export interface Copula {
  readonly rows: number;
  /** Rows of F with F F' = the correlations of normal scores. */
  readonly factor: Matrix;
  readonly columns: readonly {
    readonly sorted: Float64Array;
    /** Of the blur, in standard deviations; 0 for none. */
    readonly width: number;
  }[];
}

/** Scores are compared to 2^-20 of a deviation; keys have three digits. */
const STEPS = 2 ** 20;
const MIDDLE = 2 ** 23;
const DIGIT_BITS = 8;
const DIGIT_VALUES = 1 << DIGIT_BITS;

/** A crowd whose columns hold their values in the order of correlated normal draws. Column c blurs by stream c + 1 of the seed. */
export function shuffleColumns({ rows, factor, columns }: Copula, seed: number): Matrix {
  const d = columns.length;
  const normals = new Float64Array(rows * d);
  fillNormals(mixSeed(seed, 0), normals);
  const crowd = matrix(rows, d);
  const keys = new Int32Array(rows);
  const order = new Int32Array(rows);
  const spare = new Int32Array(rows);
  columns.forEach(({ sorted, width }, c) => {
    const values = width > 0 ? blurred(sorted, width, mixSeed(seed, c + 1)) : sorted;
    scoreKeys(normals, factor.data.subarray(c * d, (c + 1) * d), keys);
    sortKeys(keys, order, spare);
    for (let rank = 0; rank < rows; rank++) crowd.data[order[rank] * d + c] = values[rank];
  });
  return crowd;
}

/** Scores, which have variance 1, as whole numbers of 24 bits. */
function scoreKeys(normals: Float64Array, weights: Float64Array, keys: Int32Array): void {
  const d = weights.length;
  for (let i = 0, at = 0; i < keys.length; i++) {
    let score = 0;
    for (let a = 0; a < d; a++, at++) score += weights[a] * normals[at];
    keys[i] = Math.min(2 * MIDDLE - 1, Math.max(0, MIDDLE + score * STEPS));
  }
}

/** Writes the indices of keys of 24 bits in ascending order, equal ones by index. O(n). */
function sortKeys(keys: Int32Array, order: Int32Array, spare: Int32Array): void {
  const n = keys.length;
  const low = new Int32Array(DIGIT_VALUES);
  const middle = new Int32Array(DIGIT_VALUES);
  const high = new Int32Array(DIGIT_VALUES);
  for (let i = 0; i < n; i++) {
    const key = keys[i];
    low[key & (DIGIT_VALUES - 1)]++;
    middle[(key >> DIGIT_BITS) & (DIGIT_VALUES - 1)]++;
    high[key >> (2 * DIGIT_BITS)]++;
  }
  for (let digit = 0, toLow = 0, toMiddle = 0, toHigh = 0; digit < DIGIT_VALUES; digit++) {
    const [inLow, inMiddle, inHigh] = [low[digit], middle[digit], high[digit]];
    low[digit] = toLow;
    middle[digit] = toMiddle;
    high[digit] = toHigh;
    toLow += inLow;
    toMiddle += inMiddle;
    toHigh += inHigh;
  }
  for (let i = 0; i < n; i++) order[low[keys[i] & (DIGIT_VALUES - 1)]++] = i;
  for (let i = 0; i < n; i++) spare[middle[(keys[order[i]] >> DIGIT_BITS) & (DIGIT_VALUES - 1)]++] = order[i];
  for (let i = 0; i < n; i++) order[high[keys[spare[i]] >> (2 * DIGIT_BITS)]++] = spare[i];
}

/** The values with normal noise of `width` deviations, shrunk back to their own variance, sorted. */
function blurred(sorted: Float64Array, width: number, seed: number): Float64Array {
  const noise = width * spread(sorted);
  let mean = 0;
  for (const value of sorted) mean += value / sorted.length;
  const shrink = 1 / Math.hypot(1, width);
  const values = new Float64Array(sorted.length);
  fillNormals(seed, values);
  for (let i = 0; i < values.length; i++) values[i] = mean + shrink * (sorted[i] - mean + noise * values[i]);
  return inOrder(values, ascendingOrder(values));
}
