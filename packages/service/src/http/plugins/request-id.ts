import type { IncomingMessage } from 'node:http';

/** Ids of callers that are safe to log and to send back. */
const acceptable = /^[A-Za-z0-9._-]{8,128}$/;

/** The caller's own X-Request-Id when it is acceptable, else a new one. */
export function requestId(newId: () => string): (request: Pick<IncomingMessage, 'headers'>) => string {
  return ({ headers }) => {
    const given = headers['x-request-id'];
    return typeof given === 'string' && acceptable.test(given) ? given : newId();
  };
}
