import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { Unreadable } from '../src/data/cells.ts';
import { parquetCells } from '../src/data/parquet.ts';

test('Parquet becomes the cells that CSV would, whole numbers of 64 bits included', async () => {
  const file = parquetWriteBuffer({
    columnData: [
      { name: 'customer_id', data: ['001', '002'], type: 'STRING' },
      { name: 'orders', data: [3n, 4n], type: 'INT64' },
      { name: 'spend', data: [1.5, null], type: 'DOUBLE' },
    ],
  });
  expect(await parquetCells(file)).toEqual({
    columns: ['customer_id', 'orders', 'spend'],
    rows: [
      ['001', 3, 1.5],
      ['002', 4, null],
    ],
    delimiter: null,
  });
});

test('what is no Parquet is refused', async () => {
  await expect(parquetCells(new ArrayBuffer(20))).rejects.toBeInstanceOf(Unreadable);
});
