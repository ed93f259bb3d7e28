import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { estimateOf, measured } from '../src/data/estimate.ts';

const usual = { columns: 6, models: 28 };
const past = (customers: number, seconds: number, chosen: string | null = null) => ({
  customers,
  started_at: '2026-01-31T10:00:00.000Z',
  finished_at: new Date(Date.parse('2026-01-31T10:00:00.000Z') + 1_000 * seconds).toISOString(),
  chosen_from: chosen,
});

test('what was measured is what the benchmarks say', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/benchmarks.md'), 'utf8');
  const [, ...found] = /a request over HTTP .*?\| (\d+) ms \/ ([\d.]+) s \/ ([\d.]+) s \|/.exec(page) ?? [];
  expect(measured.map(([, seconds]) => seconds)).toEqual([
    Number(found[0]) / 1_000,
    Number(found[1]),
    Number(found[2]),
  ]);
});

test.each(measured)('%d customers take %d s where nothing else is known', (customers, seconds) => {
  expect(estimateOf({ customers, ...usual }, [])).toEqual({ seconds: expect.closeTo(seconds, 9) as number, runs: 0 });
});

test('more customers, columns and models take longer, also beyond what was measured', () => {
  const seconds = (customers: number, columns = 6, models = 28): number =>
    estimateOf({ customers, columns, models }, []).seconds;
  const sizes = [2, 500, 1_000, 5_000, 10_000, 30_000, 100_000, 250_000];
  const times = sizes.map((n) => seconds(n));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times[0]).toBeGreaterThan(0);
  expect(seconds(10_000, 20)).toBeGreaterThan(2 * seconds(10_000));
  expect(seconds(10_000, 6, 1)).toBeLessThan(seconds(10_000) / 2);
});

test('three runs or more tell how fast this machine is; those that were chosen from another do not count', () => {
  const slow = [past(10_000, 2.4), past(100_000, 12), past(1_000, 0.7)];
  expect(estimateOf({ customers: 10_000, ...usual }, slow)).toEqual({
    seconds: expect.closeTo(2.4, 6) as number,
    runs: 3,
  });
  expect(estimateOf({ customers: 10_000, ...usual }, slow.slice(1)).runs).toBe(0);
  expect(estimateOf({ customers: 10_000, ...usual }, [...slow.slice(1), past(10_000, 0.01, 'r1')]).runs).toBe(0);
});
