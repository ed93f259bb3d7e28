import type { Static, TObject } from 'typebox';
import { Refusal } from './errors.ts';
import { expectationOf, gatherIssues, type Issue, type Issues, LISTED_ISSUES, wrongValue } from './issues.ts';
import type { JsonObject } from './json/json.ts';
import { isGivenName } from './runs/run-names.ts';

interface Member {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Member;
  readonly format?: string;
  /** The first may be sent, or null. */
  readonly anyOf?: readonly [Member, { readonly type: 'null' }];
}

/** The members of `body` as `schema` has them; throws a Refusal that names every fault. Others than those are faults. */
export function decodeMembers<Schema extends TObject>(
  schema: Schema,
  body: JsonObject,
  location: 'body' | 'query' = 'body',
): Static<Schema> {
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
    throw new Refusal('INVALID_REQUEST', {}, { issues: issues.list, truncated: issues.truncated, location });
  return body as Static<Schema>;
}

/**
 * The parameters of an address (after its `?`) as `schema` has them: numbers and true or false are written as texts
 * there. Throws a Refusal that names every fault.
 */
export function decodeQuery<Schema extends TObject>(schema: Schema, query: unknown): Static<Schema> {
  const members = schema.properties as unknown as Readonly<Record<string, Member>>;
  const read = Object.entries(query as JsonObject).map(([key, value]) => {
    const member = Object.hasOwn(members, key) ? members[key] : undefined;
    return [key, typeof value === 'string' ? written(member, value) : value];
  });
  return decodeMembers(schema, Object.fromEntries(read) as JsonObject, 'query');
}

/**
 * The parameters of an address and the fields of a form, as one: each may be sent once. A field without text is one that was
 * left out. Throws a Refusal that names every fault.
 */
export function decodeForm<Schema extends TObject>(
  schema: Schema,
  query: unknown,
  fields: readonly (readonly [name: string, value: string])[],
): Static<Schema> {
  const sent = fields.filter(([, value]) => value !== '');
  const names = [...Object.keys(query as JsonObject), ...sent.map(([name]) => name)];
  const twice = new Set(names.filter((name, at) => names.indexOf(name) < at));
  const issues = [...twice].map((path): Issue => ({ code: 'INVALID_PARAMETER', path, kind: 'repeated' }));
  if (issues.length > 0) throw new Refusal('INVALID_REQUEST', {}, { issues: issues.slice(0, LISTED_ISSUES) });
  return decodeQuery(schema, Object.fromEntries([...Object.entries(query as JsonObject), ...sent]));
}

function written(member: Member | undefined, text: string): unknown {
  if (member?.type === 'integer') return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
  if (member?.type === 'number')
    return /^-?\d{1,15}(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?$/i.test(text) ? Number(text) : text;
  if (member?.type === 'boolean')
    return ['true', '1', ''].includes(text) || (['false', '0'].includes(text) ? false : text);
  return text;
}

function check(given: Member, path: string, value: unknown, issues: Issues): void {
  if (given.anyOf && value === null) return;
  const member = given.anyOf?.[0] ?? given;
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
    if (member.format === 'date-time') return isTime(value);
    if (member.format === 'name') return isGivenName(value);
    const { minLength = 0, maxLength = Infinity } = member;
    return typeof value === 'string' && value.trim().length >= minLength && value.length <= maxLength;
  }
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity } = member;
  const isNumber = member.type === 'number' ? Number.isFinite(value) : Number.isInteger(value);
  const number = Number(value);
  return isNumber && number >= minimum && number <= maximum && number > exclusiveMinimum && number < exclusiveMaximum;
}

/** A day, or a time in UTC or with its offset: what two programs read alike. */
function isTime(value: unknown): boolean {
  const form = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;
  return typeof value === 'string' && form.test(value) && !Number.isNaN(Date.parse(value));
}
