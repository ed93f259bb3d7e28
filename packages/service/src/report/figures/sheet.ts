import { csvCell } from '../../contract/csv.ts';
import { type Markup, markup } from '../markup.ts';

type Plain = string | number | null;

/** What a cell says, and what it counts with: one thing, or one for each of the column's `numbers`. */
export interface Cell {
  readonly text: string | Markup;
  readonly plain: Plain | readonly Plain[];
}

/** A column of a table; `numbers` are the headings of its values in a file, where a cell has several. */
export type Column = string | { readonly heading: string; readonly numbers: readonly string[] };

/** The numbers that a figure draws: told once, they are its table and its file. */
export interface Sheet {
  readonly columns: readonly Column[];
  /** The first cell heads its row. */
  readonly rows: readonly (readonly Cell[])[];
}

export const words = (text: string, shown: Markup | string = text): Cell => ({ text: shown, plain: text });

/** A number, and how it is written; a dash where there is none. */
export function counted(value: number | null | undefined, write: (value: number) => string): Cell {
  return { text: value === null || value === undefined ? '–' : write(value), plain: value ?? null };
}

/** Several numbers in one cell. */
export const several = (text: string, plain: readonly Plain[]): Cell => ({ text, plain });

/** Row headings by name and numbers to the right: the twin of a picture. */
export function table({ columns, rows }: Sheet): Markup {
  const headings = columns.map((column) => (typeof column === 'string' ? column : column.heading));
  return markup`<table><thead><tr>${headings.map((heading, i) => markup`<th scope="col"${i > 0 && markup` class="n"`}>${heading}</th>`)}</tr></thead><tbody>${rows.map(
    (row) =>
      markup`<tr>${row.map(({ text }, i) => (i === 0 ? markup`<th scope="row">${text}</th>` : markup`<td class="n">${text}</td>`))}</tr>`,
  )}</tbody></table>`;
}

/** The same as CSV, its numbers as they are and not as they are read. */
export function csv({ columns, rows }: Sheet): string {
  const head = columns.flatMap((column) => (typeof column === 'string' ? column : column.numbers));
  const widths = columns.map((column) => (typeof column === 'string' ? 1 : column.numbers.length));
  const lines = rows.map((row) =>
    row.flatMap(({ plain }, i): readonly Plain[] => {
      if (isList(plain)) return plain;
      return [plain, ...Array.from({ length: (widths[i] ?? 1) - 1 }, () => null)];
    }),
  );
  return `${[head, ...lines].map((line) => line.map(written).join(',')).join('\n')}\n`;
}

function isList(plain: Cell['plain']): plain is readonly Plain[] {
  return Array.isArray(plain);
}

/** Of what was sent nothing may become a formula where a spreadsheet opens it. */
function written(value: Plain): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  return csvCell(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);
}
