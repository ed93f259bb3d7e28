import type { Exports, Holds } from './exports.ts';
import type { Kernels } from './kernels.ts';
import { pairSums } from './pairs.ts';

/** The compiled twin of pairs.ts, in f64; sums are added in pairs. */
export function fastPairs(exports: Exports, holds: Holds): Pick<Kernels, 'pairSums'> {
  return {
    pairSums(pairs) {
      const { distances, labels, sums, nearest } = pairs;
      if (!holds(distances.data, labels, sums, nearest)) return pairSums(pairs);
      const { data, rows } = distances;
      exports.pair_sums(data.byteOffset, rows, labels.byteOffset, sums.byteOffset, nearest.byteOffset);
    },
  };
}
