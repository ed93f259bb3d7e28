import { topLevelText } from '../contract/json/top-level-text.ts';
import type { Runs } from '../store/run.ts';
import type { Bytes } from './job.ts';
import type { PreviousRun } from './previous.ts';

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
  // What no id looks like is not looked up: a database may refuse some of its characters.
  const kept = /^[\w-]{1,64}$/.test(id) ? await runs.readSnapshot(apiId, id) : null;
  return { id, snapshot: kept?.bytes ?? null, names: kept?.segmentNames ?? {} };
}
