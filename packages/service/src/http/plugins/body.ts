import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Refusal } from '../../contract/errors.ts';
import type { Lease } from '../limits/byte-budget.ts';
import { idleLimit } from './idle.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Memory for the body, held until the answer is out. */
    lease: Lease | null;
  }
}

/** Bytes after the end of a compressed body are a fault; gzip sees them by itself, and may have several members. */
const strict = { rejectGarbageAfterEnd: true };
const decoders = {
  gzip: () => createGunzip(),
  'x-gzip': () => createGunzip(),
  deflate: () => createInflate(strict),
  br: () => createBrotliDecompress(strict),
} as const;
/** Blocks are moved to the compute worker as they are, so no thread copies a body whose length was announced. */
const BLOCK_BYTES = 1024 * 1024;
const FIRST_BLOCK_BYTES = 64 * 1024;

/**
 * Refuses what can be told to be unreadable from the headers: other types than JSON (415), unknown encodings (415), and
 * a Content-Length above `limit` (413).
 */
export function requireReadable(request: FastifyRequest, limit: number): void {
  requireJson(request.headers['content-type']);
  const encoding = encodingOf(request);
  if (encoding !== 'identity' && !Object.hasOwn(decoders, encoding)) throw new Refusal('UNKNOWN_ENCODING');
  // A packed body is no longer than what it unfolds to, or its sender had better not pack it.
  if (Number(request.headers['content-length'] ?? 0) > limit) throw new Refusal('BODY_TOO_LARGE', { limit });
}

/** What memory the body will need, as far as it tells: the length of a body that is not packed. */
export function announcedBytes(request: FastifyRequest): number {
  const length = Number(request.headers['content-length'] ?? 0);
  return encodingOf(request) === 'identity' && length > 0 ? length : FIRST_BLOCK_BYTES;
}

function encodingOf({ headers }: FastifyRequest): string {
  return (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
}

/**
 * The decoded body as blocks of bytes. Refuses at the first byte above `limit` (413), so a bomb never unfolds; where the
 * request's lease cannot grow with it (503); a damaged encoding (400); and an upload that stalls for `stallMs` (408).
 * `hash` is told every byte as it comes.
 */
export async function readBody(
  request: FastifyRequest,
  reply: FastifyReply,
  limit: number,
  hash?: Hash,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const encoding = encodingOf(request);
  const { uploadStallMs } = request.server.gates.settings;
  // Only now is a caller that asked told to go on.
  if (request.headers.expect?.toLowerCase() === '100-continue') reply.raw.writeContinue();

  // One block takes what is not packed; its pages cost memory only as they are filled.
  const blocks = collector({ limit, firstBlock: announcedBytes(request), lease: request.lease, hash });
  try {
    if (encoding === 'identity') await fed(request.raw, blocks.sink, finished(blocks.sink), uploadStallMs);
    else {
      const decoder = decoders[encoding as keyof typeof decoders]();
      await fed(request.raw, decoder, pipeline(decoder, blocks.sink), uploadStallMs);
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('DAMAGED_ENCODING', { encoding });
  }
  return blocks.taken();
}

function requireJson(contentType: string | undefined): void {
  if (contentType === undefined || contentType.trim() === '') return;
  const [type = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.replace(/["']|charset=/g, '');
  const isJson = type === 'application/json' || /^application\/[a-z0-9.+-]+\+json$/.test(type);
  if (!isJson || (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8'))
    throw new Refusal('NOT_JSON_TYPE');
}

/**
 * Pours the request into `first` until `work` ends. A fault there counts at once, also while the caller pauses in the
 * middle of its upload; the socket's stream stays whole, for the answer still has to go out on it.
 */
export async function fed(raw: IncomingMessage, first: Writable, work: Promise<void>, stallMs: number): Promise<void> {
  const cut = (): void => {
    if (!raw.readableEnded) first.destroy(new Error('the upload ended early'));
  };
  const stalled = (): void => void first.destroy(new Refusal('REQUEST_TIMEOUT'));
  raw.once('error', cut).once('close', cut).once('timeout', stalled).pipe(first);
  idleLimit(raw, stallMs);
  try {
    await work;
  } finally {
    raw.off('error', cut).off('close', cut).off('timeout', stalled).unpipe(first);
    idleLimit(raw, 0);
  }
}

interface Collecting {
  readonly limit: number;
  readonly firstBlock: number;
  readonly lease: Lease | null;
  readonly hash: Hash | undefined;
}

function collector({ limit, firstBlock, lease, hash }: Collecting) {
  const full: Uint8Array<ArrayBuffer>[] = [];
  let block = new Uint8Array(firstBlock);
  let filled = 0;
  let total = 0;
  const sink = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      total += chunk.length;
      if (total > limit) return done(new Refusal('BODY_TOO_LARGE', { limit }));
      try {
        lease?.growTo(total);
      } catch (error) {
        return done(error as Refusal);
      }
      hash?.update(chunk);
      for (let at = 0; at < chunk.length;) {
        if (filled === block.length) {
          full.push(block);
          block = new Uint8Array(BLOCK_BYTES);
          filled = 0;
        }
        const part = chunk.subarray(at, at + block.length - filled);
        block.set(part, filled);
        filled += part.length;
        at += part.length;
      }
      done();
    },
  });
  return { sink, taken: () => [...full, block.subarray(0, filled)] };
}
