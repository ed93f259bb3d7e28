import type { Kysely } from 'kysely';
import { counted, protectRows } from '../row-security.ts';

/** Tenants, and the secrets they sign in with. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('tenants')
    .addColumn('id', 'integer', counted(db))
    .addColumn('api_id', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('secrets')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('tenant_id', 'integer', (column) => column.notNull().references('tenants.id').onDelete('cascade'))
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('last4', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .addColumn('revoked_at', 'text')
    .execute();
  await db.schema.createIndex('secrets_of_tenant').on('secrets').column('tenant_id').execute();
  await protectRows(db, 'tenants', { apiId: 'api_id' });
  await protectRows(db, 'secrets', { tenantId: 'tenant_id' });
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('secrets').execute();
  await db.schema.dropTable('tenants').execute();
}
