import { setImmediate as turn } from 'node:timers/promises';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPENING: ReadonlySet<number> = new Set([0x7b, 0x5b]);
const CLOSING: ReadonlySet<number> = new Set([0x7d, 0x5d]);
const BLANK: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);
/** Looked at in one go, some milliseconds; then others have their turn. */
const STRETCH = 512 * 1024;
/** The same for the search for a name at all, a millisecond or two. */
const SEARCHED = 4 * 1024 * 1024;
/** Characters at the beginning and at the end of a name that are looked for. */
const BEGINNING = 5;
const ENDING = 6;
/** What a letter of a name may be written as instead. */
const ESCAPE = '\\u';
/** Longer texts are not taken for names or values; the decoder says what is wrong with them. */
const LONGEST = 2_048;

/**
 * The text that one of `names` has as a member of the JSON object in `blocks`, or undefined. The object is not parsed,
 * for it may hold many customers: its texts are stepped over, and what is no JSON is left to the decoder to refuse.
 */
export async function topLevelText(
  blocks: readonly Uint8Array[],
  names: readonly string[],
): Promise<string | undefined> {
  // Seldom, so nothing more is done. Parts of names are found several times as fast as the names: a beginning, which all of
  // them share as a rule, faster than an end with its quote, which is rarer.
  if (!(await anyIn(blocks, new Set([ESCAPE, ...names.map((name) => name.slice(0, BEGINNING))])))) return undefined;
  if (!(await anyIn(blocks, new Set(names.map((name) => `${name.slice(-ENDING)}"`))))) return undefined;
  let depth = 0;
  let text: number[] | null = null; // the text that is being read
  let escaped = false;
  let last: string | undefined; // the text before this place, at the top level
  let name: string | undefined; // the member whose value comes
  let seen = 0;
  for (const block of blocks)
    for (const byte of block) {
      if (++seen % STRETCH === 0) await turn();
      if (text) {
        if (byte === QUOTE && !escaped) {
          last = depth === 1 ? decoded(text) : undefined;
          text = null;
          if (name !== undefined) {
            if (names.includes(name) && last !== undefined) return last;
            name = last = undefined;
          }
          continue;
        }
        if (text.length < LONGEST) text.push(byte);
        escaped = byte === BACKSLASH && !escaped;
      } else if (byte === QUOTE) text = [];
      else if (OPENING.has(byte)) [depth, name] = [depth + 1, undefined];
      else if (CLOSING.has(byte)) depth--;
      else if (byte === COLON && depth === 1) name = last;
      else if (!BLANK.has(byte)) name = last = undefined;
    }
  return undefined;
}

/** Whether any of the texts stands in the bytes. */
async function anyIn(blocks: readonly Uint8Array[], texts: ReadonlySet<string>): Promise<boolean> {
  const needles = Array.from(texts, (text) => Buffer.from(text));
  const overlap = Math.max(...needles.map(({ length }) => length)) - 1;
  let tail = Buffer.alloc(0);
  for (const block of blocks)
    for (let from = 0; from < block.length; from += SEARCHED) {
      const bytes = Buffer.from(block.buffer, block.byteOffset + from, Math.min(SEARCHED, block.length - from));
      const seam = Buffer.concat([tail, bytes.subarray(0, overlap)]);
      if (needles.some((needle) => bytes.includes(needle) || seam.includes(needle))) return true;
      tail = Buffer.concat([tail, bytes.subarray(-overlap)]).subarray(-overlap);
      if (from > 0) await turn();
    }
  return false;
}

/** A text between its quotes; undefined when it is not one of JSON's. */
function decoded(bytes: readonly number[]): string | undefined {
  try {
    return JSON.parse(`"${Buffer.from(bytes).toString('utf8')}"`) as string;
  } catch {
    return undefined;
  }
}
