import { availableParallelism } from 'node:os';
import { Refusal } from '../contract/errors.ts';
import { type Crew, hireCrew, type Warm } from './crew.ts';
import type { Advance, Job, Outcome } from './job.ts';

export interface PoolOptions {
  /** Requests computed at the same time. */
  readonly workers: number;
  /** Threads that compute one request together. */
  readonly threads: number;
  /** Requests that may wait; one more is refused. */
  readonly queue: number;
  /** Time a computation may take. */
  readonly timeoutMs: number;
  /** Heap of one worker in MiB; a request that needs more ends that worker alone. */
  readonly heapMb: number;
  /** Compute something at the start, and more while there is nothing to do, so that requests find compiled code. */
  readonly warmUp: boolean;
  /** Start threads when there is something to do, not before. */
  readonly lazy: boolean;
  /** The worker's program. */
  readonly program: URL;
}

/** More threads wait for one another more than they help. */
const MOST_THREADS = 8;
/** Time that a computation has to stop when it is asked to; then its threads are ended. */
const STOP_MS = 2_000;

// import.meta.url tells which of the two files is beside this one: the source, or what the build made of it.
const worker = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js';
export const poolDefaults: PoolOptions = {
  workers: 1,
  threads: Math.min(MOST_THREADS, availableParallelism()),
  queue: 16,
  timeoutMs: 300_000,
  heapMb: 2_048,
  warmUp: false,
  lazy: false,
  program: new URL(worker, import.meta.url),
};

/** Hears how far a job is, some times a second. */
export type Look = (advance: Advance) => void;

/** Runs jobs on other threads. */
export interface ComputePool {
  /** Throws the Refusal OVERLOADED when `run` would; ask before reading a large body. */
  admit(): void;
  /**
   * The outcome of `job`, whose bytes are moved away. Rejects with a Refusal: OVERLOADED when the queue is full,
   * TIMEOUT, WORKER_LOST when a thread died, SHUTTING_DOWN after `close`. When `gone` is aborted nobody waits for the
   * answer any more: the job is given up, and rejects with what `gone` was aborted with. `look` hears how far it is.
   */
  run(job: Job, gone?: AbortSignal, look?: Look): Promise<Outcome>;
  /** Ends every thread; unfinished jobs are refused. */
  close(): Promise<void>;
}

export interface PoolStatus {
  /** A crew is alive and has answered a first request of its own. */
  readonly ready: boolean;
  readonly workers: number;
  readonly running: number;
  readonly waiting: number;
}
export interface WatchedPool extends ComputePool {
  status(): PoolStatus;
}

interface Ticket {
  readonly job: Job;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (reason: unknown) => void;
  readonly look: Look | undefined;
}

interface Seat {
  readonly crew: Crew;
  ticket: Ticket | null;
  timer: NodeJS.Timeout | undefined;
  /** It has started. */
  warm: boolean;
  /** It computes something of its own, which is stopped as soon as there is work. */
  warming: boolean;
  /** It has more of that to do. */
  more: boolean;
}

/** Seconds that a refused caller is told to wait. */
const RETRY_AFTER_SECONDS = 5;

export function computePool(given: Partial<PoolOptions> = {}): WatchedPool {
  const options = { ...poolDefaults, ...given };
  const seats = new Set<Seat>();
  const waiting: Ticket[] = [];
  let closed = false;

  function hire(): Seat {
    const crew = hireCrew(options, () => {
      if (seats.has(seat)) replace(seat, refusal('WORKER_LOST'));
    });
    const seat: Seat = { crew, ticket: null, timer: undefined, warm: false, warming: false, more: false };
    seats.add(seat);
    crew.leader.on('message', (said: Outcome | Advance | Warm) => {
      seat.warm = true;
      if (said.kind === 'advance') return seat.ticket?.look?.(said);
      if (said.kind === 'warm') {
        seat.warming = false;
        seat.more = said.more;
      } else finish(seat)?.resolve(said);
      next();
      warmUp(seat);
    });
    return seat;
  }

  function warmUp(seat: Seat): void {
    if (closed || seat.ticket || seat.warming || !seat.more) return;
    seat.warming = true;
    seat.crew.start({ kind: 'warm-up' });
  }

  function finish(seat: Seat): Ticket | null {
    clearTimeout(seat.timer);
    const { ticket } = seat;
    seat.ticket = null;
    seat.crew.leader.unref(); // an idle thread does not keep the process alive
    return ticket;
  }

  function replace(seat: Seat, reason: unknown): void {
    seats.delete(seat);
    finish(seat)?.reject(reason);
    next();
    // A program that once started starts again: at once, so that the pool is not away until somebody asks. One that died of
    // its own warming up would do so for ever.
    if (seat.warm && !seat.warming && !closed && seats.size < options.workers) hire();
  }

  function refusal(reason: 'TIMEOUT' | 'WORKER_LOST'): Refusal {
    return new Refusal(reason, {
      limit_seconds: Math.round(options.timeoutMs / 1000),
      retry_after: RETRY_AFTER_SECONDS,
    });
  }

  /** Answers the caller with `reason` at once and asks the threads to stop; those that do not are ended. */
  function giveUp(seat: Seat, reason: unknown): void {
    const { ticket } = seat;
    if (!ticket) return;
    ticket.reject(reason);
    clearTimeout(seat.timer);
    seat.crew.stop();
    seat.timer = setTimeout(() => {
      replace(seat, reason);
      void seat.crew.end();
    }, STOP_MS);
  }

  /**
   * Threads without work. Those that died are replaced here, when work waits: a program that cannot start never loops. Those
   * that only warm up are asked to stop, and say so in a moment.
   */
  function idle(): Seat | undefined {
    const free = [...seats].filter(({ ticket }) => ticket === null);
    const seat = free.find(({ warming }) => !warming) ?? (seats.size < options.workers ? hire() : undefined);
    if (!seat) free[0]?.crew.stop();
    return seat;
  }

  function next(): void {
    const seat = waiting.length > 0 ? idle() : undefined;
    const ticket = seat && waiting.shift();
    if (!seat || !ticket) return;
    seat.ticket = ticket;
    seat.crew.leader.ref();
    seat.timer = setTimeout(() => giveUp(seat, refusal('TIMEOUT')), options.timeoutMs);
    seat.crew.start(ticket.job);
  }

  if (!options.lazy) for (let i = 0; i < options.workers; i++) hire();

  function admit(): void {
    if (running() >= options.workers && waiting.length >= options.queue)
      throw new Refusal('OVERLOADED', { retry_after: RETRY_AFTER_SECONDS });
  }

  const running = (): number => [...seats].filter(({ ticket }) => ticket !== null).length;

  return {
    admit,
    status: () => ({
      ready: !closed && [...seats].some(({ warm }) => warm),
      workers: options.workers,
      running: running(),
      waiting: waiting.length,
    }),
    run: (job, gone, look) =>
      new Promise((resolve, reject) => {
        if (closed) throw new Refusal('SHUTTING_DOWN', { retry_after: RETRY_AFTER_SECONDS });
        gone?.throwIfAborted();
        admit();
        const ticket: Ticket = { job, resolve, reject, look };
        gone?.addEventListener('abort', () => {
          const seat = [...seats].find((one) => one.ticket === ticket);
          const place = waiting.indexOf(ticket);
          if (seat) giveUp(seat, gone.reason);
          else if (place >= 0) {
            waiting.splice(place, 1);
            reject(gone.reason as Error);
          }
        });
        waiting.push(ticket);
        next();
      }),
    async close() {
      closed = true;
      const crews = [...seats];
      seats.clear();
      const tickets = [...crews.map(finish), ...waiting.splice(0)];
      for (const ticket of tickets) ticket?.reject(new Refusal('SHUTTING_DOWN', { retry_after: RETRY_AFTER_SECONDS }));
      await Promise.all(crews.map(({ crew }) => crew.end()));
    },
  };
}
