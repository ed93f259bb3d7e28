import { Type } from 'typebox';

/** What a tenant can be told of. */
export const webhookEvents = ['run.completed', 'run.failed', 'secret.expiring'] as const;
export type WebhookEvent = (typeof webhookEvents)[number];
/** Sent on request only, to one webhook. */
export const TEST_EVENT = 'webhook.test';
/** Webhooks of one tenant. */
export const MOST_WEBHOOKS = 10;
export const LONGEST_URL = 2_048;

const url = Type.String({
  minLength: 1,
  maxLength: LONGEST_URL,
  description: 'Where messages go: https, a public address, no user name or password in it.',
});
const events = Type.Array(Type.Enum([...webhookEvents]), {
  minItems: 1,
  maxItems: webhookEvents.length,
  description: 'What to be told of.',
});
const closed = { additionalProperties: false };

export const newWebhookRequest = Type.Object(
  { url, events: Type.Optional({ ...events, default: [...webhookEvents] }) },
  { ...closed, examples: [{ url: 'https://shop.example/hooks/clientele', events: ['run.completed', 'run.failed'] }] },
);

export const webhookChangeRequest = Type.Object(
  {
    url: Type.Optional(url),
    events: Type.Optional(events),
    enabled: Type.Optional(Type.Boolean({ description: 'Whether messages are sent to it.' })),
  },
  closed,
);
