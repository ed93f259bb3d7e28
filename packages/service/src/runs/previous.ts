import { fromStored, type GivenNames, keepIdentity, type Segmentation } from '@clientele/engine';
import { Refusal } from '../contract/errors.ts';
import { type Changes, changesSince } from './changes.ts';
import type { Bytes } from './bytes.ts';
import { unpackRun } from './snapshot.ts';

/** The run that a request names as its previous one, as far as there is one. */
export interface PreviousRun {
  readonly id: string;
  /** Null when the tenant has no such run, or its data are gone. */
  readonly snapshot: Bytes | null;
  /** What people call its segments. */
  readonly names?: GivenNames;
}

/** A segmentation in which segments are those of an earlier run. */
export interface Identified {
  readonly segmentation: Segmentation;
  /** Since when everybody is in a segment; null without an earlier run. */
  readonly changes: Changes | null;
  /** What people call those segments that are still there. */
  readonly names: GivenNames;
}

/**
 * The segmentation with the identities of the previous run that was asked for. Throws the Refusal PREVIOUS_RUN when there is no such run.
 */
export function withIdentity(
  segmentation: Segmentation,
  { asked, previous, madeAt }: { asked: string | null; previous: PreviousRun | undefined; madeAt: number },
): Identified {
  if (asked === null) return { segmentation, changes: null, names: {} };
  if (previous?.id !== asked || !previous.snapshot)
    throw new Refusal('PREVIOUS_RUN', { value: asked }, { path: 'previous_run_id' });
  const { stored, madeAt: before, changes } = unpackRun(previous.snapshot);
  const earlier = fromStored(stored);
  const kept = keepIdentity(segmentation, earlier);
  const { ids, labels } = kept;
  const known = { ids: earlier.ids, labels: earlier.labels, madeAt: before ?? madeAt, changes: changes ?? null };
  return {
    segmentation: kept,
    changes: changesSince({ ids, labels, madeAt }, known),
    names: namesLeft(kept, previous.names ?? {}),
  };
}

/** Names belong to ids, and an id is never given to another segment. */
function namesLeft({ segments }: Segmentation, names: GivenNames): GivenNames {
  const there = new Set(segments.map(({ id }) => String(id)));
  return Object.fromEntries(Object.entries(names).filter(([id]) => there.has(id)));
}
