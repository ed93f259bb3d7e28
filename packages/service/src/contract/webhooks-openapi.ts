import { Type } from 'typebox';
import { type Described, operation } from './credentials-openapi.ts';
import { MOST_WEBHOOKS, newWebhookRequest, TEST_EVENT, webhookChangeRequest, webhookEvents } from './webhooks.ts';

const time = Type.String({ format: 'date-time' });
const timeOrNull = Type.Union([time, Type.Null()]);

const webhook = {
  id: Type.String({ description: 'A UUID.' }),
  url: Type.String(),
  events: Type.Array(Type.Enum([...webhookEvents])),
  state: Type.Enum(['active', 'disabled']),
  created_at: time,
  disabled_at: timeOrNull,
  disabled_reason: Type.Union([Type.Enum(['gone', 'failing', 'full']), Type.Null()], {
    description:
      'Why the service disabled it: it answered 410, every attempt failed for five days, or a thousand messages wait.',
  }),
  failing_since: timeOrNull,
};
const secret = Type.String({
  description: 'whsec_ and the signing key in base64, as libraries for Standard Webhooks take it. Shown this once.',
});
const delivery = Type.Object({
  id: Type.String({ description: 'The header webhook-id of the message, the same at every attempt.' }),
  event: Type.Enum([...webhookEvents, TEST_EVENT]),
  state: Type.Enum(['waiting', 'delivered', 'failed']),
  created_at: time,
  attempts: Type.Integer(),
  next_at: timeOrNull,
  last_at: timeOrNull,
  last_status: Type.Union([Type.Integer(), Type.Null()]),
  last_error: Type.Union([Type.String(), Type.Null()], {
    description: 'Why there was no answer: timeout, private, unknown, a code of the network, or disabled.',
  }),
});

const one = { params: ['webhook'], refuses: [404] } as const;
const described = (each: Described) => operation(each, 'webhooks');

/** The routes under /api/v1/webhooks, for the document. */
export const webhookOperations = {
  list: described({
    id: 'listWebhooks',
    summary: 'The webhooks of the tenant.',
    status: 200,
    answer: Type.Object({ webhooks: Type.Array(Type.Object(webhook)) }),
  }),
  add: described({
    id: 'addWebhook',
    summary: 'A new webhook, with its signing secret.',
    description: `Messages are signed by Standard Webhooks: webhook-id, webhook-timestamp, webhook-signature (v1, HMAC-SHA256). At most ${MOST_WEBHOOKS} webhooks.`,
    body: newWebhookRequest,
    status: 201,
    answer: Type.Object({ ...webhook, secret }),
    refuses: [409],
    conflict: `The tenant has ${MOST_WEBHOOKS} webhooks (TOO_MANY_WEBHOOKS).`,
  }),
  show: described({ ...one, id: 'showWebhook', summary: 'One webhook.', status: 200, answer: Type.Object(webhook) }),
  change: described({
    ...one,
    id: 'changeWebhook',
    summary: 'Another address or other events, disabled or enabled again.',
    body: webhookChangeRequest,
    status: 200,
    answer: Type.Object(webhook),
  }),
  remove: described({
    ...one,
    id: 'deleteWebhook',
    summary: 'Remove a webhook; messages that wait for it are not sent.',
    status: 204,
  }),
  test: described({
    ...one,
    id: 'testWebhook',
    summary: 'Send it a message of the event webhook.test.',
    status: 202,
    answer: Type.Object({ delivery_id: Type.String() }),
    refuses: [404, 409],
    conflict: 'It is disabled (WEBHOOK_DISABLED).',
  }),
  deliveries: described({
    ...one,
    id: 'listDeliveries',
    summary: 'Its last 50 messages, latest first, and what came of them.',
    status: 200,
    answer: Type.Object({ deliveries: Type.Array(delivery) }),
  }),
};
