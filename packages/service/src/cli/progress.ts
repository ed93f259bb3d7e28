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
  let reached = 0;
  return {
    report: ({ phase, done }) => {
      const before = phases.slice(0, phases.indexOf(phase)).reduce((sum, one) => sum + shares[one], 0);
      reached = Math.max(reached, Math.round(before + shares[phase] * done));
      bar.update(reached);
    },
    stop: () => bar.stop(),
  };
}
