import type { Kysely } from 'kysely';
import { protectRows } from '../row-security.ts';

/** Rotation of secrets, tenants that are switched off, access tokens, and the audit log. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('tenants').addColumn('disabled_at', 'text').execute();
  // Written first by whoever changes a tenant: of two at once, one waits for the other.
  await db.schema
    .alterTable('tenants')
    .addColumn('revision', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  for (const column of ['replaced_at', 'last_used_at', 'request_key'])
    await db.schema.alterTable('secrets').addColumn(column, 'text').execute();
  // Days before its end of which the log was told last; null until the first notice.
  await db.schema.alterTable('secrets').addColumn('noticed_days', 'integer').execute();
  await db.schema
    .createTable('tokens')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('tenant_id', 'integer', (column) => column.references('tenants.id').onDelete('cascade'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('last4', 'text', (column) => column.notNull())
    .addColumn('abilities', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text')
    .addColumn('revoked_at', 'text')
    .addColumn('last_used_at', 'text')
    .execute();
  await db.schema.createIndex('tokens_of_tenant').on('tokens').column('tenant_id').execute();
  await protectRows(db, 'tokens', { tenantId: 'tenant_id' });
  await createAudit(db);
  await protectRows(db, 'audit', { apiId: 'tenant' });
}

async function createAudit(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('audit')
    .addColumn('seq', 'integer', (column) => column.primaryKey())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('tenant', 'text')
    .addColumn('object', 'text')
    .addColumn('request_id', 'text')
    .addColumn('address', 'text')
    .addColumn('details', 'text', (column) => column.notNull())
    .addColumn('previous', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
  // One row, the end of the chain: written first by every entry, so that entries follow each other.
  await db.schema
    .createTable('audit_head')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
  // The tables of the whole database are not known to a migration: it describes the step, not the result.
  const head = db as Kysely<{ audit_head: { id: number; seq: number; hash: string } }>;
  await head
    .insertInto('audit_head')
    .values({ id: 1, seq: 0, hash: '0'.repeat(64) })
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['audit_head', 'audit', 'tokens']) await db.schema.dropTable(table).execute();
  for (const column of ['replaced_at', 'last_used_at', 'request_key', 'noticed_days'])
    await db.schema.alterTable('secrets').dropColumn(column).execute();
  for (const column of ['disabled_at', 'revision']) await db.schema.alterTable('tenants').dropColumn(column).execute();
}
