const TAB = 0x09;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/** In place of a place: this is not for the scanner. */
export const GIVE_UP = -1;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The characters of `bytes`; null when they are no UTF-8. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/** The first place from `at` that is no blank. */
export function past(bytes: Uint8Array, at: number): number {
  for (;;) {
    const byte = bytes[at];
    if (byte !== SPACE && byte !== LINE_FEED && byte !== RETURN && byte !== TAB) return at;
    at++;
  }
}

/** Where the value starts whose key ended before `at`; GIVE_UP when no colon follows. */
export function valueAfter(bytes: Uint8Array, at: number): number {
  const colon = past(bytes, at);
  return bytes[colon] === COLON ? past(bytes, colon + 1) : GIVE_UP;
}

/** The place after `text` if it stands at `at`, else GIVE_UP. */
export function matched(bytes: Uint8Array, at: number, text: Uint8Array): number {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return GIVE_UP;
  return at + text.length;
}

/** The place after the text in quotes that starts at `at`; none with escapes or control characters. */
export function endOfText(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== QUOTE) return GIVE_UP;
  for (let i = at + 1; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === QUOTE) return i + 1;
    if (byte === BACKSLASH || byte < SPACE) return GIVE_UP;
  }
  return GIVE_UP;
}
