import type { JsonLimits } from '../contract/json/json.ts';
import type { ComputePool } from '../runs/pool.ts';
import type { RunQueue } from '../runs/queue/queue.ts';
import type { Protection } from './limits/settings.ts';
import type { Authenticate } from '../store/authenticate.ts';
import type { Credentials } from '../store/credentials.ts';
import type { Requests } from '../store/requests.ts';
import type { Runs } from '../store/run.ts';
import type { Deliveries } from '../store/deliveries.ts';
import type { Tasks } from '../store/task.ts';
import type { Usage } from '../store/usage.ts';
import type { Webhooks } from '../store/webhooks.ts';
import type { Lookup } from '../webhooks/target.ts';
import type { TokenHolder } from '../store/tokens.ts';
import type { ConsoleFiles } from './console-files.ts';
import type { LogLevel } from './log-levels.ts';
import type { Observer } from './plugins/metrics.ts';
import type { Health } from './readiness.ts';
import type { Uploads } from './uploads.ts';

/** Tenants, secrets and tokens, and the log of who changed them. */
export type Administration = Omit<Credentials, 'verify' | 'verifyToken'>;

/** Where tenants are told of what happened. */
export interface WebhookDeps {
  readonly store: Webhooks & Pick<Deliveries, 'listDeliveries'>;
  /** Whether addresses in private networks are taken, and http. */
  readonly allowPrivate: boolean;
  readonly lookup: Lookup;
}

/** What the app needs from outside; it has no port, environment, clock or randomness of its own. */
export interface Deps {
  /** Whose these credentials are, or null. */
  readonly verify: Authenticate;
  /** Whom this bearer token speaks for, or null. */
  readonly verifyToken: (token: string) => Promise<TokenHolder | null>;
  /** The tenant of tokens that are bound to none, when their caller names none. */
  readonly serverCredentials?: { readonly apiId: string; readonly secret: string } | undefined;
  /** For the routes that change tenants and credentials; left out, those are not there. */
  readonly administration?: Administration | undefined;
  /** What administrators send as X-Admin-Secret; empty or left out, nobody is one. */
  readonly adminSecret?: string | undefined;
  /** For the routes of webhooks; left out, those are not there. */
  readonly webhooks?: WebhookDeps | undefined;
  readonly pool: ComputePool;
  /** Looks at stored runs, so that nobody waits for a segmentation to see a result; left out, `pool` does. */
  readonly reader?: ComputePool | undefined;
  /** Where runs are kept; left out, none is, and there are no routes for them. */
  readonly runs?: (Runs & Usage) | undefined;
  /** Where runs wait that are computed later; left out, there are none, and no Idempotency-Key is heard. */
  readonly later?: Later | undefined;
  /** What files of orders may take; left out, none are taken. */
  readonly uploads?: Uploads | undefined;
  /** The built console; left out, there are no pages. */
  readonly console?: ConsoleFiles | undefined;
  /** Hands a token to whoever opens the console to look around; left out, nobody gets one. */
  readonly demo?: (() => Promise<string>) | undefined;
  /** A new id for a request or a run. */
  readonly newId: () => string;
  readonly limits: Limits;
  /** Quotas, turns, memory and patience; what is left out is as in `protectionDefaults`. */
  readonly protection?: Partial<Protection>;
  /** Addresses (CIDR) of proxies whose X-Forwarded-For is believed. Default none. */
  readonly trustedProxies?: readonly string[];
  /** Takes lines of JSON, one a request and one a fault; left out, nothing is logged. Never customers, never secrets. */
  readonly log?: { write(line: string): void };
  /** The least level that is logged. Default info. */
  readonly logLevel?: LogLevel;
  /** Counts requests, refusals and work; left out, nobody does. */
  readonly observer?: Observer;
  /** What probes are told; left out, all is well. */
  readonly health?: Health;
  /** Whether a shutdown was asked for. */
  readonly leaving?: () => boolean;
}

/** Runs that are computed later, and requests that must not be done twice. */
export interface Later {
  readonly store: Tasks & Requests;
  readonly queue: Pick<RunQueue, 'alongside' | 'wake'>;
}

export interface Limits extends JsonLimits {
  /** Bytes of a body, decoded. */
  readonly bodyBytes: number;
}
/** 50 MB, as the reference says it: 50 x 2^20 bytes. */
export const DEFAULT_BODY_BYTES = 50 * 1024 * 1024;
