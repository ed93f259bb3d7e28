import { type ModelProgress, phases, type Progress } from '@clientele/engine';
import type { Advance } from './job.ts';
import type { Stopwatch } from './stopwatch.ts';

/** Rough shares of the time that phases take, in the order of `phases`; they only place the hand of a clock. */
const shares: Readonly<Record<Progress['phase'], number>> = {
  features: 0.02,
  kmeans: 0.18,
  gmm: 0.28,
  hierarchical: 0.1,
  dbscan: 0.04,
  scores: 0.18,
  trust: 0.16,
  profiles: 0.04,
};

const models: ReadonlySet<Progress['phase']> = new Set(['kmeans', 'gmm', 'hierarchical', 'dbscan']);

/** From the progress of phases to the share of the whole run that is done, 0..1, which never goes back. */
export function advance(): (progress: Progress) => number {
  const doneOf = new Map<Progress['phase'], number>();
  return ({ phase, done }) => {
    // What comes before a phase that has ended has ended too, or was left out; the models advance side by side.
    if (done === 1 && !models.has(phase))
      for (const earlier of phases.slice(0, phases.indexOf(phase))) doneOf.set(earlier, 1);
    doneOf.set(phase, Math.max(done, doneOf.get(phase) ?? 0));
    return phases.reduce((sum, one) => sum + shares[one] * (doneOf.get(one) ?? 0), 0);
  };
}

/** Progress is told so often at most. */
const EVERY_MS = 100;

/** A look at progress that tells `hear` of it now and then, with what `time` has measured by then. */
export function saying(time: Pick<Stopwatch, 'work'>, hear: (advance: Advance) => void): (progress: Progress) => void {
  const shareOf = advance();
  const known = new Map<string, ModelProgress>();
  let last = performance.now();
  return (progress) => {
    const share = shareOf(progress);
    for (const model of progress.models ?? []) known.set(`${model.algorithm} ${model.k}`, model);
    const now = performance.now();
    if (now - last < EVERY_MS) return;
    last = now;
    const { rows: customers, ms } = time.work();
    hear({ kind: 'advance', phase: progress.phase, share, customers, ms: { ...ms }, models: [...known.values()] });
  };
}
