import { Refusal } from './errors.ts';

/** What a page goes on after, as callers see it: not theirs to read. */
export function cursorOf(after: readonly string[]): string {
  return Buffer.from(JSON.stringify(after)).toString('base64url');
}

/** The texts of a cursor, as many as one of `counts`, each of a form. Throws the Refusal STALE_CURSOR for what never was one. */
export function readCursor(cursor: string, counts: number | readonly number[], form = /^/): string[] {
  try {
    const after = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown;
    if (
      Array.isArray(after) &&
      [counts].flat().includes(after.length) &&
      after.every((text) => typeof text === 'string' && form.test(text))
    )
      return after as string[];
  } catch {
    // not JSON: none of ours
  }
  throw new Refusal('STALE_CURSOR', {}, { path: 'cursor' });
}
