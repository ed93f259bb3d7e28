import { fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Language } from '@clientele/engine';
import { Refusal } from '../contract/errors.ts';
import type { FileNote, OrderFilesQuery } from '../contract/orders/order-files.ts';
import type { Share } from '../orders/share.ts';
import type { Bytes } from './bytes.ts';

/** A file of orders to sum up, in a process of its own. */
export interface FileOrder {
  readonly folder: string;
  readonly file: string;
  /** Where the body of the segmentation is written, and the packed TimeSplit that goes with it. */
  readonly target: { readonly body: string; readonly split: string };
  readonly asked: OrderFilesQuery;
  readonly language: Language;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly share: Pick<Share, 'memoryMb' | 'threads'>;
  /** Customers that a run may have. */
  readonly mostCustomers: number;
}

/** What the process says at its end. */
export type FileOutcome =
  | { readonly kind: 'written'; readonly notes: readonly FileNote[]; readonly customers: number }
  /** What the owner of the file can mend, in words. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The share of the machine did not suffice. */
  | { readonly kind: 'no room'; readonly what: 'disk' | 'memory' }
  | { readonly kind: 'failure'; readonly report: string };

export interface OrderFiles {
  /**
   * Takes a place among those whose files are received, wait or are summed up; call the result at the end. Throws the Refusal
   * OVERLOADED when there is none.
   */
  admit(): () => void;
  /**
   * The body of purchasing_segmentation that the file becomes, and a packed TimeSplit. Throws a Refusal: ORDERS_REFUSED,
   * ORDERS_TOO_LARGE, TOO_MANY_CUSTOMERS, INSUFFICIENT_DATA, DISK_FULL, TIMEOUT; when `gone` is aborted, what it was aborted with.
   */
  read(order: Omit<FileOrder, 'target'>, gone: AbortSignal): Promise<ReadFile>;
}

export interface ReadFile {
  readonly body: Bytes;
  readonly split: Bytes;
  readonly notes: readonly FileNote[];
}

/** Files under way. They are summed up one at a time: each may take its whole share of the machine. */
const MOST = 8;
const LONGEST_MS = 300_000;
/** One alone is no group. */
const FEWEST_CUSTOMERS = 2;
const RETRY_AFTER_SECONDS = 10;
const program = new URL(
  import.meta.url.endsWith('.ts') ? './order-file-process.ts' : './order-file-process.js',
  import.meta.url,
);

/** Sums up files in processes of their own: what is wrong with one, or too much, ends that process alone. */
export function orderFiles(): OrderFiles {
  let taken = 0;
  let last: Promise<unknown> = Promise.resolve();

  async function sumUp(given: Omit<FileOrder, 'target'>, gone: AbortSignal): Promise<ReadFile> {
    const target = { body: join(given.folder, 'body.json'), split: join(given.folder, 'split') };
    const order: FileOrder = { ...given, target };
    const outcome = await performed(order, gone);
    if (outcome.kind === 'refused') throw new Refusal('ORDERS_REFUSED', { message: outcome.message }, { path: 'body' });
    if (outcome.kind === 'no room') throw new Refusal(outcome.what === 'disk' ? 'DISK_FULL' : 'ORDERS_TOO_LARGE');
    if (outcome.kind === 'failure') throw new Error(outcome.report);
    requireRun(outcome.customers, order);
    return { body: await bytesOf(target.body), split: await bytesOf(target.split), notes: outcome.notes };
  }

  return {
    admit() {
      if (taken >= MOST) throw new Refusal('OVERLOADED', { retry_after: RETRY_AFTER_SECONDS });
      taken++;
      return () => void taken--;
    },
    async read(given, gone) {
      const turn = last.then(() => sumUp(given, gone));
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

/** What the run would be refused for later is told at once. */
function requireRun(customers: number, { mostCustomers }: FileOrder): void {
  if (customers > mostCustomers) throw new Refusal('TOO_MANY_CUSTOMERS', { limit: mostCustomers });
  if (customers < FEWEST_CUSTOMERS)
    throw new Refusal(
      'INSUFFICIENT_DATA',
      { minimum_required: FEWEST_CUSTOMERS, provided: customers },
      { path: 'body' },
    );
}

async function bytesOf(file: string): Promise<Bytes> {
  return new Uint8Array(await readFile(file));
}

function performed(order: FileOrder, gone: AbortSignal): Promise<FileOutcome> {
  return new Promise((resolve, reject) => {
    gone.throwIfAborted();
    // Nothing of the service's own environment: it holds secrets.
    const child = fork(program, { env: {}, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const end = (reason: unknown): void => {
      child.kill('SIGKILL');
      reject(reason);
    };
    const timer = setTimeout(
      () => end(new Refusal('TIMEOUT', { limit_seconds: LONGEST_MS / 1000, retry_after: RETRY_AFTER_SECONDS })),
      LONGEST_MS,
    );
    const leave = (): void => end(gone.reason);
    gone.addEventListener('abort', leave);
    child.once('message', (outcome: FileOutcome) => resolve(outcome));
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      gone.removeEventListener('abort', leave);
      resolve({ kind: 'failure', report: `The process that sums up orders ended with ${signal ?? code}.` });
    });
    child.send(order);
  });
}
