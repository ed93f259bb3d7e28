import { type Random, sampleWithout } from '../base/random.ts';
import { inRoom } from '../compute/thread.ts';
import { jaccardByCluster } from './agreement.ts';

/** Customers drawn for a refit. */
export interface Redraw {
  /** Rows drawn; a bootstrap names some of them more than once. */
  readonly rows: Int32Array;
  /** Positions in `rows` at which a row is named for the first time: agreement counts every customer once. */
  readonly firsts: Int32Array;
}

/** A bootstrap: `size` rows of 0 .. n - 1 with replacement. */
export function bootstrap(random: Random, n: number, size: number): Redraw {
  const rows = new Int32Array(size);
  const firsts = new Int32Array(size);
  let count = 0;
  inRoom((room) => {
    const seen = room.u8(n);
    for (let at = 0; at < size; at++) {
      const row = Math.floor(random() * n);
      rows[at] = row;
      if (seen[row] === 0) firsts[count++] = at;
      seen[row] = 1;
    }
  });
  return { rows, firsts: firsts.slice(0, count) };
}

/** A subsample: `size` different rows. For density methods, which take repeated rows for dense places. */
export function subsample(random: Random, n: number, size: number): Redraw {
  const rows = sampleWithout(random, n, size).toSorted();
  return { rows, firsts: rows.map((_, at) => at) };
}

/**
 * For every cluster 0 .. k - 1 of `reference` (labels of all rows) the mean Jaccard similarity with its best match in the
 * refits, over the redraws that hold any of its rows: 1 when it returns every time, about 0.5 or less when it dissolves.
 * 0 for a cluster that no redraw holds. `refits[r]` labels the rows of `redraws[r]`.
 * Source: C. Hennig, Computational Statistics & Data Analysis 2007.
 */
export function clusterStability(
  reference: Int32Array,
  redraws: readonly Redraw[],
  refits: readonly Int32Array[],
  k: number,
): Float64Array {
  const sums = new Float64Array(k);
  const held = new Int32Array(k);
  redraws.forEach(({ rows, firsts }, r) => {
    const before = new Int32Array(firsts.length);
    const after = new Int32Array(firsts.length);
    for (let at = 0; at < firsts.length; at++) {
      before[at] = reference[rows[firsts[at]]];
      after[at] = refits[r][firsts[at]];
    }
    const found = jaccardByCluster(before, after, k);
    const present = new Uint8Array(k);
    for (const label of before) if (label >= 0) present[label] = 1;
    for (let j = 0; j < k; j++) {
      sums[j] += present[j] * found[j];
      held[j] += present[j];
    }
  });
  return sums.map((sum, j) => (held[j] > 0 ? sum / held[j] : 0));
}
