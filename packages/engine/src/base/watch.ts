/** Phases of a run in the order they end. Those of the models (kmeans to dbscan) advance side by side. */
export const phases = ['features', 'kmeans', 'gmm', 'hierarchical', 'dbscan', 'scores', 'trust', 'profiles'] as const;
export type Phase = (typeof phases)[number];

/** How far a run is. Phases that the options leave out are not reported. */
export interface Progress {
  readonly phase: Phase;
  /** Finished share of this phase, 0 to 1. A phase's last report is 1. */
  readonly done: number;
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
export function pulse(watch: Watch, phase: Phase, done: number): void {
  watch.signal?.throwIfAborted();
  watch.onProgress?.({ phase, done });
}
