import type { Matrix } from './matrix.ts';
import { orderByWord, type Words } from './order.ts';

/** Bits of a key, dealt out to the columns. */
const KEY_BITS = 32;
/** Finer steps of a column than this many bits tell no tiles apart. */
const MOST_BITS = 8;
/** The grid covers this many standard deviations on either side of a column's mean; what lies outside is in its last cell. */
const COVERED = 2.5;

/**
 * Rows in an order in which neighbours lie together as a rule: along the Z-order curve through a grid of cells, by the
 * first 32 columns. Rows of one cell are by index. The result lies in one of the arrays that `scratch` gave. O(n d).
 * Source: G. Morton, A computer oriented geodetic data base, IBM 1966.
 */
export function zOrder(points: Matrix, scratch: Words): Int32Array {
  const { data, rows, cols } = points;
  const used = Math.min(cols, KEY_BITS);
  const bits = Math.min(MOST_BITS, Math.floor(KEY_BITS / Math.max(1, used)));
  const cells = 1 << bits;
  const apart = Int32Array.from({ length: cells }, (_, cell) => spreadBits(cell, used));
  const keys = scratch(rows);
  for (let c = 0; c < used; c++) {
    const { mean, deviation } = spreadOf(points, c);
    const scale = cells / (2 * COVERED * deviation);
    const shift = used - 1 - c;
    for (let i = 0, at = c; i < rows; i++, at += cols) {
      const cell = Math.min(cells - 1, Math.max(0, (data[at] - mean) * scale + cells / 2)) | 0; // a constant column has cell 0
      keys[i] |= apart[cell] << shift;
    }
  }
  return orderByWord(keys, scratch).order;
}

/** The bits of a cell, `stride` places from each other. */
function spreadBits(cell: number, stride: number): number {
  let spread = 0;
  for (let bit = 0; cell >> bit > 0; bit++) spread |= ((cell >> bit) & 1) << (bit * stride);
  return spread;
}

function spreadOf({ data, rows, cols }: Matrix, c: number): { mean: number; deviation: number } {
  let sum = 0;
  for (let at = c; at < data.length; at += cols) sum += data[at];
  const mean = sum / rows;
  let squares = 0;
  for (let at = c; at < data.length; at += cols) squares += (data[at] - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / rows) };
}
