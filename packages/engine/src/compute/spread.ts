import type { Matrix } from '../matrix/matrix.ts';

/** Rows in pieces, each of which lies in one group of every labelling. Groups are numbered through over all labellings. */
export interface Spreading {
  readonly columns: Matrix;
  /** Piece p is the rows starts[p] ... starts[p + 1] - 1. */
  readonly starts: Int32Array;
  /** Group of piece p in labelling m is groups[p * labellings + m]. */
  readonly groups: Int32Array;
  readonly labellings: number;
  /** Mean of every group. */
  readonly means: Matrix;
  /** Sum of the distances of every group's rows to its mean. Written. */
  readonly sums: Float64Array;
}

/** Sums of distances to the means of many labellings' groups. O(n labellings d). */
export function spreadSums({ columns, starts, groups, labellings, means, sums }: Spreading): void {
  const { data, cols: d } = columns;
  sums.fill(0);
  for (let piece = 0; piece + 1 < starts.length; piece++) {
    for (let m = 0; m < labellings; m++) {
      const group = groups[piece * labellings + m];
      let sum = 0;
      for (let at = starts[piece] * d; at < starts[piece + 1] * d; at += d) {
        let square = 0;
        for (let c = 0; c < d; c++) {
          const e = data[at + c] - means.data[group * d + c];
          square += e * e;
        }
        sum += Math.sqrt(square);
      }
      sums[group] += sum;
    }
  }
}
