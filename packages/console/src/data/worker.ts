import { bodyOf, type Plan } from './body.ts';
import { usualNames } from 'virtual:order-columns';
import { type Cells, cellsIn, type Decimal, decimalOf, type FileFault, Unreadable } from './cells.ts';
import { type Column, describeColumns, twins } from './columns.ts';
import { firstOf, type Head, headOf, sliced } from './head.ts';
import { parquetCells } from './parquet.ts';

/** What the page asks of the thread that holds the file. */
export type Question =
  | { readonly kind: 'head'; readonly file: File }
  | { readonly kind: 'read'; readonly file: File; readonly decimal: Decimal | null }
  | { readonly kind: 'twins'; readonly names: readonly string[]; readonly decimal: Decimal }
  | { readonly kind: 'body'; readonly plan: Plan };

/** A file that was read. */
export interface Read {
  readonly rows: number;
  readonly columns: readonly Column[];
  /** The first rows, as they stand. */
  readonly first: readonly (readonly string[])[];
  readonly delimiter: string | null;
  readonly decimal: Decimal;
}
export interface Answers {
  readonly head: Head;
  readonly read: Read;
  readonly twins: readonly { readonly a: string; readonly b: string; readonly r: number }[];
  readonly body: Uint8Array<ArrayBuffer>;
}
export type Reply<Kind extends keyof Answers = keyof Answers> =
  | { readonly at: number; readonly value: Answers[Kind] }
  | { readonly at: number; readonly fault: FileFault };

/** A page holds no more of a file whose rows are all needed. */
const MOST_BYTES = 200_000_000;
let cells: Cells | null = null;

self.addEventListener('message', ({ data: { at, question } }: MessageEvent<{ at: number; question: Question }>) => {
  void answer(question).then(
    (value) => self.postMessage({ at, value }, { transfer: value instanceof Uint8Array ? [value.buffer] : [] }),
    (error: unknown) => {
      if (!(error instanceof Unreadable)) throw error;
      self.postMessage({ at, fault: error.fault });
    },
  );
});

async function answer(question: Question): Promise<Answers[keyof Answers]> {
  if (question.kind === 'head') return headOf(question.file, usualNames);
  if (question.kind === 'read') return read(question.file, question.decimal);
  if (!cells) throw new Error('No file was read.');
  if (question.kind === 'twins') return twins(cells, question.names, question.decimal);
  return bodyOf(cells, question.plan);
}

async function read(file: File, asked: Decimal | null): Promise<Read> {
  if (file.size > MOST_BYTES) throw new Unreadable({ kind: 'large', megabytes: Math.round(file.size / 1e6) });
  const name = file.name.toLowerCase().replace(/\.gz$/, '');
  cells = name.endsWith('.parquet') ? await parquetCells(sliced(file)) : cellsIn(await textOf(file), name);
  const decimal = asked ?? decimalOf(cells);
  return {
    rows: cells.rows.length,
    columns: describeColumns(cells, decimal),
    first: firstOf(cells),
    delimiter: cells.delimiter,
    decimal,
  };
}

async function textOf(file: File): Promise<string> {
  const packed = file.name.toLowerCase().endsWith('.gz');
  const stream = packed ? file.stream().pipeThrough(new DecompressionStream('gzip')) : file.stream();
  const bytes = await new Response(stream).arrayBuffer().catch(() => {
    throw new Unreadable({ kind: 'type' });
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
