import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { gatherTeam, type TeamSeat, type Threads } from '@clientele/engine';

export type { Threads };

/**
 * Lets everything that this thread computes with the engine run on `count` threads (default: as many as the machine has
 * cores), with the same results to the last bit. The threads stay until `close`, and do not keep the process alive.
 * Open them once: starting one takes some 50 ms.
 */
export function openThreads(count: number = availableParallelism()): Threads {
  return gatherTeam(count, hireHelper);
}

// import.meta.url tells which of the two files is beside this one: the source, or what the build made of it.
const program = new URL(import.meta.url.endsWith('.ts') ? './node-helper.ts' : './node-helper.js', import.meta.url);

/** Of short-lived objects. Numbers lie elsewhere, so twice as much (the usual) saves no time and costs memory. */
export const YOUNG_MB = 24;

/** A worker thread that helps at `seat`. It does not keep the process alive; end it with `terminate`. */
export function hireHelper(seat: TeamSeat): Worker {
  const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MB };
  const helper = new Worker(program, { workerData: seat, resourceLimits, name: 'clientele-helper' });
  helper.unref();
  return helper;
}
