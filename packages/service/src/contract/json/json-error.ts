/** Where a text stops being JSON. `position` counts UTF-16 units from 0; line and column from 1. */
export interface JsonErrorPlace {
  readonly position: number;
  readonly line: number;
  readonly column: number;
}

/**
 * The first place where `text` breaks the JSON grammar (RFC 8259). A parser's own message is not used: its wording
 * changes between versions and it repeats the caller's data. Iterative, so depth does not matter.
 */
export function findJsonError(text: string): JsonErrorPlace {
  return placeOf(text, firstError(text));
}

/** Line and column of a position. */
export function placeOf(text: string, position: number): JsonErrorPlace {
  const before = text.slice(0, position);
  const line = before.split('\n').length;
  return { position, line, column: position - before.lastIndexOf('\n') };
}

type Expecting = 'value' | 'firstValue' | 'key' | 'firstKey' | 'colon' | 'next';
const space = /[ \t\n\r]*/y;
const literal = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

function firstError(text: string): number {
  const open: ('{' | '[')[] = [];
  let expecting: Expecting = 'value';
  let at = 0;
  for (;;) {
    at = endOf(space, text, at) ?? at;
    const inside = open.at(-1);
    if (expecting === 'next' && inside === undefined) return at;
    const character = text[at];
    if (character === undefined) return at;
    if (expecting === 'next') {
      if (character === ',') expecting = inside === '{' ? 'key' : 'value';
      else if (character === (inside === '{' ? '}' : ']')) open.pop();
      else return at;
      at++;
    } else if (expecting === 'colon') {
      if (character !== ':') return at;
      expecting = 'value';
      at++;
    } else if ((expecting === 'firstKey' && character === '}') || (expecting === 'firstValue' && character === ']')) {
      open.pop();
      expecting = 'next';
      at++;
    } else if (expecting === 'key' || expecting === 'firstKey') {
      if (character !== '"') return at;
      const end = stringEnd(text, at);
      if (end.broken) return end.at;
      at = end.at;
      expecting = 'colon';
    } else if (character === '{' || character === '[') {
      open.push(character);
      expecting = character === '{' ? 'firstKey' : 'firstValue';
      at++;
    } else {
      const end = character === '"' ? stringEnd(text, at) : literalEnd(text, at);
      if (end.broken) return end.at;
      at = end.at;
      expecting = 'next';
    }
  }
}

function literalEnd(text: string, at: number): { at: number; broken: boolean } {
  const end = endOf(literal, text, at);
  return end === undefined ? { at, broken: true } : { at: end, broken: false };
}

function stringEnd(text: string, start: number): { at: number; broken: boolean } {
  for (let i = start + 1; i < text.length; i++) {
    const character = text[i];
    if (character === '"') return { at: i + 1, broken: false };
    if (character !== undefined && character < ' ') return { at: i, broken: true };
    if (character !== '\\') continue;
    const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
    const end = endOf(escape, text, i);
    if (end === undefined) return { at: i, broken: true };
    i = end - 1;
  }
  return { at: text.length, broken: true };
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
