import { createWriteStream } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Language } from '@clientele/engine';
import type { OrdersDatabase } from '../../orders/database.ts';
import { OrdersFault } from '../../orders/faults.ts';
import { ordersNotesOf } from '../../orders/notes.ts';
import { copyFromPostgres } from '../../orders/postgres.ts';
import { type ReadOrders, readOrders } from '../../orders/read-orders.ts';
import { InputError } from '../input-error.ts';
import type { OrderFlags } from '../order-flags.ts';
import { shareBar } from '../progress.ts';
import type { Sink } from '../surroundings.ts';
import type { Say } from '../words/words.ts';
import { nameOf } from './read.ts';

interface Voice {
  readonly say: Say;
  readonly language: Language;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  /** Where a bar may be drawn; nothing where it must not. */
  readonly bar: Partial<Sink>;
  readonly note: (text: string) => void;
}

const POSTGRES = /^postgres(?:ql)?:\/\//;

/**
 * Reads the orders in a file, in standard input or behind the address of a PostgreSQL server, says what was found, and
 * hands them to `use` while their lines are at hand. What can be mended becomes an InputError.
 */
export async function ordersIn<Result>(
  file: string,
  { columns, rules, share, from }: OrderFlags,
  { say, language, stdin, bar, note }: Voice,
  use: (read: ReadOrders, database: OrdersDatabase) => Promise<Result> | Result,
): Promise<Result> {
  if (!POSTGRES.test(file) && file !== '-') await requireFile(file, say);
  const where = POSTGRES.test(file)
    ? (folder: string) => copyFromPostgres({ url: file, ...from }, folder)
    : file === '-'
      ? (folder: string) => spooled(stdin, folder)
      : resolve(file);
  const progress = shareBar(bar, say('phase_orders'));
  try {
    return await readOrders(where, { columns, rules, share, onProgress: progress.report }, (read, database) => {
      progress.stop();
      for (const { message } of ordersNotesOf(read, language)) note(say('note_prefix', { text: message }));
      return use(read, database);
    });
  } catch (error) {
    if (!(error instanceof OrdersFault)) throw error;
    throw new InputError(say('body_fault', { file: shownName(file), message: error.say(language) }));
  } finally {
    progress.stop();
  }
}

/** The address of a server without its password. */
export function shownName(file: string): string {
  return POSTGRES.test(file) ? 'PostgreSQL' : nameOf(file);
}

async function requireFile(file: string, say: Say): Promise<void> {
  const { code = '' } = (await access(file).then(
    () => ({}),
    (error: unknown) => error,
  )) as NodeJS.ErrnoException;
  if (code === 'ENOENT') throw new InputError(say('missing_file', { file: file === '' ? '""' : file }));
  if (code !== '') throw new InputError(say('unreadable', { file, code }));
  if ((await stat(file)).isDirectory()) throw new InputError(say('is_folder', { file }));
}

/** The database reads files only: what comes in by standard input is written down first. */
async function spooled(stdin: AsyncIterable<Uint8Array | string>, folder: string): Promise<string> {
  const file = join(folder, 'stdin');
  await pipeline(Readable.from(stdin, { objectMode: false }), createWriteStream(file));
  return file;
}
