import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal, type RefusalData } from '../contract/errors.ts';
import type { JsonLimits } from '../contract/json/json.ts';
import { spoken } from '../contract/language.ts';
import { StorageAway } from '../store/away.ts';
import type { Claim, TaskProgress, Tasks } from '../store/task.ts';
import { contractNames } from '../contract/runs/runs.ts';
import type { Runs } from '../store/run.ts';
import type { Outcome } from './job.ts';
import type { ComputePool } from './pool.ts';
import { previousNamed } from './previous-named.ts';
import type { Perform, Performed, QueueLog } from './queue/queue.ts';

export interface PerformDeps {
  readonly pool: Pick<ComputePool, 'run'>;
  readonly tasks: Pick<
    Tasks,
    'noteProgress' | 'completeRun' | 'failRun' | 'cancelledRun' | 'crashedRun' | 'releaseRun'
  > &
    Pick<Runs, 'readSnapshot'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly limits: JsonLimits;
  readonly log: QueueLog;
}

/** How often progress is stored, and a wish to cancel looked for: it has to be heard within a second. */
const BEAT_MS = 400;
/** A result that cannot be stored is kept while the storage is away, and tried again so often. */
const AGAIN_MS = 1_000;

/** Computes a claimed run and stores what became of it; what was lost to another claimant is stored nowhere. */
export function performing({ pool, tasks, now, limits, log }: PerformDeps): Perform {
  return async (claim, leaving) => {
    const stop = new AbortController();
    const beat = beats(claim, tasks, () => stop.abort(new Error('cancelled')));
    const halt = (): void => stop.abort(new Error('leaving'));
    leaving.addEventListener('abort', halt);
    if (leaving.aborted) halt();
    try {
      const outcome = await computed(claim, stop.signal, beat.note);
      return await stored(() => settle(claim, outcome), leaving);
    } catch (error) {
      log.error({ err: error, run: claim.runId }, 'a run could not be settled');
      // Counts as a crash, so that it is not begun for ever. While the storage is away nobody can tell.
      return (await tasks.crashedRun(claim).catch(() => 'again')) === 'again' ? 'again' : 'over';
    } finally {
      beat.end();
      leaving.removeEventListener('abort', halt);
    }
  };

  /** What became of the computation, as a way to end the claim. */
  async function computed(
    { apiId, runId, contract, language, body, split }: Claim,
    signal: AbortSignal,
    note: (progress: TaskProgress) => void,
  ): Promise<Settled> {
    const known = contractNames.find((name) => name === contract);
    if (!body || !known) return { kind: 'failed', error: internal };
    const speaking = spoken(language ?? '') ?? null;
    try {
      const previous = await previousNamed(tasks, apiId, [body]);
      signal.throwIfAborted();
      const job = { contract: known, body: [body], split, language: speaking, runId, limits, previous, madeAt: now() };
      return settledBy(
        await pool.run(job, signal, ({ phase, share, customers, ms, models }) =>
          note({ phase, share, customers, ms, models }),
        ),
      );
    } catch (error) {
      if (signal.aborted) return { kind: (signal.reason as Error).message === 'leaving' ? 'released' : 'cancelled' };
      if (error instanceof StorageAway) return { kind: 'released' };
      if (!(error instanceof Refusal)) throw error;
      const { reason } = error.data;
      if (reason === 'WORKER_LOST') return { kind: 'crashed' };
      if (reason === 'SHUTTING_DOWN' || reason === 'OVERLOADED') return { kind: 'released' };
      return { kind: 'failed', error: error.data };
    }
  }

  function settledBy(outcome: Outcome): Settled {
    if (outcome.kind === 'answer' && outcome.run)
      return { kind: 'completed', result: { ...outcome.run, language: outcome.language, timings: outcome.work?.ms } };
    if (outcome.kind === 'refusal') return { kind: 'failed', error: outcome.refusal };
    if (outcome.kind === 'stopped') return { kind: 'cancelled' };
    log.error({ report: outcome.kind === 'failure' ? outcome.report : outcome.kind }, 'a run failed');
    return { kind: 'failed', error: internal };
  }

  async function settle(claim: Claim, settled: Settled): Promise<Performed> {
    switch (settled.kind) {
      case 'completed':
        await tasks.completeRun(claim, settled.result);
        return 'over';
      case 'failed':
        await tasks.failRun(claim, settled.error);
        return 'over';
      case 'cancelled':
        await tasks.cancelledRun(claim);
        return 'over';
      case 'crashed':
        return (await tasks.crashedRun(claim)) === 'again' ? 'again' : 'over';
      case 'released':
        await tasks.releaseRun(claim);
        return 'again';
    }
  }
}

type Settled =
  | { readonly kind: 'completed'; readonly result: Parameters<Tasks['completeRun']>[1] }
  | { readonly kind: 'failed'; readonly error: RefusalData }
  | { readonly kind: 'cancelled' | 'crashed' | 'released' };

const internal: RefusalData = { reason: 'INTERNAL', values: {}, issues: [], truncated: false, path: '' };

/** Stores progress now and then, and calls `stop` when the run is no longer wanted, or no longer this claimant's. */
function beats(claim: Claim, tasks: Pick<Tasks, 'noteProgress'>, stop: () => void) {
  let latest: TaskProgress | null = null;
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    const progress = latest;
    latest = null;
    tasks
      .noteProgress(claim, progress)
      .then((word) => word === 'stop' && stop())
      // A storage that is away for a while does not stop the computation.
      .catch(() => {})
      .finally(() => (busy = false));
  }, BEAT_MS);
  return {
    note: (progress: TaskProgress) => void (latest = progress),
    end: () => clearInterval(timer),
  };
}

/** Does `store` until the storage is there; a service that leaves does not wait for it. */
async function stored(store: () => Promise<Performed>, leaving: AbortSignal): Promise<Performed> {
  for (;;) {
    try {
      return await store();
    } catch (error) {
      if (!(error instanceof StorageAway) || leaving.aborted) throw error;
    }
    await sleep(AGAIN_MS);
  }
}
