import { availableParallelism, tmpdir, totalmem } from 'node:os';

/** What reading orders may take of the machine. */
export interface Share {
  /** Memory of the database in MB; beyond it, work is moved to temporary files. */
  readonly memoryMb: number;
  readonly threads: number;
  /** Where temporary files go; removed afterwards. */
  readonly folder: string;
}

const LARGEST_MB = 4_096;
/** The least that DuckDB does its work in. */
export const LEAST_MB = 128;
/** What a worker that computes segmentations may need. */
const WORKER_MB = 512;

/**
 * A quarter of the memory that `workers` leave of the machine, or of the container, and at most 4 GB; every core; the
 * system's folder for temporary files.
 */
export function shareOfMachine(workers = 0, memoryBytes = machineBytes()): Share {
  const left = memoryBytes / 1024 / 1024 - workers * WORKER_MB;
  const memoryMb = Math.max(LEAST_MB, Math.min(LARGEST_MB, Math.floor(left / 4)));
  return { memoryMb, threads: availableParallelism(), folder: tmpdir() };
}

function machineBytes(): number {
  const allowed = process.constrainedMemory();
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem();
}
