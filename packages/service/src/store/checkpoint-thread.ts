/** The thread of checkpoints.ts. It waits for nobody, and nobody waits for it. Its one message tells which writes it has seen. */
import Sqlite from 'better-sqlite3';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { CheckpointOrders } from './checkpoints.ts';
import { writtenAt } from './written-at.ts';

const { file, everyMs, quietMs } = workerData as CheckpointOrders; // checkpointBeside gives nothing else
const sqlite = new Sqlite(file, { timeout: 0, fileMustExist: true });
let written = await writtenAt(file);
for (let quietSince = performance.now(); performance.now() - quietSince < quietMs;) {
  try {
    sqlite.pragma('wal_checkpoint(PASSIVE)');
  } catch {
    // A full disk, or a moment in which another process does the same: the next time.
  }
  await sleep(everyMs);
  const now = await writtenAt(file);
  if (now !== written) quietSince = performance.now();
  written = now;
}
sqlite.close();
parentPort?.postMessage(written, []);
