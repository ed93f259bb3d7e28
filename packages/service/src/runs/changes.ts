import { sharedRows } from '@clientele/engine';

/** Since when customers are in their segments, and where they were before; by row of the run's table. */
export interface Changes {
  /** Milliseconds since 1970: when the run was made in which they came to their segment. */
  readonly since: Float64Array;
  /** The segment before: -1 for outliers, NOWHERE for who was in no other. */
  readonly from: Int32Array;
}

/** Before the first segment that is known of a customer. */
export const NOWHERE = -2;

interface LabelledRun {
  readonly ids: readonly string[];
  readonly labels: ArrayLike<number>;
}

/**
 * Carries on what is known of every customer: who is in the same segment as in the earlier run is there since the same
 * time; who has changed is since this run, and who is new too. An earlier run that has no such record was made at `before`.
 */
export function changesSince(
  run: LabelledRun & { readonly madeAt: number },
  earlier: LabelledRun & { readonly madeAt: number; readonly changes: Changes | null },
): Changes {
  const since = new Float64Array(run.ids.length).fill(run.madeAt);
  const from = new Int32Array(run.ids.length).fill(NOWHERE);
  sharedRows(earlier.ids, run.ids).forEach((row, i) => {
    if (row < 0) return;
    const was = earlier.labels[row] ?? NOWHERE;
    if (was !== run.labels[i]) from[i] = was;
    else {
      since[i] = earlier.changes?.since[row] ?? earlier.madeAt;
      from[i] = earlier.changes?.from[row] ?? NOWHERE;
    }
  });
  return { since, from };
}

/** The record of some rows. */
export function takeChanges({ since, from }: Changes, rows: Int32Array): Changes {
  return {
    since: Float64Array.from(rows, (row) => since[row] ?? 0),
    from: Int32Array.from(rows, (row) => from[row] ?? NOWHERE),
  };
}
