import { type CustomerTable, shown } from '@clientele/engine';
import { Refusal } from '../errors.ts';
import { type Expectation, expectationOf, type Issues, wrongValue } from '../issues.ts';
import { inspect, inspectKeys, inspectText, isObject, type JsonLimits, type JsonObject } from '../json/json.ts';
import { knownFeatures } from './purchasing-segmentation.ts';
import { sameJson, spellings } from '../spelling.ts';

const standardNames = Object.keys(knownFeatures);
const featureSpellings = spellings(standardNames);
const featureRules = new Map<string, Expectation>(
  Object.entries(knownFeatures).map(([name, schema]) => [name, expectationOf(schema)]),
);
/** The one name of a feature, whichever way it is spelled. */
export function featureName(key: string): string {
  return featureSpellings.get(key) ?? key;
}
const anyNumber: Expectation = { type: 'number' };

/** What the values of a feature must be. */
export function ruleOf(name: string): Expectation {
  return featureRules.get(name) ?? anyNumber;
}
/** Distinct unknown names of row members that are reported. */
const REPORTED_UNKNOWN = 20;

interface Column {
  readonly name: string;
  readonly rule: Expectation;
  readonly values: Float64Array;
}

/** What the rows are gathered into. */
interface Gathered {
  readonly rows: number;
  readonly ids: string[];
  /** By the name as sent. */
  readonly columns: Map<string, Column>;
  readonly ordered: Column[];
  readonly unknown: Set<string>;
  readonly issues: Issues;
  readonly limits: JsonLimits;
  /** The exact decimal text of a whole number too large for a double; null when it is no whole number. */
  readonly exactId: (row: number) => string | null;
}

/**
 * The customers as columns, with every fault noted in document order. A feature that a customer does not send, or sends
 * as null, is missing (NaN). `unknown` are members of rows that are not read.
 */
export function decodeCustomers(
  data: readonly unknown[],
  issues: Issues,
  limits: JsonLimits,
  exactId: (row: number) => string | null,
): { table: CustomerTable; unknown: ReadonlySet<string> } {
  const rows = data.length;
  const gathered: Gathered = {
    rows,
    ids: [],
    columns: new Map(),
    ordered: [],
    unknown: new Set(),
    issues,
    limits,
    exactId,
  };
  data.forEach((row, i) => decodeCustomer(gathered, row, i));
  noteDuplicate(gathered);
  const columns = inStandardOrder(gathered.ordered);
  return {
    table: { ids: gathered.ids, names: columns.map(({ name }) => name), columns: columns.map(({ values }) => values) },
    unknown: gathered.unknown,
  };
}

function decodeCustomer(gathered: Gathered, row: unknown, i: number): void {
  const { issues, limits } = gathered;
  gathered.ids.push('');
  if (!isObject(row)) {
    inspect(row, limits);
    issues.add(wrongValue(`data[${i}]`, row, { type: 'object' }));
    return;
  }
  const keys = Object.keys(row);
  inspectKeys(keys, row, limits);
  let hasId = false;
  let hasFeatures = false;
  for (const key of keys) {
    if (key === 'features') {
      hasFeatures = true;
      decodeFeatures(gathered, row[key], i);
    } else if (key === 'customer_id' || key === 'customerId') {
      if (hasId) noteSpelling(gathered, row, i);
      else gathered.ids[i] = decodeId(gathered, row[key], i);
      hasId = true;
    } else {
      inspect(row[key], limits);
      if (gathered.unknown.size < REPORTED_UNKNOWN) gathered.unknown.add(key);
    }
  }
  if (!hasId) issues.add({ code: 'MISSING_PARAMETER', path: `data[${i}].customer_id`, kind: 'missing' });
  if (!hasFeatures) issues.add({ code: 'MISSING_PARAMETER', path: `data[${i}].features`, kind: 'missing' });
}

function noteSpelling({ issues }: Gathered, row: JsonObject, i: number): void {
  if (sameJson(row['customer_id'], row['customerId'])) return;
  const path = `data[${i}].customer_id`;
  issues.add({ code: 'INVALID_PARAMETER', path, kind: 'spelling', other: 'customerId' });
}

function decodeId({ issues, limits, exactId }: Gathered, value: unknown, i: number): string {
  inspect(value, limits);
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  const exact = typeof value === 'number' ? exactId(i) : null;
  if (exact !== null) return exact;
  issues.add(wrongValue(`data[${i}].customer_id`, value, { type: 'id' }));
  return '';
}

function decodeFeatures(gathered: Gathered, features: unknown, i: number): void {
  const { issues, limits } = gathered;
  if (!isObject(features)) {
    inspect(features, limits);
    issues.add(wrongValue(`data[${i}].features`, features, { type: 'object' }));
    return;
  }
  const keys = Object.keys(features);
  inspectKeys(keys, features, limits);
  for (const key of keys) {
    const value = features[key];
    const column = gathered.columns.get(key) ?? newColumn(gathered, key);
    if (value === null) continue;
    if (typeof value !== 'number' || !fits(value, column.rule)) {
      if (typeof value !== 'number') inspect(value, limits);
      issues.add(wrongValue(`data[${i}].features.${key}`, value, column.rule));
    } else if (key !== column.name && Object.hasOwn(features, column.name) && features[column.name] !== value) {
      const path = `data[${i}].features.${column.name}`;
      issues.add({ code: 'INVALID_PARAMETER', path, kind: 'spelling', other: key });
    } else column.values[i] = value;
  }
}

/** Whether a feature's value is one that its rule allows. */
export function fits(value: number, { type, minimum, maximum }: Expectation): boolean {
  if (!Number.isFinite(value) || (type === 'integer' && !Number.isInteger(value))) return false;
  return !((minimum !== undefined && value < minimum) || (maximum !== undefined && value > maximum));
}

function newColumn({ columns, ordered, rows, limits }: Gathered, key: string): Column {
  inspectText(key, limits);
  const name = featureName(key);
  let column = ordered.find((known) => known.name === name);
  if (!column) {
    // Every column takes a number for each customer: names that differ by customer would multiply both.
    if (ordered.length === limits.keysPerObject)
      throw new Refusal('TOO_MANY_FEATURES', { limit: limits.keysPerObject });
    column = { name, rule: ruleOf(name), values: new Float64Array(rows).fill(Number.NaN) };
    ordered.push(column);
  }
  columns.set(key, column);
  return column;
}

/** The standard six first, in the contract's order, then the others as they came. */
export function inStandardOrder<C extends { readonly name: string }>(columns: readonly C[]): C[] {
  const place = ({ name }: C): number => {
    const at = standardNames.indexOf(name);
    return at < 0 ? standardNames.length : at;
  };
  return columns.toSorted((a, b) => place(a) - place(b));
}

function noteDuplicate({ ids, issues }: Gathered): void {
  const seen = new Map<string, number>();
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] ?? '';
    if (id === '') continue; // already reported as missing or wrong
    const first = seen.get(id);
    if (first !== undefined) {
      const path = `data[${i}].customer_id`;
      issues.add({ code: 'INVALID_PARAMETER', path, kind: 'duplicate', value: shown(id), first, second: i });
      return;
    }
    seen.set(id, i);
  }
}
