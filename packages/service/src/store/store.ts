import { mkdirSync } from 'node:fs';
import { sql } from 'kysely';
import { type CredentialOptions, type Credentials, credentials } from './credentials.ts';
import { openDatabase } from './database.ts';
import { databaseFile, loadPeppers, StoreFault } from './pepper.ts';
import { signerOf } from './secrets.ts';

export interface Store extends Credentials {
  /** Resolves when the database answered. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the data folder, made when it is not there. `pepper` is CLIENTELE_PEPPER, if set. Throws a StoreFault when the
 * pepper is missing or is not the one that signed the stored secrets.
 */
export async function openStore(
  options: { folder: string; pepper?: string | undefined } & CredentialOptions,
): Promise<Store> {
  const { folder, pepper, random } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const loaded = loadPeppers(folder, pepper, random);
  const db = await openDatabase(databaseFile(folder));
  const stored = await db.selectFrom('secrets').select('digest').execute();
  const foreign = stored.map(({ digest }) => signerOf(digest)).find((kid) => !loaded.byId.has(kid));
  if (foreign !== undefined) {
    await db.destroy();
    throw new StoreFault(
      `${folder} has secrets signed with another pepper (id ${foreign}). Restore that pepper, or list both in CLIENTELE_PEPPER, separated by a comma.`,
    );
  }
  return {
    ...credentials(db, loaded, options),
    ping: async () => void (await sql`select 1`.execute(db)),
    close: () => db.destroy(),
  };
}
