import type { FastifyReply, FastifyRequest } from 'fastify';
import { pipeline, type Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Refusal } from '../../contract/errors.ts';

const decoders = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
} as const;
/** Blocks are moved to the compute worker as they are, so the main thread never copies a whole body. */
const BLOCK_BYTES = 1024 * 1024;
const FIRST_BLOCK_BYTES = 64 * 1024;
const pipe = promisify(pipeline);

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
  if (Number(headers['content-length'] ?? 0) > limit) throw new Refusal('BODY_TOO_LARGE', { limit });
  // Only now is a caller that asked told to go on.
  if (headers.expect?.toLowerCase() === '100-continue') reply.raw.writeContinue();

  const blocks = collector(limit);
  try {
    if (encoding === 'identity') await pipe(body(request), blocks.sink);
    else await pipe(body(request), decoders[encoding as keyof typeof decoders](), blocks.sink);
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

/** The socket's stream, kept alive when decoding stops early: the answer still has to go out on it. */
function body(request: FastifyRequest): AsyncIterable<Uint8Array> | Readable {
  const { raw } = request;
  return raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
}

function collector(limit: number) {
  const full: Uint8Array<ArrayBuffer>[] = [];
  let block = new Uint8Array(FIRST_BLOCK_BYTES);
  let filled = 0;
  let total = 0;
  const sink = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      total += chunk.length;
      if (total > limit) return done(new Refusal('BODY_TOO_LARGE', { limit }));
      for (let at = 0; at < chunk.length;) {
        const part = chunk.subarray(at, at + block.length - filled);
        block.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled === block.length) {
          full.push(block);
          block = new Uint8Array(BLOCK_BYTES);
          filled = 0;
        }
      }
      done();
    },
  });
  return { sink, taken: () => [...full, block.subarray(0, filled)] };
}
