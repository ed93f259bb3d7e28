import type { GivenNames } from '@clientele/engine';
import type { ListedRun } from '../store/run.ts';

/** What people call a run. */
export interface RunNames {
  /** Null without a name. */
  readonly run: string | null;
  readonly segments: GivenNames;
}

export const unnamed: RunNames = { run: null, segments: {} };

export function namesOf({ name, segmentNames }: Pick<ListedRun, 'name' | 'segmentNames'>): RunNames {
  return { run: name, segments: segmentNames };
}
