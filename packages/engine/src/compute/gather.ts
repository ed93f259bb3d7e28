import type { TeamSeat } from './team-words.ts';
import { closeTeam, leadTeam, teamSeat } from './team.ts';

/** Threads at work for the thread that opened them. */
export interface Threads {
  /** All of them, the opener included. */
  readonly count: number;
  /** Ends them; the opener computes alone again. */
  close(): Promise<void>;
}

/** A thread that helps at a seat, as its host knows it. */
export interface Helper {
  terminate(): unknown;
}

/**
 * Makes this thread the leader of a team of `count` threads, the others hired from the host. One thread where the host has
 * no shared memory.
 */
export function gatherTeam(count: number, hire: (seat: TeamSeat) => Helper): Threads {
  const seat = count > 1 ? teamSeat() : null;
  if (!seat) return { count: 1, close: async () => undefined };
  const others = Array.from({ length: count - 1 }, () => hire(seat));
  leadTeam(seat, others.length);
  return {
    count,
    async close() {
      leadTeam(seat, 0);
      closeTeam(seat);
      await Promise.all(others.map((helper) => helper.terminate()));
    },
  };
}
