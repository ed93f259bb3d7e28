import type { FileNote } from '@clientele/service/contract/orders/order-files';
import type { AcceptedTask, ShownTask } from '@clientele/service/contract/runs/tasks';
import type { RunCustomers, RunFigures, SegmentFigures } from '@clientele/service/contract/runs/run-page';
import type { RunState } from '@clientele/service/contract/runs/run-states';

export type { AcceptedTask, RunCustomers, RunFigures, RunState, SegmentFigures, ShownTask };

/** A run as lists show it. */
export interface ListedRun {
  readonly run_id: string;
  readonly state: RunState;
  readonly contract: string;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly customers: number | null;
  readonly algorithm: string | null;
  readonly n_clusters: number | null;
  readonly verdict: 'none' | 'weak' | 'moderate' | 'strong' | null;
  /** Customers of each segment in the order of their value, outliers (-1) last; null where it is not known. */
  readonly segment_sizes: readonly { readonly segment_id: number; readonly size: number }[] | null;
  /** `key` or `token` with its number, or `cli`. */
  readonly asked_by: string;
  readonly task_id: string | null;
  readonly chosen_from: string | null;
  readonly previous_run_id: string | null;
  /** What people call it; null without a name. */
  readonly name: string | null;
  /** What they call its segments, by their ids. */
  readonly segment_names: Readonly<Record<string, string>>;
}

/** One run, as far as the console looks at it. */
export interface ShownRun extends ListedRun {
  /** How its file of orders was read; empty where it was made of none. */
  readonly notes: readonly FileNote[];
}
