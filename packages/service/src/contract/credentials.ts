import { type Static, type TObject, Type } from 'typebox';
import { Refusal } from './errors.ts';
import { expectationOf, gatherIssues, type Issues, wrongValue } from './issues.ts';
import type { JsonObject } from './json.ts';

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
    abilities: Type.Optional(
      Type.Array(Type.Enum([...abilities]), { minItems: 1, maxItems: 16, default: [DEFAULT_ABILITY] }),
    ),
    expires_days: Type.Optional(
      Type.Integer({ minimum: 1, maximum: LONGEST_TOKEN_DAYS, description: 'Default: it does not expire.' }),
    ),
    name: Type.Optional(Type.String({ minLength: 0, maxLength: LONGEST_NAME, description: 'What it is for.' })),
  },
  closed,
);

interface Member {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Member;
}

/** The members of `body` as `schema` has them; throws a Refusal that names every fault. Others than those are faults. */
export function decodeMembers<Schema extends TObject>(schema: Schema, body: JsonObject): Static<Schema> {
  const issues = gatherIssues();
  // TypeBox types a property as any schema; ours are of texts, numbers, booleans and lists of names.
  const members = schema.properties as unknown as Readonly<Record<string, Member>>;
  for (const [key, value] of Object.entries(body)) {
    const member = Object.hasOwn(members, key) ? members[key] : undefined;
    if (member) check(member, key, value, issues);
    else issues.add({ code: 'INVALID_PARAMETER', path: key, kind: 'unknown', choices: Object.keys(members) });
  }
  for (const key of schema.required ?? [])
    if (!Object.hasOwn(body, key)) issues.add({ code: 'MISSING_PARAMETER', path: key, kind: 'missing' });
  if (issues.list.length > 0)
    throw new Refusal('INVALID_REQUEST', {}, { issues: issues.list, truncated: issues.truncated });
  return body as Static<Schema>;
}

function check(member: Member, path: string, value: unknown, issues: Issues): void {
  if (member.type === 'array') {
    const { minItems = 0, maxItems = Infinity, items = {} } = member;
    if (!Array.isArray(value) || value.length < minItems || value.length > maxItems)
      return issues.add(wrongValue(path, value, { type: 'array' }));
    value.forEach((item, at) => check(items, `${path}[${at}]`, item, issues));
  } else if (!fits(member, value)) issues.add(wrongValue(path, value, expectationOf(member)));
}

function fits(member: Member, value: unknown): boolean {
  if (member.enum) return typeof value === 'string' && member.enum.includes(value);
  if (member.type === 'boolean') return typeof value === 'boolean';
  if (member.type === 'string') {
    const { minLength = 0, maxLength = Infinity } = member;
    return typeof value === 'string' && value.trim().length >= minLength && value.length <= maxLength;
  }
  const { minimum = -Infinity, maximum = Infinity } = member;
  return Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum;
}
