import Sqlite from 'better-sqlite3';
import { CompiledQuery, type Dialect, type Driver, SqliteAdapter, SqliteDialect } from 'kysely';
import { awayOr } from './away.ts';

/** Milliseconds that a writer waits for another process's transaction. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * A SQLite file, made when it is not there. WAL lets the command line write while the service reads; synchronous FULL
 * keeps what was acknowledged through a power cut.
 */
export function sqliteDialect(file: string): Dialect {
  const sqlite = new Sqlite(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
  } catch (error) {
    sqlite.close();
    throw error;
  }
  const plain = new SqliteDialect({ database: sqlite });
  return {
    createAdapter: () => new Adapter(),
    createIntrospector: (db) => plain.createIntrospector(db),
    createQueryCompiler: () => plain.createQueryCompiler(),
    createDriver: () => immediate(plain.createDriver()),
  };
}

/** Kysely supposes that tables cannot be changed in a transaction; SQLite can, and takes the change back when it fails. */
class Adapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * A transaction takes the write lock at once and waits for it. SQLite's default starts as a reader and fails without
 * waiting when it turns writer after another process wrote. One that is read only takes no lock.
 */
function immediate(driver: Driver): Driver {
  const known = new WeakSet();
  return {
    init: (options) => driver.init(options),
    async acquireConnection(options) {
      const connection = await driver.acquireConnection(options);
      if (!known.has(connection)) {
        known.add(connection);
        const execute = connection.executeQuery.bind(connection);
        connection.executeQuery = (query, settings) => execute<never>(query, settings).catch(rethrow);
      }
      return connection;
    },
    async beginTransaction(connection, { accessMode }) {
      await connection.executeQuery(CompiledQuery.raw(accessMode === 'read only' ? 'begin' : 'begin immediate'));
    },
    commitTransaction: (connection) => driver.commitTransaction(connection),
    rollbackTransaction: (connection) => driver.rollbackTransaction(connection),
    releaseConnection: (connection) => driver.releaseConnection(connection),
    destroy: (options) => driver.destroy(options),
  };
}

function rethrow(error: unknown): never {
  throw awayOr(error);
}
