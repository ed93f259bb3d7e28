import type { Progress } from '@clientele/engine';
import { SingleBar } from 'cli-progress';
import { advance } from '../runs/advance.ts';
import type { Sink } from './surroundings.ts';

/** A bar on a terminal, nothing anywhere else. */
interface Bar<Told> {
  readonly report: (told: Told) => void;
  readonly stop: () => void;
}

/** A bar for a segmentation. It never goes backwards. */
export function progressBar(stream: Partial<Sink>, label: string): Bar<Progress> {
  const bar = shareBar(stream, label);
  const shareOf = advance();
  return { report: (progress) => bar.report(shareOf(progress)), stop: bar.stop };
}

/** A bar for work of which the share that is done is known, 0 to 1. */
export function shareBar(stream: Partial<Sink>, label: string): Bar<number> {
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
  return { report: (done) => bar.update(Math.round(done * 100)), stop: () => bar.stop() };
}
