import { type Progress, phases } from '@clientele/engine';
import { SingleBar } from 'cli-progress';
import type { Sink } from './segment.ts';

/** Rough shares of the time that phases take, in the order of `phases`; they only place the bar. */
const shares: Readonly<Record<Progress['phase'], number>> = {
  features: 2,
  kmeans: 18,
  gmm: 28,
  hierarchical: 10,
  dbscan: 4,
  scores: 18,
  trust: 16,
  profiles: 4,
};

const models: ReadonlySet<Progress['phase']> = new Set(['kmeans', 'gmm', 'hierarchical', 'dbscan']);

/** A bar on a terminal, nothing anywhere else. It never goes backwards. */
export function progressBar(
  stream: Partial<Sink>,
  label: string,
): { report: (progress: Progress) => void; stop: () => void } {
  if (stream.isTTY !== true) return { report: () => {}, stop: () => {} };
  const bar = new SingleBar({
    format: `${label} {bar} {percentage}%`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 32,
    hideCursor: true,
    clearOnComplete: true,
    stream: stream as NodeJS.WritableStream,
  });
  bar.start(100, 0);
  const doneOf = new Map<Progress['phase'], number>();
  return {
    report: ({ phase, done }) => {
      // What comes before a phase that has ended has ended too, or was left out; the models advance side by side.
      if (done === 1 && !models.has(phase))
        for (const earlier of phases.slice(0, phases.indexOf(phase))) doneOf.set(earlier, 1);
      doneOf.set(phase, Math.max(done, doneOf.get(phase) ?? 0));
      bar.update(Math.round(phases.reduce((sum, one) => sum + shares[one] * (doneOf.get(one) ?? 0), 0)));
    },
    stop: () => bar.stop(),
  };
}
