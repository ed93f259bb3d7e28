import { assignRows, sumRows } from './assign.ts';
import type { Density } from './density.ts';
import { columnRows, greedyRows } from './greedy.ts';
import { laneRows, lloydFinish, lloydLabels, lloydRefit, lloydRounds } from './lloyd.ts';
import {
  labelScatters,
  mixtureLabels,
  mixtureMoments,
  mixtureMomentsSingle,
  mixtureRefit,
  mixtureShares,
  mixtureTiles,
} from './gaussian.ts';
import { microMeasure, microSplit } from './micro-cells.ts';
import { groupMoments } from './moments.ts';
import { nearestCluster } from './nearest.ts';
import { lowestLabelWithin, weightWithin } from './neighbours.ts';
import { pairSums } from './pairs.ts';
import { silhouetteRows } from './silhouette-rows.ts';
import { spreadSums } from './spread.ts';
import { approximateRows } from './surrogate.ts';
import { wardAsk } from './ward-ask.ts';
import { wardMatrix } from './ward-matrix.ts';
import { wardMerge } from './ward-merge.ts';
import { wardPlant } from './ward-plant.ts';
import { wardRecords, wardSplit } from './ward-split.ts';

/**
 * The arithmetic that takes the time, behind one door so that a faster build of it can stand in. A kernel has no options
 * and no faults, and allocates nothing: outputs and working room come last and are overwritten. The plain functions
 * define the results; another build may differ from them by rounding only, and keeps their law that the lowest index
 * wins a tie. To add a kernel, list it here and in `plainKernels`, one line each, and call it as `kernels().name(...)`
 * (thread.ts); its compiled twin is listed in fast.ts.
 */
export interface Kernels {
  readonly approximateRows: typeof approximateRows;
  readonly assignRows: typeof assignRows;
  readonly columnRows: typeof columnRows;
  readonly density: Density | null;
  readonly greedyRows: typeof greedyRows;
  readonly groupMoments: typeof groupMoments;
  readonly laneRows: typeof laneRows;
  readonly lloydFinish: typeof lloydFinish;
  readonly lloydLabels: typeof lloydLabels;
  readonly lloydRefit: typeof lloydRefit;
  readonly lloydRounds: typeof lloydRounds;
  readonly lowestLabelWithin: typeof lowestLabelWithin;
  readonly microMeasure: typeof microMeasure;
  readonly microSplit: typeof microSplit;
  readonly labelScatters: typeof labelScatters;
  readonly mixtureLabels: typeof mixtureLabels;
  readonly mixtureMoments: typeof mixtureMoments;
  readonly mixtureMomentsSingle: typeof mixtureMomentsSingle;
  readonly mixtureRefit: typeof mixtureRefit;
  readonly mixtureShares: typeof mixtureShares;
  readonly mixtureTiles: typeof mixtureTiles;
  readonly nearestCluster: typeof nearestCluster;
  readonly pairSums: typeof pairSums;
  readonly silhouetteRows: typeof silhouetteRows;
  readonly spreadSums: typeof spreadSums;
  readonly sumRows: typeof sumRows;
  readonly wardAsk: typeof wardAsk;
  readonly wardMatrix: typeof wardMatrix;
  readonly wardMerge: typeof wardMerge;
  readonly wardPlant: typeof wardPlant;
  readonly wardRecords: typeof wardRecords;
  readonly wardSplit: typeof wardSplit;
  readonly weightWithin: typeof weightWithin;
}

/** The kernels in plain TypeScript. */
export const plainKernels: Kernels = {
  approximateRows,
  assignRows,
  columnRows,
  density: null,
  greedyRows,
  groupMoments,
  laneRows,
  lloydFinish,
  lloydLabels,
  lloydRefit,
  lloydRounds,
  lowestLabelWithin,
  microMeasure,
  microSplit,
  labelScatters,
  mixtureLabels,
  mixtureMoments,
  mixtureMomentsSingle,
  mixtureRefit,
  mixtureShares,
  mixtureTiles,
  nearestCluster,
  pairSums,
  silhouetteRows,
  spreadSums,
  sumRows,
  wardAsk,
  wardMatrix,
  wardMerge,
  wardPlant,
  wardRecords,
  wardSplit,
  weightWithin,
};
