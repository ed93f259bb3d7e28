import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { Client } from 'pg';
import { csvCell } from '../contract/csv.ts';
import { OrdersFault } from './faults.ts';

/** What to read from PostgreSQL: a table, or what a query returns. */
export interface PostgresSource {
  readonly url: string;
  readonly table?: string | undefined;
  readonly query?: string | undefined;
}

/** Rows that are under way at a time. */
const ROWS_A_FETCH = 10_000;
const CONNECT_MS = 10_000;

/**
 * Copies a table or the rows of a query into a CSV file in `folder`, some thousand rows at a time, in a transaction that
 * can only read. Returns the file. Throws an OrdersFault with what the server says.
 */
export async function copyFromPostgres({ url, table, query }: PostgresSource, folder: string): Promise<string> {
  if ((table === undefined) === (query === undefined)) throw new OrdersFault('POSTGRES_WHAT');
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS });
  const file = join(folder, 'postgres.csv');
  try {
    await client.connect();
    await client.query('BEGIN TRANSACTION READ ONLY');
    const select = query ?? `SELECT * FROM ${table?.split('.').map(identifier).join('.')}`;
    await client.query(`DECLARE orders NO SCROLL CURSOR FOR ${select}`);
    await writeRows(client, file);
    return file;
  } catch (error) {
    const message = (error as Error).message || ((error as NodeJS.ErrnoException).code ?? 'no connection');
    throw new OrdersFault('POSTGRES', { reason: message.replaceAll(/\s+/g, ' ') });
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function writeRows(client: Client, file: string): Promise<void> {
  const out = createWriteStream(file);
  const written = finished(out);
  let head = true;
  for (;;) {
    const { rows, fields } = await client.query<(string | null)[]>({
      text: `FETCH ${ROWS_A_FETCH} FROM orders`,
      rowMode: 'array',
      // Values as the server writes them: ids, money and times keep every digit.
      types: { getTypeParser: () => (value: string) => value },
    });
    const lines = rows.map((row) => row.map((value) => csvCell(value ?? '')).join(','));
    if (head) lines.unshift(fields.map(({ name }) => csvCell(name)).join(','));
    head = false;
    if (rows.length === 0 && lines.length === 0) break;
    if (!out.write(`${lines.join('\n')}\n`)) await once(out, 'drain');
    if (rows.length < ROWS_A_FETCH) break;
  }
  out.end();
  await written;
}

function identifier(part: string): string {
  return `"${part.replaceAll('"', '""')}"`;
}
