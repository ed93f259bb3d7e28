import { fromStored, keepIdentity, type Segmentation } from '@clientele/engine';
import { Refusal } from '../contract/errors.ts';
import { type Changes, changesSince } from './changes.ts';
import type { Bytes } from './job.ts';
import { unpackRun } from './snapshot.ts';

/** The run that a request names as its previous one, as far as there is one. */
export interface PreviousRun {
  readonly id: string;
  /** Null when the tenant has no such run, or its data are gone. */
  readonly snapshot: Bytes | null;
}

/**
 * The segmentation with the identities of the previous run that was asked for, and since when everybody is in a segment.
 * Throws the Refusal PREVIOUS_RUN when there is no such run.
 */
export function withIdentity(
  segmentation: Segmentation,
  { asked, previous, madeAt }: { asked: string | null; previous: PreviousRun | undefined; madeAt: number },
): { segmentation: Segmentation; changes: Changes | null } {
  if (asked === null) return { segmentation, changes: null };
  if (previous?.id !== asked || !previous.snapshot)
    throw new Refusal('PREVIOUS_RUN', { value: asked }, { path: 'previous_run_id' });
  const { stored, madeAt: before, changes } = unpackRun(previous.snapshot);
  const earlier = fromStored(stored);
  const kept = keepIdentity(segmentation, earlier);
  const { ids, labels } = kept;
  const known = { ids: earlier.ids, labels: earlier.labels, madeAt: before ?? madeAt, changes: changes ?? null };
  return { segmentation: kept, changes: changesSince({ ids, labels, madeAt }, known) };
}
