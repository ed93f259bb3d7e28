import type { Language } from '@clientele/engine';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../contract/errors.ts';
import { namesOf } from '../../runs/names.ts';
import type { View } from '../../runs/view.ts';
import type { ShownRun } from '../../store/run.ts';
import type { Deps } from '../deps.ts';
import { tenantOf } from '../guard.ts';
import { answered } from '../outcome.ts';
import { goneSignal } from '../plugins/caller-gone.ts';

type Stored = Pick<Deps, 'reader' | 'pool'> & { readonly runs: NonNullable<Deps['runs']> };

/** The run that the address names. Throws the Refusal NOT_FOUND, for another tenant's as for nobody's. */
export async function runNamed(
  { runs }: Pick<Stored, 'runs'>,
  request: FastifyRequest,
  place: 'run' | 'other_run' = 'run',
): Promise<ShownRun> {
  const id = idIn(request, place);
  const run = id === null ? null : await runs.showRun(tenantOf(request), id);
  if (!run) throw new Refusal('NOT_FOUND');
  return run;
}

/** What the address names; null for what no id looks like: a database may refuse some of its characters. */
export function idIn({ params }: FastifyRequest, place: 'run' | 'other_run' = 'run'): string | null {
  const id = (params as Readonly<Record<string, string | undefined>>)[place] ?? '';
  return /^[\w-]{1,64}$/.test(id) ? id : null;
}

/** What a run's result is kept in. Throws the Refusal RUN_NOT_COMPLETED. */
export async function snapshotOf({ runs }: Pick<Stored, 'runs'>, request: FastifyRequest, { id, state }: ShownRun) {
  const snapshot = await runs.readSnapshot(tenantOf(request), id);
  if (snapshot) return snapshot;
  throw state === 'completed' ? new Refusal('NOT_FOUND') : new Refusal('RUN_NOT_COMPLETED', { state });
}

/** A view of a run, made by the compute worker. */
export async function viewRun(
  deps: Stored,
  { request, reply, run }: { request: FastifyRequest; reply: FastifyReply; run: ShownRun },
  { view, language }: { view: View; language: Language | null },
) {
  const { bytes: snapshot } = await snapshotOf(deps, request, run);
  const job = { kind: 'view', snapshot, view, runId: run.id, language, names: namesOf(run) } as const;
  const outcome = await (deps.reader ?? deps.pool).run(job, goneSignal(reply));
  request.work = outcome.work ?? null;
  return answered(outcome);
}
