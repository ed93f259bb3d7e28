import { type CustomerTable, type Language, type SegmentOptions, shortened } from '@clientele/engine';
import type { TLocalizedValidationError } from 'typebox/error';
import { Value } from 'typebox/value';
import { decodeCustomers, featureName } from './decode-customers.ts';
import { Refusal } from './errors.ts';
import { expectationOf, gatherIssues, type Issues, issueSpeakers, wrongValue } from './issues.ts';
import { inspect, inspectKeys, isObject, jsonLimits, type JsonLimits, type JsonObject, parseObject } from './json.ts';
import { DEFAULT_LANGUAGE, spoken } from './language.ts';
import { type ChooseName, chooseNames, type ParameterName, parameters } from './purchasing-segmentation.ts';
import { scanBody } from './scan-body.ts';
import { sameJson, spellings } from './spelling.ts';

/** A remark for the answer's `warnings`, in the caller's language. */
export interface Warning {
  readonly code: string;
  readonly message: string;
}

/** A request understood. */
export interface PurchasingRequest {
  readonly table: CustomerTable;
  readonly options: SegmentOptions;
  readonly language: Language;
  readonly warnings: readonly Warning[];
}

const names = [...Object.keys(parameters), 'data'];
const known = spellings(names);
/** Distinct unknown parameters that are warned about. */
const REPORTED_UNKNOWN = 20;

/**
 * A request body of purchasing_segmentation as a table and options. `language` is what Accept-Language asked for, null
 * when it leaves the choice to the body's `lang`. Throws a Refusal that lists the first hundred faults in document order.
 * `scan` is the short way for plain bodies; without it, every body takes the parser's, to the same end.
 */
export function decode(
  bytes: Uint8Array,
  language: Language | null,
  limits: JsonLimits = jsonLimits,
  scan: typeof scanBody = scanBody,
): PurchasingRequest {
  const { body, readData } = read(bytes, limits, scan);
  const speaking = language ?? languageOf(body);
  try {
    return decodeBody(body, readData, speaking, limits);
  } catch (error) {
    if (error instanceof Refusal) error.language = speaking;
    throw error;
  }
}

/** The table of a body's `data` with the unread members of its rows; undefined when there is none to be had. */
type ReadData = (data: unknown, issues: Issues) => { table: CustomerTable; unknown: ReadonlySet<string> } | undefined;

/** The body, and how its customers become a table. They already are one, and `data` is empty, where a scan sufficed. */
function read(bytes: Uint8Array, limits: JsonLimits, scan: typeof scanBody): { body: JsonObject; readData: ReadData } {
  const scanned = scan(bytes, limits);
  if (scanned) return { body: scanned.body, readData: () => ({ table: scanned.table, unknown: new Set() }) };
  const { value, text } = parseObject(bytes, limits);
  return { body: value, readData: (data, issues) => decodeData(data, text, issues, limits) };
}

function decodeBody(body: JsonObject, readData: ReadData, language: Language, limits: JsonLimits): PurchasingRequest {
  const issues = gatherIssues();
  const options: Record<string, unknown> = {};
  const unknown: string[] = [];
  const seen = new Map<string, string>();
  let table: CustomerTable | undefined;
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
    if (name === 'data') {
      const decoded = readData(body[key], issues);
      table = decoded?.table;
      if (decoded) unknown.push(...[...decoded.unknown].map((member) => `data[].${member}`));
    } else {
      inspect(body[key], limits);
      decodeParameter(name as ParameterName, key, body[key], { issues, options });
    }
  }
  if (!seen.has('data')) issues.add({ code: 'MISSING_PARAMETER', path: 'data', kind: 'missing' });
  if (issues.list.length > 0 || !table)
    throw new Refusal('INVALID_REQUEST', {}, { issues: issues.list, truncated: issues.truncated });
  if (table.ids.length < 2)
    throw new Refusal('INSUFFICIENT_DATA', { minimum_required: 2, provided: table.ids.length }, { path: 'data' });
  unknown.push(...nameHints(options, table));
  // Each value was checked against the schema of the option it sets.
  return { table, options, language, warnings: ignored(unknown, language) };
}

/** Spells hints as the table spells its features; what is returned are hints about features that nobody sent. */
function nameHints(options: Record<string, unknown>, { names: features }: CustomerTable): string[] {
  const hints = options['featureHints'];
  if (!isObject(hints)) return [];
  options['featureHints'] = Object.fromEntries(Object.entries(hints).map(([name, hint]) => [featureName(name), hint]));
  return Object.keys(hints)
    .filter((name) => !features.includes(featureName(name)))
    .map((name) => `feature_hints.${name}`);
}

function languageOf(body: JsonObject): Language {
  const lang = body['lang'];
  return (typeof lang === 'string' ? spoken(lang) : undefined) ?? DEFAULT_LANGUAGE;
}

function decodeData(data: unknown, text: string, issues: Issues, limits: JsonLimits) {
  if (!Array.isArray(data)) {
    inspect(data, limits);
    issues.add(wrongValue('data', data, { type: 'array' }));
    return undefined;
  }
  if (data.length > limits.customers) throw new Refusal('TOO_MANY_CUSTOMERS', { limit: limits.customers });
  return decodeCustomers(data, issues, limits, exactIds(text));
}

function decodeParameter(
  name: ParameterName,
  path: string,
  value: unknown,
  { issues, options }: { issues: Issues; options: Record<string, unknown> },
): void {
  const { schema, option } = parameters[name];
  const [error] = Value.Errors(schema, value);
  if (error) noteFault(schema, path, value, { error, issues });
  if (error || option === null) return;
  if (name === 'choose') {
    const choice = value as { algorithm: ChooseName; k?: number };
    options[option] = { ...choice, algorithm: chooseNames[choice.algorithm] };
  } else options[option] = value;
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
  return steps.reduce<unknown>((at, step) => (isObject(at) ? at[step] : undefined), root);
}

function schemaAt(root: object, steps: readonly string[]): object {
  return steps.reduce<object>((at, step) => {
    const { properties, patternProperties } = at as {
      properties?: Record<string, object>;
      patternProperties?: Record<string, object>;
    };
    return properties?.[step] ?? Object.values(patternProperties ?? {})[0] ?? {};
  }, root);
}

function ignored(unknown: readonly string[], language: Language): Warning[] {
  return unknown.slice(0, REPORTED_UNKNOWN).map((path) => ({
    code: 'UNKNOWN_PARAMETER',
    message: issueSpeakers[language]('UNKNOWN_PARAMETER', { path: shortened(path, 80) }),
  }));
}

/**
 * Ids that were sent as whole numbers beyond 2^53, where a double loses digits: the body is parsed once more, this time
 * with the source text of such numbers. Lazy, for hardly any body has one.
 */
function exactIds(text: string): (row: number) => string | null {
  let rows: readonly unknown[] | undefined;
  return (row) => {
    rows ??= (JSON.parse(text, keepDigits as (key: string, value: unknown) => unknown) as { data: unknown[] }).data;
    const id = rows[row] as { customer_id?: unknown; customerId?: unknown };
    const exact = id.customer_id ?? id.customerId;
    return typeof exact === 'string' ? exact : null;
  };
}

/** TypeScript does not know the third argument of a reviver yet. */
function keepDigits(key: string, value: unknown, { source }: { source?: string }): unknown {
  const isId = (key === 'customer_id' || key === 'customerId') && typeof value === 'number';
  return isId && source !== undefined && /^-?(?:0|[1-9]\d*)$/.test(source) ? source : value;
}
