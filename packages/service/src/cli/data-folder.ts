import { randomBytes } from 'node:crypto';
import { StorageAway } from '../store/away.ts';
import { StoreFault } from '../store/pepper.ts';
import { openStore, type Store } from '../store/store.ts';
import { UploadsFault } from '../http/uploads.ts';
import { InputError } from './input-error.ts';
import type { Settings } from './settings.ts';

/**
 * Opens the data folder, or the server that DATABASE_URL names, for the time of `use`. What cannot be used is the
 * caller's to mend.
 */
export async function openStoreFor<Result>(
  folder: string,
  { pepper, databaseUrl }: Pick<Settings, 'pepper' | 'databaseUrl'>,
  use: (store: Store) => Promise<Result>,
): Promise<Result> {
  const outside = { now: Date.now, random: randomBytes };
  try {
    const store = await openStore({ folder, pepper, databaseUrl, ...outside });
    return await use(store).finally(() => store.close());
  } catch (error) {
    throw mendable(error, folder) ?? error;
  }
}

/** What the person at the terminal can mend, as an InputError; null for any other error. */
export function mendable(error: unknown, folder: string): InputError | null {
  if (error instanceof StoreFault || error instanceof StorageAway || error instanceof UploadsFault)
    return new InputError(error.message);
  const { code = '' } = error as NodeJS.ErrnoException;
  const known = ['EACCES', 'EEXIST', 'ENOTDIR', 'EROFS', 'SQLITE_CANTOPEN', 'SQLITE_NOTADB'];
  return known.includes(code) ? new InputError(`The data folder ${folder} cannot be used (${code}).`) : null;
}
