import { Worker } from 'node:worker_threads';
import { stopTeam, type TeamSeat, teamSeat } from '@clientele/engine';
import { hireHelper } from '@clientele/engine/node';

/** What a leading thread is started with. */
export interface CrewOrders {
  /** Its place in the team; null computes alone. */
  readonly seat: TeamSeat | null;
  /** Threads that help. */
  readonly helpers: number;
  /** Whether to compute something of its own at once, so that the first request finds compiled code. */
  readonly warmUp: boolean;
}

/** The threads that compute one request at a time: one that leads and speaks, others that help it. */
export interface Crew {
  readonly leader: Worker;
  /** Asks what is being computed to stop; the leader then says so. */
  stop(): void;
  /** Ends all its threads. */
  end(): Promise<void>;
}

/** `lost` hears once that a thread ended by itself, after which the crew is of no use. */
export function hireCrew(
  { program, threads, heapMb, warmUp }: { program: URL; threads: number; heapMb: number; warmUp: boolean },
  lost: () => void,
): Crew {
  const seat = threads > 1 ? teamSeat() : null;
  const workerData: CrewOrders = { seat, helpers: seat ? threads - 1 : 0, warmUp };
  const leader = new Worker(program, {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
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
    stop: () => {
      if (seat) stopTeam(seat);
    },
    end,
  };
}
