import { MOST_WEBHOOKS, TEST_EVENT, type WebhookEvent, webhookEvents } from '../contract/webhooks.ts';
import type { By } from './audit.ts';
import { appendAudit } from './audit.ts';
import { rowsOf } from './database.ts';
import type { Db, Tables } from './handle.ts';
import { giveUpWaiting, noteEvent } from './events.ts';
import { opened, sealed } from './sealing.ts';
import { type Peppers, type RandomBytes, signerOf } from './secrets.ts';
import { inTenant, type Outside, uuid } from './tenants.ts';
import { iso } from './times.ts';

const SECRET_BYTES = 32;

export interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  readonly createdAt: string;
  readonly disabledAt: string | null;
  /** Why the service disabled it; null for one that its tenant disabled. */
  readonly disabledReason: string | null;
  /** Since when every attempt has failed. */
  readonly failingSince: string | null;
}

/** Told once: `whsec_` and the signing key in base64, as libraries for Standard Webhooks take it. */
export interface NewWebhook extends Webhook {
  readonly secret: string;
}

export interface WebhookChange {
  readonly url?: string | undefined;
  readonly events?: readonly WebhookEvent[] | undefined;
  readonly enabled?: boolean | undefined;
}

export interface Webhooks {
  /** `full` when the tenant has as many as it may; null when there is no such tenant. */
  addWebhook(
    apiId: string,
    webhook: { readonly url: string; readonly events?: readonly WebhookEvent[] | undefined },
    by: By,
  ): Promise<NewWebhook | 'full' | null>;
  /** Null when there is no such tenant. */
  listWebhooks(apiId: string): Promise<Webhook[] | null>;
  showWebhook(apiId: string, id: string): Promise<Webhook | null>;
  changeWebhook(apiId: string, id: string, change: WebhookChange, by: By): Promise<Webhook | null>;
  /** Removes a webhook and all messages for it. False when the tenant has none with this id. */
  deleteWebhook(apiId: string, id: string, by: By): Promise<boolean>;
  /** Has a test message sent. Resolves with its id; null when there is no such webhook, or it is disabled. */
  testWebhook(apiId: string, id: string): Promise<string | null>;
}

export function webhooks(db: Db, peppers: Peppers, outside: Outside): Webhooks {
  const { now, random } = outside;

  async function list(apiId: string, id?: string): Promise<Webhook[]> {
    let found = rowsOf(db, apiId)
      .selectFrom('webhooks')
      .selectAll()
      .where('tenant_id', 'in', (all) =>
        all.selectFrom('tenants').select('tenants.id').where('api_id', '=', apiId.toLowerCase()),
      );
    if (id !== undefined) found = found.where('id', '=', id.toLowerCase());
    return (await found.orderBy('created_at').orderBy('id').execute()).map(listed);
  }
  const show = async (apiId: string, id: string): Promise<Webhook | null> => (await list(apiId, id))[0] ?? null;

  return {
    async addWebhook(apiId, { url, events = webhookEvents }, by) {
      return inTenant(db, apiId, async (transaction, tenant): Promise<NewWebhook | 'full'> => {
        const { count } = await transaction
          .selectFrom('webhooks')
          .select((all) => all.fn.countAll().as('count'))
          .where('tenant_id', '=', tenant.id)
          .executeTakeFirstOrThrow();
        if (Number(count) >= MOST_WEBHOOKS) return 'full';
        const [id, at] = [uuid(random), iso(now())];
        const secret = `whsec_${Buffer.from(random(SECRET_BYTES)).toString('base64')}`;
        const row = { id, url, events: JSON.stringify([...new Set(events)]), created_at: at };
        await transaction
          .insertInto('webhooks')
          .values({ ...row, tenant_id: tenant.id, secret: sealed(secret, id, peppers, random) })
          .execute();
        const details = { host: new URL(url).host };
        await appendAudit(transaction, at, { action: 'webhook.add', by, tenant: tenant.api_id, object: id, details });
        return { ...listed({ ...row, disabled_at: null, disabled_reason: null, failing_since: null }), secret };
      });
    },

    async listWebhooks(apiId) {
      const found = await list(apiId);
      if (found.length > 0) return found;
      const own = rowsOf(db, apiId).selectFrom('tenants').select('id').where('api_id', '=', apiId.toLowerCase());
      return (await own.executeTakeFirst()) ? [] : null;
    },

    showWebhook: show,

    async changeWebhook(apiId, id, { url, events, enabled }, by) {
      const done = await inTenant(db, apiId, async (transaction, tenant) => {
        const at = iso(now());
        const set = {
          ...(url === undefined ? {} : { url }),
          ...(events === undefined ? {} : { events: JSON.stringify([...new Set(events)]) }),
          ...(enabled === undefined
            ? {}
            : { disabled_at: enabled ? null : at, disabled_reason: null, failing_since: null }),
        };
        const changed = await transaction
          .updateTable('webhooks')
          .set({ ...set, id: id.toLowerCase() })
          .where('id', '=', id.toLowerCase())
          .where('tenant_id', '=', tenant.id)
          .returning('id')
          .executeTakeFirst();
        if (!changed) return false;
        if (enabled === false) await giveUpWaiting(transaction, changed.id);
        const details = {
          changed: Object.keys({ url, events, enabled })
            .filter((key) => ({ url, events, enabled })[key as keyof WebhookChange] !== undefined)
            .join(' '),
        };
        await appendAudit(transaction, at, {
          action: 'webhook.change',
          by,
          tenant: tenant.api_id,
          object: changed.id,
          details,
        });
        return true;
      });
      return done ? show(apiId, id) : null;
    },

    async deleteWebhook(apiId, id, by) {
      const done = await inTenant(db, apiId, async (transaction, tenant) => {
        const gone = await transaction
          .deleteFrom('webhooks')
          .where('id', '=', id.toLowerCase())
          .where('tenant_id', '=', tenant.id)
          .returning('id')
          .executeTakeFirst();
        if (!gone) return false;
        const event = { action: 'webhook.delete', by, tenant: tenant.api_id, object: gone.id };
        await appendAudit(transaction, iso(now()), event);
        return true;
      });
      return done ?? false;
    },

    async testWebhook(apiId, id) {
      const sent = await inTenant(db, apiId, (transaction, tenant) =>
        noteEvent(
          transaction,
          tenant.id,
          { type: TEST_EVENT, data: { webhook_id: id.toLowerCase() } },
          outside,
          id.toLowerCase(),
        ),
      );
      return sent?.[0] ?? null;
    },
  };
}

/** Seals keys anew that were sealed with a former pepper, so that it can be dropped one day. */
export async function sealAnew(db: Db, peppers: Peppers, random: RandomBytes): Promise<void> {
  const rows = await db.selectFrom('webhooks').select(['id', 'secret']).execute();
  for (const { id, secret } of rows.filter((row) => signerOf(row.secret) !== peppers.current))
    await db
      .updateTable('webhooks')
      .set({ secret: sealed(opened(secret, id, peppers), id, peppers, random) })
      .where('id', '=', id)
      .where('secret', '=', secret)
      .execute();
}

type Listed = Pick<
  Tables['webhooks'],
  'url' | 'events' | 'created_at' | 'disabled_at' | 'disabled_reason' | 'failing_since'
> & { readonly id: string };

function listed(row: Listed): Webhook {
  return {
    id: row.id,
    url: row.url,
    events: JSON.parse(row.events) as WebhookEvent[],
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
    disabledReason: row.disabled_reason,
    failingSince: row.failing_since,
  };
}
