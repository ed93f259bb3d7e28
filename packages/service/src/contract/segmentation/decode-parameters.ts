import { type Language, shortened } from '@clientele/engine';
import type { TSchema } from 'typebox';
import type { TLocalizedValidationError } from 'typebox/error';
import { Value } from 'typebox/value';
import { expectationOf, type Issues, issueSpeakers, wrongValue } from '../issues.ts';
import { inspect, inspectKeys, isObject, type JsonLimits, type JsonObject } from '../json/json.ts';
import { DEFAULT_LANGUAGE, spoken } from '../language.ts';
import { sameJson } from '../spelling.ts';

/** Something that was sent and is not read, in no language yet: a code, and where it stands in the body. */
export interface Remark {
  readonly code: 'UNKNOWN_PARAMETER' | 'TEXT_FIELD_IGNORED';
  readonly path: string;
}

/** A remark as an answer's `warnings` have it. */
export interface Warning {
  readonly code: string;
  readonly message: string;
}

export function warningsOf(remarks: readonly Remark[], language: Language): Warning[] {
  return remarks.map(({ code, path }) => ({ code, message: issueSpeakers[language](code, { path }) }));
}

/** Distinct unknown parameters that are warned about. */
const REPORTED_UNKNOWN = 20;

/**
 * Visits every known parameter of a body once, in document order, by its one name and the key it was sent as. A second
 * spelling with another value is an issue; what nobody knows goes to `unknown`. Returns the keys seen, by name.
 */
export function eachParameter(
  body: JsonObject,
  known: ReadonlyMap<string, string>,
  { issues, limits, unknown }: { issues: Issues; limits: JsonLimits; unknown: string[] },
  visit: (name: string, key: string) => void,
): ReadonlyMap<string, string> {
  const seen = new Map<string, string>();
  const keys = Object.keys(body);
  inspectKeys(keys, body, limits);
  for (const key of keys) {
    const name = known.get(key);
    if (name === undefined) {
      inspect(body[key], limits);
      unknown.push(key);
      continue;
    }
    const earlier = seen.get(name);
    if (earlier !== undefined) {
      if (!sameJson(body[earlier], body[key]))
        issues.add({ code: 'INVALID_PARAMETER', path: earlier, kind: 'spelling', other: key });
      continue;
    }
    seen.set(name, key);
    visit(name, key);
  }
  return seen;
}

/** The run that a body names as its previous one; null without one. */
export function previousRunIn(body: JsonObject, seen: ReadonlyMap<string, string>): string | null {
  const value = body[seen.get('previous_run_id') ?? ''];
  return typeof value === 'string' ? value : null;
}

/** The language of texts that a body asks for by `lang`. */
export function languageOf(body: JsonObject): Language {
  const lang = body['lang'];
  return (typeof lang === 'string' ? spoken(lang) : undefined) ?? DEFAULT_LANGUAGE;
}

/** Whether a parameter is as its schema says; else the first thing wrong with it is noted. */
export function fitsSchema(schema: TSchema, path: string, value: unknown, issues: Issues): boolean {
  const [error] = Value.Errors(schema, value);
  if (error) noteFault(schema, path, value, { error, issues });
  return error === undefined;
}

/** The first thing wrong with a parameter, at the member it is wrong with. */
function noteFault(
  schema: object,
  path: string,
  value: unknown,
  { error, issues }: { error: TLocalizedValidationError; issues: Issues },
): void {
  const steps = error.instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const at = [path, ...steps].join('.');
  if (error.keyword === 'required')
    for (const name of error.params.requiredProperties)
      issues.add({ code: 'MISSING_PARAMETER', path: `${at}.${name}`, kind: 'missing' });
  else if (error.keyword === 'boolean') {
    const { properties = {} } = schemaAt(schema, steps.slice(0, -1)) as { properties?: object };
    issues.add({ code: 'INVALID_PARAMETER', path: at, kind: 'unknown', choices: Object.keys(properties) });
  } else issues.add(wrongValue(at, valueAt(value, steps), expectationOf(schemaAt(schema, steps))));
}

function valueAt(root: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>(
    (at, step) => (isObject(at) || Array.isArray(at) ? (at as JsonObject)[step] : undefined),
    root,
  );
}

function schemaAt(root: object, steps: readonly string[]): object {
  return steps.reduce<object>((at, step) => {
    const { properties, patternProperties, items } = at as {
      properties?: Record<string, object>;
      patternProperties?: Record<string, object>;
      items?: object;
    };
    return properties?.[step] ?? Object.values(patternProperties ?? {})[0] ?? items ?? {};
  }, root);
}

/** A remark on every member of a request that is not read, up to a number. */
export function unknownParameters(unknown: readonly string[]): Remark[] {
  return unknown.slice(0, REPORTED_UNKNOWN).map((path) => ({ code: 'UNKNOWN_PARAMETER', path: shownPath(path) }));
}

/** A path as a remark names it: a caller's text may be long. */
export function shownPath(path: string): string {
  return shortened(path, 80);
}

/**
 * Ids that were sent as whole numbers beyond 2^53, where a double loses digits: the body is parsed once more, this time
 * with the source text of such numbers. Lazy, for hardly any body has one. `keys` are the id's names, first of all first;
 * `list` is the member that holds the rows.
 */
export function exactIds(text: string, keys: readonly string[], list = 'data'): (row: number) => string | null {
  /** TypeScript does not know the third argument of a reviver yet. */
  const keepDigits = (key: string, value: unknown, { source }: { source?: string }): unknown => {
    const isId = keys.includes(key) && typeof value === 'number';
    return isId && source !== undefined && /^-?(?:0|[1-9]\d*)$/.test(source) ? source : value;
  };
  let rows: readonly JsonObject[] | undefined;
  return (row) => {
    rows ??=
      (JSON.parse(text, keepDigits as (key: string, value: unknown) => unknown) as Record<string, JsonObject[]>)[
        list
      ] ?? [];
    const id = rows[row] ?? {};
    const exact = keys.map((key) => (Object.hasOwn(id, key) ? id[key] : null)).find((value) => value !== null);
    return typeof exact === 'string' ? exact : null;
  };
}
