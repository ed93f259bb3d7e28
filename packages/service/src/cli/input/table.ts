import type { CustomerTable } from '@clientele/engine';
import type { Decimal } from '../../contract/decimal.ts';
import { InputError } from '../input-error.ts';
import type { Say } from '../words/words.ts';
import { type Cells, isMissing, looksNumeric, numberIn, remedyFor, shownCell } from './cells.ts';

export interface Choice {
  readonly id: string | undefined;
  readonly features: readonly string[] | undefined;
  readonly decimal: Decimal;
}
interface Voice {
  readonly file: string;
  readonly say: Say;
}

const idNames = ['customerid', 'id'];
const LISTED = 30;

/** Turns cells into a table: finds the id, the columns of numbers, and says what was left out. */
export function tableOf(cells: Cells, choice: Choice, voice: Voice): { table: CustomerTable; notes: string[] } {
  const { say } = voice;
  const idColumn = findId(cells, choice, voice);
  const { features, notes } = findFeatures(cells, idColumn, choice, voice);
  const idNote =
    idColumn === null ? say('note_id_rows') : say('note_id', { column: shownCell(cells.columns[idColumn]) });
  const ids = idsOf(cells, idColumn, voice);
  const columns = features.map((at) => numbersOf(cells, at, choice.decimal, voice));
  const names = features.map((at) => cells.columns[at] ?? '');
  return { table: { ids, names, columns }, notes: [idNote, ...notes] };
}

function columnAt(cells: Cells, column: string, flag: string, { file, say }: Voice): number {
  const index = cells.columns.indexOf(column);
  if (index >= 0) return index;
  const listed = cells.columns.slice(0, LISTED).map(shownCell).join(', ');
  throw new InputError(
    say('unknown_column', { file, column: column === '' ? '""' : shownCell(column), flag, columns: listed }),
  );
}

function findId(cells: Cells, { id, features }: Choice, voice: Voice): number | null {
  if (id !== undefined) return columnAt(cells, id, '--id', voice);
  const free = (name: string): boolean => !(features ?? []).includes(name);
  const plain = cells.columns.map((name) => (free(name) ? name.toLowerCase().replaceAll(/[\s_-]/g, '') : ''));
  for (const name of idNames) if (plain.includes(name)) return plain.indexOf(name);
  const text = cells.columns.findIndex((name, column) => free(name) && isText(cells, column));
  return text >= 0 ? text : null;
}

/** Text: it has cells, and most of them are not meant as numbers. */
function isText(cells: Cells, column: number): boolean {
  const { present, numeric } = census(cells, column);
  return present > 0 && numeric * 2 < present;
}

function census(cells: Cells, column: number): { present: number; numeric: number } {
  let present = 0;
  let numeric = 0;
  for (const row of cells.rows) {
    if (isMissing(row[column])) continue;
    present++;
    if (looksNumeric(row[column])) numeric++;
  }
  return { present, numeric };
}

function findFeatures(cells: Cells, id: number | null, { features }: Choice, voice: Voice) {
  const { say, file } = voice;
  if (features) {
    const chosen = features.map((name) => columnAt(cells, name, '--features', voice));
    const twice = features.find((name, i) => features.indexOf(name) !== i);
    if (twice !== undefined) throw new InputError(say('features_twice', { column: shownCell(twice) }));
    return { features: chosen, notes: [] };
  }
  const others = cells.columns.map((_, column) => column).filter((column) => column !== id);
  const empty = others.filter((column) => census(cells, column).present === 0);
  const text = others.filter((column) => isText(cells, column));
  const numeric = others.filter(
    (column) => !text.includes(column) && (!empty.includes(column) || cells.rows.length === 0),
  );
  if (numeric.length === 0) {
    const columns = cells.columns.slice(0, LISTED).map(shownCell).join(', ');
    throw new InputError(say('no_numbers', { file, count: cells.columns.length, columns }));
  }
  const list = (columns: readonly number[]): string =>
    columns.map((column) => shownCell(cells.columns[column])).join(', ');
  const notes = [
    ...(text.length > 0 ? [say('note_text', { columns: list(text) })] : []),
    ...(empty.length > 0 && cells.rows.length > 0 ? [say('note_empty', { columns: list(empty) })] : []),
  ];
  return { features: numeric, notes };
}

/** Ids exactly as they stand; empty and repeated ones are refused with their rows. */
function idsOf(cells: Cells, column: number | null, { file, say }: Voice): string[] {
  const first = new Map<string, number>();
  return cells.rows.map((row, i) => {
    const line = String(cells.lines[i]);
    if (column === null) return line;
    const cell = row[column];
    const name = shownCell(cells.columns[column]);
    const usable = typeof cell === 'string' || typeof cell === 'number';
    if (isMissing(cell) || !usable) throw new InputError(say('no_id', { file, row: line, column: name }));
    const id = String(cell);
    const earlier = first.get(id);
    if (earlier !== undefined)
      throw new InputError(
        say('twice', { file, column: name, value: shownCell(id), first: String(earlier), second: line }),
      );
    first.set(id, cells.lines[i] ?? 0);
    return id;
  });
}

function numbersOf(cells: Cells, column: number, decimal: Decimal, { file, say }: Voice): Float64Array {
  return Float64Array.from(cells.rows, (row, i) => {
    const cell = row[column];
    if (isMissing(cell)) return NaN;
    const value = numberIn(cell, decimal);
    if (value !== null) return value;
    const place = {
      file,
      row: String(cells.lines[i]),
      column: shownCell(cells.columns[column]),
      value: shownCell(cell),
    };
    if (cells.kind === 'json') throw new InputError(say('bad_item', place));
    throw new InputError(say('bad_number', { ...place, hint: remedyFor(String(cell), decimal) }));
  });
}
