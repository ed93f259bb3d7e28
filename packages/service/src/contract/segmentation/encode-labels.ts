import { fraction } from '../runs/figures.ts';
import { newSheet, reserveText, type Sheet, writeBytes, writeQuotable, writeText } from '../sheet.ts';

/** What every customer got, one entry a customer. */
export interface Labels {
  readonly ids: readonly string[];
  readonly labels: ArrayLike<number>;
  readonly confidence: ArrayLike<number>;
}

const COMMA = 0x2c;
const DOT = 0x2e;
const ZERO = 0x30;
const END_BRACE = 0x7d;

const encoder = new TextEncoder();
const opening = encoder.encode('{"customer_id":"');
/** A customer's bytes beside its id: the names, a label of up to eleven characters and a confidence of up to 25. */
const BESIDE_ID = 80;
const MILLION = 1_000_000;
/** `value * 1e6` is off by less than 1e-10: no nearer to a half, its rounding is that of the exact product. */
const NEAR_HALF = 1e-9;

/**
 * `head`, the customers as a JSON array of `{customer_id, cluster_id, confidence}`, and `tail` in UTF-8: byte for byte
 * what `JSON.stringify` writes of such objects, without making them.
 */
export function withLabels(head: string, { ids, labels, confidence }: Labels, tail: string): Uint8Array<ArrayBuffer> {
  const text = ids.reduce((sum, id) => sum + id.length, 0);
  const sheet = newSheet(head.length + tail.length + text + ids.length * BESIDE_ID + 2);
  const middles = new Map<number, Uint8Array>();
  writeText(sheet, `${head}[`);
  for (const [i, id] of ids.entries()) {
    reserveText(sheet, id, BESIDE_ID);
    if (i > 0) sheet.bytes[sheet.filled++] = COMMA;
    writeBytes(sheet, opening);
    writeQuotable(sheet, id);
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
