import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { OrdersFault } from './faults.ts';
import { clearAway, folderPrefix } from './folders.ts';
import { type Share, shareOfMachine } from './share.ts';

/** What our statements return: no lists, no records. */
export type Cell = string | number | bigint | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

/** One embedded database that lives as long as one file of orders is read. */
export interface OrdersDatabase {
  /** Its own folder: temporary files, and what has to be written down before it can be read. */
  readonly folder: string;
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<Row[]>;
  /** Columns in the order of the query. */
  columns(sql: string): Promise<Cell[][]>;
  /** Share of the running statement that is done, 0 to 1; null where it is not known. */
  progress(): number | null;
  /** Stops the running statement. */
  interrupt(): void;
  /** From now on nothing outside `paths` and the own folder can be opened, and no setting changed. */
  lock(paths: readonly string[]): Promise<void>;
  close(): void;
}

/**
 * Opens a database in a folder of its own, which is removed by `close`; folders that a killed process left are removed
 * too. No extension is ever installed or loaded from outside.
 */
export async function openOrdersDatabase(given: Partial<Share> = {}): Promise<OrdersDatabase> {
  const share = { ...shareOfMachine(), ...given };
  clearAway(share.folder);
  const folder = mkdtempSync(join(share.folder, folderPrefix()));
  const { DuckDBInstance } = await import('@duckdb/node-api'); // 20 MB that a service has no need of
  const instance = await DuckDBInstance.create(join(folder, 'orders.duckdb'), {
    memory_limit: `${share.memoryMb}MB`,
    threads: String(share.threads),
    temp_directory: join(folder, 'spill'),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    // Lines have no order that matters; keeping one would hold them in memory.
    preserve_insertion_order: 'false',
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'; SET enable_progress_bar = true; SET enable_progress_bar_print = false");
  return {
    folder,
    run: async (sql) => void (await told(connection.run(sql))),
    rows: async (sql) => (await told(connection.runAndReadAll(sql))).getRowObjectsJS() as Row[],
    columns: async (sql) => (await told(connection.runAndReadAll(sql))).getColumnsJS() as Cell[][],
    progress: () => progressOf(connection),
    interrupt: () => connection.interrupt(),
    lock: async (paths) => {
      const allowed = paths.map((path) => sqlText(resolve(path))).join(', ');
      await connection.run(`SET allowed_paths = [${allowed}]; SET enable_external_access = false`);
      await connection.run('SET lock_configuration = true');
    },
    close() {
      connection.closeSync();
      instance.closeSync();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function progressOf(connection: DuckDBConnection): number | null {
  const { percentage } = connection.progress;
  return percentage < 0 ? null : percentage / 100;
}

/** Words out of memory and disk as something that can be mended. */
async function told<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    const { message } = error as Error;
    if (/^Out of Memory Error/i.test(message))
      throw new OrdersFault('NO_ROOM', { what: /max_temp_directory_size|disk/i.test(message) ? 'disk' : 'memory' });
    if (/No space left on device/i.test(message)) throw new OrdersFault('NO_ROOM', { what: 'disk' });
    throw error;
  }
}

/** A text as SQL. */
export function sqlText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** A name of a column as SQL. */
export function sqlName(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}
