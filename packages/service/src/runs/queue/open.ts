import type { Tasks } from '../../store/task.ts';
import { poolDefaults } from '../pool.ts';
import { embeddedQueue } from './embedded.ts';
import type { Perform, QueueLog, RunQueue } from './queue.ts';

export interface QueueOptions {
  /** A PostgreSQL server, which any number of processes may share. Left out: one service on a data folder. */
  readonly databaseUrl?: string | undefined;
  /** Whether this process computes what waits there; else others do. Default true. */
  readonly compute?: boolean | undefined;
  /** Runs computed at the same time. Default as many as requests. */
  readonly workers?: number | undefined;
  /** Time a computation may take. */
  readonly timeoutMs: number;
}

/** The queue of runs that are computed later: the table of runs itself, or pg-boss beside it. */
export async function openQueue(
  { store, perform, log }: { readonly store: Tasks; readonly perform: Perform; readonly log: QueueLog },
  { databaseUrl: url, compute = true, workers: slots = poolDefaults.workers, timeoutMs }: QueueOptions,
): Promise<RunQueue> {
  if (!url) return embeddedQueue(store, perform, { slots, log });
  const { sharedQueue } = await import('./pg-boss.ts'); // nobody else has to load pg-boss
  return sharedQueue(store, perform, { url, slots: compute ? slots : 0, timeoutMs, log });
}
