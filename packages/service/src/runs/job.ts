import type { Language } from '@clientele/engine';
import type { RefusalData } from '../contract/errors.ts';
import type { JsonLimits } from '../contract/json.ts';
import type { Work } from './stopwatch.ts';

/** The wire contracts: what a body's bytes mean, and what the answer's look like. */
export type ContractName = 'purchasing_segmentation' | 'customer_segmentation';

/** One request for the compute worker. The body travels as the blocks it was received in; they are moved, not copied. */
export interface Job {
  /** Whose body it is. Default purchasing_segmentation. */
  readonly contract?: ContractName;
  readonly body: readonly Uint8Array<ArrayBuffer>[];
  /** What Accept-Language asked for; null leaves it to the body's `lang`. */
  readonly language: Language | null;
  readonly runId: string;
  readonly limits: JsonLimits;
}

/** What became of a job. Plain data, for it crosses between threads. */
export type Outcome = (
  | { readonly kind: 'answer'; readonly body: Uint8Array<ArrayBuffer>; readonly language: Language }
  | { readonly kind: 'refusal'; readonly refusal: RefusalData; readonly language: Language | null }
  /** It was asked to stop: nobody waits for it. */
  | { readonly kind: 'stopped' }
  /** A bug: the worker could not finish. `report` is for the log only. */
  | { readonly kind: 'failure'; readonly report: string }
) & {
  /** For the log and the metrics. */
  readonly work?: Work;
};
