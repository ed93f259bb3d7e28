import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../contract/errors.ts';
import type { Tenant } from '../../store/tenants.ts';
import type { Deps } from '../deps.ts';

declare module 'fastify' {
  interface FastifyRequest {
    tenant: Tenant | null;
  }
}

const credentialHeaders = ['x-customer-api-id', 'x-secret'] as const;

/**
 * An onRequest hook: the caller's tenant from X-Customer-Api-Id and X-Secret, before a byte of the body is read. Node
 * joins or drops repeated headers, so repeats are refused from the raw ones. An empty header counts as absent, and every
 * kind of wrong credentials gets the same answer.
 */
export function credentials({ verify }: Pick<Deps, 'verify'>) {
  return async (request: FastifyRequest): Promise<void> => {
    const names = request.raw.rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
    for (const header of credentialHeaders)
      if (names.filter((name) => name === header).length > 1) throw new Refusal('DUPLICATE_HEADER', { header });
    const [apiId, secret] = credentialHeaders.map((header) => String(request.headers[header] ?? '').trim());
    if (!apiId || !secret) throw new Refusal('AUTH_FAILED');
    const tenant = await verify(apiId, secret);
    if (!tenant) throw new Refusal('AUTH_FAILED');
    request.tenant = tenant;
  };
}
