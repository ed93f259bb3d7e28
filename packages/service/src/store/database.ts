import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from './migrations/index.ts';
import type { CredentialTables } from './tables.ts';

export type Tables = CredentialTables;
export type Db = Kysely<Tables>;

/** Milliseconds that a writer waits for another process's transaction. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens the SQLite file, made and migrated when needed. WAL lets the command line write while the service reads;
 * synchronous FULL keeps what was acknowledged through a power cut.
 */
export async function openDatabase(file: string): Promise<Db> {
  const sqlite = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqlite }) });
  try {
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    await migrate(db, sqlite);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return db;
}

/**
 * One transaction that takes the write lock at once: of two processes that start together one migrates, the other waits
 * and finds the work done. Kysely's own transaction would start as a reader and fail when it turns writer.
 */
async function migrate(db: Db, sqlite: Database.Database): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    disableTransactions: true,
  });
  sqlite.exec('BEGIN IMMEDIATE');
  const { error } = await migrator.migrateToLatest();
  sqlite.exec(error === undefined ? 'COMMIT' : 'ROLLBACK');
  if (error !== undefined) throw new Error('The database could not be brought up to date.', { cause: error });
}
