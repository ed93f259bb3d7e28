import type { FastifyInstance } from 'fastify';
import type { Reason } from '../../contract/errors.ts';
import type { Deps } from '../deps.ts';

/** What the audit log calls the refusals that it tells of. */
const told: Partial<Record<Reason, string>> = {
  AUTH_FAILED: 'auth.failed',
  FORBIDDEN: 'auth.forbidden',
  TENANT_MISMATCH: 'auth.other_tenant',
  TOO_MANY_FAILURES: 'auth.throttled',
  RATE_LIMITED: 'limit.rate',
  CONCURRENCY_LIMITED: 'limit.concurrency',
};
/** So many of one kind from one address in a minute are told one by one; of the rest, how many there were. */
const TOLD_A_MINUTE = 10;
const MINUTE_MS = 60_000;
/** Addresses and kinds that are counted at the same time; more begin to be told again. */
const COUNTED = 10_000;

/** Tells the audit log, after the answer is out, of refusals that have to do with credentials and limits. */
export function auditRefusals(app: FastifyInstance, { administration }: Pick<Deps, 'administration'>): void {
  if (!administration) return;
  const { uptime } = app.gates.settings;
  const counts = new Map<string, { since: number; count: number }>();
  app.addHook('onResponse', async (request) => {
    const action = request.refused === null ? undefined : told[request.refused];
    if (action === undefined) return;
    const key = `${action} ${request.ip}`;
    const earlier = counts.get(key);
    const at = uptime();
    const fresh = earlier === undefined || at - earlier.since >= MINUTE_MS;
    const counted = fresh ? { since: at, count: 1 } : { since: earlier.since, count: earlier.count + 1 };
    if (fresh && counts.size >= COUNTED) counts.clear();
    counts.set(key, counted);
    if (counted.count > TOLD_A_MINUTE) return;
    const untold = fresh ? Math.max(0, (earlier?.count ?? 0) - TOLD_A_MINUTE) : 0;
    const { caller, keyId, tenant } = request;
    const actor = caller ? `token ${caller.tokenId}` : keyId === null ? 'nobody' : `key ${keyId}`;
    await administration
      .record({
        action,
        by: { actor, requestId: request.id, address: request.ip },
        outcome: 'refused',
        tenant: tenant?.apiId ?? null,
        details: { route: request.routeOptions.url ?? '', ...(untold > 0 ? { untold_before: untold } : {}) },
      })
      .catch((error: unknown) => request.log.error({ err: error }, 'the audit log could not be written'));
  });
}
