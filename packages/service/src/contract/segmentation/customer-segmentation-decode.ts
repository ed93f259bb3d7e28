import { type CustomerTable, type Fault, type Language, type SegmentOptions } from '@clientele/engine';
import { customerParameters, customerWireName, type CustomerParameter, engineValue } from './customer-segmentation.ts';
import { decodeRows, idKeys } from './customer-segmentation-rows.ts';
import {
  eachParameter,
  exactIds,
  fitsSchema,
  languageOf,
  previousRunIn,
  type Remark,
  shownPath,
  unknownParameters,
} from './decode-parameters.ts';
import { Refusal, refusalOf } from '../errors.ts';
import { expectationOf, gatherIssues, type Issues } from '../issues.ts';
import { inspect, isObject, jsonLimits, type JsonLimits, type JsonObject, parseObject } from '../json/json.ts';
import { spellings } from '../spelling.ts';

/** A request understood. */
export interface CustomerRequest {
  readonly table: CustomerTable;
  readonly options: SegmentOptions;
  readonly language: Language;
  readonly remarks: readonly Remark[];
  /** The run whose segments are to keep their identity. */
  readonly previousRunId: string | null;
}

const known = spellings([...Object.keys(customerParameters), 'data']);
/** Ignored text fields that are warned about. */
const REPORTED_TEXTS = 20;
const required = { parameter: 'data', location: 'body' };

/**
 * A request body of customer-intelligence/segmentation as a table and options. `language` is what Accept-Language asked for,
 * null when it leaves the choice to the body's `lang`. Throws a Refusal: 400 at the first thing that is missing or of
 * another JSON type, else 422 with the first hundred faults.
 */
export function decodeCustomerRequest(
  bytes: Uint8Array,
  language: Language | null,
  limits: JsonLimits = jsonLimits,
): CustomerRequest {
  const { value: body, text } = parsed(bytes, limits);
  const speaking = language ?? languageOf(body);
  try {
    return decodeBody(body, text, { language: speaking, limits });
  } catch (error) {
    if (error instanceof Refusal) error.language = speaking;
    throw error;
  }
}

/** The refusal for a fault of the engine, at the place that this contract has for it. */
export function customerRefusalOf(fault: Fault): Refusal {
  const { data } = refusalOf(fault, customerWireName);
  const issues = data.issues.map((issue) => ({ ...issue, path: flatPath(issue.path) }));
  return new Refusal(data.reason, data.values, { ...data, issues });
}

/** Customers are flat here: their fields stand where the other contract has `features`. */
function flatPath(path: string): string {
  return path === 'data[0].features' ? 'data' : path.replace(/^(data\[.+?\])\.features/, '$1');
}

function parsed(bytes: Uint8Array, limits: JsonLimits): { value: JsonObject; text: string } {
  try {
    return parseObject(bytes, limits);
  } catch (error) {
    if (error instanceof Refusal && error.data.reason === 'EMPTY_BODY')
      throw new Refusal('MISSING_PARAMETER', required);
    throw error;
  }
}

function decodeBody(
  body: JsonObject,
  text: string,
  { language, limits }: { language: Language; limits: JsonLimits },
): CustomerRequest {
  const issues = gatherIssues();
  const options: Record<string, unknown> = {};
  const unknown: string[] = [];
  let features: readonly string[] = [];
  const seen = eachParameter(body, known, { issues, limits, unknown }, (name, key) => {
    if (name === 'data') return;
    inspect(body[key], limits);
    const value = decodeParameter(name as CustomerParameter, key, body[key], issues);
    if (value === undefined) return;
    if (name === 'features') features = [...new Set(value as readonly string[])];
    const { option } = customerParameters[name as CustomerParameter];
    if (option !== null) options[option] = value;
  });
  const data = dataOf(body, seen.get('data'), limits);
  const exactId = exactIds(text, idKeys);
  const { table, texts, unknown: unread } = decodeRows(data, features, { issues, limits, exactId });
  if (data.length < 2)
    throw new Refusal('INSUFFICIENT_DATA', { minimum_required: 2, provided: data.length }, { path: 'data' });
  if (issues.list.length > 0)
    throw new Refusal('INVALID_REQUEST', {}, { issues: issues.list, truncated: issues.truncated });
  unknown.push(...[...unread].map((member) => `data[].${member}`), ...unknownHints(options, table));
  const remarks = [...unknownParameters(unknown), ...ignoredTexts(texts)];
  // Each value was checked against the schema of the option it sets.
  return { table, options, language, remarks, previousRunId: previousRunIn(body, seen) };
}

function dataOf(body: JsonObject, key: string | undefined, limits: JsonLimits): readonly unknown[] {
  const data = key === undefined ? null : body[key];
  if (data === null) throw new Refusal('MISSING_PARAMETER', required);
  if (!Array.isArray(data)) {
    inspect(data, limits);
    throw new Refusal('MISSING_PARAMETER', { ...required, expected: 'array' });
  }
  if (data.length > limits.customers) throw new Refusal('TOO_MANY_CUSTOMERS', { limit: limits.customers });
  return data;
}

/** The value of a parameter in the engine's words; undefined when it was left out, by null too, or was noted as faulty. */
function decodeParameter(name: CustomerParameter, key: string, value: unknown, issues: Issues): unknown {
  if (value === null) return undefined;
  const { schema } = customerParameters[name];
  const expected = expectationOf(schema).type;
  const wanted = jsonTypes[expected] ?? 'object';
  if (jsonTypeOf(value) !== wanted)
    throw new Refusal('WRONG_TYPE', { parameter: key, expected: wantedWords[wanted], location: 'body' });
  if (name === 'features') requireTexts(key, value as readonly unknown[]);
  return fitsSchema(schema, key, value, issues) ? engineValue(name, value) : undefined;
}

function requireTexts(key: string, values: readonly unknown[]): void {
  const at = values.findIndex((value) => typeof value !== 'string');
  if (at >= 0) throw new Refusal('WRONG_TYPE', { parameter: `${key}[${at}]`, expected: 'text', location: 'body' });
}

type JsonType = 'number' | 'string' | 'array' | 'object' | 'boolean';
const jsonTypes: Readonly<Record<string, JsonType>> = {
  integer: 'number',
  number: 'number',
  text: 'string',
  choice: 'string',
  array: 'array',
};
/** As the message of WRONG_TYPE selects them. */
const wantedWords: Readonly<Record<JsonType, string>> = {
  number: 'number',
  string: 'text',
  array: 'array',
  object: 'object',
  boolean: 'other',
};

function jsonTypeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}

function unknownHints({ featureHints: hints }: Record<string, unknown>, { names }: CustomerTable): string[] {
  if (!isObject(hints)) return [];
  return Object.keys(hints)
    .filter((name) => !names.includes(name))
    .map((name) => `feature_hints.${name}`);
}

function ignoredTexts(texts: readonly string[]): Remark[] {
  return texts.slice(0, REPORTED_TEXTS).map((name) => ({
    code: 'TEXT_FIELD_IGNORED',
    path: shownPath(`data[].${name}`),
  }));
}
