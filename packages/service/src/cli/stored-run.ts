import type { Language } from '@clientele/engine';
import { errorBody, Refusal } from '../contract/errors.ts';
import { answered } from '../http/outcome.ts';
import { compute } from '../runs/compute.ts';
import type { Job } from '../runs/job.ts';
import type { Bytes } from '../runs/bytes.ts';
import { namesOf } from '../runs/names.ts';
import type { View } from '../runs/view.ts';
import type { ShownRun } from '../store/run.ts';
import type { Store } from '../store/store.ts';
import { openStoreFor } from './data-folder.ts';
import type { DataOptions } from './data-options.ts';
import { InputError } from './input-error.ts';
import type { Settings } from './settings.ts';
import { chosenTenant } from './tenant-choice.ts';

export interface RunFlags extends DataOptions {
  readonly tenant?: string;
}

/** A store, and the tenant whose runs are meant. */
export interface Opened {
  readonly store: Store;
  readonly apiId: string;
}

/** Opens the store for the time of `use`. */
export async function withRuns<Result>(
  { data, tenant }: RunFlags,
  settings: Settings,
  use: (opened: Opened) => Promise<Result>,
): Promise<Result> {
  return openStoreFor(data, settings, async (store) => {
    const apiId = await chosenTenant(store, tenant);
    if (apiId === null) throw new InputError('There are no tenants yet, so there are no runs.');
    return use({ store, apiId });
  });
}

export async function runNamed({ store, apiId }: Opened, id: string): Promise<ShownRun> {
  const run = await store.showRun(apiId, id);
  if (!run) throw unknownRun(id);
  return run;
}

export function unknownRun(id: string): InputError {
  return new InputError(`There is no run ${id}. See them: clientele runs list`);
}

/** A run with the bytes that its result is kept in. */
export async function resultOf(opened: Opened, id: string): Promise<{ run: ShownRun; snapshot: Bytes; file: string }> {
  const run = await runNamed(opened, id);
  const snapshot = await opened.store.readSnapshot(opened.apiId, id);
  if (!snapshot) throw new InputError(`Run ${id} is ${run.state}: there is no result to look at.`);
  return { run, snapshot: snapshot.bytes, file: snapshot.file };
}

/** A view of a run. */
export async function viewed(
  opened: Opened,
  { id, view, language }: { id: string; view: (run: ShownRun) => View; language: Language | null },
): Promise<Bytes> {
  const { run, snapshot } = await resultOf(opened, id);
  const job = { kind: 'view', snapshot, view: view(run), runId: id, language, names: namesOf(run) } as const;
  return computed(job, language ?? 'en').body;
}

/** Does a job in this thread; what the caller can mend is an InputError. */
export function computed(job: Job, language: Language): ReturnType<typeof answered> {
  try {
    return answered(compute(job));
  } catch (error) {
    throw error instanceof Refusal ? new InputError(errorBody(error.data, language, '').message) : error;
  }
}
