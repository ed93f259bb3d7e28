import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { inject } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import type { Db } from '../../src/store/handle.ts';
import { databaseFile } from '../../src/store/pepper.ts';
import type { StorePlace } from '../../src/store/store.ts';
import { type Cluster, startCluster, urlOf } from './postgres-cluster.ts';

/** An empty store of a test's own: what `openStore` takes, and its end. */
export interface EmptyStore {
  readonly place: StorePlace;
  /** As the environment and flags of a command name the same store. */
  readonly env: Record<string, string>;
  remove(): Promise<void>;
}

export interface StoreKind {
  readonly name: string;
  readonly empty: () => Promise<EmptyStore>;
}

export const sqlite: StoreKind = {
  name: 'SQLite',
  async empty() {
    const folder = temporaryFolder();
    return { place: { folder }, env: {}, remove: async () => rmSync(folder, { recursive: true, force: true }) };
  },
};

export const postgres: StoreKind = {
  name: 'PostgreSQL',
  empty: async () => emptyDatabase(await sharedCluster()),
};

/** Every kind of store, for `describe.each(stores)('... on $name', ({ empty }) => ...)`. */
export const stores: readonly StoreKind[] = [sqlite, postgres];

export const PEPPER = 'the pepper of the tests';
/** Whom the service signs in as: bound by row-level security, which superusers are not. */
const USER = 'clientele';

/** An empty database on `cluster`, owned by a user of the service's. */
export async function emptyDatabase(cluster: Cluster): Promise<EmptyStore> {
  const folder = temporaryFolder();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(cluster, `create database ${name} owner ${USER}`);
  const databaseUrl = urlOf(cluster, USER, name);
  return {
    place: { folder, databaseUrl, pepper: PEPPER },
    env: { DATABASE_URL: databaseUrl, CLIENTELE_PEPPER: PEPPER },
    async remove() {
      rmSync(folder, { recursive: true, force: true });
      await administer(cluster, `drop database ${name} with (force)`);
    },
  };
}

/** The rows beneath a store, past its functions. Close what this opens. */
export function openRows({ place: { folder, databaseUrl: url } }: EmptyStore): Promise<Db> {
  return openDatabase(url === undefined ? { file: databaseFile(folder) } : { url });
}

/** How many parts of files a store holds. */
export async function partsKept(own: EmptyStore): Promise<number> {
  const db = await openRows(own);
  const rows = await db.selectFrom('run_files').select('id').execute();
  await db.destroy();
  return rows.length;
}

/** Adds the service's user to a fresh server. */
export async function withUser(cluster: Cluster): Promise<Cluster> {
  await administer(cluster, `create role ${USER} login nosuperuser password '${cluster.password}'`);
  return cluster;
}

/** What a statement of the superuser's answers. */
export async function administer(cluster: Cluster, statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client(urlOf(cluster, 'postgres', 'postgres'));
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

let shared: Promise<Cluster> | undefined;

/** The server of this run: the first test that asks starts it, in whatever process it runs; the others wait. */
export function sharedCluster(): Promise<Cluster> {
  return (shared ??= findOrStart(inject('postgresFolder')));
}

async function findOrStart(folder: string): Promise<Cluster> {
  const told = join(folder, 'cluster.json');
  try {
    mkdirSync(join(folder, 'starting'));
  } catch {
    while (!existsSync(told)) {
      if (existsSync(join(folder, 'failed'))) throw new Error(readFileSync(join(folder, 'failed'), 'utf8'));
      await sleep(50);
    }
    return JSON.parse(readFileSync(told, 'utf8')) as Cluster;
  }
  try {
    const cluster = await withUser(await startCluster(folder));
    writeFileSync(`${told}.new`, JSON.stringify(cluster), { mode: 0o600 });
    renameSync(`${told}.new`, told); // never read half written
    return cluster;
  } catch (error) {
    writeFileSync(join(folder, 'failed'), String(error));
    throw error;
  }
}

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'clientele-store-'));
}
