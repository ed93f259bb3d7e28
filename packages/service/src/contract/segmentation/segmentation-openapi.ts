import { type TSchema, Type } from 'typebox';
import { answerOf } from '../openapi.ts';
import { acceptedTask } from '../runs/tasks.ts';

const optionalText = (description: string) => Type.Optional(Type.String({ description }));

/** Headers of a request to segment, by either contract. */
export const requestHeaders = {
  'Accept-Language': optionalText('en, es or pt, with q-values; default en.'),
  Prefer: optionalText('respond-async: answer 202 with a task at once, and compute later. The same as ?async=true.'),
  'Idempotency-Key': Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 255,
      description: 'What you call this request. Sent again within a day, it is answered again and not computed again.',
    }),
  ),
  'Cache-Control': optionalText('no-cache: compute, though the same request was answered a moment ago.'),
  'X-Request-Id': Type.Optional(
    Type.String({ pattern: '^[A-Za-z0-9._-]{8,128}$', description: 'Your id for this request; it is sent back.' }),
  ),
};

/** The answer to a request that is computed later, for the document. */
export const acceptedAnswer = {
  202: {
    ...answerOf(acceptedTask, 'Stored, and computed later: with "Prefer: respond-async" or ?async=true.'),
    headers: { Location: { type: 'string', description: 'Where to ask how far it is.' } },
  },
};

/** Refusals that have to do with an Idempotency-Key. */
export function onceRefusals(schema: TSchema) {
  return { 409: answerOf(schema, 'The request with this Idempotency-Key is still being answered. See Retry-After.') };
}
