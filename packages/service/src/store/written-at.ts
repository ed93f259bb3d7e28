import { stat } from 'node:fs/promises';

/** When something was last written to the write-ahead log of a SQLite file, in milliseconds; 0 where the log is empty. */
export async function writtenAt(file: string): Promise<number> {
  return stat(`${file}-wal`).then(
    ({ size, mtimeMs }) => (size > 0 ? mtimeMs : 0),
    () => 0,
  );
}
