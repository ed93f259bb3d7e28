import type { CaseResult, Part } from './case.ts';
import { time } from './measure.ts';
import type { Library } from './peers/library-names.ts';

/** What bench/peers/sklearn_sweep.py prints. */
export interface Sweep {
  readonly n: number;
  /** With sampled silhouettes. */
  readonly seconds: number;
  readonly parts: Readonly<Record<string, number>>;
  /** With exact ones instead; `measured` is false where that is extrapolated from a part of the customers. */
  readonly exact: { readonly silhouettes: number; readonly seconds: number; readonly measured: boolean };
  readonly peakMb: number;
  readonly silhouettes: Readonly<Record<string, readonly (number | null)[]>>;
  readonly inertia: readonly number[];
  readonly versions: Readonly<Record<string, string>>;
}

export interface Comparison {
  readonly n: number;
  readonly ours: CaseResult;
  /** Of our seconds (last round): the models and the scores, which is all that theirs does. */
  readonly sameWork: number;
  /** The faster of one core and all cores; threads that wait for each other can be slower than one. */
  readonly theirs: readonly Sweep[];
  readonly threads: number;
  /** Seconds of the other choice of cores. */
  readonly slowerChoice: number;
  /** Medians: their seconds over ours, all of ours counted; their peak memory over ours. */
  readonly faster: number;
  readonly smaller: number;
  /** As `faster`, against their sweep with exact silhouettes. */
  readonly fasterThanExact: number;
  readonly agreement: Agreement;
  /** Median seconds of our parts alone, named as in case.ts. */
  readonly parts: Readonly<Record<string, number>>;
  /** Seconds of each npm library; null where it gave up: it failed, or was ended after LIMIT_SECONDS. */
  readonly libraries: Readonly<Record<Library, number | null>>;
}

/** Do both find the same? Speed with other results would be no comparison. */
export interface Agreement {
  /** Largest difference of a Ward silhouette; null where either side sampled. */
  readonly wardSilhouette: number | null;
  /** Our K-Means inertia over theirs: least and largest of all k. Both sides stop in a local minimum. */
  readonly inertia: readonly [number, number];
}

/** Our parts beside theirs and beside the libraries from npm. */
export const beside = [
  ['kmeans', 'kmeans', 'ml-kmeans'],
  ['gmm', 'gmm', null],
  ['ward', 'hierarchical', 'ml-hclust'],
  ['dbscan', 'dbscan', 'density-clustering'],
  ['scores', 'scores', null],
  ['silhouettes', 'silhouettes', null],
] as const satisfies readonly (readonly [Part, string, Library | null])[];

/** Time that a library from npm gets for its part. */
export const LIMIT_SECONDS = 60;

/** What is printed for a library: its time, or that it did not get there. */
export function timeOrNot(seconds: number | null): string {
  return seconds === null ? 'gave up' : time(seconds);
}
