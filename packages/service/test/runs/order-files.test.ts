import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type FileOrder, orderFiles } from '../../src/runs/order-files.ts';
import { testFolder } from '../support/orders.ts';

const folder = testFolder('order-files-process');

test('eight files are under way at most, and one that ends makes room', () => {
  const files = orderFiles();
  const leave = Array.from({ length: 8 }, () => files.admit());
  expect(() => files.admit()).toThrow('OVERLOADED');
  leave[3]?.();
  files.admit();
  expect(() => files.admit()).toThrow('OVERLOADED');
});

test('orders that need more memory than they get, and what stands no reading, end their process alone', async () => {
  const file = join(folder, 'orders.csv');
  const rows = Array.from({ length: 200_000 }, (_, i) => `customer-${i},2026-01-${10 + (i % 20)},${i},product-${i}`);
  writeFileSync(file, ['customer_id,order_date,amount,product_id', ...rows, ''].join('\n'));
  const order: Omit<FileOrder, 'target'> = {
    folder,
    file,
    asked: {},
    language: 'en',
    now: Date.parse('2026-02-01'),
    share: { memoryMb: 4, threads: 1 },
    mostCustomers: 1_000_000,
  };
  const files = orderFiles();
  const { signal } = new AbortController();
  await expect(files.read(order, signal)).rejects.toThrow('ORDERS_TOO_LARGE');
  await expect(files.read({ ...order, file: join(folder, 'nothing') }, signal)).rejects.toThrow(/ENOENT/);
  const ample = { memoryMb: 256, threads: 1 };
  await expect(files.read({ ...order, share: ample, mostCustomers: 5 }, signal)).rejects.toThrow('TOO_MANY_CUSTOMERS');
  const gone = AbortSignal.abort(new Error('the caller left'));
  await expect(files.read({ ...order, share: ample }, gone)).rejects.toThrow('the caller left');
  const { notes, body } = await files.read({ ...order, share: ample, asked: { since: '2026-01-29' } }, signal);
  expect(notes.map(({ code }) => code)).toContain('OUTSIDE');
  expect(new TextDecoder().decode(body.subarray(0, 60))).toContain('"data":[{"customer_id":"customer-');
});
