import { openStore, type Store } from '../../src/store/store.ts';
import type { NewTenant } from '../../src/store/tenants.ts';
import { seededBytes } from './random.ts';
import type { EmptyStore, StoreKind } from './stores.ts';

export const DAY = 86_400_000;
export const START = Date.UTC(2026, 0, 31, 12);
export const by = { actor: 'test' };

/** A clock that stands still until it is moved. */
export interface Clock {
  at: number;
}

let seed = 0;

/** A store on a clock of the test's own. Opened twice on one place, it is two processes as far as the database knows. */
export function openOn(empty: EmptyStore, clock: Clock): Promise<Store> {
  return openStore({ ...empty.place, now: () => clock.at, random: seededBytes(++seed) });
}

/** A store of a test's own with the tenant A in it, on a clock that stands at START. */
export interface OneTenant {
  readonly place: EmptyStore;
  readonly clock: Clock;
  readonly store: Store;
  readonly tenant: NewTenant;
}

export async function oneTenant(empty: StoreKind['empty']): Promise<OneTenant> {
  const [place, clock] = [await empty(), { at: START }];
  const store = await openOn(place, clock);
  return { place, clock, store, tenant: await store.createTenant('A') };
}

/** Closes a store and removes what it kept. */
export async function discard({ store, place }: Pick<OneTenant, 'store' | 'place'>): Promise<void> {
  await store.close();
  await place.remove();
}
