import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { benchCustomers, bodyOf, readBody } from '../bench/customers.ts';

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

test('the same n and seed give the same customers, another seed gives others', () => {
  expect(bodyOf(benchCustomers(50, 7))).toBe(bodyOf(benchCustomers(50, 7)));
  expect(bodyOf(benchCustomers(50, 7))).not.toBe(bodyOf(benchCustomers(50, 8)));
});

test('a body read back is the table it was made of', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-test-'));
  try {
    const table = benchCustomers(20, 3);
    writeFileSync(join(folder, 'body.json'), bodyOf(table));
    expect(readBody(join(folder, 'body.json'))).toEqual(table);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('visits and loyalty have the means of their Poisson and Beta mixtures', () => {
  const { names, columns } = benchCustomers(20_000, 7);
  const column = (name: (typeof names)[number]): Float64Array => columns[names.indexOf(name)];
  // Sum of share x mean; the Poisson draws of 0 count as one visit, which adds share x exp(-mean) of a customer.
  const visits = 0.05 * 60 + 0.15 * 28 + 0.08 * 6 + 0.2 * 12 + 0.12 * 3 + 0.22 * 8 + 0.18 * 2;
  const atLeastOne = 0.12 * Math.exp(-3) + 0.18 * Math.exp(-2);
  const loyalty = 0.05 * 0.9 + 0.15 * (10 / 14) + 0.08 * 0.4 + 0.2 * 0.5 + 0.12 * 0.2 + 0.22 * 0.3 + 0.18 / 9;
  // Five standard errors: the deviations are about 13.6 visits and 0.25.
  expect(Math.abs(mean(column('visit_frequency')) - visits - atLeastOne)).toBeLessThan((5 * 13.6) / Math.sqrt(20_000));
  expect(Math.abs(mean(column('loyalty_score')) - loyalty)).toBeLessThan((5 * 0.25) / Math.sqrt(20_000));
});
