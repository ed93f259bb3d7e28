import type { Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../contract/errors.ts';
import { fed } from './body.ts';

/** Where an uploaded file goes, how many bytes it may have, and what is told them. */
export interface Spool {
  readonly file: string;
  readonly limit: number;
  readonly hash: Hash;
  /** Free share of the disk that it is written to, 0 to 1. */
  readonly disk: () => Promise<number>;
}

/** A file that would leave less of the disk free is not taken. */
const LEAST_FREE = 0.05;
/** The disk is looked at before the first byte, and again after so many. */
const LOOK_BYTES = 64 * 1024 * 1024;

/** Refuses what can be told from the headers: a file that is packed on the way (415), or too large (413). */
export function requireSpoolable({ headers }: FastifyRequest, limit: number): void {
  const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity') throw new Refusal('UNKNOWN_ENCODING');
  if (Number(headers['content-length'] ?? 0) > limit) throw new Refusal('BODY_TOO_LARGE', { limit });
}

/**
 * Writes the body to a file as it comes. Refuses at the first byte above the limit (413), an upload that stalls (408), one
 * that ends early (400), a body without a byte (400), and what the disk has no room for (503).
 */
export async function spoolBody(request: FastifyRequest, reply: FastifyReply, spool: Spool): Promise<void> {
  goOn(request, reply);
  const { uploadStallMs } = request.server.gates.settings;
  const meter = metered(spool);
  try {
    await fed(request.raw, meter, pipeline(meter, createWriteStream(spool.file)), uploadStallMs);
  } catch (error) {
    throw refusalOf(error) ?? new Refusal('DAMAGED_ENCODING', { encoding: 'identity' });
  }
  if (meter.bytes === 0) throw new Refusal('EMPTY_FILE');
}

/** Tells a caller that waits for it (Expect: 100-continue) to send its body. */
export function goOn({ headers }: FastifyRequest, reply: FastifyReply): void {
  if (headers.expect?.toLowerCase() === '100-continue') reply.raw.writeContinue();
}

/** Passes a file on, counts and hashes it; fails at the first byte above the limit, and when the disk fills up. */
export function metered({ limit, hash, disk }: Spool): Transform & { bytes: number } {
  let looked = -LOOK_BYTES;
  const meter = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      counted.bytes += chunk.length;
      if (counted.bytes > limit) return done(new Refusal('BODY_TOO_LARGE', { limit }));
      hash.update(chunk);
      if (counted.bytes - looked < LOOK_BYTES) return done(null, chunk);
      looked = counted.bytes;
      void disk()
        .catch(() => 0)
        .then((free) => (free < LEAST_FREE ? done(new Refusal('DISK_FULL')) : done(null, chunk)));
    },
  });
  const counted = Object.assign(meter, { bytes: 0 });
  return counted;
}

/** What a failure to write a file down is told as; undefined where the upload itself is at fault. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  return (error as NodeJS.ErrnoException).code === 'ENOSPC' ? new Refusal('DISK_FULL') : undefined;
}
