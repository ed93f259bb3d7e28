import type { FastifyReply, FastifyRequest } from 'fastify';
import { EXPIRY_WARNING_DAYS } from '../../contract/credentials.ts';
import { Refusal } from '../../contract/errors.ts';
import type { Authenticated } from '../../store/authenticate.ts';
import type { Tenant } from '../../store/tenants.ts';
import { DAY_MS } from '../../store/times.ts';
import type { Deps } from '../deps.ts';
import { pairHeaders } from './credential-headers.ts';

declare module 'fastify' {
  interface FastifyRequest {
    tenant: Tenant | null;
    /** The key id of the secret that signed the request. */
    keyId: string | null;
  }
}

const WARN_SECONDS = (EXPIRY_WARNING_DAYS * DAY_MS) / 1000;

/**
 * An onRequest hook: the caller's tenant from X-Customer-Api-Id and X-Secret, before a byte of the body is read. Repeated ones were
 * refused before. An empty header counts as absent, and every kind of wrong credentials gets the same answer.
 */
export function credentials({ verify }: Pick<Deps, 'verify'>) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const pair = pairOf(request);
    const found = typeof pair === 'string' ? null : await verify(pair.apiId, pair.secret);
    if (!found) throw new Refusal('AUTH_FAILED');
    request.tenant = found.tenant;
    request.keyId = found.secret.keyId;
    warnOfExpiry(reply, found.secret);
  };
}

/** Tells a caller whose secret ends soon, with every answer. */
export function warnOfExpiry(reply: FastifyReply, { expiresAt, expiresIn, replaced }: Authenticated['secret']): void {
  if (expiresIn > WARN_SECONDS) return;
  reply.headers({ 'x-secret-expires-at': expiresAt, 'x-secret-expires-in': String(expiresIn) });
  if (replaced) reply.header('x-secret-replaced', 'true');
}

/** The pair of credentials that came with a request. */
export function pairOf({ headers }: FastifyRequest): { apiId: string; secret: string } | 'half' | 'none' {
  const [apiId = '', secret = ''] = pairHeaders.map((header) => String(headers[header] ?? '').trim());
  if (apiId === '' && secret === '') return 'none';
  return apiId === '' || secret === '' ? 'half' : { apiId, secret };
}
