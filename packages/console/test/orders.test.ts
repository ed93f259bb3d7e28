import * as fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type Mapping, mapColumns } from '../../service/src/orders/columns.ts';
import { usualNames } from '../../service/src/orders/usual-names.ts';
import { cellsIn, Unreadable } from '../src/data/cells.ts';
import { headOf } from '../src/data/head.ts';
import { guessRoles, missingRoles } from '../src/data/orders.ts';

const head = (content: BlobPart | Buffer, name: string) => headOf(new File([content as BlobPart], name), usualNames);
const csv = 'customer_id,order_date,amount\nA,2026-01-01,5\nB,2026-01-02,6\nA,2026-01-03,7\n';
const records = csv
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))
  .map(([customer_id, order_date, amount]) => ({ customer_id, order_date, amount: Number(amount) }));

describe('a file of orders', () => {
  test.each([
    ['a.csv', csv],
    ['a.csv', `\uFEFF${csv.replaceAll(',', ';')}`],
    ['a.csv.gz', gzipSync(csv)],
    ['a.json', JSON.stringify(records)],
    ['a.jsonl', records.map((record) => JSON.stringify(record)).join('\n')],
    ['a.ndjson.gz', gzipSync(records.map((record) => JSON.stringify(record)).join('\n'))],
    [
      'a.parquet',
      Buffer.from(
        parquetWriteBuffer({
          columnData: (['customer_id', 'order_date', 'amount'] as const).map((name) => ({
            name,
            data: records.map((record) => record[name]),
          })),
        }),
      ),
    ],
  ])('is told as %s: %#', async (name, content) => {
    const found = await head(content, name);
    expect(found).toMatchObject({
      columns: ['customer_id', 'order_date', 'amount'],
      orders: true,
      roles: { customer: 'customer_id', date: 'order_date', amount: 'amount' },
    });
    expect(found.first[0]).toEqual(['A', '2026-01-01', '5']);
  });

  test('may have rows that no table has: they are the service’s to refuse or skip', async () => {
    expect((await head(`${csv}A,2026\n"open,1,2\n`, 'a.csv')).orders).toBe(true);
  });

  test('has a decimal comma where that is what its numbers have, and commas do not part its cells', async () => {
    const commas = csv.replaceAll(',', ';').replaceAll(/;(\d)\n/g, ';1.00$1,50\n');
    expect((await head(commas, 'a.csv')).decimal).toBe(',');
    expect((await head(csv.replaceAll(',', ';'), 'a.csv')).decimal).toBe('.');
    expect((await head(csv.replaceAll(/,(\d)\n/g, ',"1,00$1"\n'), 'a.csv')).decimal).toBe('.');
  });

  test('has customers that come again, or names orders or products', async () => {
    const once = 'customer_id,created_at,revenue\nA,2026-01-01,5\nB,2026-01-02,6\n';
    expect((await head(once, 'a.csv')).orders).toBe(false);
    expect((await head(once.replace('revenue', 'revenue,sku').replaceAll(/\d\n/g, '5,x\n'), 'a.csv')).orders).toBe(
      true,
    );
  });

  test('is looked at by its beginning, however large it is', async () => {
    let given = 0;
    const line = new TextEncoder().encode('A,2026-01-01,5,p\n'.repeat(4_000));
    const stream = () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          const chunk = given === 0 ? new TextEncoder().encode('customer_id,order_date,amount,product\n') : line;
          given += chunk.length;
          controller.enqueue(chunk);
        },
      });
    const endless = Object.assign(new File([], 'orders.csv'), { stream });
    expect((await headOf(endless, usualNames)).orders).toBe(true);
    expect(given).toBeLessThan(500_000);
  });

  test('of JSON that is cut off shows its complete objects', async () => {
    const many = Array.from({ length: 9_000 }, (_, i) => ({ ...records[i % 3], order_id: i }));
    const found = await head(JSON.stringify(many), 'a.json');
    expect([found.orders, found.first.length]).toEqual([true, 5]);
  });
});

describe('a file of customers', () => {
  test.each([
    ['a.csv', 'customer_id,spend,orders\n1,2,3\n2,3,4\n'],
    ['a.json', '{"data":[{"customer_id":"1","features":{"spend":1}}]}'],
    ['a.json', '[{"customer_id":"1","features":{"spend":1}}]'],
  ])('is none of orders: %s %s', async (name, content) => {
    expect((await head(content, name)).orders).toBe(false);
  });

  test('may be JSON lines', () => {
    expect(cellsIn('{"id":"a","spend":1}\n{"id":"b","spend":2}\n', 'a.jsonl')).toMatchObject({
      columns: ['id', 'spend'],
      rows: [
        ['a', 1],
        ['b', 2],
      ],
    });
    expect(() => cellsIn('{"id":"a"\n{"id":"b"}\n', 'a.jsonl')).toThrow(Unreadable);
  });
});

test.each(['', '\0\0\0'])('what is no table is refused: %j', async (text) => {
  await expect(head(text, 'a.csv')).rejects.toThrow(Unreadable);
});

test('roles are guessed as the service guesses them', () => {
  const names = fc.constantFrom(...Object.values(usualNames).flat(), 'CustomerID', 'Fecha', 'x', 'InvoiceNo');
  fc.assert(
    fc.property(fc.uniqueArray(names, { maxLength: 9 }), (columns) => {
      const guessed = guessRoles(columns, usualNames);
      expect(missingRoles(guessed).length > 0 ? null : guessed).toEqual(mapped(columns));
    }),
    { seed: 7 },
  );
});

/** What the service makes of columns; null where it needs more. */
function mapped(columns: readonly string[]): Mapping | null {
  try {
    return mapColumns(columns, {});
  } catch {
    return null;
  }
}
