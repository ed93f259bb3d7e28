import { CsvError, type Info, parse } from 'csv-parse/sync';
import { InputError } from '../input-error.ts';
import type { Say } from '../words/words.ts';
import { type Cells, shownCell } from './cells.ts';

const delimiters = [',', ';', '\t'] as const;
type Delimiter = (typeof delimiters)[number];
const delimiterNames: Readonly<Record<Delimiter, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab' };

interface Line {
  readonly record: readonly string[];
  readonly info: Pick<Info, 'lines'>;
}

/** CSV with a header; comma, semicolon or tab, found in the header. Row numbers in messages are lines of the file. */
export function csvCells(text: string, file: string, say: Say): Cells {
  const delimiter = delimiterOf(text);
  const [header, ...lines] = parsed(text, delimiter, file, say);
  if (!header) throw new InputError(say('empty_file', { file }));
  const columns = header.record.map((name) => name.trim());
  checkHeader(columns, { file, row: header.info.lines, say });
  // Spreadsheets end files with rows of empty cells.
  const filled = lines.filter(({ record }) => record.some((cell) => cell.trim() !== ''));
  for (const { record, info } of filled)
    if (record.length !== columns.length)
      throw new InputError(
        say('ragged', {
          file,
          row: String(info.lines),
          found: record.length,
          expected: columns.length,
          header: String(header.info.lines),
          delimiter: delimiterNames[delimiter],
        }),
      );
  return {
    columns,
    rows: filled.map(({ record }) => record),
    lines: filled.map(({ info }) => info.lines),
    kind: 'csv',
  };
}

/** The delimiter that the header holds most of, outside quotes; comma when there is none. */
function delimiterOf(text: string): Delimiter {
  const header = /^\s*((?:"(?:[^"]|"")*"|[^"\r\n])*)/.exec(text)?.[1] ?? '';
  const bare = header.replace(/"(?:[^"]|"")*"/g, '');
  const count = (delimiter: string): number => bare.split(delimiter).length;
  return delimiters.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

function parsed(text: string, delimiter: string, file: string, say: Say): Line[] {
  try {
    // With `info` every record comes with the line it ends on; the types of csv-parse do not follow the option.
    return parse(text, {
      delimiter,
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as Line[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const open = error.code === 'CSV_QUOTE_NOT_CLOSED';
    const { lines } = error as unknown as { lines?: number };
    throw new InputError(
      say('csv_broken', { file, row: String(lines ?? 1), problem: say(open ? 'quote_open' : 'quote_inside') }),
    );
  }
}

function checkHeader(columns: readonly string[], { file, row, say }: { file: string; row: number; say: Say }): void {
  const seen = new Set<string>();
  columns.forEach((column, i) => {
    if (column === '') throw new InputError(say('header_empty', { file, row: String(row), at: i + 1 }));
    if (seen.has(column))
      throw new InputError(say('header_twice', { file, row: String(row), column: shownCell(column) }));
    seen.add(column);
  });
}
