import { refine } from './atoms.ts';
import { partitionOf } from './partition.ts';

/** The cells of a cross table that hold rows: cell c is row group `rows[c]`, column group `cols[c]`, `counts[c]` rows. */
export interface Contingency {
  readonly rows: Int32Array;
  readonly cols: Int32Array;
  readonly counts: Int32Array;
  /** Rows in every group of the first and of the second labelling; noise (-1) is the last group, 0 when there is none. */
  readonly rowSizes: Int32Array;
  readonly colSizes: Int32Array;
}

/** Cross table of two labellings of the same rows, without its empty cells. Groups are numbered by label. O(n). */
export function contingency(a: Int32Array, b: Int32Array): Contingency {
  const first = partitionOf(a);
  const second = partitionOf(b);
  const { of, groups } = refine(first, second);
  const rows = new Int32Array(groups);
  const cols = new Int32Array(groups);
  const counts = new Int32Array(groups);
  for (let i = 0; i < of.length; i++) {
    rows[of[i]] = first.of[i];
    cols[of[i]] = second.of[i];
    counts[of[i]]++;
  }
  return { rows, cols, counts, rowSizes: first.sizes, colSizes: second.sizes };
}

/**
 * Adjusted Rand index: the share of pairs of rows on which two labellings agree, so scaled that chance gives 0 on average
 * and the same grouping 1. Noise (-1) counts as one group, as in scikit-learn. 1 for fewer than 2 rows.
 * Source: L. Hubert, P. Arabie, Journal of Classification 1985; scikit-learn adjusted_rand_score.
 */
export function adjustedRand(a: Int32Array, b: Int32Array): number {
  const { counts, rowSizes, colSizes } = contingency(a, b);
  const together = pairs(counts);
  const inFirst = pairs(rowSizes);
  const inSecond = pairs(colSizes);
  // Also the case of both in one group or both all apart, where chance agrees fully and the ratio is 0 / 0.
  if (together === inFirst && together === inSecond) return 1;
  const expected = (inFirst * inSecond) / ((a.length * (a.length - 1)) / 2);
  return (together - expected) / ((inFirst + inSecond) / 2 - expected);
}

/** Pairs of rows in the same group. Exact below 2^53, that is up to 130 million rows. */
function pairs(sizes: Int32Array): number {
  let sum = 0;
  for (const size of sizes) sum += (size * (size - 1)) / 2;
  return sum;
}

/**
 * For clusters 0 to k - 1 of `reference`, the Jaccard similarity (rows in both / rows in either) with the cluster of
 * `other` that resembles it most. Row i of both is the same customer: a caller with a bootstrap sample passes the rows
 * in common. Noise (-1) matches nothing, but counts among the rows of a cluster it takes from. 0 for a cluster without
 * rows: it was not found again.
 * Source: C. Hennig, Computational Statistics & Data Analysis 2007 (clusterwise stability).
 */
export function jaccardByCluster(reference: Int32Array, other: Int32Array, k: number): Float64Array {
  const best = new Float64Array(k);
  const kept = partitionOf(reference);
  const found = partitionOf(other);
  const labels = new Int32Array(kept.k);
  const cells = new Int32Array(kept.groups * found.groups);
  for (let i = 0; i < reference.length; i++) {
    const row = kept.of[i];
    if (row < kept.k) labels[row] = reference[i];
    cells[row * found.groups + found.of[i]]++;
  }
  for (let row = 0; row < kept.k && labels[row] < k; row++) {
    for (let col = 0; col < found.k; col++) {
      const both = cells[row * found.groups + col];
      const similarity = both / (kept.sizes[row] + found.sizes[col] - both);
      if (similarity > best[labels[row]]) best[labels[row]] = similarity;
    }
  }
  return best;
}
