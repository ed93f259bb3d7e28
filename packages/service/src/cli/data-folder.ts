import { randomBytes } from 'node:crypto';
import { StoreFault } from '../store/pepper.ts';
import { openStore, type Store } from '../store/store.ts';
import { InputError } from './input-error.ts';

/** Opens a data folder for the time of `use`. A folder that cannot be used is the caller's to mend. */
export async function openStoreFor<Result>(
  folder: string,
  pepper: string | undefined,
  use: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = await openStore({ folder, pepper, now: Date.now, random: randomBytes }).catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof StoreFault) throw new InputError(message);
    if (
      code !== undefined &&
      ['EACCES', 'EEXIST', 'ENOTDIR', 'EROFS', 'SQLITE_CANTOPEN', 'SQLITE_NOTADB'].includes(code)
    )
      throw new InputError(`The data folder ${folder} cannot be used (${code}).`);
    throw error;
  });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
