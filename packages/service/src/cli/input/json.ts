import type { Language } from '@clientele/engine';
import { errorBody, Refusal } from '../../contract/errors.ts';
import { isObject } from '../../contract/json/json.ts';
import { findJsonError } from '../../contract/json/json-error.ts';
import { decode, type PurchasingRequest } from '../../contract/segmentation/purchasing-decode.ts';
import { InputError } from '../input-error.ts';
import type { Say } from '../words/words.ts';
import type { Cells } from './cells.ts';

/** JSON is either a table of flat objects or a whole request with options of its own. */
export type JsonInput = { readonly cells: Cells } | { readonly request: PurchasingRequest };

export function jsonInput(text: string, file: string, { say, language }: { say: Say; language: Language }): JsonInput {
  const value = parsed(text, file, say);
  if (!Array.isArray(value)) {
    if (isObject(value) && 'data' in value) return { request: requestIn(text, file, { say, language }) };
    throw new InputError(say('json_shape', { file }));
  }
  // The members of a request's "data" on their own; wrapped as text, so that long whole-number ids keep their digits.
  if (value.some((item) => isObject(item) && isObject(item['features'])))
    return { request: requestIn(`{"data":${text}}`, file, { say, language }) };
  return { cells: cellsOf(value, file, say) };
}

function parsed(text: string, file: string, say: Say): unknown {
  try {
    return JSON.parse(text, keepDigits);
  } catch {
    const { line, column } = findJsonError(text);
    throw new InputError(say('json_broken', { file, row: String(line), column: String(column) }));
  }
}

/** Whole numbers that a double cannot hold stay text: ids keep every digit. The third argument is not typed yet. */
function keepDigits(_key: string, value: unknown, { source }: { source?: string } = {}): unknown {
  const lossy = typeof value === 'number' && !Number.isSafeInteger(value) && source !== undefined;
  return lossy && /^-?\d+$/.test(source) ? source : value;
}

function requestIn(text: string, file: string, { say, language }: { say: Say; language: Language }): PurchasingRequest {
  try {
    return decode(Buffer.from(text), language);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new InputError(say('body_fault', { file, message: errorBody(error.data, language, '').message }));
  }
}

function cellsOf(items: readonly unknown[], file: string, say: Say): Cells {
  const columns: string[] = [];
  const seen = new Set<string>();
  items.forEach((item, i) => {
    if (!isObject(item)) throw new InputError(say('json_item', { file, row: String(i + 1) }));
    for (const name of Object.keys(item)) if (!seen.has(name)) columns.push(name);
    for (const name of Object.keys(item)) seen.add(name);
  });
  return {
    columns,
    rows: items.map((item) => columns.map((column) => (item as Record<string, unknown>)[column])),
    lines: items.map((_, i) => i + 1),
    kind: 'json',
  };
}
