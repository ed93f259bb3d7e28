import type { Exports, Holds } from './fast.ts';
import type { Kernels } from './kernels.ts';
import { approximateRows } from './surrogate.ts';

/** The compiled twin of surrogate.ts, in f32. What it approximates is approximate: digits past the sixth do not count. */
export function fastSurrogate(exports: Exports, holds: Holds): Pick<Kernels, 'approximateRows'> {
  return {
    approximateRows(input) {
      const { columns, fine, clusters, records, own, out, work } = input;
      if (!holds(fine, records, own, out, work)) return approximateRows(input);
      const k = clusters.means.rows;
      const room = [out.byteOffset, work.byteOffset];
      return exports.surrogate_rows(
        fine.byteOffset,
        columns.rows,
        columns.cols,
        own.byteOffset,
        records.byteOffset,
        k,
        ...room,
      );
    },
  };
}
