/** The thread of checkpoints.ts. It waits for nobody, and nobody waits for it. */
import Sqlite from 'better-sqlite3';
import { workerData } from 'node:worker_threads';

const EVERY_MS = 500;

const sqlite = new Sqlite(workerData as string, { timeout: 0, fileMustExist: true }); // checkpointBeside gives nothing else
setInterval(() => {
  try {
    sqlite.pragma('wal_checkpoint(PASSIVE)');
  } catch {
    // A full disk, or a moment in which another process does the same: the next time.
  }
}, EVERY_MS);
