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

/** The exported functions of the compiled kernels: addresses and whole numbers in, a number or nothing out. */
export type Exports = Readonly<Record<string, (...values: number[]) => number>>;

/** Whether every array lies where kernels reach it. One that does not (the memory was full) is left to the plain twin. */
export type Holds = (...arrays: readonly ArrayBufferView[]) => boolean;

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
