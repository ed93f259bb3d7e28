import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Refusal } from '../../contract/errors.ts';

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
 * The decoded body as blocks of bytes. Refuses other types than JSON (415), unknown encodings (415), and more than
 * `limit` bytes (413): from Content-Length when it tells, else at the first byte too many, so a bomb never unfolds.
 */
export async function readBody(
  request: FastifyRequest,
  reply: FastifyReply,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const { headers } = request;
  requireJson(headers['content-type']);
  const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity' && !Object.hasOwn(decoders, encoding)) throw new Refusal('UNKNOWN_ENCODING');
  const announced = Number(headers['content-length'] ?? 0);
  if (announced > limit) throw new Refusal('BODY_TOO_LARGE', { limit });
  // Only now is a caller that asked told to go on.
  if (headers.expect?.toLowerCase() === '100-continue') reply.raw.writeContinue();

  // One block takes what is not packed; its pages cost memory only as they are filled.
  const blocks = collector(limit, encoding === 'identity' && announced > 0 ? announced : FIRST_BLOCK_BYTES);
  try {
    if (encoding === 'identity') await fed(request.raw, blocks.sink, finished(blocks.sink));
    else {
      const decoder = decoders[encoding as keyof typeof decoders]();
      await fed(request.raw, decoder, pipeline(decoder, blocks.sink));
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
async function fed(raw: IncomingMessage, first: Writable, work: Promise<void>): Promise<void> {
  const cut = (): void => {
    if (!raw.readableEnded) first.destroy(new Error('the upload ended early'));
  };
  raw.once('error', cut).once('close', cut).pipe(first);
  try {
    await work;
  } finally {
    raw.off('error', cut).off('close', cut).unpipe(first);
  }
}

function collector(limit: number, firstBlock: number) {
  const full: Uint8Array<ArrayBuffer>[] = [];
  let block = new Uint8Array(firstBlock);
  let filled = 0;
  let total = 0;
  const sink = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      total += chunk.length;
      if (total > limit) return done(new Refusal('BODY_TOO_LARGE', { limit }));
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
