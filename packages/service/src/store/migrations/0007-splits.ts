import type { Kysely } from 'kysely';

/** What the orders that a run's body was made of can say of segments, while the run waits. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('runs').addColumn('split_file', 'text').execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('runs').dropColumn('split_file').execute();
}
