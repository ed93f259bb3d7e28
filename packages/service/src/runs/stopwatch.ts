import type { Watch } from '@clientele/engine';

/** What a job was: its customers, and where its time went. */
export interface Work {
  /** 0 when the body was refused before they were counted. */
  readonly rows: number;
  /** Milliseconds by part: decode, the engine's phases, words, encode. Models side by side share theirs by reports. */
  readonly ms: Readonly<Record<string, number>>;
}

export interface Stopwatch {
  /** Ends a part: the time since the last one ended is its own. */
  lap(part: string): void;
  /** `watch`, with the engine's phases as parts. */
  watching(watch: Watch): Watch;
  count(rows: number): void;
  work(): Work;
}

/** Measures one job from now on. */
export function stopwatch(): Stopwatch {
  const ms: Record<string, number> = {};
  let rows = 0;
  let last = performance.now();
  const lap = (part: string): void => {
    const now = performance.now();
    ms[part] = (ms[part] ?? 0) + now - last;
    last = now;
  };
  return {
    lap,
    watching: (watch) => ({
      ...watch,
      onProgress: (progress) => {
        lap(progress.phase);
        watch.onProgress?.(progress);
      },
    }),
    count: (customers) => void (rows = customers),
    work: () => ({ rows, ms }),
  };
}
