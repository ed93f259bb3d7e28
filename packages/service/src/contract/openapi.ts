import { Type, type TSchema } from 'typebox';
import { refusalTable } from './refusal-table.ts';

/** The head of the OpenAPI document; paths come from the routes. */
export const documentHead = {
  openapi: '3.1.0' as const,
  info: {
    title: 'Clientele',
    version: '1.0.0',
    description:
      'Finds the natural groups among customers, says how far to trust them, and explains them in plain words.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  tags: [
    { name: 'segmentation', description: 'Customers in, segments out.' },
    { name: 'orders', description: 'Transactions in; features, RFM scores and loyalty out.' },
    {
      name: 'runs',
      description: 'What was answered, once more and in other forms; stored runs and what becomes of them.',
    },
    { name: 'tasks', description: 'Segmentations that are computed later.' },
    { name: 'credentials', description: 'The secrets and tokens of a tenant.' },
    { name: 'webhooks', description: 'Where a tenant is told of what happened.' },
    { name: 'administration', description: 'Tenants, secrets and tokens, for who runs the service.' },
    { name: 'service', description: 'Is it alive, and what does it offer.' },
  ],
  components: {
    securitySchemes: {
      customerApiId: {
        type: 'apiKey' as const,
        in: 'header' as const,
        name: 'X-Customer-Api-Id',
        description: 'The tenant: a UUID.',
      },
      token: {
        type: 'http' as const,
        scheme: 'bearer',
        description: 'A token as {id}|{token}, with the ability segmentation:run or *.',
      },
      adminSecret: {
        type: 'apiKey' as const,
        in: 'header' as const,
        name: 'X-Admin-Secret',
        description: 'The secret that the service was configured with.',
      },
      secret: { type: 'apiKey' as const, in: 'header' as const, name: 'X-Secret', description: 'One of its secrets.' },
    },
  },
};

/** The body of every error. */
export const errorSchema = Type.Object(
  {
    error: Type.String({ description: 'What kind of error, never translated.' }),
    message: Type.String({ description: 'What is wrong and what to do, in the language asked for.' }),
    code: Type.Enum([...new Set([...Object.values(refusalTable).map(({ code }) => code), 'MISSING_PARAMETER'])], {
      description: 'For programs.',
    }),
    details: Type.Record(Type.String(), Type.Unknown(), { description: 'Facts for programs; members depend on code.' }),
    detail: Type.String({ description: 'The same text as message.' }),
    errors: Type.Optional(
      Type.Record(Type.String(), Type.Array(Type.String()), {
        description: 'With 422: texts by path, first 100 faults.',
      }),
    ),
    retry_after: Type.Optional(Type.Integer({ description: 'Seconds; the same number as the Retry-After header.' })),
    request_id: Type.String({ description: 'The X-Request-Id of this request.' }),
  },
  { title: 'Error' },
);

export const descriptions: Record<number, string> = {
  400: 'The body is empty, is not JSON, or breaks a structural limit.',
  401: 'Credentials are missing, wrong, expired or revoked.',
  405: 'This address has other methods; see Allow.',
  408: 'The request did not arrive in time.',
  413: 'The body, or the number of customers, is above the configured limit.',
  415: 'The body is not JSON, or its encoding is unknown.',
  422: 'The body is JSON, and something in it is missing or out of range. Every fault is named by its path.',
  429: 'Too many requests, or wrong credentials, in too short a time. See Retry-After.',
  500: 'A fault of the service.',
  503: 'Too much work, a computation that took too long, or a shutdown. See Retry-After.',
};

export function answerOf(schema: TSchema, description: string, example?: object) {
  return { description, content: { 'application/json': { schema, ...(example ? { example } : {}) } } };
}

/** GET /health and /health/live, for the document. */
export function healthOperation(url: string) {
  return {
    operationId: url === '/health' ? 'health' : 'healthLive',
    summary: 'Whether the service answers.',
    tags: ['service'],
    response: { 200: answerOf(Type.Object({ status: Type.Enum(['ok']) }), 'It does.') },
  };
}

/** GET /health/ready and /health/startup, for the document. */
export function readyOperation(url: '/health/ready' | '/health/startup') {
  const ready = url === '/health/ready';
  const checks = Type.Object({
    store: Type.Boolean({ description: 'The store answers within a second.' }),
    workers: Type.Boolean({ description: 'Compute threads are alive and have warmed up.' }),
    disk: Type.Boolean({ description: 'More than 5 % of the disk is free.' }),
    serving: Type.Boolean({ description: 'No shutdown was asked for.' }),
  });
  const body = Type.Object({
    status: Type.Enum(['ok', 'unavailable']),
    ...(ready ? { checks: Type.Optional(checks) } : {}),
  });
  return {
    operationId: ready ? 'healthReady' : 'healthStartup',
    summary: ready ? 'Whether to send it work.' : 'Whether its start is over.',
    tags: ['service'],
    response: { 200: answerOf(body, 'Yes.'), 503: answerOf(body, 'No.') },
  };
}

/** GET /openapi.json, for the document. */
export const documentOperation = {
  operationId: 'openapi',
  summary: 'This document.',
  tags: ['service'],
  response: { 200: answerOf(Type.Record(Type.String(), Type.Unknown()), 'An OpenAPI 3.1 document.') },
};
