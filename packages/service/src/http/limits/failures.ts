import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Wrong credentials of one address are counted over this time. */
const WINDOW_SECONDS = 60;
/** The first pause; each further one doubles, up to the longest. */
const FIRST_PAUSE_SECONDS = 60;
const LONGEST_PAUSE_SECONDS = 15 * 60;
/** How long an address's earlier pauses count. */
const MEMORY_SECONDS = 60 * 60;
/** Right credentials remembered with their address; the oldest make room. */
const REMEMBERED = 10_000;

export interface FailureThrottle {
  /** Seconds that `address` has to wait before it may try again; 0 when it may. */
  pause(address: string): Promise<number>;
  /** Counts wrong credentials; seconds to wait as above, 0 for the first ones. */
  failed(address: string): Promise<number>;
  /** These credentials were right from this address. */
  succeeded(address: string, credentials: string): void;
  /** Whether they were. Somebody else's guesses from the same address do not lock their owner out. */
  trusts(address: string, credentials: string): boolean;
}

/** Lets an address be wrong `failures` times a minute, then makes it wait: a minute, two, four, up to a quarter of an hour. */
export function failureThrottle(failures: number): FailureThrottle {
  const recent = new RateLimiterMemory({ points: failures, duration: WINDOW_SECONDS });
  const pauses = new RateLimiterMemory({ points: 1, duration: MEMORY_SECONDS });
  const trusted = new Set<string>();

  return {
    async pause(address) {
      const standing = await recent.get(address);
      return standing && standing.consumedPoints > failures ? seconds(standing) : 0;
    },
    async failed(address) {
      try {
        await recent.consume(address);
        return 0;
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        // More than one over the limit: tries that were under way when the pause began do not lengthen it.
        if (refused.consumedPoints > failures + 1) return seconds(refused);
        const earlier = (await pauses.get(address))?.consumedPoints ?? 0;
        const pause = Math.min(FIRST_PAUSE_SECONDS * 2 ** earlier, LONGEST_PAUSE_SECONDS);
        await pauses.set(address, earlier + 1, MEMORY_SECONDS);
        await recent.block(address, pause);
        return pause;
      }
    },
    succeeded(address, credentials) {
      const pair = digest(address, credentials);
      trusted.delete(pair); // the latest stands last
      trusted.add(pair);
      const [oldest] = trusted;
      if (trusted.size > REMEMBERED && oldest !== undefined) trusted.delete(oldest);
    },
    trusts: (address, credentials) => trusted.has(digest(address, credentials)),
  };
}

function seconds({ msBeforeNext }: RateLimiterRes): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1000));
}

/** No secret is kept, nor anything of its length. */
function digest(address: string, credentials: string): string {
  return createHash('sha256').update(address).update('\n').update(credentials).digest('base64');
}
