import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from './deps.ts';
import type { Gates } from './limits/gates.ts';
import type { RouteClass } from './limits/settings.ts';
import { wantsLater } from './plugins/asynchronous.ts';
import { announcedBytes, requireReadable } from './plugins/body.ts';
import { goneSignal } from './plugins/caller-gone.ts';
import { BESIDE_BYTES, isForm } from './plugins/form.ts';
import { requireSpoolable } from './plugins/spool.ts';
import { withinQuota } from './plugins/quota.ts';
import { requireSmallBody } from './plugins/small-body.ts';
import { type Hook, throttled } from './plugins/throttle.ts';

export interface GuardOptions {
  /** Credentials, then ability: sets the request's tenant, or throws AUTH_FAILED, FORBIDDEN, TENANT_MISMATCH. */
  readonly authenticate: Hook;
  readonly quota: RouteClass;
}

/**
 * What a request has to pass before a byte of its body is read, in this order, cheapest and least trusting first. The
 * socket, the headers and the request id came before, in app.ts; `readBody` comes after, in the handler.
 */
export function guard(app: FastifyInstance, deps: Deps, { authenticate, quota }: GuardOptions) {
  const { gates } = app;
  return {
    onRequest: [
      throttled(gates.failures, authenticate), // wrong too often from this address; then credentials; then ability
      withinQuota(gates, quota, tenantOf), // so many a minute
      inTurn(gates), // so many at a time
      async (request: FastifyRequest) => requireReadable(request, deps.limits.bodyBytes), // type, encoding, length
      roomFor(gates, deps.pool), // a place in the queue, and memory for the bytes
    ],
  };
}

/** The same for an address that takes no body and computes nothing large: credentials, then quota. */
export function guardReading(app: FastifyInstance, authenticate: Hook) {
  return { onRequest: [throttled(app.gates.failures, authenticate), withinQuota(app.gates, 'reading', tenantOf)] };
}

/** The same for an address that changes what a tenant has set, by a small body: credentials, then a quota of its own. */
export function guardSetting(app: FastifyInstance, authenticate: Hook) {
  return {
    onRequest: [
      throttled(app.gates.failures, authenticate),
      withinQuota(app.gates, 'admin', tenantOf),
      requireSmallBody,
    ],
  };
}

/** The same for an address whose answer the compute worker makes of much that is stored: also in turn. */
export function guardViewing(app: FastifyInstance, deps: Deps, authenticate: Hook) {
  const { gates } = app;
  // Who looks at results does not wait behind the tenant's own segmentations, nor they behind it.
  const turn = inTurn(gates, (request) => `${tenantOf(request)} views`);
  const admitted: Hook = async () => (deps.reader ?? deps.pool).admit();
  return { onRequest: [...guardReading(app, authenticate).onRequest, turn, admitted] };
}

/** The same for an address that takes customers and computes little: also a body's type, length and place in memory. */
export function guardScoring(app: FastifyInstance, deps: Deps, authenticate: Hook) {
  const { gates } = app;
  const readable: Hook = async (request) => requireReadable(request, deps.limits.bodyBytes);
  const turn = inTurn(gates, (request) => `${tenantOf(request)} views`);
  const room = roomFor(gates, deps.reader ?? deps.pool);
  return { onRequest: [...guardReading(app, authenticate).onRequest, turn, readable, room] };
}

/** The same for an address that writes a large file to disk: credentials, quota, a turn of its own, then type and length. */
export function guardUploading(app: FastifyInstance, authenticate: Hook, limit: number) {
  const { gates } = app;
  return {
    onRequest: [
      throttled(gates.failures, authenticate),
      withinQuota(gates, 'segmentation', tenantOf),
      inTurn(gates, (request) => `${tenantOf(request)} uploads`),
      async (request: FastifyRequest) => requireSpoolable(request, isForm(request) ? limit + BESIDE_BYTES : limit),
    ],
  };
}

/** The customer API id of whom the credentials spoke for. */
export function tenantOf({ tenant }: FastifyRequest): string {
  if (!tenant) throw new Error('A quota needs a tenant: credentials come first.');
  return tenant.apiId;
}

/** Waits until few enough requests of the tenant are worked on. The answer counts until it is taken: it holds memory too. */
function inTurn({ turns }: Gates, keyOf = tenantOf): Hook {
  return async (request, reply) => {
    const leave = await turns.enter(keyOf(request), goneSignal(reply));
    atEnd(reply, leave);
  };
}

/** Refuses what the compute queue or the memory for bodies has no room for. */
function roomFor({ budget }: Gates, pool: Deps['pool']): Hook {
  return async (request, reply) => {
    // What is computed later takes no place among those who wait.
    if (!wantsLater(request)) pool.admit();
    const lease = budget.lease(announcedBytes(request));
    request.lease = lease;
    atEnd(reply, () => lease.release());
  };
}

/** Once, when the answer is out or the connection is gone. */
function atEnd({ raw }: FastifyReply, done: () => void): void {
  if (raw.destroyed || raw.writableFinished) return done();
  raw.once('finish', done).once('close', done);
}
