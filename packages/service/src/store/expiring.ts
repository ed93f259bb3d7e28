import type { Db } from './handle.ts';
import { DAY_MS, iso } from './times.ts';

/** How many usable secrets end within `days` of `now`, in milliseconds since 1970; those already replaced do not count. */
export async function expiringSecrets(db: Db, now: number, days: number): Promise<number> {
  const { count } = await db
    .selectFrom('secrets')
    .select((build) => build.fn.countAll().as('count'))
    .where('revoked_at', 'is', null)
    .where('replaced_at', 'is', null)
    .where('expires_at', '>', iso(now))
    .where('expires_at', '<=', iso(now + days * DAY_MS))
    .executeTakeFirstOrThrow();
  return Number(count);
}
