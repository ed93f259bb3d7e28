import { expect, test } from 'vitest';
import { Refusal } from '../../../src/contract/errors.ts';
import { byteBudget } from '../../../src/http/limits/byte-budget.ts';

const overloaded = (error: unknown) => error instanceof Refusal && error.data.reason === 'OVERLOADED';

test('leases share one total, grow within it, and give everything back once', () => {
  const budget = byteBudget(100);
  const first = budget.lease(60);
  expect(() => budget.lease(41)).toThrow(expect.toSatisfy(overloaded) as Error);
  const second = budget.lease(10);
  second.growTo(40);
  second.growTo(5);
  expect(budget.held).toBe(100);
  expect(() => second.growTo(41)).toThrow(Refusal);
  expect(budget.held).toBe(100);
  first.release();
  first.release();
  expect(budget.held).toBe(40);
  second.growTo(100);
  second.release();
  expect(budget.held).toBe(0);
});
