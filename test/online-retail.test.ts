import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// Expected figures: computed once from the same log with pandas, by the rules in examples/online-retail/README.md.
const [header, ...lines] = readFileSync(new URL('../examples/online-retail/customers.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const names = header.split(',');
const rows = lines.map((line) => line.split(',').map(Number));
const column = (name: string): number[] => rows.map((row) => row[names.indexOf(name)]);
const total = (name: string): number => column(name).reduce((sum, value) => sum + value, 0);

test('the table has one row for each of the 4,338 customers, in order of their number', () => {
  expect(rows).toHaveLength(4338);
  const ids = column('customer_id');
  expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b));
});

test('no money and no invoice is lost: 8,911,407.904 pounds in 18,532 invoices', () => {
  expect(total('purchase_total')).toBeCloseTo(8_911_407.904, 3);
  expect(total('visit_frequency')).toBe(18_532);
});

test.each([
  ['purchase_total', 2054.2665, 280_206.02],
  ['visit_frequency', 4.272, 209],
  ['avg_ticket', 419.1663, 84_236.25],
  ['product_diversity', 61.5012, 1787],
  ['recency_days', 93.0595, 374],
])('%s has the mean and the maximum that pandas finds', (name, mean, maximum) => {
  expect(Math.abs(total(name) / rows.length - mean)).toBeLessThan(0.5001e-4); // four decimals were printed
  expect(Math.max(...column(name))).toBe(maximum);
});

test.each([
  [12347, [4310, 7, 615.714286, 103, 3]],
  [12346, [77_183.6, 1, 77_183.6, 1, 326]],
  [14646, [280_206.02, 73, 3838.43863, 700, 2]],
])('customer %i has the figures that pandas finds', (id, figures) => {
  const features = ['purchase_total', 'visit_frequency', 'avg_ticket', 'product_diversity', 'recency_days'];
  const customer = rows.find((row) => row[0] === id)!;
  expect(features.map((name) => customer[names.indexOf(name)])).toEqual(figures);
});

test('the loyalty score is the mean of three rank shares, so its mean is a half', () => {
  expect(total('loyalty_score') / rows.length).toBeCloseTo(0.5, 6);
  expect(Math.min(...column('loyalty_score'))).toBeGreaterThanOrEqual(0);
  expect(Math.max(...column('loyalty_score'))).toBeLessThanOrEqual(1);
});
