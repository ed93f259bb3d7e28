import { lookup as resolve } from 'node:dns/promises';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { DeliveryClaim, Sent } from '../store/deliveries.ts';
import { signedHeaders } from './sign.ts';
import { addressesOf, type Lookup, targetOf } from './target.ts';

/** Time for the receiver to answer, from the first packet on. */
const TIMEOUT_MS = 15_000;

export interface PostOptions {
  /** Whether private networks may be sent to. */
  readonly allowPrivate: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The product's name and version. */
  readonly userAgent: string;
  readonly lookup?: Lookup;
  readonly timeoutMs?: number;
}

/** The addresses that the system's resolver knows. */
export const systemLookup: Lookup = (host) => resolve(host, { all: true });

/**
 * Sends one message and waits for the status. The connection goes to the very address that was checked, so a name that
 * resolves otherwise the next moment changes nothing. A redirect is not followed, and the answer's body not read.
 */
export async function post(claim: DeliveryClaim, options: PostOptions): Promise<Sent> {
  const { allowPrivate, now, userAgent, lookup = systemLookup, timeoutMs = TIMEOUT_MS } = options;
  const url = targetOf(claim.url, { allowPrivate });
  if (typeof url === 'string') return { error: url };
  const addresses = await addressesOf(url, { allowPrivate, lookup });
  if (typeof addresses === 'string') return { error: addresses };
  const pinned: LookupFunction = (_host, { all }, done) =>
    all ? done(null, [...addresses]) : done(null, addresses[0]?.address ?? '', addresses[0]?.family);
  return new Promise((settle) => {
    const body = Buffer.from(claim.payload);
    const request = (url.protocol === 'https:' ? secureRequest : plainRequest)(url, {
      method: 'POST',
      agent: false,
      lookup: pinned,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': 'application/json',
        'content-length': body.length,
        'user-agent': userAgent,
        ...signedHeaders(claim, now()),
      },
    });
    request.on('response', (response) => {
      settle({ status: response.statusCode ?? 0 });
      response.destroy();
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      settle({
        error: error.name === 'AbortError' || error.name === 'TimeoutError' ? 'timeout' : (error.code ?? 'failed'),
      });
    });
    request.end(body);
  });
}
