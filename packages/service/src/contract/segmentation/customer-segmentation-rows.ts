import { type CustomerTable, shown } from '@clientele/engine';
import { Refusal } from '../errors.ts';
import { type Issues, wrongValue } from '../issues.ts';
import { inspect, inspectKeys, inspectText, isObject, type JsonLimits, type JsonObject } from '../json/json.ts';
import { sameJson } from '../spelling.ts';

/** A field met in some row: a column of numbers, as long as all its values are numbers or null. */
interface Field {
  readonly name: string;
  /** NaN where a customer does not send it; made at the first number, for a text needs none. */
  values: Float64Array | null;
  numbers: number;
  /** Values that are neither finite numbers nor null, the first of them. */
  readonly others: { readonly row: number; readonly value: unknown }[];
  /** Whether something in it is not even a number. */
  text: boolean;
}

interface Gathered {
  readonly ids: string[];
  readonly fields: Map<string, Field>;
  /** The fields of the row before, by place: rows of one table mostly look alike. */
  readonly order: (Field | null)[];
  readonly keys: string[];
  readonly rows: number;
  readonly wanted: ReadonlySet<string> | null;
  /** Names of fields that could be asked for, the first of them. */
  readonly offered: Set<string>;
  readonly unknown: Set<string>;
  readonly context: RowsContext;
}

export interface RowsContext {
  readonly issues: Issues;
  readonly limits: JsonLimits;
  /** The exact decimal text of a whole number too large for a double; null when it is no whole number. */
  readonly exactId: (row: number) => string | null;
}

export interface CustomerRows {
  readonly table: CustomerTable;
  /** Fields without a number, which cannot be used. */
  readonly texts: readonly string[];
  /** Members that are not read. */
  readonly unknown: ReadonlySet<string>;
}

/** Faulty values of one field that are remembered; more than one answer lists. */
const REMEMBERED = 101;
/** What a customer's id may be called; the first that a row has counts. */
export const idKeys = ['customer_id', 'customerId', 'id'] as const;
/** Names shown when one is not known. */
const SHOWN_NAMES = 20;

/**
 * Flat customers as columns. `features` are the fields to use; none means all that hold a number. A row that is no object and a row without an id are refused at once (400), every other fault is noted.
 */
export function decodeRows(data: readonly unknown[], features: readonly string[], context: RowsContext): CustomerRows {
  const gathered: Gathered = {
    ids: [],
    fields: new Map(),
    order: [],
    keys: [],
    rows: data.length,
    wanted: features.length > 0 ? new Set(features) : null,
    offered: new Set(),
    unknown: new Set(),
    context,
  };
  for (const [i, row] of data.entries()) decodeRow(gathered, row, i);
  const fields = [...gathered.fields.values()];
  const named = gathered.wanted !== null;
  // A field of nothing but nulls is a column that is wholly missing, not a text.
  const used = fields.filter(({ numbers, text }) => named || numbers > 0 || !text);
  noteFaults(used, context.issues);
  noteDuplicate(gathered, data);
  if (data.length > 0) noteUnknownFeatures(features, gathered);
  return {
    table: {
      ids: gathered.ids,
      names: used.map(({ name }) => name),
      columns: used.map(({ values }) => values ?? nothing(data.length)),
    },
    texts: fields.filter((field) => !used.includes(field)).map(({ name }) => name),
    unknown: gathered.unknown,
  };
}

/** A column that nobody sent. */
function nothing(rows: number): Float64Array {
  return new Float64Array(rows).fill(Number.NaN);
}

function decodeRow(gathered: Gathered, row: unknown, i: number): void {
  const { context, keys: before, order } = gathered;
  const { limits } = context;
  if (!isObject(row)) {
    inspect(row, limits);
    throw new Refusal('WRONG_TYPE', { parameter: `data[${i}]`, expected: 'object', location: 'body' });
  }
  const idKey = idKeyOf(row);
  if (idKey === undefined || row[idKey] === null) throw missingId(i);
  gathered.ids.push(decodeId(context, row, idKey, i));
  const keys = Object.keys(row);
  const known = keys.length === before.length && keys.every((key, at) => key === before[at]);
  if (!known) {
    inspectKeys(keys, row, limits);
    // A look-alike is not inspected, and what `constructor` holds differs from row to row.
    before.splice(0, before.length, ...(keys.includes('constructor') ? [] : keys));
    order.splice(0, order.length, ...keys.map((key) => fieldOf(gathered, key, idKey)));
  }
  for (let at = 0; at < keys.length; at++) {
    const value = row[keys[at] ?? ''];
    const field = order[at] ?? null;
    if (typeof value !== 'number') inspect(value, limits);
    if (field === null || value === null) continue;
    if (typeof value === 'number' && Number.isFinite(value)) {
      field.values ??= nothing(gathered.rows);
      field.values[i] = value;
      field.numbers++;
    } else {
      if (typeof value !== 'number') field.text = true;
      if (field.others.length < REMEMBERED) field.others.push({ row: i, value });
    }
  }
}

/** The member that is a row's id. */
function idKeyOf(row: unknown): string | undefined {
  return idKeys.find((key) => Object.hasOwn(row as JsonObject, key));
}

function missingId(i: number): Refusal {
  return new Refusal('MISSING_PARAMETER', { parameter: `data[${i}].customer_id`, location: 'body' });
}

/** The column that a member of a row goes to; null for its id, and for what is not asked for. */
function fieldOf(gathered: Gathered, key: string, idKey: string): Field | null {
  const { fields, wanted, offered, unknown, context } = gathered;
  if (key === idKey || key === 'customer_id' || key === 'customerId') return null;
  if (key !== 'id' && offered.size < SHOWN_NAMES) offered.add(key);
  if (wanted !== null && !wanted.has(key)) return null;
  if (key === 'id' && wanted === null) {
    unknown.add(key);
    return null;
  }
  let field = fields.get(key);
  if (!field) {
    const { limits } = context;
    inspectText(key, limits);
    // Every column takes a number for each customer: names that differ by customer would multiply both.
    if (fields.size === limits.keysPerObject) throw new Refusal('TOO_MANY_FEATURES', { limit: limits.keysPerObject });
    field = { name: key, values: null, numbers: 0, others: [], text: false };
    fields.set(key, field);
  }
  return field;
}

function decodeId({ issues, limits, exactId }: RowsContext, row: JsonObject, key: string, i: number): string {
  const value = row[key];
  inspect(value, limits);
  const path = `data[${i}].${key}`;
  if (key === 'customer_id' && Object.hasOwn(row, 'customerId') && !sameJson(value, row['customerId']))
    issues.add({ code: 'INVALID_PARAMETER', path, kind: 'spelling', other: 'customerId' });
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  if (typeof value !== 'number' && typeof value !== 'string') throw missingId(i);
  const exact = typeof value === 'number' ? exactId(i) : null;
  if (exact !== null) return exact;
  issues.add(wrongValue(path, value, { type: 'id' }));
  return '';
}

/** Values of used fields that are no numbers, in document order as far as rows tell it. */
function noteFaults(used: readonly Field[], issues: Issues): void {
  const faults = used.flatMap(({ name, others }) => others.map((other) => ({ name, ...other })));
  for (const { name, row, value } of faults.toSorted((a, b) => a.row - b.row))
    issues.add(wrongValue(`data[${row}].${name}`, value, { type: 'number' }));
}

function noteUnknownFeatures(features: readonly string[], { fields, offered, context }: Gathered): void {
  const choices = [...offered];
  for (const [at, feature] of features.entries())
    if (!fields.has(feature)) context.issues.add(wrongValue(`features[${at}]`, feature, { type: 'choice', choices }));
}

function noteDuplicate({ ids, context: { issues } }: Gathered, data: readonly unknown[]): void {
  if (new Set(ids).size === ids.length) return;
  const seen = new Map<string, number>();
  for (const [second, id] of ids.entries()) {
    if (id === '') continue; // already reported as wrong
    const first = seen.get(id);
    if (first !== undefined) {
      const path = `data[${second}].${idKeyOf(data[second]) ?? 'customer_id'}`;
      issues.add({ code: 'INVALID_PARAMETER', path, kind: 'duplicate', value: shown(id), first, second });
      return;
    }
    seen.set(id, second);
  }
}
