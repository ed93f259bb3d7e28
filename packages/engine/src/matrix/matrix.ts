import { fault } from '../base/faults.ts';

/** Numbers in rows, row-major: row i is data[i * cols] ... data[(i + 1) * cols - 1]. The engine's one currency. */
export interface Matrix {
  readonly data: Float64Array;
  readonly rows: number;
  readonly cols: number;
}

/** A matrix over `data` (not copied), or of zeros. Throws MATRIX_SHAPE when the length is not rows x cols. */
export function matrix(rows: number, cols: number, data: Float64Array = new Float64Array(rows * cols)): Matrix {
  if (data.length !== rows * cols) throw fault('MATRIX_SHAPE', { rows, cols, length: data.length });
  return { data, rows, cols };
}

/** The rows named by `index`, in that order, as a new matrix. */
export function takeRows(source: Matrix, index: ArrayLike<number>): Matrix {
  const { cols, data } = source;
  const taken = matrix(index.length, cols);
  for (let i = 0; i < index.length; i++) {
    const from = index[i] * cols;
    for (let c = 0; c < cols; c++) taken.data[i * cols + c] = data[from + c];
  }
  return taken;
}

/** Column c as an array of its own. */
export function columnOf({ data, rows, cols }: Matrix, c: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => data[i * cols + c]);
}

/** Squared Euclidean distance between row i of a and row j of b; both have the same number of columns. */
export function squaredDistance(a: Matrix, i: number, b: Matrix, j: number): number {
  const { cols } = a;
  const p = i * cols;
  const q = j * cols;
  let sum = 0;
  for (let c = 0; c < cols; c++) {
    const difference = a.data[p + c] - b.data[q + c];
    sum += difference * difference;
  }
  return sum;
}

/** Writes the middle of the range of every column; returns the widest range. */
export function rangeMiddles({ rows, cols, data }: Matrix, middles: Float64Array): number {
  let widest = 0;
  for (let c = 0; c < cols; c++) {
    let low = Infinity;
    let high = -Infinity;
    for (let at = c; at < rows * cols; at += cols) {
      if (data[at] < low) low = data[at];
      if (data[at] > high) high = data[at];
    }
    middles[c] = low + (high - low) / 2;
    widest = Math.max(widest, high - low);
  }
  return widest;
}
