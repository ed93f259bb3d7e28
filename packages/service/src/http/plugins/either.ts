import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '../deps.ts';
import { bearer } from './bearer.ts';
import { credentials } from './credentials.ts';

/**
 * An onRequest hook for addresses that clients of both contracts use: a bearer token with `ability` where Authorization is
 * sent, else X-Customer-Api-Id and X-Secret, which may do everything that their tenant may.
 */
export function eitherCredentials(deps: Deps, ability: string) {
  const byToken = bearer(deps, ability);
  const byPair = credentials(deps);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (request.headers.authorization !== undefined) return byToken(request, reply);
    try {
      await byPair(request, reply);
    } catch (error) {
      // Whoever is not let in sees one answer, whichever way was tried.
      reply.header('www-authenticate', 'Bearer');
      throw error;
    }
  };
}
