import { rowsOf } from './database.ts';
import type { Db } from './handle.ts';
import { disableWebhook } from './events.ts';
import { opened } from './sealing.ts';
import type { Peppers } from './secrets.ts';
import type { Outside } from './tenants.ts';
import { DAY_MS, iso } from './times.ts';
import type { DeliveryState } from './webhook-tables.ts';

/** Pauses after each failed attempt, in seconds, as Standard Webhooks recommends: three days in all. */
export const RETRY_SECONDS = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400] as const;
/** Up to a fifth longer, so that receivers that were away are not met by everybody at once. */
const JITTER = 0.2;
/** A webhook whose every attempt has failed for so long is disabled. */
const FAILING_MS = 5 * DAY_MS;
/** Who takes a message has so long to send it; then another process may. */
const LEASE_MS = 60_000;
/** Messages sent to one webhook at the same time. */
const AT_ONCE = 2;
/** Receivers that do not want any more say so (Standard Webhooks). */
const GONE = 410;

/** A message to be sent. */
export interface DeliveryClaim {
  readonly id: string;
  readonly webhookId: string;
  readonly apiId: string;
  readonly url: string;
  /** `whsec_...` */
  readonly secret: string;
  readonly payload: string;
  /** 1 the first time. */
  readonly attempt: number;
}

/** What came of an attempt: the receiver's status, or why there was none. */
export type Sent = { readonly status: number } | { readonly error: string };

export interface Delivery {
  readonly id: string;
  readonly event: string;
  readonly state: DeliveryState;
  readonly createdAt: string;
  readonly attempts: number;
  readonly nextAt: string | null;
  readonly lastAt: string | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
}

export interface Deliveries {
  /** At most `count` messages that are due, the longest due first, not for webhooks in `busy`; or the one named. */
  claimDeliveries(count: number, only?: string): Promise<DeliveryClaim[]>;
  /** Notes what came of an attempt: it is done, tried again later, or given up, and the webhook may be disabled. */
  settleDelivery(claim: DeliveryClaim, sent: Sent): Promise<DeliveryState>;
  /** The last messages of a webhook, latest first. */
  listDeliveries(apiId: string, webhookId: string, count: number): Promise<Delivery[]>;
  /** Removes messages that ended before a time. Resolves with how many there were. */
  pruneDeliveries(before: number): Promise<number>;
}

export function deliveries(db: Db, peppers: Peppers, { now, random }: Outside): Deliveries {
  return {
    async claimDeliveries(count, only) {
      const time = now();
      let due = db
        .selectFrom('deliveries')
        .innerJoin('webhooks', 'webhooks.id', 'deliveries.webhook_id')
        .innerJoin('tenants', 'tenants.id', 'deliveries.tenant_id')
        .select(['deliveries.id', 'payload', 'attempts', 'webhook_id', 'url', 'secret', 'api_id'])
        .where('deliveries.state', '=', 'waiting')
        .where('next_at', '<=', iso(time))
        .where('webhooks.disabled_at', 'is', null)
        .where('tenants.disabled_at', 'is', null);
      if (only !== undefined) due = due.where('deliveries.id', '=', only);
      const claims: DeliveryClaim[] = [];
      for (const row of await due
        .orderBy('next_at')
        .orderBy('deliveries.id')
        .limit(count * AT_ONCE)
        .execute()) {
        if (claims.length === count) break;
        if (claims.filter(({ webhookId }) => webhookId === row.webhook_id).length === AT_ONCE) continue;
        const { numUpdatedRows } = await db
          .updateTable('deliveries')
          .set({ attempts: row.attempts + 1, next_at: iso(time + LEASE_MS) })
          .where('id', '=', row.id)
          .where('state', '=', 'waiting')
          .where('attempts', '=', row.attempts)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) continue; // another process was faster
        const { id, webhook_id: webhookId, api_id: apiId, url, payload } = row;
        const secret = opened(row.secret, webhookId, peppers);
        claims.push({ id, webhookId, apiId, url, secret, payload, attempt: row.attempts + 1 });
      }
      return claims;
    },

    async settleDelivery({ id, webhookId, apiId, attempt }, sent) {
      const time = now();
      const at = iso(time);
      const status = 'status' in sent ? sent.status : null;
      const arrived = status !== null && status >= 200 && status < 300;
      const pause = RETRY_SECONDS[attempt - 1];
      const state = arrived ? 'delivered' : pause === undefined ? 'failed' : 'waiting';
      const jitter = 1 + (JITTER * (random(1)[0] ?? 0)) / 256;
      return rowsOf(db, apiId)
        .transaction()
        .execute(async (transaction): Promise<DeliveryState> => {
          const row = await transaction
            .updateTable('deliveries')
            .set({
              state,
              next_at: iso(time + (pause ?? 0) * 1000 * jitter),
              last_at: at,
              last_status: status,
              last_error: 'error' in sent ? sent.error : null,
            })
            .where('id', '=', id)
            .where('state', '=', 'waiting')
            .where('attempts', '=', attempt)
            .returning('tenant_id')
            .executeTakeFirst();
          if (!row) return state; // its lease ended and another sent it, or the webhook was removed
          const { failing_since } = await transaction
            .updateTable('webhooks')
            .set((all) => ({ failing_since: arrived ? null : all.fn.coalesce('failing_since', all.val(at)) }))
            .where('id', '=', webhookId)
            .returning('failing_since')
            .executeTakeFirstOrThrow();
          const long = failing_since !== null && Date.parse(failing_since) <= time - FAILING_MS;
          if (!arrived && (status === GONE || long)) {
            const reason = status === GONE ? 'gone' : 'failing';
            await disableWebhook(transaction, { tenantId: row.tenant_id, webhookId, reason, at });
            return 'failed';
          }
          return state;
        });
    },

    async listDeliveries(apiId, webhookId, count) {
      const rows = await rowsOf(db, apiId)
        .selectFrom('deliveries')
        .selectAll()
        .where('webhook_id', '=', webhookId.toLowerCase())
        .where('tenant_id', 'in', (all) =>
          all.selectFrom('tenants').select('tenants.id').where('api_id', '=', apiId.toLowerCase()),
        )
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .limit(count)
        .execute();
      return rows.map((row) => ({
        id: row.id,
        event: row.event,
        state: row.state,
        createdAt: row.created_at,
        attempts: row.attempts,
        nextAt: row.state === 'waiting' ? row.next_at : null,
        lastAt: row.last_at,
        lastStatus: row.last_status,
        lastError: row.last_error,
      }));
    },

    async pruneDeliveries(before) {
      const { numDeletedRows } = await db
        .deleteFrom('deliveries')
        .where('state', '!=', 'waiting')
        .where('created_at', '<', iso(before))
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}
