import type { Exports, Holds } from './exports.ts';
import { fastGaussian } from './fast-gaussian.ts';
import { fastDbscan } from './fast-dbscan.ts';
import { fastLloyd } from './fast-lloyd.ts';
import { fastPairs } from './fast-pairs.ts';
import { fastSilhouette } from './fast-silhouette.ts';
import { fastSpread } from './fast-spread.ts';
import { fastSurrogate } from './fast-surrogate.ts';
import { fastWard } from './fast-ward.ts';
import { fastMicro } from './fast-micro.ts';
import { type Kernels, plainKernels } from './kernels.ts';

/** The kernels of a compiled module; those that have no fast build yet are the plain ones. */
export function fastKernels(exports: Exports, holds: Holds): Kernels {
  return {
    ...plainKernels,
    ...fastGaussian(exports, holds),
    ...fastDbscan(exports, holds),
    ...fastLloyd(exports, holds),
    ...fastMicro(exports, holds),
    ...fastPairs(exports, holds),
    ...fastSilhouette(exports, holds),
    ...fastSpread(exports, holds),
    ...fastSurrogate(exports, holds),
    ...fastWard(exports, holds),
  };
}
