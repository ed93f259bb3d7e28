import type { Generated } from 'kysely';

/** What a delivery is at. */
export const deliveryStates = ['waiting', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** The tables of webhooks. Times are ISO 8601 in UTC, so that they sort as text. */
export interface WebhookTables {
  webhooks: {
    /** A UUID. */
    id: string;
    tenant_id: number;
    url: string;
    /** A JSON array of names. */
    events: string;
    /** The signing secret; see sealing.ts. */
    secret: string;
    created_at: string;
    /** Nothing is sent to it since then. */
    disabled_at: string | null;
    /** Why the service disabled it; null for one that its tenant disabled. */
    disabled_reason: string | null;
    /** Since when every attempt has failed; null while the last one succeeded. */
    failing_since: string | null;
  };
  deliveries: {
    /** `msg_` and 27 base62 characters: the receiver's key against doing an event twice. */
    id: string;
    tenant_id: number;
    webhook_id: string;
    event: string;
    /** The bytes that are signed and sent. */
    payload: string;
    state: DeliveryState;
    created_at: string;
    attempts: Generated<number>;
    /** It is not sent before then; while it is being sent, when another process may try. */
    next_at: string;
    /** Of the last attempt: the answer's status, or why there was none. */
    last_status: number | null;
    last_error: string | null;
    last_at: string | null;
  };
}
