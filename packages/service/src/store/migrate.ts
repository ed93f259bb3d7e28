import { sql } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, Migrator } from 'kysely/migration';
import type { Db } from './handle.ts';
import { migrations } from './migrations/index.ts';
import { StoreFault } from './pepper.ts';
import { onPostgres } from './row-security.ts';

/** Any number will do, as long as every version of the service takes the same. */
const LOCK = 6_210_441_917;

/**
 * Brings the tables up to date in one transaction that takes a lock first: of two processes that start together one
 * migrates, the other waits and finds the work done. A migration that fails leaves everything as it was. Throws a StoreFault
 * when a later version of the service was here.
 */
export async function migrateUnderLock(db: Db): Promise<void> {
  // On SQLite a transaction that may write holds the lock of the file already.
  await db.transaction().execute(async (transaction) => {
    if (onPostgres(transaction)) {
      await sql`set local statement_timeout = 0`.execute(transaction);
      await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(transaction);
    }
    const migrator = new Migrator({
      db: transaction,
      provider: { getMigrations: async () => migrations },
    });
    const later = (await executed(transaction)).find((name) => !Object.hasOwn(migrations, name));
    if (later !== undefined)
      throw new StoreFault(
        `The database could not be brought up to date: a later version has changed it already (${later}). Use that version, or the backup from before.`,
      );
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw new Error('The database could not be brought up to date.', { cause: error });
  });
}

/** Names of the migrations that were done, the first first; none in a database that is new. */
async function executed(db: Db): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === DEFAULT_MIGRATION_TABLE)) return [];
  const { rows } = await sql<{
    name: string;
  }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)} order by name`.execute(db);
  return rows.map(({ name }) => name);
}
