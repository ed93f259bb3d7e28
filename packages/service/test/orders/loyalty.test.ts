import { describe, expect, test } from 'vitest';
import { loyalty } from '../../src/orders/loyalty.ts';

const names = ['purchase_total', 'visit_frequency', 'avg_ticket', 'product_diversity', 'recency_days'];
const table = (...rows: number[][]) => ({
  ids: rows.map((_, i) => `c${i}`),
  names,
  columns: names.map((_, j) => Float64Array.from(rows, (row) => row[j] ?? NaN)),
});

describe('the index', () => {
  test('is 1 for who is best in everything, 0 for who is worst, and by hand between', () => {
    const { scores, tiers } = loyalty(table([1000, 10, 100, 5, 0], [0, 0, 0, 0, 100], [500, 5, 100, 1, 20]));
    // .25 x .5 + .30 x .5 + .10 x 1 + .15 x .2 + .20 x .8
    expect([...scores].map((score) => Number(score.toFixed(12)))).toEqual([1, 0, 0.565]);
    expect(tiers).toEqual(['Platinum', 'At-Risk', 'Silver']);
  });

  test('gives the weight of a feature without difference to the others, and takes the median for a missing value', () => {
    const { scores, unused } = loyalty(table([1, 1, 7, 1, 1], [2, 3, 7, 1, 1], [3, NaN, 7, 1, 1]));
    expect(unused).toEqual(['avg_ticket', 'product_diversity', 'recency_days']);
    expect([...scores].map((score) => Number(score.toFixed(12)))).toEqual([
      0,
      Number(((0.25 * 0.5 + 0.3) / 0.55).toFixed(12)),
      Number(((0.25 + 0.3 * 0.5) / 0.55).toFixed(12)),
    ]);
  });

  test('is nothing where nothing tells customers apart', () => {
    const { scores, tiers, summary } = loyalty(table([1, 1, 1, 1, 1], [1, 1, 1, 1, 1]));
    expect([[...scores], tiers]).toEqual([
      [NaN, NaN],
      [null, null],
    ]);
    expect(summary).toMatchObject({ mean: null, median: null, topDecile: null });
  });

  test('takes other weights, which need not add up to 1', () => {
    const { scores } = loyalty(table([1, 9, 0, 0, 0], [2, 3, 0, 0, 50]), { recency_days: 3 });
    expect([...scores]).toEqual([1, 0]);
  });
});

test('tiers begin exactly at their thresholds, and the summary counts them', () => {
  const at = [1, 0.85, 0.849, 0.7, 0.699, 0.5, 0.499, 0.3, 0.299, 0];
  const { tiers, summary } = loyalty(table(...at.map((place) => [place, 1, 1, 1, 1])), { purchase_total: 1 });
  expect(tiers).toEqual([
    'Platinum',
    'Platinum',
    'Gold',
    'Gold',
    'Silver',
    'Silver',
    'Bronze',
    'Bronze',
    'At-Risk',
    'At-Risk',
  ]);
  expect(summary.counts).toEqual({ Platinum: 2, Gold: 2, Silver: 2, Bronze: 2, 'At-Risk': 2 });
  expect(summary.mean).toBeCloseTo(at.reduce((a, b) => a + b) / 10, 12);
  expect(summary.median).toBeCloseTo(0.5995, 12);
  expect(summary.topDecile).toBeCloseTo(0.865, 12);
});
