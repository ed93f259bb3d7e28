import type { FastifyBaseLogger } from 'fastify';
import { DAY_MS } from '../store/times.ts';
import type { Administration } from './deps.ts';

const HOUR_MS = 3_600_000;
const VERIFY_EVERY_HOURS = 24;
/** How long the audit log is kept. */
const KEPT_DAYS = 365;

/**
 * What is done beside the requests. The audit log is told of the start and the stop and, every hour, of secrets that end
 * soon; once a day its chain is verified and what is too old leaves it. A chain that is broken is told loudly, and is no
 * reason to refuse anybody; a store that is away keeps nobody from starting or stopping.
 */
export function keepHouse(store: Administration, log: FastifyBaseLogger): { stop(): Promise<void> } {
  let hours = 0;
  const round = async (): Promise<void> => {
    try {
      await store.noticeExpiries();
      if (hours++ % VERIFY_EVERY_HOURS !== 0) return;
      const { broken, entries } = await store.verifyAudit();
      if (broken) log.error({ ...broken, entries }, 'the audit log is broken');
      else await store.pruneAudit(Date.now() - KEPT_DAYS * DAY_MS);
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
      clearInterval(timer);
      await under;
      await tell('service.stop');
    },
  };
}
