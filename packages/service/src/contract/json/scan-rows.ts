import { featureName } from '../segmentation/decode-customers.ts';
import type { JsonLimits } from './json.ts';
import { isDigit, scanNumber } from './scan-number.ts';
import { endOfText, GIVE_UP, matched, past, textOf, valueAfter } from './scan-text.ts';

/** A feature met in some row. */
export interface ScannedColumn {
  /** The one name of the feature, whichever way it was spelled. */
  readonly name: string;
  /** NaN where a customer does not send it. */
  values: Float64Array;
}

interface Feature extends ScannedColumn {
  readonly place: number;
  /** Its key in quotes, as it stands in the rows. */
  readonly key: Uint8Array;
  /** The last row that had it. */
  row: number;
}

interface Scan {
  readonly bytes: Uint8Array;
  readonly limits: JsonLimits;
  readonly start: number;
  readonly features: Feature[];
  /** By the key as sent. */
  readonly known: Map<string, Feature>;
  rows: number;
  capacity: number;
  /** Every id behind a line feed, which no JSON text contains. */
  ids: Uint8Array;
  idBytes: number;
  /** Where the last id starts in `ids`. */
  lastId: number;
  /** Every id comes after the one before it: by length, then by bytes. Then none stands twice. */
  rising: boolean;
}

const LINE_FEED = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const ZERO = 0x30;
const END_BRACKET = 0x5d;
const BRACE = 0x7b;
const END_BRACE = 0x7d;

const asBytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const idKeys = [asBytes('"customer_id"'), asBytes('"customerId"')] as const;
const featuresKey = asBytes('"features"');
const nothing = asBytes('null');
/** Whole numbers of so many digits are the same as a double. */
const ID_DIGITS = 15;
const FIRST_ROWS = 64;
/** Rows differ in length: capacity beyond what their mean length foretells. */
const SPARE = 1.05;

/**
 * The customers of a body whose `data` has its first byte after "[" at `start`: columns in the order they are met, the
 * ids, and the place after "]". Null for anything but rows of an id and a flat object of numbers and nulls in plain
 * spelling: such a body is for the JSON parser, which tells what is wrong with it, if anything is.
 */
export function scanRows(
  bytes: Uint8Array,
  start: number,
  limits: JsonLimits,
): { ids: string[]; columns: ScannedColumn[]; end: number } | null {
  const scan: Scan = {
    bytes,
    limits,
    start,
    features: [],
    known: new Map(),
    rows: 0,
    capacity: 0,
    ids: new Uint8Array(0),
    idBytes: 0,
    lastId: 0,
    rising: true,
  };
  let at = start;
  for (;;) {
    if (scan.rows === limits.customers) return null;
    if (scan.rows === scan.capacity) grow(scan, at);
    at = scanRow(scan, past(bytes, at));
    if (at < 0) return null;
    scan.rows++;
    at = past(bytes, at);
    if (bytes[at] === END_BRACKET) break;
    if (bytes[at] !== COMMA) return null;
    at++;
  }
  const ids = idsOf(scan);
  if (!ids) return null;
  for (const feature of scan.features) feature.values = feature.values.slice(0, scan.rows);
  return { ids, columns: scan.features, end: at + 1 };
}

/** Room for the rows that the bytes still to come promise, judging by those so far. */
function grow(scan: Scan, at: number): void {
  const { bytes, start, rows, limits } = scan;
  const promised = rows === 0 ? FIRST_ROWS : (rows * (bytes.length - start)) / (at - start);
  scan.capacity = Math.min(limits.customers, Math.ceil(Math.max(promised, rows) * SPARE));
  for (const feature of scan.features) {
    const { values } = feature;
    feature.values = new Float64Array(scan.capacity).fill(Number.NaN, rows);
    feature.values.set(values);
  }
}

function scanRow(scan: Scan, start: number): number {
  const { bytes } = scan;
  if (bytes[start] !== BRACE) return GIVE_UP;
  let at = past(bytes, start + 1);
  let hasId = false;
  let hasFeatures = false;
  for (;;) {
    let end = matched(bytes, at, featuresKey);
    const isFeatures = end >= 0;
    if (end < 0) end = matched(bytes, at, idKeys[0]);
    if (end < 0) end = matched(bytes, at, idKeys[1]);
    if (end < 0) return GIVE_UP;
    if (isFeatures ? hasFeatures : hasId) return GIVE_UP;
    at = valueAfter(bytes, end);
    if (at < 0) return GIVE_UP;
    if (isFeatures) hasFeatures = true;
    else hasId = true;
    at = isFeatures ? scanFeatures(scan, at) : scanId(scan, at);
    if (at < 0) return GIVE_UP;
    at = past(bytes, at);
    if (bytes[at] === END_BRACE) return hasId && hasFeatures ? at + 1 : GIVE_UP;
    if (bytes[at] !== COMMA) return GIVE_UP;
    at = past(bytes, at + 1);
  }
}

function scanFeatures(scan: Scan, start: number): number {
  const { bytes, features, rows } = scan;
  if (bytes[start] !== BRACE) return GIVE_UP;
  let at = past(bytes, start + 1);
  if (bytes[at] === END_BRACE) return at + 1;
  let next = 0;
  for (;;) {
    // Nearly always the feature that followed in the rows before.
    let feature: Feature | undefined = features[next];
    if (!feature || matched(bytes, at, feature.key) < 0) feature = featureAt(scan, at);
    if (!feature || feature.row === rows) return GIVE_UP;
    feature.row = rows;
    next = feature.place + 1;
    at = valueAfter(bytes, at + feature.key.length);
    if (at < 0) return GIVE_UP;
    const end = matched(bytes, at, nothing);
    at = end >= 0 ? end : scanNumber(bytes, at, feature.values, rows);
    if (at < 0) return GIVE_UP;
    at = past(bytes, at);
    if (bytes[at] === END_BRACE) return at + 1;
    if (bytes[at] !== COMMA) return GIVE_UP;
    at = past(bytes, at + 1);
  }
}

/** The feature whose key stands at `at`, learned when it is new. */
function featureAt({ bytes, limits, features, known, rows, capacity }: Scan, at: number): Feature | undefined {
  const end = endOfText(bytes, at);
  // The parser's limits on keys; a key of digits it would put before all others.
  const length = end - at - 2;
  if (end < 0 || length > limits.keyBytes || length > limits.textBytes) return undefined;
  if (isDigit(bytes[at + 1])) return undefined;
  const key = textOf(bytes.subarray(at + 1, end - 1));
  if (key === null || key === '__proto__') return undefined;
  const old = known.get(key);
  if (old) return old;
  const name = featureName(key);
  if (features.length === limits.keysPerObject || features.some((feature) => feature.name === name)) return undefined;
  const feature: Feature = {
    name,
    values: new Float64Array(capacity).fill(Number.NaN),
    place: features.length,
    key: bytes.slice(at, end),
    row: rows - 1,
  };
  features.push(feature);
  known.set(key, feature);
  return feature;
}

function scanId(scan: Scan, at: number): number {
  const { bytes, limits } = scan;
  if (bytes[at] === QUOTE) {
    const end = endOfText(bytes, at);
    const length = end - at - 2;
    if (length < 1 || length > limits.textBytes) return GIVE_UP;
    keepId(scan, at + 1, end - 1);
    return end;
  }
  let end = at;
  while (isDigit(bytes[end])) end++;
  const digits = end - at;
  if (digits < 1 || digits > ID_DIGITS || (digits > 1 && bytes[at] === ZERO)) return GIVE_UP;
  keepId(scan, at, end);
  return end;
}

function keepId(scan: Scan, from: number, to: number): void {
  const needed = scan.idBytes + to - from + 1;
  if (needed > scan.ids.length) {
    const { ids } = scan;
    scan.ids = new Uint8Array(2 * needed);
    scan.ids.set(ids);
  }
  const { bytes, ids } = scan;
  const start = scan.idBytes + 1;
  ids[start - 1] = LINE_FEED;
  for (let i = from; i < to; i++) ids[start + i - from] = bytes[i] ?? 0;
  scan.rising &&= scan.rows === 0 || comesAfter(ids, scan.lastId, start, to - from);
  scan.lastId = start;
  scan.idBytes = start + to - from;
}

/** Whether the id of `length` bytes at `second` comes after the one at `first`, which ends a byte before it. */
function comesAfter(ids: Uint8Array, first: number, second: number, length: number): boolean {
  const before = second - 1 - first;
  if (length !== before) return length > before;
  for (let i = 0; i < length; i++) {
    const step = (ids[second + i] ?? 0) - (ids[first + i] ?? 0);
    if (step !== 0) return step > 0;
  }
  return false;
}

/** Null when an id stands twice, or is no UTF-8. */
function idsOf({ ids, idBytes, rows, rising }: Scan): string[] | null {
  const texts = textOf(ids.subarray(1, idBytes))?.split('\n');
  return texts && (rising || new Set(texts).size === rows) ? texts : null;
}
