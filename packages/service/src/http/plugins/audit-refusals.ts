import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Reason } from '../../contract/refusal-table.ts';
import type { Deps } from '../deps.ts';

/** What the audit log calls the refusals that it tells of. */
const told: Partial<Record<Reason, string>> = {
  AUTH_FAILED: 'auth.failed',
  FORBIDDEN: 'auth.forbidden',
  TENANT_MISMATCH: 'auth.other_tenant',
  TOO_MANY_FAILURES: 'auth.throttled',
  RATE_LIMITED: 'limit.rate',
  CONCURRENCY_LIMITED: 'limit.concurrency',
  // Of a tenant only, see `actionOf`: what it asks for is nobody's, or another's.
  NOT_FOUND: 'object.unknown',
};
/** So many of one kind of one caller in a minute are told one by one; of the rest the 100th, the 1,000th and so on. */
const TOLD_A_MINUTE = 10;
const MINUTE_MS = 60_000;
/** Callers and kinds that are counted at the same time; more begin to be told again. */
const COUNTED = 10_000;
/** Ids of ours: UUIDs, with and without hyphens. Anything else might be a credential in the wrong place. */
const plainId = /^[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i;

interface Counted {
  readonly since: number;
  readonly count: number;
  /** Of those, how many were told. */
  readonly told: number;
}

/** Tells the audit log, after the answer is out, of refusals that have to do with credentials, limits and what is another's. */
export function auditRefusals(app: FastifyInstance, { administration }: Pick<Deps, 'administration'>): void {
  if (!administration) return;
  const { uptime } = app.gates.settings;
  const counts = new Map<string, Counted>();
  app.addHook('onResponse', async (request) => {
    const action = actionOf(request);
    if (action === undefined) return;
    const { caller, keyId, tenant } = request;
    const key = `${action} ${request.ip} ${tenant?.apiId ?? ''}`;
    const earlier = counts.get(key);
    const at = uptime();
    const fresh = earlier === undefined || at - earlier.since >= MINUTE_MS;
    const before = fresh ? { since: at, count: 0, told: 0 } : earlier;
    const count = before.count + 1;
    const telling = count <= TOLD_A_MINUTE || /^10+$/.test(String(count));
    if (fresh && counts.size >= COUNTED) counts.clear();
    counts.set(key, { since: before.since, count, told: telling ? count : before.told });
    if (!telling) return;
    const last = fresh ? earlier : before;
    const untold = last === undefined ? 0 : (fresh ? last.count : count - 1) - last.told;
    const actor = caller ? `token ${caller.tokenId}` : keyId === null ? 'nobody' : `key ${keyId}`;
    await administration
      .record({
        action,
        by: { actor, requestId: request.id, address: request.ip },
        outcome: 'refused',
        tenant: tenant?.apiId ?? null,
        object: idAskedFor(request),
        details: {
          route: request.routeOptions.url ?? '',
          ...claimed(request),
          ...(untold > 0 ? { untold_before: untold } : {}),
        },
      })
      .catch((error: unknown) => request.log.error({ err: error }, 'the audit log could not be written'));
  });
}

function actionOf({ refused, tenant, is404 }: FastifyRequest): string | undefined {
  if (refused === null || (refused === 'NOT_FOUND' && (tenant === null || is404))) return undefined;
  return told[refused];
}

/** The first id in the address that is one of ours: what a tenant calls its customers is not for the log. */
function idAskedFor({ params }: FastifyRequest): string | null {
  const named = Object.entries((params ?? {}) as Readonly<Record<string, unknown>>);
  const id = named.find(([name]) => name !== 'customer')?.[1];
  return typeof id === 'string' && plainId.test(id) ? id.toLowerCase() : null;
}

/** The tenant that somebody claims to be who could not prove it. */
function claimed({ tenant, headers }: FastifyRequest): { claimed_tenant?: string } {
  const id = String(headers['x-customer-api-id'] ?? '').trim();
  return tenant === null && plainId.test(id) ? { claimed_tenant: id.toLowerCase() } : {};
}
