import type { Watch } from '../base/watch.ts';
import type { Matrix } from '../matrix/matrix.ts';
import type { Room } from './room.ts';

/** What DBSCAN asks about rows. */
export interface DensityQuestion {
  readonly eps: number;
  readonly minSamples: number;
  /** Stops where more pairs of rows of six columns than this would have to be compared; wider rows count for more. */
  readonly mostPairs: number;
}

/** Labels and core rows as in DbscanModel, as copies. */
export interface DensityAnswer {
  readonly labels: Int32Array;
  readonly core: Uint8Array;
  readonly nClusters: number;
}

/**
 * The whole of DBSCAN as one kernel. 'too_many_pairs' where the question's limit is reached, by a count that is the same on
 * every machine; 'unfit' for rows that the kernel cannot work on. Null in the plain build: clustering/density-clusters.ts is its twin,
 * with equal answers to the last label.
 */
export type Density = (
  room: Room,
  points: Matrix,
  question: DensityQuestion,
  watch: Watch,
) => DensityAnswer | 'too_many_pairs' | 'unfit';
