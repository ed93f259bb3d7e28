import type { Exports, Holds } from './exports.ts';
import type { Kernels } from './kernels.ts';
import { spreadSums } from './spread.ts';

/** The compiled twin of spread.ts, in f64; coordinates are added in pairs. */
export function fastSpread(exports: Exports, holds: Holds): Pick<Kernels, 'spreadSums'> {
  return {
    spreadSums(spreading) {
      const { columns, starts, groups, labellings, means, sums } = spreading;
      if (!holds(columns.data, starts, groups, means.data, sums)) return spreadSums(spreading);
      sums.fill(0);
      const tables = [groups.byteOffset, labellings, means.data.byteOffset, sums.byteOffset];
      exports.spread_sums(columns.data.byteOffset, columns.cols, starts.byteOffset, starts.length - 1, ...tables);
    },
  };
}
