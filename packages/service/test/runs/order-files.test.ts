import { expect, test } from 'vitest';
import { orderFiles } from '../../src/runs/order-files.ts';

test('eight files are under way at most, and one that ends makes room', () => {
  const files = orderFiles();
  const leave = Array.from({ length: 8 }, () => files.admit());
  expect(() => files.admit()).toThrow('OVERLOADED');
  leave[3]?.();
  files.admit();
  expect(() => files.admit()).toThrow('OVERLOADED');
});
