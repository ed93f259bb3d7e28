import type { Transaction } from 'kysely';
import { appendAudit, type By } from './audit.ts';
import { isDuplicate } from './away.ts';
import { rowsOf } from './database.ts';
import type { Db, Tables } from './handle.ts';
import { StoreFault } from './pepper.ts';
import { type ListedSecret, listedSecret, secretRow } from './secret-rows.ts';
import { makeSecret, type Peppers, type RandomBytes } from './secrets.ts';
import { DAY_MS, iso } from './times.ts';

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
  readonly keyId: string;
  readonly secret: string;
  readonly secretExpiresAt: string;
}

/** What a tenant had at another service, to be known by here too. */
export interface BroughtCredentials {
  /** A UUID. */
  readonly apiId?: string | undefined;
  readonly secret?: string | undefined;
}

export interface ListedTenant extends Tenant {
  readonly createdAt: string;
  readonly disabledAt: string | null;
  readonly secrets: readonly ListedSecret[];
}

export interface Tenants {
  /**
   * A new tenant with its first secret, or with what it brings along. Throws a StoreFault when somebody has the id that it
   * brings.
   */
  createTenant(name: string, brought?: BroughtCredentials, by?: By): Promise<NewTenant>;
  listTenants(): Promise<ListedTenant[]>;
  showTenant(apiId: string): Promise<ListedTenant | null>;
  /** Switches a tenant off or on again. False when there is none with this id. */
  setTenantEnabled(apiId: string, enabled: boolean, by: By): Promise<boolean>;
  /** Removes a tenant with its secrets and tokens. False when there is none with this id. */
  deleteTenant(apiId: string, by: By): Promise<boolean>;
}

/** Security policy of the contract: secrets are renewed every 90 days. */
export const SECRET_DAYS = 90;
/** Who acts when nobody says: the program itself. */
export const itself: By = { actor: 'service' };

export function tenants(db: Db, peppers: Peppers, { now, random }: Outside): Tenants {
  async function list(apiId?: string): Promise<ListedTenant[]> {
    const from = apiId === undefined ? db : rowsOf(db, apiId);
    const one = apiId === undefined ? from.selectFrom('tenants') : tenantBy(from, apiId);
    const all = await one.selectAll('tenants').orderBy('tenants.id').execute();
    const ids = all.map(({ id }) => id);
    const secrets = from.selectFrom('secrets').selectAll().orderBy('created_at').orderBy('id');
    const rows = await (apiId === undefined ? secrets : secrets.where('tenant_id', 'in', [...ids, -1])).execute();
    const at = iso(now());
    return all.map((tenant) => ({
      apiId: tenant.api_id,
      name: tenant.name,
      createdAt: tenant.created_at,
      disabledAt: tenant.disabled_at,
      secrets: rows.filter(({ tenant_id }) => tenant_id === tenant.id).map((row) => listedSecret(row, at)),
    }));
  }

  return {
    async createTenant(name, brought = {}, by = itself) {
      const { secret = makeSecret(random) } = brought;
      const created = now();
      const expiresAt = iso(created + SECRET_DAYS * DAY_MS);
      const apiId = brought.apiId?.toLowerCase() ?? uuid(random);
      const keyId = uuid(random);
      const row = secretRow({ keyId, secret, createdAt: iso(created), expiresAt }, peppers, random);
      await rowsOf(db, apiId)
        .transaction()
        .execute(async (transaction) => {
          const { id } = await transaction
            .insertInto('tenants')
            .values({ api_id: apiId, name, created_at: iso(created), disabled_at: null })
            .returning('id')
            .executeTakeFirstOrThrow();
          await transaction
            .insertInto('secrets')
            .values({ ...row, tenant_id: id })
            .execute();
          const details = { brought_id: brought.apiId !== undefined, brought_secret: brought.secret !== undefined };
          await appendAudit(transaction, iso(created), {
            action: 'tenant.create',
            by,
            tenant: apiId,
            object: keyId,
            details,
          });
        })
        .catch((error: unknown) => {
          throw isDuplicate(error) ? new StoreFault(`There is a tenant with the id ${apiId} already.`) : error;
        });
      return { apiId, name, keyId, secret, secretExpiresAt: expiresAt };
    },

    listTenants: () => list(),

    async showTenant(apiId) {
      return (await list(apiId))[0] ?? null;
    },

    async setTenantEnabled(apiId, enabled, by) {
      return inTenant(db, apiId, async (transaction, { id, api_id }) => {
        const at = iso(now());
        await transaction
          .updateTable('tenants')
          .set({ disabled_at: enabled ? null : at })
          .where('id', '=', id)
          .execute();
        const action = enabled ? 'tenant.enable' : 'tenant.disable';
        await appendAudit(transaction, at, { action, by, tenant: api_id });
        return true;
      }).then((done) => done ?? false);
    },

    async deleteTenant(apiId, by) {
      return inTenant(db, apiId, async (transaction, { id, api_id }) => {
        for (const table of ['secrets', 'tokens'] as const)
          await transaction.deleteFrom(table).where('tenant_id', '=', id).execute();
        await transaction.deleteFrom('tenants').where('id', '=', id).execute();
        await appendAudit(transaction, iso(now()), { action: 'tenant.delete', by, tenant: api_id });
        return true;
      }).then((done) => done ?? false);
    },
  };
}

function tenantBy(db: Db, apiId: string) {
  return db.selectFrom('tenants').where('api_id', '=', apiId.toLowerCase());
}

/**
 * Runs `change` in a transaction that holds the tenant: its first statement is a write, so a second change waits on every
 * database until the first is through, and then sees what it did. Null when there is no such tenant.
 */
export async function inTenant<Result>(
  db: Db,
  apiId: string,
  change: (transaction: Transaction<Tables>, tenant: { id: number; api_id: string }) => Promise<Result>,
): Promise<Result | null> {
  return rowsOf(db, apiId)
    .transaction()
    .execute(async (transaction) => {
      const tenant = await transaction
        .updateTable('tenants')
        .set((all) => ({ revision: all('revision', '+', 1) }))
        .where('api_id', '=', apiId.toLowerCase())
        .returning(['id', 'api_id'])
        .executeTakeFirst();
      return tenant === undefined ? null : change(transaction, tenant);
    });
}

/** A version 4 UUID. */
export function uuid(random: RandomBytes): string {
  const bytes = Buffer.from(random(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The number of the tenant with this id, in a transaction or out of one. */
export async function tenantIdOf(rows: Db | Transaction<Tables>, apiId: string): Promise<number | null> {
  const row = await rows
    .selectFrom('tenants')
    .select('id')
    .where('api_id', '=', apiId.toLowerCase())
    .executeTakeFirst();
  return row?.id ?? null;
}
