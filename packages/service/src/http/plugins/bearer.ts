import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../contract/errors.ts';
import type { Tenant } from '../../store/tenants.ts';
import type { Deps } from '../deps.ts';
import { pairOf, warnOfExpiry } from './credentials.ts';

/** Who calls by bearer token, and for which tenant. */
export interface Caller {
  readonly tenant: Tenant;
  readonly tokenId: string;
  readonly abilities: readonly string[];
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by `bearer`. */
    caller: Caller | null;
  }
}

/**
 * An onRequest hook: the caller from `Authorization: Bearer {id}|{token}`, before a byte of the body is read. The tenant is
 * the token's own, or that of X-Customer-Api-Id and X-Secret, or the one the server is configured with, in this order; a
 * pair that is sent must be right and name the token's own tenant, or it is 403. Half a pair, and every kind of wrong
 * credentials, gets the same 401.
 */
export function bearer(deps: Pick<Deps, 'verify' | 'verifyToken' | 'serverCredentials'>, ability: string) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const refused = (): Refusal => {
      reply.header('www-authenticate', 'Bearer');
      return new Refusal('AUTH_FAILED');
    };
    const token = tokenOf(request.headers.authorization);
    const pair = pairOf(request);
    if (token === null || pair === 'half') throw refused();
    const holder = await deps.verifyToken(token);
    const sent = pair === 'none' ? null : await deps.verify(pair.apiId, pair.secret);
    if (!holder || (pair !== 'none' && !sent && !holder.tenant)) throw refused();
    if (sent) warnOfExpiry(reply, sent.secret);
    // Who holds a good token is known; the pair beside it is wrong, or another's.
    if (holder.tenant && pair !== 'none' && holder.tenant.apiId !== sent?.tenant.apiId)
      throw new Refusal('TENANT_MISMATCH');

    const tenant = holder.tenant ?? sent?.tenant ?? (await configured(deps));
    if (!tenant) throw refused();
    request.tenant = tenant;
    request.keyId = sent?.secret.keyId ?? null;
    request.caller = { tenant, tokenId: holder.tokenId, abilities: holder.abilities };
    if (!holder.abilities.some((held) => held === ability || held === '*')) throw new Refusal('FORBIDDEN', { ability });
  };
}

async function configured({ verify, serverCredentials }: Pick<Deps, 'verify' | 'serverCredentials'>) {
  if (!serverCredentials) return null;
  return (await verify(serverCredentials.apiId, serverCredentials.secret))?.tenant ?? null;
}

/** The token of an Authorization header: the scheme in any case, one space, and what follows. */
function tokenOf(header: string | undefined): string | null {
  return /^bearer (\S+)$/i.exec(header ?? '')?.[1] ?? null;
}
