import type { By } from './audit.ts';
import type { FileNote } from '../contract/orders/order-files.ts';
import type { RunState } from '../contract/runs/run-states.ts';
import type { Naming, SegmentNames } from './run-names.ts';

/** How many customers are in a segment; -1 are the outliers. */
export interface SegmentSize {
  readonly id: number;
  readonly size: number;
}

/** What lists show of a finished run. */
export interface RunFigures {
  readonly customers: number;
  readonly algorithm: string;
  readonly nClusters: number;
  readonly verdict: string;
  /** In the order of their value, outliers last. */
  readonly segmentSizes?: readonly SegmentSize[] | undefined;
  /** The answer without its customers, as JSON. */
  readonly summary: string;
  /** The options it was made with, by the names of its contract. */
  readonly parameters?: object | undefined;
  /** The scoring model, where it is small enough to be kept beside the run. */
  readonly model?: string | null;
  readonly previousRunId?: string | null;
  /** Those that its segments bring along from the previous run; left out, the names stay as they are. */
  readonly segmentNames?: SegmentNames | undefined;
}

/** How a run came about. */
export interface RunOrigin {
  readonly id: string;
  readonly contract: string;
  /** Who asked for it: `key <id>`, `token <id>`, `cli`. */
  readonly actor: string;
  readonly requestId?: string | undefined;
  readonly language?: string | undefined;
  /** The run whose other candidate this one is. */
  readonly chosenFrom?: string | undefined;
  readonly previousRunId?: string | undefined;
  /** What its caller calls it. */
  readonly name?: string | null | undefined;
  /** How the file of orders that it is made of was read. */
  readonly notes?: readonly FileNote[] | undefined;
}

/** A run that was computed while its caller waited. */
export interface FinishedRun extends RunOrigin {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly figures: RunFigures;
  /** Milliseconds by part. */
  readonly timings?: Readonly<Record<string, number>> | undefined;
  /** What every view of the result is made from. */
  readonly snapshot: Uint8Array;
  /** The snapshot of `chosenFrom` that it was made from. */
  readonly sourceFile?: string | undefined;
}

/** A run as lists show it; figures are null until it is completed. */
export interface ListedRun {
  readonly id: string;
  readonly contract: string;
  readonly state: RunState;
  readonly actor: string;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly customers: number | null;
  readonly algorithm: string | null;
  readonly nClusters: number | null;
  readonly verdict: string | null;
  /** In the order of their value, outliers last; null too for runs from before sizes were kept. */
  readonly segmentSizes: readonly SegmentSize[] | null;
  readonly version: string;
  readonly language: string | null;
  readonly taskId: string | null;
  readonly chosenFrom: string | null;
  readonly previousRunId: string | null;
  /** What people call it; null without a name. */
  readonly name: string | null;
  readonly segmentNames: SegmentNames;
}

export interface ShownRun extends ListedRun {
  readonly requestId: string | null;
  /** How its file of orders was read; empty where it was made of none. */
  readonly notes: readonly FileNote[];
  /** The options it was made with; null until it is completed. */
  readonly parameters: unknown;
  /** The answer without its customers. */
  readonly summary: unknown;
  readonly timings: Readonly<Record<string, number>> | null;
  readonly error: unknown;
}

export interface RunFilter {
  readonly state?: RunState | undefined;
  readonly contract?: string | undefined;
  readonly algorithm?: string | undefined;
  readonly verdict?: string | undefined;
  /** Those that go on from this one. */
  readonly previousRunId?: string | undefined;
  /** Created at or after, and before: ISO 8601 in UTC. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Where a page of runs, latest first, goes on: after the run with this time and id. */
export interface RunCursor {
  readonly createdAt: string;
  readonly id: string;
}

export interface Runs extends Naming {
  /**
   * Stores a finished run with its snapshot, or throws and stores nothing. Null when the tenant is gone; false when the run
   * that it was made from has been deleted, or customers were taken out of it, since `sourceFile` was read.
   */
  saveRun(apiId: string, run: FinishedRun): Promise<boolean | null>;
  /** At most `limit` runs of the tenant, latest first. */
  listRuns(
    apiId: string,
    filter: RunFilter,
    page: { limit: number; after?: RunCursor | undefined },
  ): Promise<ListedRun[]>;
  showRun(apiId: string, id: string): Promise<ShownRun | null>;
  /** The snapshot of a completed run; null when there is no such run, or its data has been removed. */
  readSnapshot(apiId: string, id: string): Promise<Snapshot | null>;
  /** The kept scoring model of a completed run, null where it is too large; null too when there is no such run. */
  readModel(apiId: string, id: string): Promise<{ readonly model: string | null } | null>;
  /** Puts another snapshot in the place of `file`. False when that was replaced or removed since it was read. */
  replaceSnapshot(apiId: string, id: string, file: string, change: SnapshotChange): Promise<boolean>;
  /** Removes a run with everything that belongs to it. False when there is none. */
  deleteRun(apiId: string, id: string, by: By): Promise<boolean>;
  /**
   * Removes runs that ended more than `data` days ago, makes the tasks of those that ended more than `results` days ago
   * unknown, and removes bytes that no run claims: a bounded number of runs at a time. Resolves with how many runs and
   * files it removed; 0 when nothing is left to do.
   */
  sweepRuns(days: { readonly data: number; readonly results: number }): Promise<number>;
}

export interface Snapshot {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Which version of it this is. */
  readonly file: string;
  /** What people call the segments in it. */
  readonly segmentNames: SegmentNames;
}

export interface SnapshotChange {
  readonly snapshot: Uint8Array;
  readonly figures: RunFigures;
}
