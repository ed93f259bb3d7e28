import type { FastifyInstance } from 'fastify';
import { type TenantAnswer, tenantOperation, tenantPath } from '../../contract/tenant.ts';
import type { Deps } from '../deps.ts';
import { guardReading } from '../guard.ts';
import { eitherCredentials } from '../plugins/either.ts';

/** What the tenant is called, for whoever may look at its runs. Without a store of runs nobody may. */
export function tenantRoute(app: FastifyInstance, deps: Deps): void {
  if (!deps.runs) return;
  const guarded = guardReading(app, eitherCredentials(deps, 'runs:read'));
  app.get(tenantPath, { ...guarded, schema: tenantOperation }, async ({ tenant }): Promise<TenantAnswer> => ({
    name: tenant?.name ?? '',
  }));
}
