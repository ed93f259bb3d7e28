import { type ColumnDataType, type ColumnDefinitionBuilder, type Kysely, PostgresAdapter, sql } from 'kysely';

/** Whether a migration runs on PostgreSQL. */
export function onPostgres(db: Pick<Kysely<unknown>, 'getExecutor'>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}

/** A primary key of type integer that the database counts up by itself. */
export function counted(db: Kysely<unknown>): (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder {
  return (column) =>
    onPostgres(db) ? column.generatedByDefaultAsIdentity().primaryKey() : column.primaryKey().autoIncrement();
}

/** What a column of bytes is called. */
export function bytesType(db: Kysely<unknown>): ColumnDataType {
  return onPostgres(db) ? 'bytea' : 'blob';
}

/**
 * What a table's column names its tenant by: its customer API id, or its number in the table tenants. Rows where it is
 * null belong to no tenant, and only the service as a whole sees them.
 */
export type Owner = { readonly apiId: string } | { readonly tenantId: string };

/**
 * The second wall between tenants. On PostgreSQL the rows of `table` are seen, made and changed only by a transaction
 * whose setting `clientele.tenant` is their tenant's API id, or `*`; without the setting there are none. SQLite has no
 * such thing: there the conditions of the queries are the only wall. Every table whose rows belong to tenants calls it
 * in the migration that makes it.
 */
export async function protectRows(db: Kysely<unknown>, table: string, owner: Owner): Promise<void> {
  if (!onPostgres(db)) return;
  const setting = sql`current_setting('clientele.tenant', true)`;
  const own =
    'apiId' in owner
      ? sql`${sql.ref(owner.apiId)} = ${setting}`
      : sql`${sql.ref(owner.tenantId)} in (select id from tenants where api_id = ${setting})`;
  const named = sql.table(table);
  await sql`alter table ${named} enable row level security`.execute(db);
  // Without it the owner of the table, who is the one that the service signs in as, would be let through.
  await sql`alter table ${named} force row level security`.execute(db);
  await sql`create policy of_tenant on ${named} using (${setting} = '*' or ${own})`.execute(db);
}
