import { Refusal } from '../../contract/errors.ts';

/** Bytes held for one request. */
export interface Lease {
  /** Makes it `bytes` in all, if it was less. Throws the Refusal OVERLOADED when they are not to be had. */
  growTo(bytes: number): void;
  /** Gives them all back; more calls do nothing. */
  release(): void;
}

export interface ByteBudget {
  readonly held: number;
  /** Throws the Refusal OVERLOADED when `bytes` are not to be had. */
  lease(bytes: number): Lease;
}

/** Told to callers for whose body there is no room: most computations are done by then. */
const RETRY_AFTER_SECONDS = 5;

/** What the bodies of all requests under way may take together, decoded. */
export function byteBudget(total: number): ByteBudget {
  let held = 0;
  return {
    get held() {
      return held;
    },
    lease(bytes) {
      let own = 0;
      const lease: Lease = {
        growTo(wanted) {
          if (wanted <= own) return;
          if (held + wanted - own > total) throw new Refusal('OVERLOADED', { retry_after: RETRY_AFTER_SECONDS });
          held += wanted - own;
          own = wanted;
        },
        release() {
          held -= own;
          own = 0;
        },
      };
      lease.growTo(bytes);
      return lease;
    },
  };
}
