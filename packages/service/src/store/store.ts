import { mkdirSync } from 'node:fs';
import { sql } from 'kysely';
import { checkpointBeside } from './checkpoints.ts';
import { type CredentialOptions, type Credentials, credentials } from './credentials.ts';
import { openDatabase } from './database.ts';
import type { Db } from './handle.ts';
import { type Deliveries, deliveries } from './deliveries.ts';
import { databaseFile, loadPeppers, sharedPeppers, StoreFault } from './pepper.ts';
import { type Peppers, signerOf } from './secrets.ts';
import { expiringSecrets } from './expiring.ts';
import { type Requests, requests } from './requests.ts';
import { runs } from './runs.ts';
import type { Runs } from './run.ts';
import type { Tasks } from './task.ts';
import { tasks } from './tasks.ts';
import { type Usage, usage } from './usage.ts';
import { sealAnew, type Webhooks, webhooks } from './webhooks.ts';
import { productVersion } from '../contract/version.ts';

export interface Store extends Credentials, Runs, Tasks, Requests, Usage, Webhooks, Deliveries {
  /** Resolves when the database answered. */
  ping(): Promise<void>;
  /** How many usable secrets end within so many days. */
  expiringSecrets(days: number): Promise<number>;
  close(): Promise<void>;
}

/** Where a store is, and who signs its secrets. */
export interface StorePlace {
  /** The data folder; the SQLite file and the pepper are in it. */
  readonly folder: string;
  /** DATABASE_URL, if set: a PostgreSQL server in place of the SQLite file. */
  readonly databaseUrl?: string | undefined;
  /** Connections to PostgreSQL at most. Default 10. */
  readonly connections?: number | undefined;
  /** CLIENTELE_PEPPER, if set. */
  readonly pepper?: string | undefined;
  /** A service that writes all the time, and must answer meanwhile. Default false: a command. */
  readonly serving?: boolean | undefined;
}

/**
 * Opens the data folder, made when it is not there, or the PostgreSQL server, and brings its tables up to date. Throws a
 * StoreFault when the pepper is missing or is not the one that signed the stored secrets, StorageAway when the database
 * cannot be reached.
 */
export async function openStore(options: StorePlace & CredentialOptions): Promise<Store> {
  const { folder, databaseUrl, connections, pepper, random, serving = false } = options;
  const onServer = databaseUrl !== undefined && databaseUrl !== '';
  if (!onServer) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const loaded = onServer ? sharedPeppers(folder, pepper) : loadPeppers(folder, pepper, random);
  const db = await openDatabase(onServer ? { url: databaseUrl, connections } : { file: databaseFile(folder) });
  let end = async (): Promise<void> => {};
  try {
    await refuseForeignPepper(db, loaded, onServer ? 'The database' : folder);
    await sealAnew(db, loaded, random);
    if (serving && !onServer) end = await checkpointBeside(db, databaseFile(folder));
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    ...credentials(db, loaded, options),
    ...runs(db, options, productVersion),
    ...tasks(db, options, productVersion),
    ...requests(db, options.now),
    ...usage(db),
    ...webhooks(db, loaded, options),
    ...deliveries(db, loaded, options),
    ping: async () => void (await sql`select 1`.execute(db)),
    expiringSecrets: (days) => expiringSecrets(db, options.now(), days),
    close: () => end().finally(() => db.destroy()),
  };
}

async function refuseForeignPepper(db: Db, peppers: Peppers, where: string): Promise<void> {
  const digests = await db.selectFrom('secrets').select('digest').execute();
  const sealed = await db.selectFrom('webhooks').select('secret').execute();
  const stored = [...digests.map(({ digest }) => digest), ...sealed.map(({ secret }) => secret)];
  const foreign = stored.map(signerOf).find((kid) => !peppers.byId.has(kid));
  if (foreign === undefined) return;
  throw new StoreFault(
    `${where} has secrets signed with another pepper (id ${foreign}). Restore that pepper, or list both in CLIENTELE_PEPPER, separated by a comma.`,
  );
}
