import type { Db } from './database.ts';

const DAY_MS = 86_400_000;

/** How many usable secrets end within `days` of `now`, in milliseconds since 1970; those already replaced do not count. */
export async function expiringSecrets(db: Db, now: number, days: number): Promise<number> {
  const { count } = await db
    .selectFrom('secrets')
    .select((build) => build.fn.countAll().as('count'))
    .where('revoked_at', 'is', null)
    .where('replaced_at', 'is', null)
    .where('expires_at', '>', new Date(now).toISOString())
    .where('expires_at', '<=', new Date(now + days * DAY_MS).toISOString())
    .executeTakeFirstOrThrow();
  return Number(count);
}
