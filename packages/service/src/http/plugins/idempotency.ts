import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../contract/errors.ts';

/** What the caller calls this request by Idempotency-Key, bare or as a quoted text; undefined when it does not. */
export function idempotencyKeyOf({ headers }: FastifyRequest): string | undefined {
  const given = headers['idempotency-key'];
  if (given === undefined) return undefined;
  const key = String(given).replace(/^"(.*)"$/, '$1');
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw new Refusal('MALFORMED_REQUEST');
  return key;
}
