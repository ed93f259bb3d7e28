import { openStore, type Store } from '../../src/store/store.ts';
import { seededBytes } from './random.ts';
import type { EmptyStore } from './stores.ts';

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
