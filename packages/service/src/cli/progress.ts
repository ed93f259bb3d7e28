import type { Progress } from '@clientele/engine';
import { SingleBar } from 'cli-progress';
import { advance } from '../runs/advance.ts';
import type { Sink } from './segment.ts';

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
  const shareOf = advance();
  return {
    report: (progress) => bar.update(Math.round(100 * shareOf(progress))),
    stop: () => bar.stop(),
  };
}
