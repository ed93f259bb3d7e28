import { statfs } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** What must hold before the service may be sent work. */
export interface Checks {
  /** Resolves when the store answered. */
  readonly store: () => Promise<unknown>;
  /** Whether compute threads are alive and have warmed up. */
  readonly workers: () => boolean;
  /** Free share of the data folder's disk, 0 to 1. */
  readonly disk: () => Promise<number>;
  /** Whether a shutdown was asked for. */
  readonly leaving: () => boolean;
}

export interface Readiness {
  readonly ready: boolean;
  readonly checks: {
    readonly store: boolean;
    readonly workers: boolean;
    readonly disk: boolean;
    readonly serving: boolean;
  };
}

export interface Health {
  /** Whether the start is over: from then on it stays true. */
  started(): boolean;
  ready(): Promise<Readiness>;
}

/** A store that is slower than this is away. */
const STORE_MS = 1_000;
/** Probes of several balancers cost the store one question. */
const KEPT_MS = 1_000;
/** Below it a write-ahead log may not fit any more. */
const LEAST_FREE = 0.05;

/** Answers probes from `checks`; what costs something is asked at most once a second, a shutdown shows at once. */
export function healthOf(checks: Checks): Health {
  let started = false;
  let asked = Number.NEGATIVE_INFINITY;
  let kept: Promise<readonly [store: boolean, disk: boolean]> | undefined;

  function costly(): Promise<readonly [boolean, boolean]> {
    const now = performance.now();
    if (!kept || now - asked > KEPT_MS) {
      asked = now;
      kept = Promise.all([
        inTime(checks.store()),
        checks.disk().then(
          (free) => free > LEAST_FREE,
          () => false,
        ),
      ]);
    }
    return kept;
  }

  return {
    started: () => (started ||= checks.workers()),
    async ready() {
      const [store, disk] = await costly();
      const found = { store, workers: checks.workers(), disk, serving: !checks.leaving() };
      return { ready: Object.values(found).every(Boolean), checks: found };
    },
  };
}

async function inTime(answer: Promise<unknown>): Promise<boolean> {
  const late = new AbortController();
  const answered = answer.then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answered, sleep(STORE_MS, false, { signal: late.signal, ref: false })]);
  } finally {
    late.abort();
  }
}

/** The share of the disk that holds `folder` which is free for this process. */
export async function freeShare(folder: string): Promise<number> {
  const { bavail, blocks } = await statfs(folder);
  return blocks === 0 ? 1 : bavail / blocks;
}
