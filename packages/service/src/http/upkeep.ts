import type { FastifyBaseLogger } from 'fastify';
import type { Deliveries } from '../store/deliveries.ts';
import { DAY_MS } from '../store/times.ts';
import type { Requests } from '../store/requests.ts';
import type { Runs } from '../store/run.ts';
import type { Administration } from './deps.ts';

const HOUR_MS = 3_600_000;
const VERIFY_EVERY_HOURS = 24;
/** How long the audit log is kept. */
const KEPT_DAYS = 365;
/** How long webhook messages that arrived, or were given up, are kept. */
const DELIVERIES_KEPT_DAYS = 30;

/** Days after a run's end. */
export interface Retention {
  /** For which its task is known. */
  readonly results: number;
  /** For which the run is kept, with all that belongs to it. */
  readonly data: number;
}
export const retentionDefaults: Retention = { results: 30, data: 90 };

/**
 * What is done beside the requests. The audit log is told of the start and the stop and, every hour, of secrets that end
 * soon; runs that are too old are removed, a few at a time, and keys of old requests forgotten; once a day the chain is
 * verified and what is too old leaves it. A chain that is broken is told loudly, and is no reason to refuse anybody; a
 * store that is away keeps nobody from starting or stopping.
 */
export function keepHouse(
  store: Administration &
    Pick<Runs, 'sweepRuns'> &
    Pick<Requests, 'sweepRequests'> &
    Pick<Deliveries, 'pruneDeliveries'>,
  log: FastifyBaseLogger,
  retention: Retention = retentionDefaults,
): { stop(): Promise<void> } {
  let hours = 0;
  const leaving = new AbortController();
  const sweep = async (): Promise<void> => {
    let removed = 0;
    for (let some = -1; some !== 0 && !leaving.signal.aborted; removed += some) some = await store.sweepRuns(retention);
    if (removed > 0) log.info({ removed }, 'old runs removed');
  };
  const round = async (): Promise<void> => {
    try {
      await store.noticeExpiries();
      await sweep();
      await store.sweepRequests();
      if (hours++ % VERIFY_EVERY_HOURS !== 0) return;
      const { broken, entries } = await store.verifyAudit();
      if (broken) log.error({ ...broken, entries }, 'the audit log is broken');
      else await store.pruneAudit(Date.now() - KEPT_DAYS * DAY_MS);
      await store.pruneDeliveries(Date.now() - DELIVERIES_KEPT_DAYS * DAY_MS);
    } catch (error) {
      log.error({ err: error }, 'the upkeep of the store failed');
    }
  };
  const tell = (action: string): Promise<void> =>
    store.record({ action, by: { actor: 'service' } }).catch((error: unknown) => {
      log.error({ err: error }, 'the audit log could not be written');
    });
  let under = tell('service.start').then(round);
  const timer = setInterval(() => void (under = under.then(round)), HOUR_MS).unref();
  return {
    async stop() {
      leaving.abort();
      clearInterval(timer);
      await under;
      await tell('service.stop');
    },
  };
}
