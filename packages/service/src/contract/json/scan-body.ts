import type { CustomerTable } from '@clientele/engine';
import { fits, inStandardOrder, ruleOf } from '../segmentation/decode-customers.ts';
import { Refusal } from '../errors.ts';
import { type JsonLimits, type JsonObject, parseObject, SPARE_CONTAINERS } from './json.ts';
import { type ScannedColumn, scanRows } from './scan-rows.ts';
import { GIVE_UP, matched, valueAfter } from './scan-text.ts';

/** Bytes around the customers that are looked through for them, and then parsed. */
const AROUND_BYTES = 65_536;
/** Body, `data`, customer, features. */
const LEAST_DEPTH = 4;
const LONGEST_MEMBER = 'customer_id'.length;

const QUOTE = 0x22;
const BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const END_BRACKET = 0x5d;
const BRACE = 0x7b;
const END_BRACE = 0x7d;
const dataKey = new TextEncoder().encode('"data"');

/**
 * A body of customers in plain spelling, read in one pass over its bytes without making an object of any customer:
 * the table, and the rest of the body parsed with `data` empty. Null for every other body, above all for every one that
 * is to be refused: `parseObject` and `decodeCustomers` then decide, so both ways understand the same and say the same.
 */
export function scanBody(bytes: Uint8Array, limits: JsonLimits): { table: CustomerTable; body: JsonObject } | null {
  if (limits.depth < LEAST_DEPTH || limits.keysPerObject < 2 || limits.keyBytes < LONGEST_MEMBER) return null;
  const start = startOfRows(bytes);
  const rows = start < 0 ? null : scanRows(bytes, start, limits);
  if (!rows || !rows.columns.every(valid)) return null;
  const body = restOf(bytes, start, rows.end, limits);
  if (!body) return null;
  const columns = inStandardOrder(rows.columns);
  const table = { ids: rows.ids, names: columns.map(({ name }) => name), columns: columns.map(({ values }) => values) };
  return { table, body };
}

/** The place after the "[" of the body's own `data`; GIVE_UP when it is not near. Whether what stands before it is JSON is not asked. */
function startOfRows(bytes: Uint8Array): number {
  const end = Math.min(bytes.length, AROUND_BYTES);
  let depth = 0;
  for (let at = 0; at < end; at++) {
    const byte = bytes[at];
    if (byte === BRACE || byte === BRACKET) depth++;
    else if (byte === END_BRACE || byte === END_BRACKET) depth--;
    else if (byte === QUOTE) {
      const after = endOfString(bytes, at, end);
      const value = depth === 1 && matched(bytes, at, dataKey) === after ? valueAfter(bytes, after) : GIVE_UP;
      if (value >= 0) return bytes[value] === BRACKET ? value + 1 : GIVE_UP;
      at = after - 1;
    }
  }
  return GIVE_UP;
}

/** The body without its customers; null when it is large, or to be refused. */
function restOf(bytes: Uint8Array, start: number, end: number, limits: JsonLimits): JsonObject | null {
  if (bytes.length - end > AROUND_BYTES) return null;
  const rest = new Uint8Array(start + 1 + bytes.length - end);
  rest.set(bytes.subarray(0, start));
  rest[start] = END_BRACKET;
  rest.set(bytes.subarray(end), start + 1);
  if (rest.reduce((count, byte) => count + Number(byte === BRACE || byte === BRACKET), 0) > SPARE_CONTAINERS)
    return null;
  try {
    return parseObject(rest, limits).value;
  } catch (error) {
    // Its places are those of the rest, not of the body.
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function valid({ name, values }: ScannedColumn): boolean {
  const rule = ruleOf(name);
  for (const value of values) if (!Number.isNaN(value) && !fits(value, rule)) return false;
  return true;
}

function endOfString(bytes: Uint8Array, start: number, limit: number): number {
  let at = start + 1;
  while (at < limit && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at + 1;
}
