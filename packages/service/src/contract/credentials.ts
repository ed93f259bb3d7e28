import { Type } from 'typebox';

/** Seconds that a replaced secret goes on working. */
export const OVERLAP = { default: 86_400, minimum: 0, maximum: 604_800 } as const;
/** Days before a secret's end from which its callers, the metrics and the audit log are told of it. */
export const EXPIRY_WARNING_DAYS = 14;
/** What a token may do. `*` is everything. */
export const abilities = ['segmentation:run', 'runs:read', 'runs:write', '*'] as const;
/** What a token may do when nobody says: no more than the service is for. */
export const DEFAULT_ABILITY = 'segmentation:run';
export const LONGEST_NAME = 200;
export const LONGEST_TOKEN_DAYS = 3_650;
/** Tokens that work, of a tenant that makes them itself. */
export const MOST_OWN_TOKENS = 100;

const closed = { additionalProperties: false };

export const newTenantRequest = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: LONGEST_NAME, description: 'For people; need not be unique.' }) },
  closed,
);

export const rotateRequest = Type.Object(
  {
    overlap_seconds: Type.Optional(
      Type.Integer({
        ...OVERLAP,
        description: 'How long the secret in use goes on working; never longer than it would have.',
      }),
    ),
    force: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'Rotate although an earlier one is still being replaced; that one ends now.',
      }),
    ),
  },
  closed,
);

const tokenMembers = {
  abilities: Type.Optional(
    Type.Array(Type.Enum([...abilities]), { minItems: 1, maxItems: 16, default: [DEFAULT_ABILITY] }),
  ),
  expires_days: Type.Optional(
    Type.Integer({ minimum: 1, maximum: LONGEST_TOKEN_DAYS, description: 'Default: it does not expire.' }),
  ),
  name: Type.Optional(Type.String({ minLength: 0, maxLength: LONGEST_NAME, description: 'What it is for.' })),
};

/** A token that a tenant makes for itself. */
export const newOwnTokenRequest = Type.Object(tokenMembers, closed);

export const newTokenRequest = Type.Object(
  {
    tenant: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description:
          'The customer API id it is bound to. Left out, callers name one with X-Customer-Api-Id and X-Secret.',
      }),
    ),
    ...tokenMembers,
  },
  closed,
);
