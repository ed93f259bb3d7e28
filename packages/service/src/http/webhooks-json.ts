import type { Delivery } from '../store/deliveries.ts';
import type { NewWebhook, Webhook } from '../store/webhooks.ts';

// How webhooks are written as JSON, by the service and by the command line alike.

export function shownWebhook({ id, url, events, createdAt, disabledAt, disabledReason, failingSince }: Webhook) {
  return {
    id,
    url,
    events: [...events],
    state: disabledAt === null ? 'active' : 'disabled',
    created_at: createdAt,
    disabled_at: disabledAt,
    disabled_reason: disabledReason,
    failing_since: failingSince,
  };
}

export function shownNewWebhook(webhook: NewWebhook) {
  return { ...shownWebhook(webhook), secret: webhook.secret };
}

export function shownDelivery(delivery: Delivery) {
  const { id, event, state, createdAt, attempts, nextAt, lastAt, lastStatus, lastError } = delivery;
  return {
    id,
    event,
    state,
    created_at: createdAt,
    attempts,
    next_at: nextAt,
    last_at: lastAt,
    last_status: lastStatus,
    last_error: lastError,
  };
}
