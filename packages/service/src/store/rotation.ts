import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { EXPIRY_WARNING_DAYS, OVERLAP } from '../contract/credentials.ts';
import { appendAudit, type By } from './audit.ts';
import { rowsOf } from './database.ts';
import type { Db, Tables } from './handle.ts';
import { noteEvent } from './events.ts';
import { type ListedSecret, listedSecret, secretRow } from './secret-rows.ts';
import { makeSecret, type Peppers } from './secrets.ts';
import { inTenant, type Outside, SECRET_DAYS, uuid } from './tenants.ts';
import { DAY_MS, iso } from './times.ts';

/** Days before its end at which the audit log is told of a secret; 0 is the end itself. */
const NOTICES = [EXPIRY_WARNING_DAYS, 7, 1, 0] as const;

export interface RotateOptions {
  /** How long the secret in use goes on working; never longer than it would have. Default a day, at most a week. */
  readonly overlapSeconds?: number | undefined;
  /** Rotate although a replaced secret still works; that one is revoked. */
  readonly force?: boolean | undefined;
  /** The caller's name for this request: a repetition is told apart from a second rotation. Only its hash is kept. */
  readonly requestKey?: string | undefined;
  /** The key id of the secret that asks for its own replacement; it must still be in use. */
  readonly askedBy?: string | undefined;
}

export type Rotated =
  | {
      readonly kind: 'rotated';
      readonly keyId: string;
      /** Told this once. */
      readonly secret: string;
      readonly expiresAt: string;
      /** The secrets that were in use, and when they end. */
      readonly replaced: readonly { readonly keyId: string; readonly expiresAt: string }[];
    }
  /** A replaced secret still works until `until`. */
  | { readonly kind: 'in_progress'; readonly keyId: string; readonly until: string }
  /** The secret that asked ended while it did. */
  | { readonly kind: 'ended' }
  /** This request was answered before; the secret cannot be told again. */
  | { readonly kind: 'already_shown'; readonly keyId: string };

export interface Secrets {
  /** A new secret beside the one in use, which goes on working for the overlap. Null when there is no such tenant. */
  rotateSecret(apiId: string, options: RotateOptions, by: By): Promise<Rotated | null>;
  listSecrets(apiId: string): Promise<ListedSecret[] | null>;
  /** Ends a secret of a tenant at once. False when the tenant has none with this key id. */
  revokeSecret(apiId: string, keyId: string, by: By): Promise<boolean>;
  /** Tells the audit log of secrets that end soon or have ended, each once. Resolves with how many it told of. */
  noticeExpiries(): Promise<number>;
}

export function secrets(db: Db, peppers: Peppers, outside: Outside): Secrets {
  const { now, random } = outside;
  return {
    async rotateSecret(apiId, options, by) {
      const { overlapSeconds = OVERLAP.default, force = false, requestKey, askedBy } = options;
      return inTenant(db, apiId, async (transaction, tenant): Promise<Rotated> => {
        const time = now();
        const at = iso(time);
        const requestHash = requestKey === undefined ? null : createHash('sha256').update(requestKey).digest('hex');
        const rows = await transaction.selectFrom('secrets').selectAll().where('tenant_id', '=', tenant.id).execute();
        const shown = requestHash === null ? undefined : rows.find(({ request_key }) => request_key === requestHash);
        if (shown) return { kind: 'already_shown', keyId: shown.id };
        const usable = rows.filter(({ revoked_at, expires_at }) => revoked_at === null && at < expires_at);
        if (askedBy !== undefined && !usable.some(({ id }) => id === askedBy)) return { kind: 'ended' };
        const retiring = usable.filter(({ replaced_at }) => replaced_at !== null);
        if (retiring[0] && !force) return { kind: 'in_progress', keyId: retiring[0].id, until: retiring[0].expires_at };

        for (const { id } of retiring) await end(transaction, id, at);
        const replaced: { keyId: string; expiresAt: string }[] = [];
        for (const { id, expires_at } of usable.filter(({ replaced_at }) => replaced_at === null)) {
          const expiresAt = [expires_at, iso(time + overlapSeconds * 1000)].toSorted()[0] ?? at;
          await transaction
            .updateTable('secrets')
            .set({ replaced_at: at, expires_at: expiresAt })
            .where('id', '=', id)
            .execute();
          replaced.push({ keyId: id, expiresAt });
        }
        const secret = makeSecret(random);
        const made = { keyId: uuid(random), secret, createdAt: at, expiresAt: iso(time + SECRET_DAYS * DAY_MS) };
        const row = { ...secretRow(made, peppers, random), tenant_id: tenant.id, request_key: requestHash };
        await transaction.insertInto('secrets').values(row).execute();
        await appendAudit(transaction, at, {
          action: 'secret.rotate',
          by,
          tenant: tenant.api_id,
          object: made.keyId,
          details: { overlap_seconds: overlapSeconds, force, revoked: retiring.length },
        });
        return { kind: 'rotated', keyId: made.keyId, secret, expiresAt: made.expiresAt, replaced };
      });
    },

    async listSecrets(apiId) {
      const own = rowsOf(db, apiId);
      const tenant = await own
        .selectFrom('tenants')
        .select('id')
        .where('api_id', '=', apiId.toLowerCase())
        .executeTakeFirst();
      if (tenant === undefined) return null;
      const rows = own.selectFrom('secrets').selectAll().where('tenant_id', '=', tenant.id);
      const at = iso(now());
      return (await rows.orderBy('created_at').orderBy('id').execute()).map((row) => listedSecret(row, at));
    },

    async revokeSecret(apiId, keyId, by) {
      const done = await inTenant(db, apiId, async (transaction, tenant) => {
        const at = iso(now());
        const row = await transaction
          .selectFrom('secrets')
          .select(['id', 'revoked_at'])
          .where('id', '=', keyId.toLowerCase())
          .where('tenant_id', '=', tenant.id)
          .executeTakeFirst();
        if (row === undefined) return false;
        if (row.revoked_at !== null) return true;
        await end(transaction, row.id, at);
        await appendAudit(transaction, at, { action: 'secret.revoke', by, tenant: tenant.api_id, object: row.id });
        return true;
      });
      return done ?? false;
    },

    async noticeExpiries() {
      const time = now();
      const near = await db
        .selectFrom('secrets')
        .innerJoin('tenants', 'tenants.id', 'secrets.tenant_id')
        .select([
          'secrets.id',
          'tenant_id',
          'secrets.expires_at',
          'replaced_at',
          'secrets.noticed_days',
          'tenants.api_id',
        ])
        .where('secrets.revoked_at', 'is', null)
        .where('secrets.expires_at', '<=', iso(time + NOTICES[0] * DAY_MS))
        .where((where) => where.or([where('noticed_days', 'is', null), where('noticed_days', '>', 0)]))
        .execute();
      let told = 0;
      for (const { id, tenant_id, expires_at, replaced_at, noticed_days, api_id } of near) {
        const left = Date.parse(expires_at) - time;
        const days = NOTICES.findLast((limit) => left <= limit * DAY_MS) ?? NOTICES[0];
        if (noticed_days !== null && noticed_days <= days) continue;
        const notice = { days, expiresAt: expires_at, apiId: api_id };
        const mine = await db.transaction().execute(async (transaction) => {
          if (!(await tell(transaction, id, notice, iso(time)))) return false;
          const data = { key_id: id, expires_at, days };
          // One that was replaced is meant to end.
          if (days > 0 && replaced_at === null)
            await noteEvent(transaction, tenant_id, { type: 'secret.expiring', data }, outside);
          return true;
        });
        if (mine) told++;
      }
      return told;
    },
  };
}

async function end(transaction: Transaction<Tables>, keyId: string, at: string): Promise<void> {
  await transaction.updateTable('secrets').set({ revoked_at: at }).where('id', '=', keyId).execute();
}

/** False when another process told of it meanwhile. */
async function tell(
  transaction: Transaction<Tables>,
  keyId: string,
  { days, expiresAt, apiId }: { days: number; expiresAt: string; apiId: string },
  at: string,
): Promise<boolean> {
  const mine = await transaction
    .updateTable('secrets')
    .set({ noticed_days: days })
    .where('id', '=', keyId)
    .where((where) => where.or([where('noticed_days', 'is', null), where('noticed_days', '>', days)]))
    .executeTakeFirst();
  if (mine.numUpdatedRows === 0n) return false;
  await appendAudit(transaction, at, {
    action: days === 0 ? 'secret.expired' : 'secret.expiring',
    by: { actor: 'service' },
    tenant: apiId,
    object: keyId,
    details: { days, expires_at: expiresAt },
  });
  return true;
}
