import type { Kysely } from 'kysely';
import { protectRows } from '../row-security.ts';

/** Where tenants are told of what happened, and the messages that are on their way. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('webhooks')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('tenant_id', 'integer', (column) => column.notNull().references('tenants.id').onDelete('cascade'))
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('events', 'text', (column) => column.notNull())
    .addColumn('secret', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('disabled_at', 'text')
    .addColumn('disabled_reason', 'text')
    .addColumn('failing_since', 'text')
    .execute();
  await db.schema.createIndex('webhooks_of_tenant').on('webhooks').column('tenant_id').execute();
  await db.schema
    .createTable('deliveries')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('tenant_id', 'integer', (column) => column.notNull().references('tenants.id').onDelete('cascade'))
    .addColumn('webhook_id', 'text', (column) => column.notNull().references('webhooks.id').onDelete('cascade'))
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('payload', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('next_at', 'text', (column) => column.notNull())
    .addColumn('last_status', 'integer')
    .addColumn('last_error', 'text')
    .addColumn('last_at', 'text')
    .execute();
  await db.schema.createIndex('deliveries_due').on('deliveries').columns(['state', 'next_at']).execute();
  await db.schema.createIndex('deliveries_of_webhook').on('deliveries').columns(['webhook_id', 'created_at']).execute();
  for (const table of ['webhooks', 'deliveries']) await protectRows(db, table, { tenantId: 'tenant_id' });
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['deliveries', 'webhooks']) await db.schema.dropTable(table).execute();
}
