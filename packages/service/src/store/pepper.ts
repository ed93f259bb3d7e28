import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Peppers, peppers, type RandomBytes } from './secrets.ts';

/** A data folder that cannot be used as it is; the message says what to do. */
export class StoreFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StoreFault';
  }
}

const PEPPER_BYTES = 32;
const SHORTEST_PEPPER = 16;

/**
 * The peppers of a data folder: those in `given` (comma-separated, the current one first) or in the file `pepper`. A
 * fresh folder gets a file, readable by its owner only. With a database but no pepper no secret could be verified, and
 * a new pepper would silently lock every tenant out: that throws a StoreFault.
 */
export function loadPeppers(folder: string, given: string | undefined, random: RandomBytes): Peppers {
  const file = join(folder, 'pepper');
  if (given !== undefined && given !== '') return parsePeppers(given, 'CLIENTELE_PEPPER');
  if (existsSync(file)) return parsePeppers(readFileSync(file, 'utf8'), file);
  if (existsSync(databaseFile(folder)))
    throw new StoreFault(
      `${folder} has a database but no pepper, so no secret can be verified. Restore ${file} or set CLIENTELE_PEPPER.`,
    );
  const text = Buffer.from(random(PEPPER_BYTES)).toString('base64url');
  try {
    writeFileSync(file, `${text}\n`, { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    // Another process made the folder at the same moment: its pepper counts.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return parsePeppers(readFileSync(file, 'utf8'), file);
}

/**
 * The peppers of a database on a server, which every service on it must share: those in `given`, or in the file
 * `pepper` of the folder. None is made up: it would sign secrets that no other service can verify.
 */
export function sharedPeppers(folder: string, given: string | undefined): Peppers {
  const file = join(folder, 'pepper');
  if (given !== undefined && given !== '') return parsePeppers(given, 'CLIENTELE_PEPPER');
  if (existsSync(file)) return parsePeppers(readFileSync(file, 'utf8'), file);
  throw new StoreFault(
    `A database on a server needs a pepper that all its services share. Set CLIENTELE_PEPPER to ${SHORTEST_PEPPER} or more random characters: openssl rand -base64 32`,
  );
}

export function databaseFile(folder: string): string {
  return join(folder, 'clientele.db');
}

function parsePeppers(text: string, source: string): Peppers {
  const [first, ...rest] = text
    .split(/[,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (first === undefined || [first, ...rest].some((part) => part.length < SHORTEST_PEPPER))
    throw new StoreFault(`${source} must hold a pepper of at least ${SHORTEST_PEPPER} characters.`);
  return peppers([first, ...rest]);
}
