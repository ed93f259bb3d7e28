import type { Algorithm } from './algorithms.ts';

/** Phases of a run in the order they end. Those of the models (kmeans to dbscan) advance side by side. */
export const phases = ['features', 'kmeans', 'gmm', 'hierarchical', 'dbscan', 'scores', 'trust', 'profiles'] as const;
export type Phase = (typeof phases)[number];

/** How far one model of a sweep is. */
export const modelStages = ['waiting', 'working', 'fitted', 'scored'] as const;
export interface ModelProgress {
  readonly algorithm: Algorithm;
  /** The number of clusters asked for; null where the method finds it. */
  readonly k: number | null;
  readonly stage: (typeof modelStages)[number];
  /** Its mean silhouette, once it is scored and where it has one. */
  readonly silhouette: number | null;
}

/** How far a run is. Phases that the options leave out are not reported. */
export interface Progress {
  readonly phase: Phase;
  /** Finished share of this phase, 0 to 1. A phase's last report is 1. */
  readonly done: number;
  /** Models that have come further since the last report: all of them when the first is begun and when they are scored. */
  readonly models?: readonly ModelProgress[];
}

/**
 * How a caller looks on and stops a run. The engine has no clock and no I/O: it calls `onProgress` at iteration
 * boundaries and `signal.throwIfAborted()` in outer loops. An AbortSignal fits; so does an object over shared memory.
 */
export interface Watch {
  readonly signal?: { throwIfAborted(): void };
  readonly onProgress?: (progress: Progress) => void;
}

/** A watch that neither looks nor stops. */
export const unwatched: Watch = {};

/** The same watch without its progress: for work that is a small part of a phase. */
export function quiet({ signal }: Watch): Watch {
  return signal ? { signal } : {};
}

/** Reports progress and lets an abort through; call at the end of every outer iteration. */
export function pulse(watch: Watch, phase: Phase, done: number, models?: readonly ModelProgress[]): void {
  watch.signal?.throwIfAborted();
  watch.onProgress?.(models ? { phase, done, models } : { phase, done });
}
