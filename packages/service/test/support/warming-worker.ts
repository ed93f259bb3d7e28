/** A compute thread that would warm up for ever, and answers every job with what it was sent. */
import { parentPort, workerData } from 'node:worker_threads';
import { teamSignal } from '@clientele/engine';
import type { CrewOrders, Warm, WarmUp } from '../../src/runs/crew.ts';
import type { SegmentJob } from '../../src/runs/job.ts';

const port = parentPort;
const { seat } = workerData as CrewOrders; // hireCrew gives nothing else
if (!port || !seat) throw new Error('not started by hireCrew');
const signal = teamSignal(seat);
const warm: Warm = { kind: 'warm', more: true };
port.postMessage(warm);
port.on('message', (job: SegmentJob | WarmUp) => {
  if (job.kind !== 'warm-up') return port.postMessage({ kind: 'answer', body: job.body[0], language: 'en' });
  try {
    for (;;) signal.throwIfAborted();
  } catch {
    port.postMessage(warm);
  }
});
