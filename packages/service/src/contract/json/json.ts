import { Refusal } from '../errors.ts';
import { findDuplicateKey } from './json-duplicate.ts';
import { findJsonError } from './json-error.ts';

/** What a body may hold. The figures bound memory and time before anything is understood. */
export interface JsonLimits {
  readonly depth: number;
  readonly keysPerObject: number;
  readonly keyBytes: number;
  readonly textBytes: number;
  readonly customers: number;
}
export const jsonLimits: JsonLimits = {
  depth: 32,
  keysPerObject: 256,
  keyBytes: 256,
  textBytes: 65_536,
  customers: 250_000,
};
/** A customer is two containers (itself and its features); anything beyond the options' few is a body of customers. */
const CONTAINERS_PER_CUSTOMER = 2;
export const SPARE_CONTAINERS = 1_000;
/** A few keys too many are told apart after parsing, from keys that stand twice; very many are not parsed at all. */
const MOST_COLONS = 4;

export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The JSON object in `bytes`, with its text. Throws a Refusal: EMPTY_BODY, NOT_UTF8, TOO_DEEP, TOO_MANY_CUSTOMERS,
 * NOT_JSON, NOT_AN_OBJECT, DUPLICATE_KEY, TOO_MANY_KEYS. A byte order mark is skipped. Keys and texts inside are the business of `inspect`.
 */
export function parseObject(bytes: Uint8Array, limits: JsonLimits): { value: JsonObject; text: string } {
  const keys = measure(bytes, limits);
  const text = decodeUtf8(bytes);
  if (text.trim() === '') throw new Refusal('EMPTY_BODY');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal('NOT_JSON', { ...findJsonError(text) });
  }
  if (!isObject(value)) throw new Refusal('NOT_AN_OBJECT', { received: kindOf(value) });
  // A parser keeps the last of two equal keys and says nothing: fewer keys than the text has colons tells.
  if (countKeys(value) !== keys) throw new Refusal('DUPLICATE_KEY', { ...findDuplicateKey(text) });
  return { value, text };
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal('NOT_UTF8');
  }
}

/**
 * Counts depth, containers and keys (returned) on the bytes, before any object is made: 50 MB of "[" would fill gigabytes once parsed.
 * Strings are skipped; the bytes looked for are ASCII, which no other UTF-8 character contains.
 */
function measure(bytes: Uint8Array, limits: JsonLimits): number {
  const most = CONTAINERS_PER_CUSTOMER * limits.customers + SPARE_CONTAINERS;
  let depth = 0;
  let containers = 0;
  let keys = 0;
  // Of each open container; a parser would make every key of a million before anybody could count them.
  const own = new Uint32Array(limits.depth + 1);
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) i = endOfString(bytes, i);
    else if (byte === COLON) {
      keys++;
      const here = (own[Math.max(0, depth)] = (own[Math.max(0, depth)] ?? 0) + 1);
      if (here > MOST_COLONS * limits.keysPerObject)
        throw new Refusal('TOO_MANY_KEYS', { limit: limits.keysPerObject });
    } else if (byte === BRACE || byte === BRACKET) {
      if (++depth > limits.depth) throw new Refusal('TOO_DEEP', { limit: limits.depth });
      own[depth] = 0;
      if (++containers > most) throw new Refusal('TOO_MANY_CUSTOMERS', { limit: limits.customers });
    } else if (byte === END_BRACE || byte === END_BRACKET) depth--;
  }
  return keys;
}

/** Keys in all objects of a parsed value, whose depth `measure` has bounded. */
function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = Array.isArray(value) ? 0 : Object.keys(value).length;
  for (const item of Object.values(value)) if (typeof item === 'object') count += countKeys(item);
  return count;
}
const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const BRACKET = 0x5b;
const END_BRACKET = 0x5d;
const BRACE = 0x7b;
const END_BRACE = 0x7d;

function endOfString(bytes: Uint8Array, start: number): number {
  let i = start + 1;
  while (i < bytes.length && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
  return i;
}

/**
 * Refuses, anywhere in `value`: too many or too long keys, long texts, and keys that could reach an object's prototype.
 * `value` is at most `limits.depth` deep, so the recursion is bounded.
 */
export function inspect(value: unknown, limits: JsonLimits): void {
  if (typeof value === 'string') inspectText(value, limits);
  else if (Array.isArray(value)) for (const item of value) inspect(item, limits);
  else if (isObject(value)) {
    inspectKeys(Object.keys(value), value, limits);
    for (const item of Object.values(value)) inspect(item, limits);
  }
}

/** As `inspect`, for the keys of one object only. */
export function inspectKeys(keys: readonly string[], owner: JsonObject, limits: JsonLimits): void {
  if (keys.length > limits.keysPerObject) throw new Refusal('TOO_MANY_KEYS', { limit: limits.keysPerObject });
  for (const key of keys) {
    if (isLongerThan(key, limits.keyBytes)) throw new Refusal('KEY_TOO_LONG', { limit: limits.keyBytes });
    if (key === '__proto__') throw new Refusal('FORBIDDEN_KEY', { key });
    if (key === 'constructor' && isObject(owner[key]) && Object.hasOwn(owner[key], 'prototype'))
      throw new Refusal('FORBIDDEN_KEY', { key: 'constructor.prototype' });
  }
}

export function inspectText(text: string, limits: JsonLimits): void {
  if (isLongerThan(text, limits.textBytes)) throw new Refusal('TEXT_TOO_LONG', { limit: limits.textBytes });
}

function isLongerThan(text: string, bytes: number): boolean {
  // A UTF-16 unit is at most three bytes of UTF-8, so short texts need no counting.
  return text.length * 3 > bytes && Buffer.byteLength(text) > bytes;
}
