import type { Tasks } from '../../store/task.ts';
import type { Perform, QueueLog, RunQueue } from './queue.ts';

/** Looks this often for what was stored by another process, or pauses after a crash. */
const LOOK_MS = 1_000;

/**
 * The queue of the one service on a data folder: the table of runs itself. What a service before it left unfinished is
 * begun again.
 */
export function embeddedQueue(
  tasks: Pick<Tasks, 'claimRun' | 'requeueRuns'>,
  perform: Perform,
  { slots, log }: { /** Runs computed at the same time. */ readonly slots: number; readonly log: QueueLog },
): RunQueue {
  const leaving = new AbortController();
  /** What is computed, and which run that is. */
  const working = new Map<Promise<void>, string>();
  /** There may be runs that are marked as computed, and nobody computes: left by a service before, or by a failure. */
  let doubt = true;
  let looking: Promise<void> | undefined;
  let again = false;

  async function look(): Promise<void> {
    if (doubt) {
      const count = await tasks.requeueRuns([...working.values()]);
      if (count > 0) log.info({ runs: count }, 'unfinished runs wait again');
      doubt = false;
    }
    while (working.size < slots && !leaving.signal.aborted) {
      const claim = await tasks.claimRun();
      if (!claim) return;
      const work: Promise<void> = perform(claim, leaving.signal).then((performed) => {
        working.delete(work);
        doubt ||= performed === 'again';
        wake();
      });
      working.set(work, claim.runId);
    }
  }

  /** One look at a time: who asks meanwhile gets another one after it. */
  function wake(): void {
    if (leaving.signal.aborted) return;
    again = true;
    looking ??= (async () => {
      while (again) {
        again = false;
        await look().catch((error: unknown) => {
          doubt = true;
          log.error({ err: error }, 'the queue could not be read');
        });
      }
      looking = undefined;
    })();
  }

  let timer: NodeJS.Timeout | undefined;
  return {
    async start() {
      timer = setInterval(wake, LOOK_MS).unref();
      wake();
    },
    wake: () => {
      if (timer) wake();
    },
    async stop() {
      clearInterval(timer);
      leaving.abort();
      await looking;
      await Promise.all(working.keys());
    },
  };
}
