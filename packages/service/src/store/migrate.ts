import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Db } from './database.ts';
import { migrations } from './migrations/index.ts';
import { onPostgres } from './row-security.ts';

/** Any number will do, as long as every version of the service takes the same. */
const LOCK = 6_210_441_917;

/**
 * Brings the tables up to date in one transaction that takes a lock first: of two processes that start together one
 * migrates, the other waits and finds the work done. A migration that fails leaves everything as it was.
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
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw new Error('The database could not be brought up to date.', { cause: error });
  });
}
