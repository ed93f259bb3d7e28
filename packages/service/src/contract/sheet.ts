/** Bytes that grow as they are filled. */
export interface Sheet {
  bytes: Uint8Array<ArrayBuffer>;
  filled: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PLAIN = 0x20;
const LAST_PLAIN = 0x7e;

const encoder = new TextEncoder();
/** A UTF-16 unit is at most `\uXXXX` in JSON. */
const BYTES_PER_UNIT = 6;

export function newSheet(bytes: number): Sheet {
  return { bytes: new Uint8Array(bytes), filled: 0 };
}

/** Room for `text` as JSON, and for `beside` bytes more. */
export function reserveText(sheet: Sheet, text: string, beside: number): void {
  reserve(sheet, text.length * BYTES_PER_UNIT + beside);
}

function reserve(sheet: Sheet, more: number): void {
  const needed = sheet.filled + more;
  if (needed <= sheet.bytes.length) return;
  const { bytes } = sheet;
  sheet.bytes = new Uint8Array(Math.max(needed, 2 * bytes.length));
  sheet.bytes.set(bytes);
}

export function writeText(sheet: Sheet, text: string): void {
  reserve(sheet, text.length * 3); // a UTF-16 unit is at most three bytes of UTF-8
  sheet.filled += encoder.encodeInto(text, sheet.bytes.subarray(sheet.filled)).written;
}

/** Bytes for which there is room. */
export function writeBytes(sheet: Sheet, from: Uint8Array): void {
  const { bytes, filled } = sheet;
  for (let i = 0; i < from.length; i++) bytes[filled + i] = from[i] ?? 0;
  sheet.filled = filled + from.length;
}

/** A text as JSON has it between quotes; there is room for it. */
export function writeQuotable(sheet: Sheet, text: string): void {
  const { bytes, filled } = sheet;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < FIRST_PLAIN || unit > LAST_PLAIN || unit === QUOTE || unit === BACKSLASH)
      return writeText(sheet, JSON.stringify(text).slice(1, -1));
    bytes[filled + i] = unit;
  }
  sheet.filled = filled + text.length;
}
