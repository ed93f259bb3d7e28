import type { Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../contract/errors.ts';
import { fed } from './body.ts';

/** Refuses what can be told from the headers: a file that is packed on the way (415), or too large (413). */
export function requireSpoolable({ headers }: FastifyRequest, limit: number): void {
  const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity') throw new Refusal('UNKNOWN_ENCODING');
  if (Number(headers['content-length'] ?? 0) > limit) throw new Refusal('BODY_TOO_LARGE', { limit });
}

/**
 * Writes the body to `file` as it comes, and feeds `hash`. Refuses at the first byte above `limit` (413), an upload that
 * stalls (408), one that ends early (400), and a body without a byte (400).
 */
export async function spoolBody(
  request: FastifyRequest,
  reply: FastifyReply,
  { file, limit, hash }: { file: string; limit: number; hash: Hash },
): Promise<void> {
  if (request.headers.expect?.toLowerCase() === '100-continue') reply.raw.writeContinue();
  let total = 0;
  const counted = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      total += chunk.length;
      if (total > limit) return done(new Refusal('BODY_TOO_LARGE', { limit }));
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const { uploadStallMs } = request.server.gates.settings;
  try {
    await fed(request.raw, counted, pipeline(counted, createWriteStream(file)), uploadStallMs);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw new Refusal('STORAGE_UNAVAILABLE');
    throw new Refusal('DAMAGED_ENCODING', { encoding: 'identity' });
  }
  if (total === 0) throw new Refusal('EMPTY_BODY');
}
