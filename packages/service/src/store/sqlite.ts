import Sqlite from 'better-sqlite3';
import { CompiledQuery, type Dialect, type Driver, SqliteAdapter, SqliteDialect } from 'kysely';
import { setTimeout as sleep } from 'node:timers/promises';
import { awayOr } from './away.ts';
import { keepingStatements } from './statements.ts';

/** Milliseconds that a writer waits for another process's transaction. */
const BUSY_MS = 5_000;
/** How often it looks; the process answers others meanwhile. */
const LOOK_AGAIN_MS = 5;

/**
 * A SQLite file, made when it is not there. WAL lets the command line write while the service reads; synchronous FULL
 * keeps what was acknowledged through a power cut.
 */
export function sqliteDialect(file: string): Dialect {
  const sqlite = new Sqlite(file, { timeout: BUSY_MS });
  try {
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    // What is deleted is overwritten: a customer's values must not stay in pages that are free.
    sqlite.pragma('secure_delete = ON');
    // From here on waiting is done in `immediate`: SQLite's own would hold up everything else in the process.
    sqlite.pragma('busy_timeout = 0');
  } catch (error) {
    sqlite.close();
    throw error;
  }
  const plain = new SqliteDialect({ database: keepingStatements(sqlite) });
  return {
    createAdapter: () => new Adapter(),
    createIntrospector: (db) => plain.createIntrospector(db),
    createQueryCompiler: () => plain.createQueryCompiler(),
    createDriver: () => immediate(plain.createDriver(), sqlite),
  };
}

/** Kysely supposes that tables cannot be changed in a transaction; SQLite can, and takes the change back when it fails. */
class Adapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * A transaction takes the write lock at once. SQLite's default starts as a reader and fails when it turns writer after
 * another process wrote. One that is read only takes no lock. What finds the file locked looks again, without holding up
 * the process, until the time is over.
 */
function immediate(driver: Driver, sqlite: Sqlite.Database): Driver {
  const known = new WeakSet();
  return {
    init: (options) => driver.init(options),
    async acquireConnection(options) {
      const connection = await driver.acquireConnection(options);
      if (!known.has(connection)) {
        known.add(connection);
        const execute = connection.executeQuery.bind(connection);
        connection.executeQuery = (query, settings) => patiently(() => execute<never>(query, settings));
      }
      return connection;
    },
    async beginTransaction(connection, { accessMode }) {
      await connection.executeQuery(CompiledQuery.raw(accessMode === 'read only' ? 'begin' : 'begin immediate'));
    },
    commitTransaction: (connection) => driver.commitTransaction(connection),
    async rollbackTransaction(connection) {
      // A full disk may have made SQLite take all of it back already: the reason must not be lost over that.
      if (sqlite.inTransaction) await driver.rollbackTransaction(connection);
    },
    releaseConnection: (connection) => driver.releaseConnection(connection),
    destroy: (options) => driver.destroy(options),
  };
}

async function patiently<Result>(execute: () => Promise<Result>): Promise<Result> {
  const end = performance.now() + BUSY_MS;
  for (;;) {
    try {
      return await execute();
    } catch (error) {
      // A statement that was refused so did nothing, and leaves its transaction as it was.
      if ((error as { code?: string }).code !== 'SQLITE_BUSY' || performance.now() >= end) throw awayOr(error);
    }
    await sleep(LOOK_AGAIN_MS);
  }
}
