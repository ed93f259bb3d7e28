import { shown } from '@clientele/engine';
import { placeOf } from './json-error.ts';

/**
 * The first key of valid JSON that its object already has, shortened, with the place where it stands again. Iterative,
 * and keys are compared as parsed: "a" and "\u0061" are one.
 */
export function findDuplicateKey(text: string): { key: string; line: number; column: number } {
  const open: Set<string>[] = [];
  const colon = /\s*:/y;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{') open.push(new Set());
    else if (character === '}') open.pop();
    else if (character === '"') {
      const end = stringEnd(text, at);
      colon.lastIndex = end;
      const keys = open.at(-1);
      if (keys && colon.test(text)) {
        const key = JSON.parse(text.slice(at, end)) as string;
        if (keys.has(key)) {
          const { line, column } = placeOf(text, at);
          return { key: shown(key), line, column };
        }
        keys.add(key);
      }
      at = end - 1;
    }
  }
  throw new Error('no key stands twice');
}

function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}
