import type { Kysely } from 'kysely';

/** How large the segments of a run are, for lists; unknown of runs from before. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('runs').addColumn('segment_sizes', 'text').execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('runs').dropColumn('segment_sizes').execute();
}
