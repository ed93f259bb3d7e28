import type { Kysely } from 'kysely';

/** How the file of orders that a run was made of was read; unknown of runs from before. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('runs').addColumn('notes', 'text').execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('runs').dropColumn('notes').execute();
}
