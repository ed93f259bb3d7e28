import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { secretHeaders } from './credential-headers.ts';

/** Ids of callers that are safe to log and to send back. */
const acceptable = /^[A-Za-z0-9._-]{8,128}$/;
/** A secret of ours, pasted into the wrong header. */
const ourSecret = /clt_[0-9A-Za-z]{60}/;
/** Shorter ones are found in anything. */
const SHORTEST_CREDENTIAL = 8;

/** The caller's own X-Request-Id when it is acceptable and gives no credential away, else a new one. */
export function requestId(newId: () => string): (request: Pick<IncomingMessage, 'headers'>) => string {
  return ({ headers }) => {
    const given = headers['x-request-id'];
    const safe = typeof given === 'string' && acceptable.test(given) && !givesAway(given, headers);
    return safe ? given : newId();
  };
}

/** Whether `text` is, holds, or is part of a credential of the same request. */
function givesAway(text: string, headers: IncomingHttpHeaders): boolean {
  if (ourSecret.test(text)) return true;
  return secretHeaders.some((name) => {
    const credential = headers[name];
    if (typeof credential !== 'string' || credential.length < SHORTEST_CREDENTIAL) return false;
    return credential.includes(text) || text.includes(credential);
  });
}
