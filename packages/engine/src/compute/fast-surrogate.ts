import type { Exports, Holds } from './exports.ts';
import type { Kernels } from './kernels.ts';
import { approximateRows } from './surrogate.ts';

/** The compiled twin of surrogate.ts, in f32. What it approximates is approximate: digits past the sixth do not count. */
export function fastSurrogate(exports: Exports, holds: Holds): Pick<Kernels, 'approximateRows'> {
  return {
    approximateRows(input) {
      const { columns, quads, clusters, records, starts, groups, own, out, work } = input;
      if (!holds(quads, records, starts, groups, own, out, work)) return approximateRows(input);
      return exports.surrogate_rows(
        quads.byteOffset,
        columns.rows,
        columns.cols,
        starts.byteOffset,
        groups.byteOffset,
        groups.length,
        records.byteOffset,
        clusters.means.rows,
        own.byteOffset,
        out.byteOffset,
        work.byteOffset,
      );
    },
  };
}
