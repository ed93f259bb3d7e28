import type { Matrix } from '../matrix/matrix.ts';

/** Rows that `distanceSums` takes at once. Each column is then read once for all of them. */
export const LANES = 4;

/**
 * Sums of Euclidean distances from LANES rows to every group of columns. `lanes` holds the rows turned on their side
 * (value c of row r is lanes[c * LANES + r]); group g is the rows starts[g] ... starts[g + 1] - 1 of `columns`.
 * Writes `sums`: that of group g and row r is sums[g * LANES + r]. O(columns x d).
 */
export function distanceSums(lanes: Float64Array, columns: Matrix, starts: Int32Array, sums: Float64Array): void {
  const { data, cols } = columns;
  const groups = starts.length - 1;
  for (let g = 0; g < groups; g++) {
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    const end = starts[g + 1] * cols;
    for (let p = starts[g] * cols; p < end; p += cols) {
      let square0 = 0;
      let square1 = 0;
      let square2 = 0;
      let square3 = 0;
      for (let c = 0, o = 0; c < cols; c++, o += 4) {
        const value = data[p + c];
        const e0 = lanes[o] - value;
        const e1 = lanes[o + 1] - value;
        const e2 = lanes[o + 2] - value;
        const e3 = lanes[o + 3] - value;
        square0 += e0 * e0;
        square1 += e1 * e1;
        square2 += e2 * e2;
        square3 += e3 * e3;
      }
      sum0 += Math.sqrt(square0);
      sum1 += Math.sqrt(square1);
      sum2 += Math.sqrt(square2);
      sum3 += Math.sqrt(square3);
    }
    const o = g * 4;
    sums[o] = sum0;
    sums[o + 1] = sum1;
    sums[o + 2] = sum2;
    sums[o + 3] = sum3;
  }
}

/** Adds the sums of fine groups up to coarse ones: group g belongs to into[g]. Writes the first `groups` of `folded`. */
export function foldSums(sums: Float64Array, into: Int32Array, groups: number, folded: Float64Array): void {
  folded.fill(0, 0, groups * LANES);
  for (let g = 0; g < into.length; g++) {
    const from = g * 4;
    const to = into[g] * 4;
    folded[to] += sums[from];
    folded[to + 1] += sums[from + 1];
    folded[to + 2] += sums[from + 2];
    folded[to + 3] += sums[from + 3];
  }
}
