import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../contract/errors.ts';
import { credentialHeaders } from './credential-headers.ts';

/** Node joins repeats of some of these and keeps the first of others, so that two readers could see different requests. */
const onceOnly: ReadonlySet<string> = new Set([...credentialHeaders, 'host', 'content-type', 'content-encoding']);

/** An onRequest hook: credentials, and what tells how to read the body, may be said once only. */
export async function requireOnce({ raw }: FastifyRequest): Promise<void> {
  const seen = new Set<string>();
  for (let i = 0; i < raw.rawHeaders.length; i += 2) {
    const header = (raw.rawHeaders[i] ?? '').toLowerCase();
    if (!onceOnly.has(header)) continue;
    if (seen.has(header)) throw new Refusal('DUPLICATE_HEADER', { header });
    seen.add(header);
  }
}
