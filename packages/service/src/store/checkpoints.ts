import { sql } from 'kysely';
import { Worker } from 'node:worker_threads';
import type { Db } from './handle.ts';
import { writtenAt } from './written-at.ts';

/** Pages of 4 KiB in the log, 32 MiB, after which a commit does it all the same. */
const MOST_PAGES = 8_192;
/** What the thread may take: it makes no objects to speak of. */
const resourceLimits = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 32 };

// import.meta.url tells which of the two files is beside this one: the source, or what the build made of it.
const thread = import.meta.url.endsWith('.ts') ? './checkpoint-thread.ts' : './checkpoint-thread.js';
const program = new URL(thread, import.meta.url);

/** How often the log is looked at, here and by the thread. */
const EVERY_MS = 500;
/** The thread ends when nothing was written for so long: it holds 20 MB. */
const QUIET_MS = 30_000;

/** What the thread is started with. */
export interface CheckpointOrders {
  readonly file: string;
  readonly everyMs: number;
  readonly quietMs: number;
}

/**
 * From now on a thread of its own brings what is in the write-ahead log of SQLite into `file`. Else the commit that finds a
 * thousand pages in the log does it, and holds up the process that long. It is there while something is written, and for
 * `quietMs` longer. The result ends it.
 */
export async function checkpointBeside(db: Db, file: string, quietMs = QUIET_MS): Promise<() => Promise<void>> {
  await sql.raw(`pragma wal_autocheckpoint = ${MOST_PAGES}`).execute(db);
  const orders: CheckpointOrders = { file, everyMs: EVERY_MS, quietMs };
  let worker: Worker | undefined;
  let ended = false;
  /** The last write that a thread has seen to. */
  let done = 0;
  function begin(): void {
    const begun = new Worker(program, { workerData: orders, resourceLimits, name: 'clientele-checkpoint' });
    begun.unref();
    begun.on('message', (written: number) => (done = written));
    begun.on('error', () => clearInterval(timer)); // then commits do it
    begun.on('exit', () => (worker = undefined));
    worker = begun;
  }
  const timer = setInterval(() => {
    void writtenAt(file).then((written) => {
      if (!worker && !ended && written !== done) begin();
    });
  }, EVERY_MS);
  timer.unref();
  return async () => {
    ended = true;
    clearInterval(timer);
    await worker?.terminate();
  };
}
