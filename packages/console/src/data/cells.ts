import Papa from 'papaparse';

/** A table of cells before anyone knows which columns are numbers. */
export interface Cells {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** Between the cells of a row; null for JSON. */
  readonly delimiter: string | null;
}

/** What is wrong with a file, with where. */
export type FileFault =
  | { readonly kind: 'empty' }
  | { readonly kind: 'large'; readonly megabytes: number }
  | { readonly kind: 'type' }
  | { readonly kind: 'not_json'; readonly detail: string }
  | { readonly kind: 'not_rows' }
  | { readonly kind: 'not_parquet' }
  | { readonly kind: 'quote'; readonly row: number }
  | { readonly kind: 'header_empty'; readonly column: number }
  | { readonly kind: 'header_twice'; readonly name: string }
  | { readonly kind: 'ragged'; readonly row: number; readonly found: number; readonly expected: number };

/** Thrown for a file that cannot be read. */
export class Unreadable extends Error {
  readonly fault: FileFault;
  constructor(fault: FileFault) {
    super(fault.kind);
    this.fault = fault;
  }
}

/** The cells of a CSV or JSON text. Throws Unreadable. */
export function cellsIn(text: string, name: string): Cells {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (body.trim() === '') throw new Unreadable({ kind: 'empty' });
  if (/^\s*[[{]/.test(body) || name.endsWith('.json')) return jsonCells(body);
  if (body.includes('\0')) throw new Unreadable({ kind: 'type' });
  return csvCells(body);
}

function csvCells(text: string): Cells {
  const { data, errors, meta } = Papa.parse<string[]>(text, {
    skipEmptyLines: 'greedy',
    delimitersToGuess: [',', ';', '\t', '|'],
  });
  const quote = errors.find(({ type }) => type === 'Quotes');
  if (quote) throw new Unreadable({ kind: 'quote', row: (quote.row ?? 0) + 1 });
  const [header = [], ...rows] = data;
  const columns = header.map((name) => name.trim());
  const empty = columns.indexOf('');
  if (empty >= 0) throw new Unreadable({ kind: 'header_empty', column: empty + 1 });
  const twice = columns.find((name, at) => columns.indexOf(name) !== at);
  if (twice !== undefined) throw new Unreadable({ kind: 'header_twice', name: twice });
  const ragged = rows.findIndex((row) => row.length !== columns.length);
  if (ragged >= 0)
    throw new Unreadable({
      kind: 'ragged',
      row: ragged + 2,
      found: rows[ragged]?.length ?? 0,
      expected: columns.length,
    });
  if (rows.length === 0) throw new Unreadable({ kind: 'empty' });
  return { columns, rows, delimiter: meta.delimiter };
}

/** A list of customers, flat or with `features` inside, or an object that holds it as `data`. */
function jsonCells(text: string): Cells {
  const list = listIn(parsed(text));
  if (!list || list.length === 0 || list.some((item) => typeof item !== 'object' || item === null))
    throw new Unreadable({ kind: 'not_rows' });
  const records = list.map(flat);
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return {
    columns,
    rows: records.map((record) => columns.map((column) => (Object.hasOwn(record, column) ? record[column] : null))),
    delimiter: null,
  };
}

/** JSON, or a JSON object on every line. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const lines = linesOf(text);
    if (lines) return lines;
    throw new Unreadable({ kind: 'not_json', detail: error instanceof Error ? error.message : '' });
  }
}

/** The objects of JSON lines; null where a line is none. */
export function linesOf(text: string): object[] | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length < 2 || !lines.every((line) => /^\s*\{.*\}\s*$/.test(line))) return null;
  try {
    return lines.map((line) => JSON.parse(line) as object);
  } catch {
    return null;
  }
}

function listIn(value: unknown): readonly object[] | null {
  if (Array.isArray(value)) return value as object[];
  const { data } = (typeof value === 'object' && value !== null ? value : {}) as { data?: unknown };
  return Array.isArray(data) ? (data as object[]) : null;
}

function flat(item: object): Record<string, unknown> {
  const { features, ...rest } = item as Record<string, unknown>;
  return typeof features === 'object' && features !== null && !Array.isArray(features)
    ? { ...rest, ...(features as Record<string, unknown>) }
    : { ...item };
}

const plainNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
// Points before three digits, and never after a leading zero: 0.125 is no number here, and not 125.
const commaNumber = /^[+-]?(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:,\d+)?(?:[eE][+-]?\d+)?$/;

export type Decimal = '.' | ',';
/** Rows that are looked at to tell a decimal comma. */
const LOOKED_AT = 200;

export function isMissing(cell: unknown): boolean {
  return cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '');
}

/** The number in a cell, written with this decimal sign; null where there is none. */
export function numberIn(cell: unknown, decimal: Decimal): number | null {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : null;
  if (typeof cell !== 'string') return null;
  const text = cell.trim();
  if (!(decimal === ',' ? commaNumber : plainNumber).test(text)) return null;
  const value = Number(decimal === ',' ? text.replaceAll('.', '').replace(',', '.') : text);
  return Number.isFinite(value) ? value : null;
}

/** A comma where more cells of the first rows are numbers by it than by a point. */
export function decimalOf({ rows, delimiter }: Cells): Decimal {
  if (delimiter === ',' || delimiter === null) return '.';
  const numbers = (decimal: Decimal): number =>
    rows
      .slice(0, LOOKED_AT)
      .reduce((sum, row) => sum + row.filter((cell) => numberIn(cell, decimal) !== null).length, 0);
  return numbers(',') > numbers('.') ? ',' : '.';
}

/** A cell as a message shows it. */
export function shownCell(cell: unknown): string {
  const text = typeof cell === 'string' ? cell : (JSON.stringify(cell) ?? '');
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
