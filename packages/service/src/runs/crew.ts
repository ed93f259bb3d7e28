import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { stopTeam, type TeamSeat, teamSeat, teamSignal } from '@clientele/engine';
import { hireHelper, YOUNG_MB } from '@clientele/engine/node';
import { bytesOf, type Job } from './job.ts';

/** What a leading thread is started with. */
export interface CrewOrders {
  /** Its place in the team; null computes alone and cannot be stopped: this host has no shared memory. */
  readonly seat: TeamSeat | null;
  /** Threads that help. */
  readonly helpers: number;
  /** Whether to compute something of its own, so that requests find compiled code: a little at once, more when asked to. */
  readonly warmUp: boolean;
}

/** Asks a leader that has nothing to do to compute some more of its own. */
export interface WarmUp {
  readonly kind: 'warm-up';
}

/** What a leader says when it has started, and after each such request. */
export interface Warm {
  readonly kind: 'warm';
  /** Whether it has more to compute of its own. */
  readonly more: boolean;
}

/** The threads that compute one request at a time: one that leads and speaks, others that help it. */
export interface Crew {
  readonly leader: Worker;
  /** Hands over a job; its bytes are moved away. */
  start(job: Job | WarmUp): void;
  /** Asks what is being computed to stop; the leader then says so. */
  stop(): void;
  /** Ends all its threads. */
  end(): Promise<void>;
}

/**
 * Megabytes of objects before a compute thread looks for garbage among old ones for the first time. V8 begins with less and
 * would look at every fourth request of 1,000 customers, and throw away compiled code each time.
 */
const OLD_MB = 64;

/** `lost` hears once that a thread ended by itself, after which the crew is of no use. */
export function hireCrew(
  { program, threads, heapMb, warmUp }: { program: URL; threads: number; heapMb: number; warmUp: boolean },
  lost: () => void,
): Crew {
  // Also for one thread: through it a computation is stopped.
  const seat = teamSeat();
  const workerData: CrewOrders = { seat, helpers: seat ? threads - 1 : 0, warmUp };
  setFlagsFromString(`--initial-old-space-size=${OLD_MB}`); // of threads started from now on
  const leader = new Worker(program, {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: YOUNG_MB },
    name: 'clientele-compute',
  });
  const helpers = seat ? Array.from({ length: threads - 1 }, () => hireHelper(seat)) : [];
  const all = [leader, ...helpers];
  let over = false;
  const end = async (): Promise<void> => {
    over = true;
    await Promise.all(all.map((thread) => thread.terminate()));
  };
  for (const thread of all) {
    // An error (also heap exhaustion) ends the thread; `exit` follows and does the rest.
    thread.on('error', () => undefined);
    thread.on('exit', () => {
      if (over) return;
      // The others would wait for the lost one for ever.
      void end();
      lost();
    });
  }
  leader.unref();
  return {
    leader,
    start: (job) => {
      // Here and not by the leader: a stop may follow before it has looked at the job.
      if (seat) teamSignal(seat).clear();
      leader.postMessage(job, job.kind === 'warm-up' ? [] : bytesOf(job).map(({ buffer }) => buffer));
    },
    stop: () => {
      if (seat) stopTeam(seat);
    },
    end,
  };
}
