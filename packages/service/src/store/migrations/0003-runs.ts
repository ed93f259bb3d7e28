import type { Kysely } from 'kysely';
import { bytesType, protectRows } from '../row-security.ts';

/** Runs, the bytes that belong to them, and the keys of requests that must not be done twice. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createRuns(db);
  await createRunFiles(db);
  await createRequests(db);
  for (const table of ['runs', 'run_files', 'requests']) await protectRows(db, table, { tenantId: 'tenant_id' });
}

async function createRuns(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('runs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('tenant_id', 'integer', (column) => column.notNull().references('tenants.id').onDelete('cascade'))
    .addColumn('contract', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('request_id', 'text')
    .addColumn('language', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('started_at', 'text')
    .addColumn('finished_at', 'text')
    .addColumn('customers', 'integer')
    .addColumn('algorithm', 'text')
    .addColumn('n_clusters', 'integer')
    .addColumn('verdict', 'text')
    .addColumn('summary', 'text')
    .addColumn('timings', 'text')
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('chosen_from', 'text')
    .addColumn('previous_run_id', 'text')
    .addColumn('body_file', 'text')
    .addColumn('snapshot_file', 'text')
    .addColumn('fence', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('task_id', 'text', (column) => column.unique())
    .addColumn('client_task_id', 'text')
    .addColumn('cost', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('virtual_start', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('crashes', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('not_before', 'text')
    .addColumn('progress', 'text')
    .addColumn('cancel_at', 'text')
    .addColumn('error', 'text')
    .execute();
  await db.schema.createIndex('runs_of_tenant').on('runs').columns(['tenant_id', 'created_at', 'id']).execute();
  await db.schema.createIndex('turns_of_tenant').on('runs').columns(['tenant_id', 'virtual_start']).execute();
  await db.schema.createIndex('runs_in_turn').on('runs').columns(['state', 'virtual_start']).execute();
}

async function createRunFiles(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('run_files')
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('tenant_id', 'integer', (column) => column.notNull().references('tenants.id').onDelete('cascade'))
    .addColumn('part', 'integer', (column) => column.notNull())
    .addColumn('written_at', 'text', (column) => column.notNull())
    .addColumn('bytes', bytesType(db), (column) => column.notNull())
    .addPrimaryKeyConstraint('run_files_key', ['id', 'part'])
    .execute();
}

async function createRequests(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('requests')
    .addColumn('tenant_id', 'integer', (column) => column.notNull().references('tenants.id').onDelete('cascade'))
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('run_id', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('busy_until', 'text')
    .addPrimaryKeyConstraint('requests_key', ['tenant_id', 'key'])
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['requests', 'run_files', 'runs']) await db.schema.dropTable(table).execute();
}
