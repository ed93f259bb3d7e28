import type { InferResult } from 'kysely';
import { rowsOf } from './database.ts';
import type { Db } from './handle.ts';
import { digestOf, isPlausible, makeSecret, matches, type Peppers, signerOf } from './secrets.ts';
import type { Outside, Tenant } from './tenants.ts';
import { iso } from './times.ts';
import { noteUse } from './uses.ts';

/** Whom a pair of credentials belongs to, and which secret it was. */
export interface Authenticated {
  readonly tenant: Tenant;
  readonly secret: {
    readonly keyId: string;
    /** ISO 8601, UTC. */
    readonly expiresAt: string;
    /** Whole seconds until then. */
    readonly expiresIn: number;
    /** A rotation put another one in its place. */
    readonly replaced: boolean;
  };
}

/** The holder of these credentials; null for every kind of wrong ones. */
export type Authenticate = (apiId: string, secret: string) => Promise<Authenticated | null>;

/** A tenant has at most this many secrets that may be used: the current one and the one it replaces. */
export const MOST_USABLE = 2;
/** No header holds more; longer secrets are not worth hashing. */
const LONGEST_SECRET = 1_024;

/**
 * One way for all credentials: look up what the id may use now, and compare with two digests, whatever was found.
 * Secrets that have expired or were revoked, and those of disabled tenants, are not found: they are as wrong as any
 * other. Nothing is kept in memory, so a revocation counts at the next request of every process.
 */
export function authenticate(db: Db, peppers: Peppers, { now, random }: Outside): Authenticate {
  const nobody = {
    digest: digestOf(makeSecret(random), peppers, random),
    id: '',
    name: '',
    created_at: '',
    expires_at: '',
    replaced_at: null,
    last_used_at: null,
  };
  const usableSecrets = findingUsable(db);
  return async (apiId, secret) => {
    const time = now();
    const rows = rowsOf(db, apiId);
    const usable = await usableSecrets(rows, apiId.toLowerCase(), iso(time));
    const given = secret.slice(0, LONGEST_SECRET);
    const plausible = secret.length <= LONGEST_SECRET && isPlausible(given);
    let found: typeof nobody | (typeof usable)[number] = nobody;
    for (let at = 0; at < MOST_USABLE; at++) {
      const candidate = usable[at] ?? nobody;
      if (matches(given, candidate.digest, peppers)) found = candidate;
    }
    if (!plausible || found === nobody) return null;
    void noteUse(rows, 'secrets', found, time);
    // The pepper may have changed since: sign again with the current one while the secret is at hand.
    if (signerOf(found.digest) !== peppers.current) {
      const digest = digestOf(secret, peppers, random);
      const again = rows.updateTable('secrets').set({ digest }).where('id', '=', found.id);
      await again.execute().catch(() => {}); // a database that takes no writes now may have it at a later use
    }
    const { id: keyId, expires_at: expiresAt, replaced_at } = found;
    return {
      tenant: { apiId: apiId.toLowerCase(), name: found.name ?? '' },
      secret: {
        keyId,
        expiresAt,
        expiresIn: Math.floor((Date.parse(expiresAt) - time) / 1000),
        replaced: replaced_at !== null,
      },
    };
  };
}

/**
 * What a tenant may use at a time, the latest first. The query is made once, for to make it takes longer than to run it; and it reads
 * one table at a time, for SQLite plans a join or a limit anew whenever a value is given to it.
 */
function findingUsable(db: Db) {
  const query = db
    .selectFrom('secrets')
    .select(['id', 'digest', 'created_at', 'expires_at', 'replaced_at', 'last_used_at'])
    .select((all) => all.selectFrom('tenants').select('name').whereRef('tenants.id', '=', 'tenant_id').as('name'))
    .where('tenant_id', '=', (all) =>
      all.selectFrom('tenants').select('tenants.id').where('api_id', '=', '').where('disabled_at', 'is', null),
    )
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', '')
    .compile();
  type Usable = InferResult<typeof query>[number];
  return async (rows: Db, apiId: string, time: string): Promise<Usable[]> => {
    const { rows: usable } = await rows.executeQuery<Usable>({ ...query, parameters: [apiId, time] });
    return usable.toSorted((a, b) => (a.created_at > b.created_at ? -1 : 1)).slice(0, MOST_USABLE);
  };
}
