import Sqlite from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StoreFault } from './pepper.ts';

/**
 * Makes this process the only service on a data folder; throws a StoreFault while another is. Two services would each
 * count requests and wait for shutdown as if they were alone. Commands do not take the lock: they write beside a running
 * service, in transactions that SQLite keeps apart.
 *
 * The lock is SQLite's own on an empty file, held by the operating system: it ends with the process however that ends, so
 * there is never a stale one to clear away, and it holds between containers that share the folder, where process numbers
 * mean nothing.
 */
export function lockFolder(folder: string): { release(): void } {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = new Sqlite(join(folder, 'service.lock'), { timeout: 0 });
  try {
    file.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    file.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new StoreFault(
      `Another service is running on the data folder ${folder}. Stop it, or give this one a folder of its own with --data; several services can share a PostgreSQL database (DATABASE_URL).`,
    );
  }
  return { release: () => void file.close() };
}
