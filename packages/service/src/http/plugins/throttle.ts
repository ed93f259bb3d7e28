import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../contract/errors.ts';
import { addressKey } from '../limits/address.ts';
import type { FailureThrottle } from '../limits/failures.ts';
import { credentialHeaders } from './credential-headers.ts';

/** A hook before the body: throws a Refusal, or lets the request pass. */
export type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** A wrong pair beside a good token is told as a mismatch: who holds a token may not guess secrets with it either. */
const guessed: ReadonlySet<string> = new Set(['AUTH_FAILED', 'TENANT_MISMATCH']);

/**
 * `authenticate`, kept from guessing: an address that was wrong too often pauses, whatever it sends. Credentials that
 * were right from the same address before are looked at all the same, so nobody is locked out by a neighbour's guesses.
 */
export function throttled(failures: FailureThrottle, authenticate: Hook): Hook {
  return async (request, reply) => {
    const address = addressKey(request.ip);
    const offered = credentialHeaders.map((header) => String(request.headers[header] ?? '').trim());
    const credentials = offered.join('\n');
    const pause = await failures.pause(address);
    if (pause > 0 && !failures.trusts(address, credentials)) throw tooMany(pause);
    try {
      await authenticate(request, reply);
    } catch (error) {
      const wrong = error instanceof Refusal && guessed.has(error.data.reason);
      // A request without credentials guesses nothing.
      if (!wrong || offered.every((value) => value === '')) throw error;
      const seconds = await failures.failed(address);
      throw seconds > 0 ? tooMany(seconds) : error;
    }
    failures.succeeded(address, credentials);
  };
}

function tooMany(seconds: number): Refusal {
  return new Refusal('TOO_MANY_FAILURES', { retry_after: seconds });
}
