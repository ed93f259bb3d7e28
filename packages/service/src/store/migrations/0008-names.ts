import type { Kysely } from 'kysely';

/** What people call a run, and its segments. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('runs').addColumn('name', 'text').execute();
  await db.schema.alterTable('runs').addColumn('segment_names', 'text').execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const column of ['segment_names', 'name']) await db.schema.alterTable('runs').dropColumn(column).execute();
}
