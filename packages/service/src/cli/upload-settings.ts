import { type Command, InvalidArgumentError } from 'commander';
import type { Uploads } from '../http/uploads.ts';
import { LEAST_MB } from '../orders/share.ts';
import { InputError } from './input-error.ts';
import { whole } from './numbers.ts';
import { MOST_MB, MOST_THREADS } from './order-flags.ts';
import type { Settings } from './settings.ts';

/** What `serve` takes for files of orders, by its flags. */
export interface UploadFlags {
  readonly maxUploadMb?: number;
  readonly ordersMemoryMb?: number;
  readonly ordersThreads?: number;
  readonly ordersFolder?: string;
}

const megabytes = whole(1, MOST_MB);
const memory = whole(LEAST_MB, MOST_MB);
const threads = whole(1, MOST_THREADS);

export function withUploads(command: Command): Command {
  return command
    .option(
      '--max-upload-mb <number>',
      'largest file of orders, in MiB (CLIENTELE_MAX_UPLOAD_MB; default 2048)',
      megabytes,
    )
    .option(
      '--orders-memory-mb <number>',
      'memory in which a file of orders is summed up (CLIENTELE_ORDERS_MEMORY_MB; default: a quarter of what workers leave, at most 4096)',
      memory,
    )
    .option(
      '--orders-threads <number>',
      'threads that sum up a file of orders; they give way to workers (CLIENTELE_ORDERS_THREADS; default: one a core)',
      threads,
    )
    .option(
      '--orders-folder <folder>',
      'where files of orders are written meanwhile (CLIENTELE_ORDERS_FOLDER; default: the temporary folder)',
    );
}

/** What was set, a flag before the variable of its name. Throws an InputError for a variable that its flag would refuse. */
export function uploadsFrom(flags: UploadFlags, settings: Settings): Partial<Uploads> {
  const { maxUploadMb, ordersMemoryMb, ordersThreads, ordersFolder } = settings;
  const largest = flags.maxUploadMb ?? read('CLIENTELE_MAX_UPLOAD_MB', maxUploadMb, megabytes);
  const memoryMb = flags.ordersMemoryMb ?? read('CLIENTELE_ORDERS_MEMORY_MB', ordersMemoryMb, memory);
  const count = flags.ordersThreads ?? read('CLIENTELE_ORDERS_THREADS', ordersThreads, threads);
  const folder = flags.ordersFolder ?? read('CLIENTELE_ORDERS_FOLDER', ordersFolder, (text) => text);
  return {
    ...(largest === undefined ? {} : { bytes: largest * 1024 * 1024 }),
    ...(memoryMb === undefined ? {} : { memoryMb }),
    ...(count === undefined ? {} : { threads: count }),
    ...(folder === undefined ? {} : { folder }),
  };
}

function read<Value>(name: string, text: string | undefined, as: (text: string) => Value): Value | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    return as(text);
  } catch (error) {
    throw error instanceof InvalidArgumentError ? new InputError(`${name} is "${text}". ${error.message}`) : error;
  }
}
