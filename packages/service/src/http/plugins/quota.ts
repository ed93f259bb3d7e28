import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../contract/errors.ts';
import { type Gates, WINDOW_MS } from '../limits/gates.ts';
import type { RouteClass } from '../limits/settings.ts';
import type { Standing } from '../limits/sliding-log.ts';
import type { Hook } from './throttle.ts';

/** What a request has taken of its tenant's quota. */
export interface Spent {
  /** The headers that say how the quota stands. */
  headers(): Record<string, string>;
  /** The request is not served after all, by no fault of its caller. */
  giveBack(): void;
}

declare module 'fastify' {
  interface FastifyRequest {
    spent: Spent | null;
  }
}

/** Refused callers come back up to a fifth later than they could, so that they do not all come at once. */
const JITTER = 0.2;

/** A hook after credentials: so many requests in any minute, by tenant and class of route. `keyOf` tells whose quota it is. */
export function withinQuota(gates: Gates, route: RouteClass, keyOf: (request: FastifyRequest) => string): Hook {
  const log = gates.quotas[route];
  const { uptime, now, random } = gates.settings;
  return async (request, reply) => {
    const key = keyOf(request);
    const at = uptime();
    const taken = log.take(key, at);
    let counted = taken;
    const spent: Spent = {
      headers: () => quotaHeaders(route, log.standing(key, uptime())),
      giveBack() {
        if (counted) log.giveBack(key, at);
        counted = false;
      },
    };
    request.spent = spent;
    reply.headers(spent.headers());
    if (taken) return;
    const { limit, resetMs } = log.standing(key, at);
    const seconds = Math.max(1, Math.ceil((resetMs / 1000) * (1 + JITTER * random())));
    reply.header('x-ratelimit-reset', String(Math.ceil(now() / 1000) + seconds));
    throw new Refusal('RATE_LIMITED', { limit, window: WINDOW_MS / 1000, retry_after: seconds });
  };
}

/** As draft-ietf-httpapi-ratelimit-headers-10 has it, and as Laravel does. */
function quotaHeaders(route: RouteClass, { limit, remaining, resetMs }: Standing): Record<string, string> {
  const reset = Math.ceil(resetMs / 1000);
  return {
    'ratelimit-policy': `"${route}";q=${limit};w=${WINDOW_MS / 1000}`,
    ratelimit: `"${route}";r=${remaining};t=${reset}`,
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
  };
}
