import { Kysely, sql } from 'kysely';
import type { Db, Tables } from './handle.ts';
import { migrateUnderLock } from './migrate.ts';
import { StoreFault } from './pepper.ts';
import { postgresDialect, postgresPool } from './postgres.ts';
import { sqliteDialect } from './sqlite.ts';

/** A SQLite file, or a PostgreSQL server by its URL. */
export type Place = { readonly file: string } | { readonly url: string; readonly connections?: number | undefined };

/** Connections that one service holds at most. */
const CONNECTIONS = 10;

/** How to narrow a handle that reaches every tenant's rows; on SQLite nothing narrows it. */
const narrowing = new WeakMap<Db, (apiId: string) => Db>();

/**
 * Opens a database and brings its tables up to date. The handle reaches the rows of all tenants: for administration, and
 * to find out whose a credential is. Whatever knows its tenant asks through `rowsOf`.
 */
export async function openDatabase(place: Place): Promise<Db> {
  if ('url' in place) refuseMalformed(place.url);
  const db = 'url' in place ? openPostgres(place) : new Kysely<Tables>({ dialect: sqliteDialect(place.file) });
  try {
    if ('url' in place) await refuseSuperuser(db);
    await migrateUnderLock(db);
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/** The rows of one tenant. On PostgreSQL no others are there, whatever a query asks for: see row-security.ts. */
export function rowsOf(db: Db, apiId: string): Db {
  return narrowing.get(db)?.(apiId) ?? db;
}

function openPostgres({ url, connections = CONNECTIONS }: Extract<Place, { url: string }>): Db {
  const pool = postgresPool(url, connections);
  const db = new Kysely<Tables>({ dialect: postgresDialect(pool, 'everyone') });
  // A handle costs a few objects; the connections are the pool's.
  narrowing.set(db, (tenant) => new Kysely<Tables>({ dialect: postgresDialect(pool, { tenant }) }));
  return db;
}

/** Told without the URL, which has a password in it. */
function refuseMalformed(url: string): void {
  if (/^postgres(?:ql)?:\/\//.test(url) && URL.canParse(url)) return;
  throw new StoreFault('DATABASE_URL is not of the form postgres://user:password@host:5432/database.');
}

/** Row-level security does not bind superusers: the second wall would be there in name only. */
async function refuseSuperuser(db: Db): Promise<void> {
  const { rows } = await sql<{ name: string; unbound: boolean }>`
    select rolname as name, rolsuper or rolbypassrls as unbound from pg_roles where rolname = current_user`.execute(db);
  if (rows[0]?.unbound !== true) return;
  throw new StoreFault(
    `DATABASE_URL signs in as ${rows[0].name}, whom row-level security does not bind. Make a user for the service: create role clientele login password '...'; create database clientele owner clientele;`,
  );
}
