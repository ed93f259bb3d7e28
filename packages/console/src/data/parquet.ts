import { type AsyncBuffer, parquetReadObjects } from 'hyparquet';
import { type Cells, Unreadable } from './cells.ts';

/** The cells of a Parquet file, of its first rows alone where that is asked. Throws Unreadable. */
export async function parquetCells(file: AsyncBuffer, rows?: number): Promise<Cells> {
  const records = await parquetReadObjects({ file, ...(rows !== undefined && { rowEnd: rows }) }).catch(() => {
    throw new Unreadable({ kind: 'not_parquet' });
  });
  const [first] = records;
  if (!first) throw new Unreadable({ kind: 'empty' });
  const columns = Object.keys(first);
  return { columns, rows: records.map((record) => columns.map((column) => plain(record[column]))), delimiter: null };
}

/** Whole numbers of 64 bits come as bigint, times as Date. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return value instanceof Date ? value.toISOString() : value;
}
