import type { Db } from './database.ts';
import { digestOf, isPlausible, makeSecret, matches, type Peppers, type RandomBytes } from './secrets.ts';

/** Time and chance, handed in. */
export interface Outside {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly random: RandomBytes;
}

export interface Tenant {
  readonly apiId: string;
  readonly name: string;
}

/** What `createTenant` tells once; the secret cannot be read again. */
export interface NewTenant extends Tenant {
  readonly secret: string;
  readonly secretExpiresAt: string;
}

export interface ListedTenant extends Tenant {
  readonly createdAt: string;
  readonly secrets: readonly {
    readonly last4: string;
    readonly expiresAt: string;
    readonly state: 'active' | 'expired' | 'revoked';
  }[];
}

export interface Tenants {
  /** A new tenant with its first secret, or with `secret` when one is brought along. */
  createTenant(name: string, secret?: string): Promise<NewTenant>;
  listTenants(): Promise<ListedTenant[]>;
  /** The tenant that these credentials belong to; null for every kind of wrong ones. */
  verify(apiId: string, secret: string): Promise<Tenant | null>;
}

/** Security policy of the contract: secrets are renewed every 90 days. */
export const SECRET_DAYS = 90;
const DAY_MS = 86_400_000;
/** No header holds more; longer secrets are not worth hashing. */
const LONGEST_SECRET = 1_024;

export function tenants(db: Db, peppers: Peppers, { now, random }: Outside): Tenants {
  // An unknown id costs the same hash as a known one, so time does not tell which ids exist.
  const nobody = { digest: digestOf(makeSecret(random), peppers, random), expires_at: '', revoked_at: null };

  return {
    async createTenant(name, secret = makeSecret(random)) {
      const created = now();
      const expiresAt = iso(created + SECRET_DAYS * DAY_MS);
      const apiId = uuid(random);
      await db.transaction().execute(async (transaction) => {
        const { id } = await transaction
          .insertInto('tenants')
          .values({ api_id: apiId, name, created_at: iso(created) })
          .returning('id')
          .executeTakeFirstOrThrow();
        await transaction
          .insertInto('secrets')
          .values({
            id: uuid(random),
            tenant_id: id,
            digest: digestOf(secret, peppers, random),
            last4: secret.slice(-4),
            created_at: iso(created),
            expires_at: expiresAt,
            revoked_at: null,
          })
          .execute();
      });
      return { apiId, name, secret, secretExpiresAt: expiresAt };
    },

    async listTenants() {
      const all = await db.selectFrom('tenants').selectAll().orderBy('id').execute();
      const secrets = await db.selectFrom('secrets').selectAll().orderBy('created_at').execute();
      const at = iso(now());
      return all.map((tenant) => ({
        apiId: tenant.api_id,
        name: tenant.name,
        createdAt: tenant.created_at,
        secrets: secrets
          .filter((secret) => secret.tenant_id === tenant.id)
          .map((secret) => ({
            last4: secret.last4,
            expiresAt: secret.expires_at,
            state: secret.revoked_at !== null ? 'revoked' : at < secret.expires_at ? 'active' : 'expired',
          })),
      }));
    },

    async verify(apiId, secret) {
      const known = await db
        .selectFrom('secrets')
        .innerJoin('tenants', 'tenants.id', 'secrets.tenant_id')
        .select(['tenants.api_id', 'tenants.name', 'secrets.digest', 'secrets.expires_at', 'secrets.revoked_at'])
        .where('tenants.api_id', '=', apiId.toLowerCase())
        .execute();
      const at = iso(now());
      const given = secret.slice(0, LONGEST_SECRET);
      const possible = secret.length <= LONGEST_SECRET && isPlausible(secret) ? known : [];
      let tenant: Tenant | null = null;
      // Every candidate is hashed, the right one first or last, usable or not.
      for (const row of possible.length > 0 ? possible : [{ ...nobody, api_id: '', name: '' }]) {
        const right = matches(given, row.digest, peppers);
        const usable = row.revoked_at === null && at < row.expires_at;
        if (right && usable && row.api_id !== '') tenant = { apiId: row.api_id, name: row.name };
      }
      return tenant;
    },
  };
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** A version 4 UUID. */
export function uuid(random: RandomBytes): string {
  const bytes = Buffer.from(random(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
