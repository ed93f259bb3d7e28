import { Refusal } from '../../contract/errors.ts';

export interface TurnOptions {
  /** Requests of one key that are worked on at the same time. */
  readonly running: number;
  /** Requests of one key that may wait; one more is refused. */
  readonly waiting: number;
  /** The longest wait; then the request is refused. */
  readonly waitMs: number;
}

/** Called once the request is done with; more calls do nothing. */
export type Leave = () => void;

export interface Turns {
  /**
   * Resolves when it is this request's turn, in the order of coming. Rejects with the Refusal CONCURRENCY_LIMITED when
   * too many wait or it waited too long, and with the reason of `gone` when nobody waits for the answer any more.
   */
  enter(key: string, gone: AbortSignal): Promise<Leave>;
}

interface Queue {
  running: number;
  readonly waiting: (() => void)[];
}

/** Told to callers who come too many at once: about two computations of ten thousand customers. */
const RETRY_AFTER_SECONDS = 2;

/** Lets each key have a few requests worked on at a time, so that no tenant fills the service alone. */
export function turns({ running, waiting, waitMs }: TurnOptions): Turns {
  const queues = new Map<string, Queue>();
  const refusal = (): Refusal =>
    new Refusal('CONCURRENCY_LIMITED', { running, waiting, retry_after: RETRY_AFTER_SECONDS });

  function leaving(key: string, queue: Queue): Leave {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      queue.running--;
      queue.waiting.shift()?.();
      if (queue.running === 0) queues.delete(key);
    };
  }

  return {
    async enter(key, gone) {
      gone.throwIfAborted();
      const queue = queues.get(key) ?? { running: 0, waiting: [] };
      queues.set(key, queue);
      if (queue.running < running) {
        queue.running++;
        return leaving(key, queue);
      }
      if (queue.waiting.length >= waiting) throw refusal();
      return new Promise((resolve, reject) => {
        const giveUp = (reason: unknown): void => {
          clearTimeout(timer);
          gone.removeEventListener('abort', abandon);
          queue.waiting.splice(queue.waiting.indexOf(begin), 1);
          reject(reason);
        };
        const abandon = (): void => giveUp(gone.reason);
        const begin = (): void => {
          clearTimeout(timer);
          gone.removeEventListener('abort', abandon);
          queue.running++;
          resolve(leaving(key, queue));
        };
        const timer = setTimeout(() => giveUp(refusal()), waitMs);
        gone.addEventListener('abort', abandon);
        queue.waiting.push(begin);
      });
    },
  };
}
