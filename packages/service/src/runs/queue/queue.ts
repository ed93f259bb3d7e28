import type { Alongside, Claim } from '../../store/task.ts';

/** What became of a claim: it is over, one way or another, or its run is to be begun again. */
export type Performed = 'over' | 'again';

/** Computes what was claimed; never rejects. Stops when `leaving` is aborted. */
export type Perform = (claim: Claim, leaving: AbortSignal) => Promise<Performed>;

/** Gives waiting runs to those who compute them, one at a time to each. */
export interface RunQueue {
  /** Joins the transaction that stores a run, where the queue has to know of it. */
  readonly alongside?: Alongside | undefined;
  /** Begins to give out runs. */
  start(): Promise<void>;
  /** A run was stored. */
  wake(): void;
  /** Begins no more, and gives back what is under way. */
  stop(): Promise<void>;
}

/** What queues tell their keeper. */
export interface QueueLog {
  error(facts: object, text: string): void;
  info(facts: object, text: string): void;
}
