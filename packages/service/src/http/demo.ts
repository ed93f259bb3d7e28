import type { Store } from '../store/store.ts';

const NAME = 'Demo';
const DAYS = 1;
/** A token is handed out as long as so much of it is left. */
const LEAST_MS = 3_600_000;
const abilities = ['segmentation:run', 'runs:read', 'runs:write'];
const by = { actor: 'demo' };

interface Held {
  readonly token: string;
  readonly endsAt: number;
}

/**
 * Hands out a token for a tenant that is there to look around in: made at the first call, ending after a day. All who ask
 * get the same one until it is nearly over, so that asking often makes nothing grow.
 */
export function demoTokens(store: Pick<Store, 'listTenants' | 'createTenant' | 'createToken'>, now: () => number) {
  const make = async (): Promise<Held> => {
    const known = (await store.listTenants()).find(({ name, disabledAt }) => name === NAME && disabledAt === null);
    const tenant = known?.apiId ?? (await store.createTenant(NAME)).apiId;
    const made = await store.createToken({ tenant, abilities, expiresDays: DAYS, name: NAME }, by);
    if (!made) throw new Error('The tenant to look around in is gone.');
    return { token: made.token, endsAt: now() + DAYS * 86_400_000 };
  };
  const renewed = (before: Held): Held | Promise<Held> => (before.endsAt - now() < LEAST_MS ? make() : before);
  let held: Promise<Held> | undefined;
  return async (): Promise<string> => {
    // One after the other: two who ask at once get the same.
    held = held ? held.then(renewed, make) : make();
    return (await held).token;
  };
}
