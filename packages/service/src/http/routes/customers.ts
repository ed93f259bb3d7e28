import type { FastifyInstance } from 'fastify';
import { Refusal } from '../../contract/errors.ts';
import { customersPath } from '../../contract/runs/runs.ts';
import { runOperations } from '../../contract/runs/runs-openapi.ts';
import { forgetEverywhere } from '../../runs/forget-everywhere.ts';
import type { Deps } from '../deps.ts';
import { guardViewing, tenantOf } from '../guard.ts';
import { finished } from '../outcome.ts';
import { eitherCredentials } from '../plugins/either.ts';
import { byOf } from './rotate.ts';
import { actorOf } from './segment.ts';

/** Longer ids find nothing. */
export const LONGEST_ID = 1_000;

/** One customer is deleted from all that is stored of its tenant. */
export function customerRoutes(app: FastifyInstance, deps: Deps): void {
  const { runs, administration, pool, reader = pool } = deps;
  if (!runs || !administration) return;
  app.delete(
    `${customersPath}/:customer`,
    { ...guardViewing(app, deps, eitherCredentials(deps, 'runs:write')), schema: runOperations.forget },
    async (request) => {
      const { customer = '' } = request.params as { customer?: string };
      if (customer === '') throw new Refusal('NOT_FOUND');
      const apiId = tenantOf(request);
      const by = byOf(request, actorOf(request));
      const means = { store: runs, audit: administration, pool: reader, finished };
      const { runs: count, deletedRuns, unfinishedRuns } = await forgetEverywhere(means, { apiId, customer, by });
      app.gates.flights.forget(`${apiId} `);
      return { customer_id: customer, runs: count, deleted_runs: deletedRuns, unfinished_runs: unfinishedRuns };
    },
  );
}
