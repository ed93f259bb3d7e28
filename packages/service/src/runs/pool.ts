import { Worker } from 'node:worker_threads';
import { Refusal } from '../contract/errors.ts';
import type { Job, Outcome } from './job.ts';

export interface PoolOptions {
  /** Threads; each computes one request at a time. */
  readonly workers: number;
  /** Requests that may wait; one more is refused. */
  readonly queue: number;
  /** Time a computation may take. */
  readonly timeoutMs: number;
  /** Heap of one worker in MiB; a request that needs more ends that worker alone. */
  readonly heapMb: number;
  /** The worker's program. */
  readonly program: URL;
}

// import.meta.url tells which of the two files is beside this one: the source, or what the build made of it.
const worker = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js';
export const poolDefaults: PoolOptions = {
  workers: 1,
  queue: 16,
  timeoutMs: 300_000,
  heapMb: 2_048,
  program: new URL(worker, import.meta.url),
};

/** Runs jobs on other threads. */
export interface ComputePool {
  /** Throws the Refusal OVERLOADED when `run` would; ask before reading a large body. */
  admit(): void;
  /**
   * The outcome of `job`, whose blocks are moved away. Rejects with a Refusal: OVERLOADED when the queue is full,
   * TIMEOUT, WORKER_LOST when the thread died, SHUTTING_DOWN after `close`.
   */
  run(job: Job): Promise<Outcome>;
  /** Ends every thread; unfinished jobs are refused. */
  close(): Promise<void>;
}

interface Ticket {
  readonly job: Job;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (refusal: Refusal) => void;
}

interface Seat {
  readonly worker: Worker;
  ticket: Ticket | null;
  timer: NodeJS.Timeout | undefined;
}

/** Seconds that a refused caller is told to wait. */
const RETRY_AFTER_SECONDS = 5;

export function computePool(given: Partial<PoolOptions> = {}): ComputePool {
  const options = { ...poolDefaults, ...given };
  const seats = new Set<Seat>();
  const waiting: Ticket[] = [];
  let closed = false;

  function hire(): Seat {
    const thread = new Worker(options.program, {
      resourceLimits: { maxOldGenerationSizeMb: options.heapMb },
      name: 'clientele-compute',
    });
    const seat: Seat = { worker: thread, ticket: null, timer: undefined };
    seats.add(seat);
    thread.on('message', (outcome: Outcome) => {
      const ticket = finish(seat);
      ticket?.resolve(outcome);
      next();
    });
    // An error (also heap exhaustion) ends the thread; `exit` follows and does the rest.
    thread.on('error', () => undefined);
    thread.on('exit', () => {
      if (seats.has(seat)) replace(seat, 'WORKER_LOST');
    });
    thread.unref();
    return seat;
  }

  function finish(seat: Seat): Ticket | null {
    clearTimeout(seat.timer);
    const { ticket } = seat;
    seat.ticket = null;
    seat.worker.unref(); // an idle thread does not keep the process alive
    return ticket;
  }

  function replace(seat: Seat, reason: 'TIMEOUT' | 'WORKER_LOST'): void {
    seats.delete(seat);
    const ticket = finish(seat);
    const limit_seconds = Math.round(options.timeoutMs / 1000);
    ticket?.reject(new Refusal(reason, { limit_seconds, retry_after: RETRY_AFTER_SECONDS }));
    next();
  }

  /** A thread without work. One that died is replaced here, when work waits: a program that cannot start never loops. */
  function idle(): Seat | undefined {
    return [...seats].find(({ ticket }) => ticket === null) ?? (seats.size < options.workers ? hire() : undefined);
  }

  function next(): void {
    const seat = waiting.length > 0 ? idle() : undefined;
    const ticket = seat && waiting.shift();
    if (!seat || !ticket) return;
    seat.ticket = ticket;
    seat.worker.ref();
    seat.timer = setTimeout(() => {
      replace(seat, 'TIMEOUT');
      void seat.worker.terminate();
    }, options.timeoutMs);
    const { body } = ticket.job;
    seat.worker.postMessage(
      ticket.job,
      body.map((block) => block.buffer),
    );
  }

  for (let i = 0; i < options.workers; i++) hire();

  function admit(): void {
    const busy = [...seats].filter(({ ticket }) => ticket !== null).length;
    if (busy >= options.workers && waiting.length >= options.queue)
      throw new Refusal('OVERLOADED', { retry_after: RETRY_AFTER_SECONDS });
  }

  return {
    admit,
    run: (job) =>
      new Promise((resolve, reject) => {
        if (closed) throw new Refusal('SHUTTING_DOWN', { retry_after: RETRY_AFTER_SECONDS });
        admit();
        waiting.push({ job, resolve, reject });
        next();
      }),
    async close() {
      closed = true;
      const threads = [...seats];
      seats.clear();
      const tickets = [...threads.map(finish), ...waiting.splice(0)];
      for (const ticket of tickets) ticket?.reject(new Refusal('SHUTTING_DOWN', { retry_after: RETRY_AFTER_SECONDS }));
      await Promise.all(threads.map((seat) => seat.worker.terminate()));
    },
  };
}
