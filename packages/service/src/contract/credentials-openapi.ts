import { type Static, type TSchema, Type } from 'typebox';
import {
  abilities,
  MOST_OWN_TOKENS,
  newOwnTokenRequest,
  newTenantRequest,
  newTokenRequest,
  rotateRequest,
} from './credentials.ts';
import { answerOf, descriptions, errorSchema } from './openapi.ts';

const time = Type.String({ format: 'date-time' });
const timeOrNull = Type.Union([time, Type.Null()]);
const apiId = Type.String({ description: 'The customer API id: a UUID.' });
const keyId = Type.String({ description: 'What a secret is called where the secret itself may not stand.' });
const shownOnce = 'Shown this once.';

const listedSecret = Type.Object({
  key_id: keyId,
  last4: Type.String(),
  state: Type.Enum(['active', 'retiring', 'expired', 'revoked']),
  created_at: time,
  expires_at: time,
  last_used_at: timeOrNull,
  revoked_at: timeOrNull,
});
const ownSecret = Type.Object({
  ...listedSecret.properties,
  current: Type.Boolean({ description: 'It signed this request.' }),
});
export type OwnSecret = Static<typeof ownSecret>;
const listedTenant = Type.Object({
  name: Type.String(),
  customer_api_id: apiId,
  state: Type.Enum(['active', 'disabled']),
  created_at: time,
  disabled_at: timeOrNull,
  secrets: Type.Array(listedSecret),
});
const token = {
  id: Type.String(),
  name: Type.String(),
  tenant: Type.Union([apiId, Type.Null()]),
  abilities: Type.Array(Type.Enum([...abilities])),
  created_at: time,
  expires_at: timeOrNull,
};
const newTenant = Type.Object({
  name: Type.String(),
  customer_api_id: apiId,
  key_id: keyId,
  secret: Type.String({ description: shownOnce }),
  secret_expires_at: time,
});
const rotated = Type.Object({
  customer_api_id: apiId,
  key_id: keyId,
  secret: Type.String({ description: shownOnce }),
  secret_expires_at: time,
  replaced: Type.Array(Type.Object({ key_id: keyId, expires_at: time }), {
    description: 'The secrets that were in use, and when they end.',
  }),
});
const newToken = Type.Object({ ...token, token: Type.String({ description: `{id}|{token}. ${shownOnce}` }) });
const listedToken = Type.Object({
  ...token,
  last4: Type.String(),
  state: Type.Enum(['active', 'expired', 'revoked']),
  last_used_at: timeOrNull,
  revoked_at: timeOrNull,
});
export type NewToken = Static<typeof newToken>;
export type ListedToken = Static<typeof listedToken>;

/** An operation on what a tenant keeps with us, for the document. */
export interface Described {
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly body?: TSchema;
  readonly querystring?: TSchema;
  /** Names in the address. */
  readonly params?: readonly string[];
  readonly status: 200 | 201 | 202 | 204;
  readonly answer?: TSchema;
  /** Refusals besides those of every route. */
  readonly refuses?: readonly (404 | 409)[];
  /** What 409 means, where it is not about credentials. */
  readonly conflict?: string;
}

const ours: Record<404 | 409, string> = {
  404: 'There is none with this id.',
  409: 'A replaced secret is still in use (ROTATION_IN_PROGRESS), or this Idempotency-Key was answered (SECRET_ALREADY_SHOWN).',
};

export function operation(described: Described, tag: 'administration' | 'credentials' | 'webhooks') {
  const { id, summary, description, body, querystring, params, status, answer, refuses = [] } = described;
  const common = [401, ...(body ? [400, 413, 415, 422] : []), 429, 500, 503];
  return {
    operationId: id,
    summary,
    ...(description === undefined ? {} : { description }),
    tags: [tag],
    security: tag === 'administration' ? [{ adminSecret: [] }] : [{ customerApiId: [], secret: [] }],
    ...(body ? { body } : {}),
    ...(querystring ? { querystring } : {}),
    ...(params ? { params: Type.Object(Object.fromEntries(params.map((name) => [name, Type.String()]))) } : {}),
    response: {
      [status]: answer ? answerOf(answer, 'Done.') : { description: 'Done.', type: 'null' },
      ...Object.fromEntries(common.map((each) => [each, answerOf(errorSchema, descriptions[each] ?? '')])),
      ...Object.fromEntries(
        refuses.map((each) => [
          each,
          answerOf(errorSchema, (each === 409 ? described.conflict : undefined) ?? ours[each]),
        ]),
      ),
    },
  };
}

const rotation = { body: rotateRequest, status: 201, answer: rotated } as const;
const admin = (described: Described) => operation(described, 'administration');

/** POST /api/v1/secrets/rotate, for the document. */
export const rotateOwnOperation = operation(
  {
    ...rotation,
    id: 'rotateOwnSecret',
    summary: 'A new secret for the tenant that asks; the one in use goes on working for the overlap.',
    description:
      'The body may be left out. With an Idempotency-Key a repetition is told apart from a second rotation: it answers 409, and never a secret.',
    refuses: [409],
  },
  'credentials',
);

const own = (described: Described) => operation(described, 'credentials');

/** A tenant's own secrets and tokens, for the document. */
export const ownOperations = {
  listSecrets: own({
    id: 'listOwnSecrets',
    summary: 'The secrets of the tenant, by key id and last four characters.',
    status: 200,
    answer: Type.Object({ secrets: Type.Array(ownSecret) }),
  }),
  revokeSecret: own({
    id: 'revokeOwnSecret',
    summary: 'End a secret of the tenant now, be it the one that asks.',
    params: ['key'],
    status: 204,
    refuses: [404],
  }),
  listTokens: own({
    id: 'listOwnTokens',
    summary: 'The bearer tokens of the tenant.',
    status: 200,
    answer: Type.Object({ tokens: Type.Array(listedToken) }),
  }),
  createToken: own({
    id: 'createOwnToken',
    summary: 'A new bearer token for the tenant.',
    body: newOwnTokenRequest,
    status: 201,
    answer: newToken,
    refuses: [409],
    conflict: `${MOST_OWN_TOKENS} tokens of the tenant work (TOO_MANY_TOKENS).`,
  }),
  revokeToken: own({
    id: 'revokeOwnToken',
    summary: 'End a token of the tenant now.',
    params: ['token'],
    status: 204,
    refuses: [404],
  }),
};

/** The routes under /admin, for the document. */
export const adminOperations = {
  listTenants: admin({
    id: 'listTenants',
    summary: 'All tenants, with the state of their secrets.',
    status: 200,
    answer: Type.Object({ tenants: Type.Array(listedTenant) }),
  }),
  createTenant: admin({
    id: 'createTenant',
    summary: 'A new tenant with its first secret.',
    body: newTenantRequest,
    status: 201,
    answer: newTenant,
  }),
  showTenant: admin({
    id: 'showTenant',
    summary: 'One tenant.',
    params: ['tenant'],
    status: 200,
    answer: listedTenant,
    refuses: [404],
  }),
  disableTenant: admin({
    id: 'disableTenant',
    summary: 'Refuse its credentials from the next request on.',
    params: ['tenant'],
    status: 200,
    answer: listedTenant,
    refuses: [404],
  }),
  enableTenant: admin({
    id: 'enableTenant',
    summary: 'Accept its credentials again.',
    params: ['tenant'],
    status: 200,
    answer: listedTenant,
    refuses: [404],
  }),
  deleteTenant: admin({
    id: 'deleteTenant',
    summary: 'Delete it with its secrets and tokens.',
    params: ['tenant'],
    status: 204,
    refuses: [404],
  }),
  listSecrets: admin({
    id: 'listSecrets',
    summary: 'Its secrets, by key id and last four characters.',
    params: ['tenant'],
    status: 200,
    answer: Type.Object({ secrets: Type.Array(listedSecret) }),
    refuses: [404],
  }),
  rotateSecret: admin({
    ...rotation,
    id: 'rotateSecret',
    summary: 'A new secret, also where all others have expired.',
    description: 'The body may be left out.',
    params: ['tenant'],
    refuses: [404, 409],
  }),
  revokeSecret: admin({
    id: 'revokeSecret',
    summary: 'End a secret now.',
    params: ['tenant', 'key'],
    status: 204,
    refuses: [404],
  }),
  listTokens: admin({
    id: 'listTokens',
    summary: 'Bearer tokens, all or those of one tenant.',
    querystring: Type.Object({ tenant: Type.Optional(apiId) }),
    status: 200,
    answer: Type.Object({ tokens: Type.Array(listedToken) }),
  }),
  createToken: admin({
    id: 'createToken',
    summary: 'A new bearer token.',
    body: newTokenRequest,
    status: 201,
    answer: newToken,
    refuses: [404],
  }),
  revokeToken: admin({
    id: 'revokeToken',
    summary: 'End a token now.',
    params: ['token'],
    status: 204,
    refuses: [404],
  }),
};
