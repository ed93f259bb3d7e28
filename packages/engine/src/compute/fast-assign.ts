import { shrinkDistances } from './assign.ts';
import type { Exports, Holds } from './fast.ts';
import type { Kernels } from './kernels.ts';

/** The compiled twins of assign.ts. */
export function fastAssign(exports: Exports, holds: Holds): Pick<Kernels, 'shrinkDistances'> {
  return {
    shrinkDistances(points, centre, closest, shrunk) {
      const { data, rows, cols } = points;
      if (!holds(data, closest, shrunk)) return shrinkDistances(points, centre, closest, shrunk);
      return exports.shrink_distances(data.byteOffset, rows, cols, centre, closest.byteOffset, shrunk.byteOffset);
    },
  };
}
