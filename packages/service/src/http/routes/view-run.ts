import type { Language } from '@clientele/engine';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../contract/errors.ts';
import type { Answer, Job } from '../../runs/job.ts';
import { namesOf } from '../../runs/names.ts';
import type { View } from '../../runs/view.ts';
import type { ShownRun } from '../../store/run.ts';
import type { Deps } from '../deps.ts';
import { tenantOf } from '../guard.ts';
import { answered } from '../outcome.ts';
import { goneSignal } from '../plugins/caller-gone.ts';

/** Deps with a store of runs. */
export type Stored = Deps & { readonly runs: NonNullable<Deps['runs']> };

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

/** What the address names; null for what no id looks like. */
export function idIn({ params }: FastifyRequest, place: 'run' | 'other_run' = 'run'): string | null {
  const id = (params as Readonly<Record<string, string | undefined>>)[place] ?? '';
  return looksLikeId(id) ? id : null;
}

/** Whether a run may have it as its id: a database may refuse some characters. */
export function looksLikeId(text: string): boolean {
  return /^[\w-]{1,64}$/.test(text);
}

/** What a run's result is kept in. Throws the Refusal RUN_NOT_COMPLETED. */
export async function snapshotOf({ runs }: Pick<Stored, 'runs'>, request: FastifyRequest, { id, state }: ShownRun) {
  const snapshot = await runs.readSnapshot(tenantOf(request), id);
  if (snapshot) return snapshot;
  throw state === 'completed' ? new Refusal('NOT_FOUND') : new Refusal('RUN_NOT_COMPLETED', { state });
}

/** What the thread that looks at stored runs makes of `job`. */
export async function lookAt(
  { reader, pool }: Pick<Deps, 'reader' | 'pool'>,
  job: Job,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<Answer> {
  const outcome = await (reader ?? pool).run(job, goneSignal(reply));
  request.work = outcome.work ?? null;
  return answered(outcome);
}

/** A view of a run. */
export async function viewRun(
  deps: Pick<Stored, 'reader' | 'pool' | 'runs'>,
  { request, reply, run }: { request: FastifyRequest; reply: FastifyReply; run: ShownRun },
  { view, language }: { view: View; language: Language | null },
): Promise<Answer> {
  const { bytes: snapshot } = await snapshotOf(deps, request, run);
  const job = { kind: 'view', snapshot, view, runId: run.id, language, names: namesOf(run) } as const;
  return lookAt(deps, job, { request, reply });
}
