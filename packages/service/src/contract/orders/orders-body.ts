import type { Language } from '@clientele/engine';
import type { TSchema } from 'typebox';
import {
  eachParameter,
  exactIds,
  fitsSchema,
  languageOf,
  type Remark,
  unknownParameters,
} from '../segmentation/decode-parameters.ts';
import { Refusal } from '../errors.ts';
import { gatherIssues, type Issues, wrongValue } from '../issues.ts';
import { inspect, type JsonLimits, type JsonObject, parseObject } from '../json/json.ts';
import { spellings } from '../spelling.ts';

/** What a body is decoded with. */
export interface DecodeOptions {
  /** What Accept-Language asked for; null leaves it to the body's `lang`. */
  readonly language: Language | null;
  readonly limits: JsonLimits;
  /** Gives today where the body does not. */
  readonly now: Date;
}

/** A body about orders, parsed: rows of customers, or transactions of all of them. */
export interface OrdersBody {
  readonly value: JsonObject;
  readonly text: string;
  readonly list: 'customers' | 'transactions';
}

/** Transactions that a body may have, for each customer that it may have. */
const TRANSACTIONS_A_CUSTOMER = 4;
const idKeys = ['customer_id', 'customerId'] as const;

/** A body taken apart. */
export interface Parts {
  /** What stands in the list. */
  readonly rows: readonly unknown[];
  /** The id of a row as it was sent, where a double would lose digits. */
  readonly exactId: (row: number) => string | null;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly issues: Issues;
  readonly unknown: Set<string>;
  readonly language: Language;
}

/** What all requests share: the body, its parameters by schema, what nobody reads, and the refusal. */
export function decodeWith<Understood extends object>(
  { value: body, text, list }: OrdersBody,
  schemas: Readonly<Record<string, TSchema>>,
  { language, limits }: DecodeOptions,
  understand: (parts: Parts) => Understood,
): Understood & { readonly remarks: readonly Remark[] } {
  const speaking = language ?? languageOf(body);
  try {
    const issues = gatherIssues();
    const parameters: Record<string, unknown> = {};
    const others: string[] = [];
    const known = spellings([...Object.keys(schemas), list]);
    const seen = eachParameter(body, known, { issues, limits, unknown: others }, (name, key) => {
      if (name === list) return;
      inspect(body[key], limits);
      const schema = schemas[name];
      if (body[key] !== null && schema && fitsSchema(schema, key, body[key], issues)) parameters[name] = body[key];
    });
    if (!seen.has(list)) issues.add({ code: 'MISSING_PARAMETER', path: list, kind: 'missing' });
    const unknown = new Set<string>();
    const rows = rowsOf(list, body[list], issues, limits);
    const exactId = exactIds(text, idKeys, list);
    const understood = understand({ rows, exactId, parameters, issues, unknown, language: speaking });
    if (issues.list.length > 0)
      throw new Refusal('INVALID_REQUEST', {}, { issues: issues.list, truncated: issues.truncated });
    return { ...understood, remarks: unknownParameters([...others, ...unknown]) };
  } catch (error) {
    if (error instanceof Refusal) error.language = speaking;
    throw error;
  }
}

/** Parses a body that has rows in `list`. Every transaction is a container, so the parser's guard counts those. */
export function ordersBody(bytes: Uint8Array, limits: JsonLimits, list: OrdersBody['list'] = 'customers'): OrdersBody {
  const transactions = TRANSACTIONS_A_CUSTOMER * limits.customers;
  try {
    return { ...parseObject(bytes, { ...limits, customers: transactions }), list };
  } catch (error) {
    if (error instanceof Refusal && error.data.reason === 'TOO_MANY_CUSTOMERS')
      throw new Refusal('TOO_MANY_TRANSACTIONS', { limit: transactions });
    throw error;
  }
}

function rowsOf(list: OrdersBody['list'], rows: unknown, issues: Issues, limits: JsonLimits): readonly unknown[] {
  if (rows === undefined) return [];
  if (!Array.isArray(rows) || rows.length === 0) {
    inspect(rows, limits);
    issues.add(wrongValue(list, rows, { type: list === 'customers' ? 'array' : 'transactions' }));
    return [];
  }
  if (list === 'customers') requireFew(rows.length, limits);
  return rows;
}

/** Throws the Refusal TOO_MANY_CUSTOMERS above the limit. */
export function requireFew(customers: number, limits: JsonLimits): void {
  if (customers > limits.customers) throw new Refusal('TOO_MANY_CUSTOMERS', { limit: limits.customers });
}
