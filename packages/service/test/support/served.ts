import type { FastifyInstance } from 'fastify';
import { sqlite, type StoreKind } from './stores.ts';
import type { Deps } from '../../src/http/deps.ts';
import type { Store } from '../../src/store/store.ts';
import { computingPool, testApp } from './app.ts';
import { type Clock, openOn, START } from './credentials.ts';

export const adminSecret = 'the secret of the administrators';
export const asAdmin = { 'x-admin-secret': adminSecret };

export interface Served {
  readonly app: FastifyInstance;
  readonly store: Store;
  readonly clock: Clock;
  close(): Promise<void>;
}

/** The app over a real store, on a clock of the test's own, with quotas that do not get in the way. */
export async function served(given: Partial<Deps> = {}, { empty }: Pick<StoreKind, 'empty'> = sqlite): Promise<Served> {
  const place = await empty();
  const clock = { at: START };
  const store = await openOn(place, clock);
  const app = await testApp({
    verify: store.verify,
    verifyToken: (token) => store.verifyToken(token),
    administration: store,
    runs: store,
    later: { store, queue: { wake() {} } },
    pool: computingPool(),
    webhooks: { store, allowPrivate: false, lookup: async () => [{ address: '93.184.215.14', family: 4 }] },
    adminSecret,
    protection: { perMinute: { segmentation: 1e6, reading: 1e6, admin: 1e6 }, failures: 1e6, running: 100 },
    ...given,
  });
  return {
    app,
    store,
    clock,
    async close() {
      await app.close();
      await store.close();
      await place.remove();
    },
  };
}
