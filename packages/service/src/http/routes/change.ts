import type { FastifyInstance } from 'fastify';
import * as schemas from '../../contract/runs/change.ts';
import { changeOperations as operations } from '../../contract/runs/change-openapi.ts';
import { Refusal } from '../../contract/errors.ts';
import { negotiate } from '../../contract/language.ts';
import { decodeQuery } from '../../contract/members.ts';
import { customersPath, runsPath } from '../../contract/runs/runs.ts';
import { namesOf } from '../../runs/names.ts';
import type { View } from '../../runs/view.ts';
import type { ListedRun } from '../../store/run.ts';
import type { Deps } from '../deps.ts';
import { guardScoring, guardViewing, tenantOf } from '../guard.ts';
import { answered, sendAnswer } from '../outcome.ts';
import { readBody } from '../plugins/body.ts';
import { goneSignal } from '../plugins/caller-gone.ts';
import { eitherCredentials } from '../plugins/either.ts';
import { LONGEST_ID } from './customers.ts';
import { idIn, lookAt, runNamed, snapshotOf, type Stored, viewRun } from './view-run.ts';

/** New customers in old segments, two runs beside each other, one customer through time. */
export function changeRoutes(app: FastifyInstance, deps: Deps): void {
  const { runs } = deps;
  if (!runs) return;
  scoring(app, { ...deps, runs });
  comparing(app, { ...deps, runs });
  following(app, { ...deps, runs });
}

function scoring(app: FastifyInstance, deps: Stored): void {
  const authenticate = eitherCredentials(deps, 'runs:read');
  app.post(
    `${runsPath}/:run/score`,
    { ...guardScoring(app, deps, authenticate), schema: operations.score },
    async (request, reply) => {
      const body = await readBody(request, reply, deps.limits.bodyBytes);
      const id = idIn(request);
      const kept = id === null ? null : await deps.runs.readModel(tenantOf(request), id);
      // The one that finds out why there is none.
      const stored = kept?.model ? null : await snapshotOf(deps, request, await runNamed(deps, request));
      const language = negotiate(request.headers['accept-language']);
      const { limits } = deps;
      const snapshot = stored?.bytes ?? null;
      const job = {
        kind: 'score',
        body,
        model: kept?.model ?? null,
        snapshot,
        runId: id ?? '',
        language,
        limits,
      } as const;
      return sendAnswer(reply, await lookAt(deps, job, { request, reply }));
    },
  );
}

function comparing(app: FastifyInstance, deps: Stored): void {
  const hooks = guardViewing(app, deps, eitherCredentials(deps, 'runs:read'));
  app.get(`${runsPath}/:run/model`, { ...hooks, schema: operations.model }, async (request, reply) => {
    const {
      format = 'json',
      dialect = 'postgres',
      table,
      id_column: id,
    } = decodeQuery(schemas.modelQuery, request.query);
    const run = await runNamed(deps, request);
    const view: View = format === 'json' ? { kind: 'model' } : { kind: 'model-sql', options: { dialect, table, id } };
    const language = negotiate(request.headers['accept-language']);
    return sendAnswer(reply, await viewRun(deps, { request, reply, run }, { view, language }));
  });
  app.get(`${runsPath}/:run/compare/:other_run`, { ...hooks, schema: operations.compare }, async (request, reply) => {
    const before = await runNamed(deps, request);
    const after = await runNamed(deps, request, 'other_run');
    const job = {
      kind: 'compare',
      snapshots: [(await snapshotOf(deps, request, before)).bytes, (await snapshotOf(deps, request, after)).bytes],
      runIds: [before.id, after.id],
      language: negotiate(request.headers['accept-language']),
    } as const;
    return sendAnswer(reply, await lookAt(deps, job, { request, reply }));
  });
}

function following(app: FastifyInstance, deps: Stored): void {
  const hooks = guardViewing(app, deps, eitherCredentials(deps, 'runs:read'));
  app.get(`${customersPath}/:customer/segments`, { ...hooks, schema: operations.customer }, async (request, reply) => {
    const { limit = schemas.CUSTOMER_RUNS } = decodeQuery(schemas.customerQuery, request.query);
    const { customer = '' } = request.params as { customer?: string };
    if (customer === '' || customer.length > LONGEST_ID) throw new Refusal('NOT_FOUND');
    const latest = await deps.runs.listRuns(tenantOf(request), { state: 'completed' }, { limit });
    const language = negotiate(request.headers['accept-language']);
    const gone = goneSignal(reply);
    const segments: object[] = [];
    for (const run of latest) {
      const told = await segmentIn(run);
      if (told) segments.push({ ...told, created_at: run.createdAt });
    }
    if (segments.length === 0) throw new Refusal('NOT_FOUND');
    return reply.header('content-language', language ?? 'en').send({ customer_id: customer, segments });

    /** Null for a run without the customer, or one that was deleted meanwhile. */
    async function segmentIn(run: ListedRun): Promise<object | null> {
      const snapshot = await deps.runs.readSnapshot(tenantOf(request), run.id);
      if (!snapshot) return null;
      const view = { kind: 'customer', customer } as const;
      const names = namesOf(run);
      const job = { kind: 'view', snapshot: snapshot.bytes, view, runId: run.id, language, names } as const;
      const outcome = await (deps.reader ?? deps.pool).run(job, gone);
      if (outcome.kind === 'refusal' && outcome.refusal.reason === 'NOT_FOUND') return null;
      return JSON.parse(new TextDecoder().decode(answered(outcome).body)) as object;
    }
  });
}
