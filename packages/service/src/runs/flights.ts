/** Answers under way, and those that ended a moment ago. */
export interface Flights<Answer> {
  /**
   * The answer that `start` gives, or that another caller with the same key is waiting for or was just given. Rejects with
   * the reason of `gone` when this caller waits no more; the work goes on for those who do, and for a while for nobody:
   * a caller whose connection broke comes again.
   */
  join(key: string, gone: AbortSignal, start: (abandoned: AbortSignal) => Promise<Answer>): Promise<Answer>;
  /** Gives no answer again whose key begins so: what it tells of has changed. */
  forget(prefix: string): void;
}

export interface FlightOptions<Answer> {
  /** How long work goes on that nobody waits for. */
  readonly lingerMs: number;
  /** How long an answer is given again. */
  readonly replayMs: number;
  /** Memory for answers that may be given again. */
  readonly replayBytes: number;
  readonly bytesOf: (answer: Answer) => number;
}

interface Flight<Answer> {
  readonly answer: Promise<Answer>;
  readonly abandoned: AbortController;
  waiting: number;
  lingering: NodeJS.Timeout | undefined;
  /** Until its answer is given no more. */
  expiring: NodeJS.Timeout | undefined;
  /** Of an answer that is there. */
  bytes: number;
}

/** Lets identical requests share one computation, so that clients that try again blindly do not multiply the work. */
export function flights<Answer>(options: FlightOptions<Answer>): Flights<Answer> {
  /** In the order of landing: the first is the oldest. */
  const known = new Map<string, Flight<Answer>>();
  let kept = 0;

  function drop(key: string, flight: Flight<Answer>): void {
    if (known.get(key) !== flight) return;
    known.delete(key);
    kept -= flight.bytes;
    clearTimeout(flight.expiring); // it would hold the answer as long
  }

  function land(key: string, flight: Flight<Answer>, answer: Answer): void {
    clearTimeout(flight.lingering);
    drop(key, flight);
    const bytes = options.bytesOf(answer);
    if (options.replayMs <= 0 || bytes > options.replayBytes) return;
    flight.bytes = bytes;
    kept += bytes;
    known.set(key, flight);
    for (const [older, one] of known) {
      if (kept <= options.replayBytes) break;
      if (one.bytes > 0) drop(older, one);
    }
    flight.expiring = setTimeout(() => drop(key, flight), options.replayMs).unref();
  }

  function takeOff(key: string, start: (abandoned: AbortSignal) => Promise<Answer>): Flight<Answer> {
    const abandoned = new AbortController();
    const answer = start(abandoned.signal);
    const flight: Flight<Answer> = {
      answer,
      abandoned,
      waiting: 0,
      lingering: undefined,
      expiring: undefined,
      bytes: 0,
    };
    known.set(key, flight);
    answer.then(
      (value) => land(key, flight, value),
      () => {
        clearTimeout(flight.lingering);
        drop(key, flight);
      },
    );
    return flight;
  }

  return {
    forget(prefix) {
      for (const [key, flight] of known) if (flight.bytes > 0 && key.startsWith(prefix)) drop(key, flight);
    },

    async join(key, gone, start) {
      gone.throwIfAborted();
      const flight = known.get(key) ?? takeOff(key, start);
      flight.waiting++;
      clearTimeout(flight.lingering);
      const leave = (reject: (reason: unknown) => void) => () => {
        reject(gone.reason);
        if (--flight.waiting > 0 || flight.bytes > 0) return;
        flight.lingering = setTimeout(() => {
          drop(key, flight);
          flight.abandoned.abort(gone.reason);
        }, options.lingerMs);
      };
      return new Promise<Answer>((resolve, reject) => {
        const left = leave(reject);
        gone.addEventListener('abort', left, { once: true });
        flight.answer.then(resolve, reject).finally(() => gone.removeEventListener('abort', left));
      });
    },
  };
}
