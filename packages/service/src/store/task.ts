import type { ModelProgress } from '@clientele/engine';
import type { Transaction } from 'kysely';
import type { RefusalData } from '../contract/errors.ts';
import type { By } from './audit.ts';
import type { Tables } from './handle.ts';
import type { RequestKey } from './requests.ts';
import type { RunState } from '../contract/runs/run-states.ts';
import type { RunFigures, RunOrigin } from './run.ts';

/** A run whose caller does not wait for it. */
export interface NewTask extends RunOrigin {
  /** The request's body, decoded; read again when the run is begun. */
  readonly body: readonly Uint8Array[];
  /** What the orders that it was made of can say of segments, packed; kept as long as the body. */
  readonly split?: Uint8Array | undefined;
  /** What the caller calls it. */
  readonly clientTaskId?: string | undefined;
  /** SHA-256 of what was asked. */
  readonly fingerprint: string;
  /** Of the request's Idempotency-Key, where one was sent. */
  readonly key?: RequestKey | undefined;
  /** Runs of one tenant that may wait. */
  readonly mostWaiting: number;
}

/** What became of a submission. */
export type Submitted =
  /** It waits, durably; `known` when the same request was answered so before. */
  | { readonly kind: 'queued'; readonly runId: string; readonly taskId: string; readonly known: boolean }
  /** The key, or the caller's id of the task, was used for another request, or for one that was answered at once. */
  | { readonly kind: 'reused' }
  /** Too many of the tenant wait. */
  | { readonly kind: 'full' }
  /** There is no such tenant any more. */
  | { readonly kind: 'gone' };

/** A run that somebody computes. What is done with an older fence than the run's has no effect. */
export interface Claim {
  readonly runId: string;
  readonly apiId: string;
  readonly fence: number;
  readonly contract: string;
  readonly language: string | null;
  readonly previousRunId: string | null;
  /** The request's body; null when it is gone, with the tenant. */
  readonly body: Uint8Array<ArrayBuffer> | null;
  /** What came beside it; null where nothing did. */
  readonly split: Uint8Array<ArrayBuffer> | null;
}

/** How far a run is. What was stored by an earlier version lacks what came later. */
export interface TaskProgress {
  /** What it is at. */
  readonly phase: string;
  /** The share of the whole that is done, 0..1. */
  readonly share: number;
  /** 0 until they are counted. */
  readonly customers?: number;
  /** Milliseconds by part, as far as it has come. */
  readonly ms?: Readonly<Record<string, number>>;
  /** Every model that is tried, once the first is begun. */
  readonly models?: readonly ModelProgress[];
}

export interface Task {
  readonly taskId: string;
  readonly clientTaskId: string | null;
  readonly runId: string;
  readonly contract: string;
  readonly state: RunState;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly attempts: number;
  readonly progress: TaskProgress | null;
  /** How many runs are to be begun before it; null unless it is queued. */
  readonly ahead: number | null;
  /** It was asked to stop. */
  readonly cancelling: boolean;
  readonly error: RefusalData | null;
}

export interface TaskResult {
  readonly figures: RunFigures;
  readonly snapshot: Uint8Array;
  /** In which it is told, once the body has been read. */
  readonly language?: string | undefined;
  /** Milliseconds by part. */
  readonly timings?: Readonly<Record<string, number>> | undefined;
}

/** What joins the transaction that stores a run, or nothing of both is stored. */
export type Alongside = (transaction: Transaction<Tables>, run: { id: string; virtualStart: number }) => Promise<void>;

export interface Tasks {
  /** Stores a run to be computed later; once it resolves, no crash loses it. */
  submitRun(apiId: string, task: NewTask, alongside?: Alongside): Promise<Submitted>;
  /** The next run in turn to compute; null when none waits. With `runId` that one, also when another computes it. */
  claimRun(runId?: string): Promise<Claim | null>;
  /** Notes how far it is. `stop`: it is to be cancelled, or no longer the claimant's. */
  noteProgress(claim: Claim, progress: TaskProgress | null): Promise<'go on' | 'stop'>;
  /** Stores the result. False when the claim was lost, and nothing was stored. */
  completeRun(claim: Claim, result: TaskResult): Promise<boolean>;
  failRun(claim: Claim, error: RefusalData): Promise<boolean>;
  cancelledRun(claim: Claim): Promise<boolean>;
  /** The thread that computed it died: it is tried again after a pause, but the third time it has failed. */
  crashedRun(claim: Claim): Promise<'again' | 'failed' | 'lost'>;
  /** Back to its place, as if it had not been begun. */
  releaseRun(claim: Claim): Promise<void>;
  /** Runs that are marked as computed wait again, but for `computed`: to be called by the one service that computes. */
  requeueRuns(computed?: readonly string[]): Promise<number>;
  /** Runs that have waited, or have been computed, for longer than `ms`: somebody should know of them. */
  strayRuns(ms: number): Promise<{ readonly id: string; readonly virtualStart: number }[]>;
  showTask(apiId: string, taskId: string): Promise<Task | null>;
  /** Cancels a run that waits, and asks one that is computed to stop. The task as it is then; null when there is none. */
  cancelTask(apiId: string, taskId: string, by: By): Promise<Task | null>;
  /** Runs that wait and that are computed, of all tenants. */
  countTasks(): Promise<{ readonly queued: number; readonly running: number }>;
}
