/** So many requests in any stretch of this many milliseconds. */
export interface Quota {
  readonly limit: number;
  readonly windowMs: number;
}

/** How a key stands after it was asked about. */
export interface Standing {
  readonly limit: number;
  readonly remaining: number;
  /** Milliseconds until the oldest counted request is forgotten, and one more may come. */
  readonly resetMs: number;
}

export interface SlidingLog {
  /** Counts a request of `key` at the time `now`; false when the quota is spent, and then nothing is counted. */
  take(key: string, now: number): boolean;
  /** Forgets the request of `key` that was counted at `at`: it was not served. */
  giveBack(key: string, at: number): void;
  standing(key: string, now: number): Standing;
}

/** Keys are looked through for forgotten ones when there are this many, and then at every doubling. */
const FIRST_SWEEP = 1_024;

/**
 * The times of the last requests of every key, exactly: no stretch of `windowMs`, wherever it begins, holds more than `limit`
 * of them. Counting in fixed windows lets twice the limit pass around their borders.
 */
export function slidingLog({ limit, windowMs }: Quota): SlidingLog {
  const times = new Map<string, number[]>();
  let sweepAt = FIRST_SWEEP;

  /** What still counts, oldest first. */
  function counted(key: string, now: number): number[] {
    const all = times.get(key) ?? [];
    const first = all.findIndex((time) => now - time < windowMs);
    all.splice(0, first < 0 ? all.length : first);
    return all;
  }

  function sweep(now: number): void {
    for (const [key, all] of times) if (now - (all.at(-1) ?? -Infinity) >= windowMs) times.delete(key);
    sweepAt = Math.max(FIRST_SWEEP, 2 * times.size);
  }

  return {
    take(key, now) {
      const all = counted(key, now);
      if (all.length >= limit) return false;
      all.push(now);
      times.set(key, all);
      if (times.size >= sweepAt) sweep(now);
      return true;
    },
    giveBack(key, at) {
      const all = times.get(key) ?? [];
      const place = all.lastIndexOf(at);
      if (place >= 0) all.splice(place, 1);
    },
    standing(key, now) {
      const all = counted(key, now);
      const [oldest] = all;
      return {
        limit,
        remaining: Math.max(0, limit - all.length),
        resetMs: oldest === undefined ? 0 : oldest + windowMs - now,
      };
    },
  };
}
