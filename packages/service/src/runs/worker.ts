/** The leading compute thread: one job at a time, bytes moved in and out. */
import { parentPort, workerData } from 'node:worker_threads';
import { leadTeam, teamSignal } from '@clientele/engine';
import { saying } from './advance.ts';
import { compute } from './compute.ts';
import type { CrewOrders, Warm, WarmUp } from './crew.ts';
import { type Job, memoryOf } from './job.ts';
import { stopwatch } from './stopwatch.ts';
import { warmingUp } from './warm-up.ts';

const port = parentPort;
if (!port) throw new Error('worker.ts runs as a worker thread only');
const orders = workerData as CrewOrders; // hireCrew gives nothing else
if (orders.seat) leadTeam(orders.seat, orders.helpers);
const signal = orders.seat ? teamSignal(orders.seat) : undefined;
const warmUp = warmingUp(orders.warmUp, signal);
port.postMessage(warmUp() satisfies Warm);
port.on('message', (job: Job | WarmUp) => {
  if (job.kind === 'warm-up') return port.postMessage(warmUp() satisfies Warm);
  const time = stopwatch();
  const onProgress = saying(time, (advance) => port.postMessage(advance));
  const outcome = compute(job, { ...(signal ? { signal } : {}), onProgress }, time);
  port.postMessage({ ...outcome, work: time.work() }, memoryOf(outcome));
});
