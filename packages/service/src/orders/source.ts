import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, gunzipSync } from 'node:zlib';
import { CsvError, parse } from 'csv-parse/sync';
import { sqlName, type OrdersDatabase, sqlText } from './database.ts';
import { OrdersFault } from './faults.ts';

/** How a file of orders is written; told by its content, whatever it is called. */
export type Format = 'csv' | 'parquet' | 'json';

/** A file of orders, ready to be read by a query. */
export interface Source {
  readonly format: Format;
  /** What stands after FROM. */
  readonly from: string;
  readonly columns: readonly SourceColumn[];
  /** Whether the file is gzip. */
  readonly packed: boolean;
}
export interface SourceColumn {
  readonly name: string;
  /** As SQL that gives its value: text for CSV and JSON, any type for Parquet. */
  readonly value: string;
  readonly type: string;
}

/** Bytes looked at to tell formats and to read the header. */
const HEAD_BYTES = 1024 * 1024;
/** The longest line of CSV. */
const LINE_BYTES = 2_000_000;
/** Broken lines that are looked at closely. */
const REJECTS = 100_000;

/** Looks at the head of the file and finds its format and columns. Throws an OrdersFault. */
export async function openSource(file: string, database: OrdersDatabase): Promise<Source> {
  const { head, packed } = readHead(file);
  if (head.length === 0) throw new OrdersFault('EMPTY');
  if (head.subarray(0, 4).toString('latin1') === 'PAR1') return parquet(file, database);
  const first = /\S/.exec(head.toString('utf8'))?.[0];
  return first === '{' || first === '[' ? json(file, packed, database) : csv(file, head, packed);
}

function readHead(file: string): { head: Buffer; packed: boolean } {
  const bytes = Buffer.alloc(HEAD_BYTES);
  const descriptor = openSync(file, 'r');
  try {
    const raw = bytes.subarray(0, readSync(descriptor, bytes, 0, HEAD_BYTES, 0));
    const packed = raw[0] === 0x1f && raw[1] === 0x8b;
    return { head: packed ? unpacked(raw) : raw, packed };
  } finally {
    closeSync(descriptor);
  }
}

function unpacked(raw: Buffer): Buffer {
  try {
    // The head of a longer stream: what is missing at its end is no fault.
    return gunzipSync(raw, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 64 * HEAD_BYTES });
  } catch (error) {
    throw new OrdersFault('NOT_READABLE', { kind: 'gzip', reason: (error as Error).message });
  }
}

/** Unpacks a gzip file to nowhere: the database reads one that is cut short or damaged without a word. */
export async function requireWhole(file: string, { packed }: Source): Promise<void> {
  if (!packed) return;
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    await pipeline(createReadStream(file), createGunzip(), nowhere);
  } catch (error) {
    throw new OrdersFault('NOT_READABLE', { kind: 'gzip', reason: (error as Error).message });
  }
}

async function parquet(file: string, database: OrdersDatabase): Promise<Source> {
  const from = `read_parquet(${sqlText(file)})`;
  const rows = await readable('Parquet', database.rows(`DESCRIBE SELECT * FROM ${from}`));
  const columns = rows.map(({ column_name, column_type }) => ({
    name: String(column_name),
    value: sqlName(String(column_name)),
    type: String(column_type),
  }));
  return { format: 'parquet', from, columns, packed: false };
}

/** Members of each object become text, so that "001" stays what it is. */
async function json(file: string, packed: boolean, database: OrdersDatabase): Promise<Source> {
  const compression = packed ? `, compression = 'gzip'` : '';
  const from = `read_json(${sqlText(file)}, maximum_depth = 1, ignore_errors = false${compression})`;
  const rows = await readable('JSON', database.rows(`DESCRIBE SELECT * FROM ${from}`));
  const columns = rows.map(({ column_name }) => ({
    name: String(column_name),
    value: `(${sqlName(String(column_name))} ->> '$')`,
    type: 'VARCHAR',
  }));
  return { format: 'json', from, columns, packed };
}

/** Complaints about what is read; any other is about our own statements. */
const ofTheFile = /^(?:Invalid Input|IO|Conversion|Serialization|Not implemented) Error/;

/** What the database says about a file that is damaged or of another kind, in one line. */
export async function readable<Result>(kind: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof OrdersFault || !ofTheFile.test((error as Error).message)) throw error;
    const [reason = ''] = (error as Error).message.replace(/^[A-Z][\w ]* Error: /, '').split('\n');
    throw new OrdersFault('NOT_READABLE', { kind, reason: reason.replaceAll(/"[^"]*\/([^"/]*)"/g, '$1') });
  }
}

const delimiters = [',', ';', '\t', '|'] as const;

/** Comma, semicolon, tab or bar: what the header holds most of. Quotes are doubled inside quotes. */
function csv(file: string, head: Buffer, packed: boolean): Source {
  const all = head.toString('utf8').replace(/^\uFEFF/, '');
  const delimiter = delimiterOf(all);
  const header = headerOf(all, delimiter);
  const options = [
    'auto_detect = false',
    'header = true',
    `delim = ${sqlText(delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    `columns = {${header.map((column) => `${sqlText(column)}: 'VARCHAR'`).join(', ')}}`,
    `max_line_size = ${LINE_BYTES}`,
    'store_rejects = true',
    `rejects_limit = ${REJECTS}`,
    ...(packed ? [`compression = 'gzip'`] : []),
  ];
  const from = `read_csv(${sqlText(file)}, ${options.join(', ')})`;
  return {
    format: 'csv',
    from,
    columns: header.map((column) => ({ name: column, value: sqlName(column), type: 'VARCHAR' })),
    packed,
  };
}

function delimiterOf(all: string): string {
  const line = /^\s*((?:"(?:[^"]|"")*"|[^"\r\n])*)/.exec(all)?.[1] ?? '';
  const bare = line.replaceAll(/"(?:[^"]|"")*"/g, '');
  const count = (delimiter: string): number => bare.split(delimiter).length;
  return delimiters.reduce<string>((best, one) => (count(one) > count(best) ? one : best), ',');
}

function headerOf(all: string, delimiter: string): string[] {
  let header: string[] | undefined;
  try {
    [header] = parse(all, { delimiter, to: 1, relax_column_count: true, skip_empty_lines: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new OrdersFault('HEADER_BROKEN', { problem: 'quote', at: 0, column: '' });
  }
  if (!header || all.includes('\0')) throw new OrdersFault('EMPTY');
  const columns = header.map((column) => column.trim());
  const empty = columns.indexOf('');
  if (empty >= 0) throw new OrdersFault('HEADER_BROKEN', { problem: 'empty', at: empty + 1, column: '' });
  // Columns of the database are the same whatever their case.
  const small = columns.map((column) => column.toLowerCase());
  const twice = small.findIndex((column, i) => small.indexOf(column) !== i);
  if (twice >= 0) throw new OrdersFault('HEADER_BROKEN', { problem: 'twice', at: 0, column: columns[twice] ?? '' });
  return columns;
}
