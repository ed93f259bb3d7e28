import { fraction } from './figures.ts';

/** What every customer got, one entry a customer. */
export interface Labels {
  readonly ids: readonly string[];
  readonly labels: ArrayLike<number>;
  readonly confidence: ArrayLike<number>;
}

/** Bytes that grow as they are filled. */
interface Sheet {
  bytes: Uint8Array<ArrayBuffer>;
  filled: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const DOT = 0x2e;
const ZERO = 0x30;
const BACKSLASH = 0x5c;
const END_BRACE = 0x7d;
const FIRST_PLAIN = 0x20;
const LAST_PLAIN = 0x7e;

const encoder = new TextEncoder();
const opening = encoder.encode('{"customer_id":"');
/** A customer's bytes beside its id: the names, a label of up to eleven characters and a confidence of up to 25. */
const BESIDE_ID = 80;
/** A UTF-16 unit is at most `\uXXXX`. */
const BYTES_PER_UNIT = 6;
const MILLION = 1_000_000;
/** `value * 1e6` is off by less than 1e-10: no nearer to a half, its rounding is that of the exact product. */
const NEAR_HALF = 1e-9;

/**
 * `head`, the customers as a JSON array of `{customer_id, cluster_id, confidence}`, and `tail` in UTF-8: byte for byte
 * what `JSON.stringify` writes of such objects, without making them.
 */
export function withLabels(head: string, { ids, labels, confidence }: Labels, tail: string): Uint8Array<ArrayBuffer> {
  const text = ids.reduce((sum, id) => sum + id.length, 0);
  const sheet: Sheet = {
    bytes: new Uint8Array(head.length + tail.length + text + ids.length * BESIDE_ID + 2),
    filled: 0,
  };
  const middles = new Map<number, Uint8Array>();
  writeText(sheet, `${head}[`);
  for (const [i, id] of ids.entries()) {
    reserve(sheet, id.length * BYTES_PER_UNIT + BESIDE_ID);
    if (i > 0) sheet.bytes[sheet.filled++] = COMMA;
    writeBytes(sheet, opening);
    writeId(sheet, id);
    const label = labels[i] ?? -1;
    let middle = middles.get(label);
    if (!middle) middles.set(label, (middle = encoder.encode(`","cluster_id":${label},"confidence":`)));
    writeBytes(sheet, middle);
    writeFraction(sheet, confidence[i] ?? 0);
    sheet.bytes[sheet.filled++] = END_BRACE;
  }
  writeText(sheet, `]${tail}`);
  return sheet.bytes.subarray(0, sheet.filled);
}

function reserve(sheet: Sheet, more: number): void {
  const needed = sheet.filled + more;
  if (needed <= sheet.bytes.length) return;
  const { bytes } = sheet;
  sheet.bytes = new Uint8Array(Math.max(needed, 2 * bytes.length));
  sheet.bytes.set(bytes);
}

function writeText(sheet: Sheet, text: string): void {
  reserve(sheet, text.length * 3); // a UTF-16 unit is at most three bytes of UTF-8
  sheet.filled += encoder.encodeInto(text, sheet.bytes.subarray(sheet.filled)).written;
}

function writeBytes(sheet: Sheet, from: Uint8Array): void {
  const { bytes, filled } = sheet;
  for (let i = 0; i < from.length; i++) bytes[filled + i] = from[i] ?? 0;
  sheet.filled = filled + from.length;
}

/** The id without its quotes. */
function writeId(sheet: Sheet, id: string): void {
  const { bytes, filled } = sheet;
  for (let i = 0; i < id.length; i++) {
    const unit = id.charCodeAt(i);
    if (unit < FIRST_PLAIN || unit > LAST_PLAIN || unit === QUOTE || unit === BACKSLASH)
      return writeText(sheet, JSON.stringify(id).slice(1, -1));
    bytes[filled + i] = unit;
  }
  sheet.filled = filled + id.length;
}

/** A value of 0 to 1 with at most six decimals. */
function writeFraction(sheet: Sheet, value: number): void {
  const millions = value * MILLION;
  let digits = Math.round(millions);
  const offHalf = Math.abs(millions - Math.floor(millions) - 0.5);
  if (!(digits > 0 && digits < MILLION && offHalf > NEAR_HALF))
    return writeText(sheet, JSON.stringify(fraction(value)));
  const { bytes, filled } = sheet;
  let end = filled + 8;
  while (digits % 10 === 0) {
    digits /= 10;
    end--;
  }
  for (let at = end - 1; at > filled + 1; at--) {
    const rest = Math.floor(digits / 10);
    bytes[at] = ZERO + digits - rest * 10;
    digits = rest;
  }
  bytes[filled] = ZERO;
  bytes[filled + 1] = DOT;
  sheet.filled = end;
}
