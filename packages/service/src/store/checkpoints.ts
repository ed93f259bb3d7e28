import { sql } from 'kysely';
import { Worker } from 'node:worker_threads';
import type { Db } from './handle.ts';

/** Pages of 4 KiB in the log, 32 MiB, after which a commit does it all the same. */
const MOST_PAGES = 8_192;
/** What the thread may take: it makes no objects to speak of. */
const resourceLimits = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 32 };

// import.meta.url tells which of the two files is beside this one: the source, or what the build made of it.
const thread = import.meta.url.endsWith('.ts') ? './checkpoint-thread.ts' : './checkpoint-thread.js';
const program = new URL(thread, import.meta.url);

/**
 * From now on a thread of its own brings what is in the write-ahead log of SQLite into `file`. Else the commit that finds a
 * thousand pages in the log does it, and holds up the process that long. The result ends the thread.
 */
export async function checkpointBeside(db: Db, file: string): Promise<() => Promise<void>> {
  await sql.raw(`pragma wal_autocheckpoint = ${MOST_PAGES}`).execute(db);
  const worker = new Worker(program, { workerData: file, resourceLimits, name: 'clientele-checkpoint' });
  worker.unref();
  worker.on('error', () => {}); // then commits do it
  return async () => void (await worker.terminate());
}
