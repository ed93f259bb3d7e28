import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';
import { clearAway } from '../orders/folders.ts';
import { shareOfMachine } from '../orders/share.ts';
import { freeShare } from './readiness.ts';

/** What files of orders may take of the machine while they are received and summed up. */
export interface Uploads {
  /** Bytes of one file, as it is sent. Default 2 GiB. */
  readonly bytes: number;
  /** Memory of the database that sums one up, in MB. Default a quarter of what workers leave, at most 4096. */
  readonly memoryMb: number;
  /** Its threads, which give way to those of workers. Default one a core. */
  readonly threads: number;
  /** Where files are written. Default the system's folder for temporary files. */
  readonly folder: string;
  /** Free share of the disk of `folder`, 0 to 1. */
  readonly disk: () => Promise<number>;
}

/** 2 GiB. */
const MOST_BYTES = 2 * 1024 ** 3;

/** What was set, and defaults for a service with so many `workers`. */
export function uploadsOf(given: Partial<Uploads>, workers: number): Uploads {
  const folder = given.folder ?? tmpdir();
  const { memoryMb, threads } = shareOfMachine(workers);
  return { bytes: MOST_BYTES, memoryMb, threads, disk: () => freeShare(folder), ...given, folder };
}

/** The folder for files of orders cannot be used. */
export class UploadsFault extends Error {}

/** Makes the folder where it is not there and clears away what a killed service left. Throws an UploadsFault. */
export function requireFolder(folder: string): void {
  try {
    clearAway(folder);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new UploadsFault(
      `Files of orders cannot be written to ${folder} (${code}). Name a folder that can be written with --orders-folder.`,
    );
  }
}
