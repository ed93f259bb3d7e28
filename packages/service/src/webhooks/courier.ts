import type { Deliveries, DeliveryClaim, Sent } from '../store/deliveries.ts';

/** How often the store is asked for messages that are due. */
const LOOK_MS = 1_000;
/** Messages on their way at the same time. */
const AT_ONCE = 8;

export interface Courier {
  /** Takes no more messages; resolves when those on their way have arrived or failed. */
  stop(): Promise<void>;
}

/**
 * Sends what is due, for as long as it is not stopped. What is stored is sent at least once: a process that dies between
 * sending and noting it leaves the message to the next, and receivers tell repetitions apart by webhook-id. `failed` hears
 * of a store that is away once, not every second.
 */
export function startCourier(
  store: Pick<Deliveries, 'claimDeliveries' | 'settleDelivery'>,
  send: (claim: DeliveryClaim) => Promise<Sent>,
  failed: (error: unknown) => void,
  lookMs = LOOK_MS,
): Courier {
  const under = new Set<Promise<void>>();
  let looking: Promise<void> = Promise.resolve();
  const deliver = async (claim: DeliveryClaim): Promise<void> => {
    await store.settleDelivery(claim, await send(claim));
  };
  const look = async (): Promise<void> => {
    const room = AT_ONCE - under.size;
    if (room <= 0) return;
    for (const claim of await store.claimDeliveries(room)) {
      const way = deliver(claim)
        .catch(failed)
        .finally(() => under.delete(way));
      under.add(way);
    }
  };
  let busy = false;
  let away = false;
  const round = async (): Promise<void> => {
    busy = true;
    try {
      await look();
      away = false;
    } catch (error) {
      if (!away) failed(error);
      away = true;
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(() => {
    if (!busy) looking = round();
  }, lookMs).unref();
  return {
    async stop() {
      clearInterval(timer);
      await looking;
      await Promise.all(under);
    },
  };
}
