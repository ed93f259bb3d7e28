import { distanceSums, foldSums } from './distance-sums.ts';
import { groupMoments, surrogateSilhouettes } from './moments.ts';

/**
 * The arithmetic that takes the time, behind one door so that a faster build of it can stand in. A kernel has no options
 * and no faults, and allocates nothing.
 */
export interface Kernels {
  readonly distanceSums: typeof distanceSums;
  readonly foldSums: typeof foldSums;
  readonly groupMoments: typeof groupMoments;
  readonly surrogateSilhouettes: typeof surrogateSilhouettes;
}

const plain: Kernels = { distanceSums, foldSums, groupMoments, surrogateSilhouettes };

/** The kernels in use. */
export function kernels(): Kernels {
  return plain;
}
