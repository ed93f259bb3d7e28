import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { InputError } from './input-error.ts';

/**
 * The settings of ours in the file `.env` of the working directory, if there is one: names that begin with CLIENTELE_.
 * Others belong to other programs; a DATABASE_URL among them is most often not meant for us. Throws an InputError when the
 * file is there and cannot be read.
 */
export function dotenv(): Record<string, string | undefined> {
  try {
    const all = Object.entries(parseEnv(readFileSync('.env', 'utf8')));
    return Object.fromEntries(all.filter(([name]) => name.startsWith('CLIENTELE_')));
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new InputError(`The file .env cannot be read (${code}).`);
  }
}
