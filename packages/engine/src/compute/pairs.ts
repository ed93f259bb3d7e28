import type { Matrix } from '../matrix/matrix.ts';

/** Rows with labels, and all distances between them. */
export interface Pairs {
  readonly distances: Matrix;
  /** A label a row; NaN for rows that take no part. */
  readonly labels: Float64Array;
  /** For every row, the sum of the distances to rows with its label, and the least to a row with another. Written. */
  readonly sums: Float64Array;
  readonly nearest: Float64Array;
}

/** Sums within labels and least distances between them; 0 and Infinity for rows without a partner. O(n^2). */
export function pairSums({ distances, labels, sums, nearest }: Pairs): void {
  const n = distances.rows;
  for (let i = 0; i < n; i++) {
    const own = labels[i];
    let sum = 0;
    let least = Infinity;
    for (let j = 0; j < n; j++) {
      const distance = distances.data[i * n + j];
      if (labels[j] === own) sum += distance;
      else if ((labels[j] < own || labels[j] > own) && distance < least) least = distance;
    }
    sums[i] = sum;
    nearest[i] = least;
  }
}
