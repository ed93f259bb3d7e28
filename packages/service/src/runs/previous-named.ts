import { Refusal } from '../contract/errors.ts';
import { topLevelText } from '../contract/json/top-level-text.ts';
import { isOver } from '../contract/runs/run-states.ts';
import type { Runs } from '../store/run.ts';
import type { Bytes } from './bytes.ts';
import type { PreviousRun } from './previous.ts';

/** What no id looks like is not looked up: a database may refuse some of its characters. */
const plausible = /^[\w-]{1,64}$/;

/**
 * The run that a body names as its previous one, with what is kept of it; undefined when it names none. Whether the name
 * stands where it may is for the decoder to say.
 */
export async function previousNamed(
  runs: Pick<Runs, 'readSnapshot'>,
  apiId: string,
  body: readonly Bytes[],
): Promise<PreviousRun | undefined> {
  const id = await topLevelText(body, ['previous_run_id', 'previousRunId']);
  if (id === undefined) return undefined;
  const kept = plausible.test(id) ? await runs.readSnapshot(apiId, id) : null;
  return { id, snapshot: kept?.bytes ?? null, names: kept?.segmentNames ?? {} };
}

/**
 * Throws the Refusal PREVIOUS_RUN for what will be no completed run of the tenant when the run is computed that names it: one that
 * waits or is being computed may be over by then.
 */
export async function requirePrevious(
  runs: Pick<Runs, 'showRun'>,
  apiId: string,
  { previous_run_id: id }: { readonly previous_run_id?: string | undefined },
): Promise<void> {
  if (id === undefined) return;
  const run = plausible.test(id) ? await runs.showRun(apiId, id) : null;
  if (!run || (isOver(run.state) && run.state !== 'completed'))
    throw new Refusal('PREVIOUS_RUN', { value: id }, { path: 'previous_run_id' });
}
