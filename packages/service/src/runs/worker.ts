/** The compute worker's thread: one job at a time, bytes moved in and out. */
import { parentPort } from 'node:worker_threads';
import { compute } from './compute.ts';
import type { Job } from './job.ts';

const port = parentPort;
if (!port) throw new Error('worker.ts runs as a worker thread only');
port.on('message', (job: Job) => {
  const outcome = compute(job);
  port.postMessage(outcome, outcome.kind === 'answer' ? [outcome.body.buffer] : []);
});
