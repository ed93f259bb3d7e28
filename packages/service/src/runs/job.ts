import type { Language, SegmentOptions } from '@clientele/engine';
import type { ErrorShape, RefusalData } from '../contract/errors.ts';
import type { JsonLimits } from '../contract/json/json.ts';
import type { OrdersQuestion } from '../contract/orders/orders.ts';
import type { ContractName } from '../contract/runs/runs.ts';
import type { TaskProgress } from '../store/task.ts';
import type { Bytes } from './bytes.ts';
import type { RunNames } from './names.ts';
import type { PreviousRun } from './previous.ts';
import type { MadeRun } from './snapshot.ts';
import type { Work } from './stopwatch.ts';
import type { View } from './view.ts';

/** A request's body to segment. It travels as the blocks it was received in. */
export interface SegmentJob {
  readonly kind?: 'segment';
  /** Whose body it is. Default purchasing_segmentation. */
  readonly contract?: ContractName;
  readonly body: readonly Bytes[];
  /** A packed TimeSplit of the orders that the body was made of. */
  readonly split?: Bytes | null | undefined;
  /** What Accept-Language asked for; null leaves it to the body's `lang`. */
  readonly language: Language | null;
  readonly runId: string;
  readonly limits: JsonLimits;
  /** The run that its previous_run_id names. */
  readonly previous?: PreviousRun | undefined;
  /** When it was asked for: milliseconds since 1970. Default 0. */
  readonly madeAt?: number | undefined;
}

/** A request's body about orders: a question that is answered at once and not stored. */
export interface OrdersJob {
  readonly kind: 'orders';
  readonly question: OrdersQuestion;
  /** By whose rules its refusals are told. */
  readonly errors: ErrorShape;
  readonly body: readonly Bytes[];
  readonly language: Language | null;
  readonly limits: JsonLimits;
  /** Milliseconds since 1970: today, where the body names no day. */
  readonly now: number;
}

/** A stored run to look at. */
export interface ViewJob {
  readonly kind: 'view';
  readonly snapshot: Bytes;
  readonly view: View;
  readonly runId: string;
  /** Default: nobody gave any. */
  readonly names?: RunNames;
  /** Null: the one the run was made in. */
  readonly language: Language | null;
}

/** A stored run to make another of: one of its other candidates wins. */
export interface ChooseJob {
  readonly kind: 'choose';
  readonly snapshot: Bytes;
  readonly choose: NonNullable<SegmentOptions['choose']>;
  /** The id of the new run. */
  readonly runId: string;
  /** When it was asked for: milliseconds since 1970. */
  readonly madeAt?: number | undefined;
  readonly language: Language | null;
}

/** A stored run to take customers out of. */
export interface ForgetJob {
  readonly kind: 'forget';
  readonly snapshot: Bytes;
  readonly customers: readonly string[];
  readonly runId: string;
}

/** Customers that are to get the segments of a stored run. */
export interface ScoreJob {
  readonly kind: 'score';
  readonly body: readonly Bytes[];
  /** The run's scoring model as `keptModel` wrote it; null where only the snapshot has it. */
  readonly model: string | null;
  readonly snapshot: Bytes | null;
  readonly runId: string;
  readonly language: Language | null;
  readonly limits: JsonLimits;
}

/** Two stored runs to lay beside each other, the earlier first. */
export interface CompareJob {
  readonly kind: 'compare';
  readonly snapshots: readonly [Bytes, Bytes];
  readonly runIds: readonly [string, string];
  readonly language: Language | null;
}

/** One task for the compute worker. */
export type Job = SegmentJob | OrdersJob | ViewJob | ChooseJob | ForgetJob | ScoreJob | CompareJob;

/** The bytes of a job, which are moved with it. */
export function bytesOf(job: Job): readonly Bytes[] {
  switch (job.kind) {
    case 'orders':
      return job.body;
    case 'compare':
      return job.snapshots;
    case 'score':
      return [...job.body, ...(job.snapshot ? [job.snapshot] : [])];
    case 'view':
    case 'choose':
    case 'forget':
      return [job.snapshot];
    default:
      return [...job.body, ...[job.split, job.previous?.snapshot].filter((bytes) => bytes != null)];
  }
}

/** How far a job is. */
export interface Advance extends Required<TaskProgress> {
  readonly kind: 'advance';
}

/** What became of a job. Plain data, for it crosses between threads. */
export type Outcome = (
  | {
      readonly kind: 'answer';
      readonly body: Bytes;
      readonly language: Language;
      /** Default application/json; charset=utf-8. */
      readonly type?: string;
      /** Of a segmentation or a choice. */
      readonly run?: MadeRun;
    }
  /** Whether any of the customers were in it, and what is left; null when too few are left to keep. */
  | { readonly kind: 'forgotten'; readonly removed: number; readonly run: MadeRun | null }
  | { readonly kind: 'refusal'; readonly refusal: RefusalData; readonly language: Language | null }
  /** It was asked to stop: nobody waits for it. */
  | { readonly kind: 'stopped' }
  /** A bug: the worker could not finish. `report` is for the log only. */
  | { readonly kind: 'failure'; readonly report: string }
) & {
  /** For the log and the metrics. */
  readonly work?: Work;
};

/** The memory of an outcome, which is moved with it. */
export function memoryOf(outcome: Outcome): ArrayBuffer[] {
  if (outcome.kind !== 'answer' && outcome.kind !== 'forgotten') return [];
  const bytes = [...('body' in outcome ? [outcome.body] : []), ...(outcome.run ? [outcome.run.snapshot] : [])];
  return bytes.map(({ buffer }) => buffer);
}

/** What a job was answered with. */
export type Answer = Extract<Outcome, { kind: 'answer' }>;
