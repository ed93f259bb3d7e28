import { shown } from '@clientele/engine';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../../contract/errors.ts';
import { calledSo, generatedNames, renameRequest } from '../../contract/runs/run-names.ts';
import { renameOperations as operations } from '../../contract/runs/run-names-openapi.ts';
import { runsPath } from '../../contract/runs/runs.ts';
import type { ShownRun } from '../../store/run.ts';
import type { Deps } from '../deps.ts';
import { guardReading, tenantOf } from '../guard.ts';
import { eitherCredentials } from '../plugins/either.ts';
import { readMembers, requireSmallBody } from '../plugins/small-body.ts';
import { shownListedRun } from '../runs-json.ts';
import { byOf } from './rotate.ts';
import { actorOf } from './segment.ts';
import { runNamed } from './view-run.ts';

/** Names that people give to runs and segments. */
export function renameRoutes(app: FastifyInstance, deps: Deps): void {
  const { runs } = deps;
  if (!runs) return;
  const { onRequest } = guardReading(app, eitherCredentials(deps, 'runs:write'));
  const hooks = { onRequest: [...onRequest, requireSmallBody] };
  const by = (request: FastifyRequest) => byOf(request, actorOf(request));

  app.patch(`${runsPath}/:run`, { ...hooks, schema: operations.run }, async (request, reply) => {
    const name = (await readMembers(renameRequest, request, reply)).name?.trim() ?? null;
    const run = await runNamed({ runs }, request);
    if (!(await runs.nameRun(tenantOf(request), run.id, name, by(request)))) throw new Refusal('NOT_FOUND');
    return shownListedRun({ ...run, name });
  });

  app.patch(`${runsPath}/:run/segments/:segment`, { ...hooks, schema: operations.segment }, async (request, reply) => {
    const name = (await readMembers(renameRequest, request, reply)).name?.trim() ?? null;
    const run = await runNamed({ runs }, request);
    const { state } = run;
    if (state !== 'completed') throw new Refusal('RUN_NOT_COMPLETED', { state });
    const { segment, generated } = segmentIn(request, run);
    const other = name === null ? null : calledSo(run, segment, name);
    if (other !== null) throw new Refusal('NAME_TAKEN', { value: shown(name), segment: other }, { path: 'name' });
    if (!(await runs.nameSegment(tenantOf(request), run.id, { segment, name }, by(request))))
      throw new Refusal('NOT_FOUND');
    return { run_id: run.id, segment_id: segment, name, generated_name: generated };
  });
}

/** The segment that the address names, and what it is called by itself. Throws the Refusal NOT_FOUND, for outliers too. */
function segmentIn({ params }: FastifyRequest, { summary }: ShownRun): { segment: number; generated: string } {
  const { segment: named = '' } = params as { segment?: string };
  const generated = /^\d{1,9}$/.test(named) ? generatedNames(summary).get(Number(named)) : undefined;
  if (generated === undefined) throw new Refusal('NOT_FOUND');
  return { segment: Number(named), generated };
}
