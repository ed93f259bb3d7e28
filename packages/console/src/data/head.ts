import type { AsyncBuffer } from 'hyparquet';
import Papa from 'papaparse';
import { type Cells, type Decimal, decimalOf, isMissing, linesOf, shownCell, Unreadable } from './cells.ts';
import { guessRoles, isOrders, type OrderRoles, type UsualNames } from './orders.ts';
import { parquetCells } from './parquet.ts';

/** The beginning of a file of any size. */
export interface Head {
  readonly columns: readonly string[];
  /** The first rows, as they stand. */
  readonly first: readonly (readonly string[])[];
  /** Whether a row seems to be an order. */
  readonly orders: boolean;
  readonly roles: OrderRoles;
  readonly decimal: Decimal;
}

/** Bytes of text, unpacked, that a look takes in; and rows. */
const LOOK_BYTES = 262_144;
const LOOK_ROWS = 2_000;
const FIRST = 5;

/** What the first rows of a file tell, whatever its size. Throws Unreadable. */
export async function headOf(file: File, usual: UsualNames): Promise<Head> {
  const cells = await firstCells(file);
  const roles = guessRoles(cells.columns, usual);
  const decimal = decimalOf(cells);
  return { columns: cells.columns, first: firstOf(cells), orders: isOrders(cells, roles), roles, decimal };
}

/** The first rows as a page shows them. */
export function firstOf({ rows }: Cells): string[][] {
  return rows.slice(0, FIRST).map((row) => row.map((cell) => (isMissing(cell) ? '' : shownCell(cell))));
}

/** A file that is read by its parts. */
export function sliced(file: File): AsyncBuffer {
  return { byteLength: file.size, slice: (from, to) => file.slice(from, to).arrayBuffer() };
}

async function firstCells(file: File): Promise<Cells> {
  if (file.name.toLowerCase().endsWith('.parquet')) return parquetCells(sliced(file), LOOK_ROWS);
  const { text, whole } = await firstText(file);
  const body = text.replace(/^\uFEFF/, '');
  if (body.trim() === '') throw new Unreadable({ kind: 'empty' });
  if (body.includes('\0')) throw new Unreadable({ kind: 'type' });
  if (/^\s*[[{]/.test(body)) return jsonHead(body, whole);
  const { data, meta } = Papa.parse<string[]>(whole ? body : body.slice(0, body.lastIndexOf('\n') + 1), {
    skipEmptyLines: 'greedy',
    preview: LOOK_ROWS,
    delimitersToGuess: [',', ';', '\t', '|'],
  });
  const [header = [], ...rows] = data;
  return { columns: header.map((name) => name.trim()), rows, delimiter: meta.delimiter };
}

/** The complete objects at the beginning of JSON lines or of a list; no rows for any other JSON. */
function jsonHead(body: string, whole: boolean): Cells {
  const lines = linesOf(whole ? body : body.slice(0, body.lastIndexOf('\n') + 1));
  const records = (lines ?? listed(whole ? body : `${body.slice(0, body.lastIndexOf('}') + 1)}]`)) as
    | Record<string, unknown>[]
    | null;
  const columns = [...new Set(records?.flatMap((record) => Object.keys(record)))];
  const rows = (records ?? []).map((record) => columns.map((column) => record[column]));
  return { columns, rows, delimiter: null };
}

function listed(text: string): object[] | null {
  try {
    const value = JSON.parse(text) as unknown;
    const isRecord = (item: unknown): boolean => typeof item === 'object' && item !== null && !Array.isArray(item);
    return Array.isArray(value) && value.every(isRecord) ? (value as object[]) : null;
  } catch {
    return null;
  }
}

async function firstText(file: File): Promise<{ text: string; whole: boolean }> {
  const packed = file.name.toLowerCase().endsWith('.gz');
  const stream = packed ? file.stream().pipeThrough(new DecompressionStream('gzip')) : file.stream();
  const reader = stream.getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  try {
    while (bytes < LOOK_BYTES) {
      const { done, value } = await reader.read();
      if (done) return { text: decoded(parts), whole: true };
      parts.push(value);
      bytes += value.length;
    }
  } catch {
    throw new Unreadable({ kind: 'type' });
  }
  // The rest is not needed; a packed stream that is left in the middle says so.
  reader.cancel().catch(() => {});
  return { text: decoded(parts), whole: false };
}

function decoded(parts: readonly Uint8Array<ArrayBuffer>[]): string {
  const decoder = new TextDecoder();
  return parts.map((part) => decoder.decode(part, { stream: true })).join('');
}
