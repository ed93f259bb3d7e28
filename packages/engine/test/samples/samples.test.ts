import { describe, expect, test } from 'vitest';
import { correlation } from '../../src/features/column.ts';
import { crowd, marginals } from '../../src/samples/crowd.ts';
import { shape, shapes } from '../../src/samples/shapes.ts';
import { shop, shopFeatures } from '../../src/samples/shop.ts';

describe('samples', () => {
  test('a shop repeats by seed and holds its groups in unequal sizes', () => {
    const { table, labels } = shop({ n: 2000, seed: 1 });
    expect(shop({ n: 2000, seed: 1 })).toEqual({ table, labels });
    expect(shop({ n: 2000, seed: 2 }).table).not.toEqual(table);
    const sizes = [0, 1, 2, 3].map((group) => labels.filter((label) => label === group).length);
    expect(sizes.every((size) => size > 100)).toBe(true);
    expect(Math.max(...sizes) / Math.min(...sizes)).toBeGreaterThan(3);
  });

  test('a shop keeps the ranges of the six purchasing features', () => {
    const { table } = shop({ n: 3000, seed: 4, groups: 5 });
    const column = (name: (typeof shopFeatures)[number]) => table.columns[shopFeatures.indexOf(name)];
    expect(column('visit_frequency').every((v) => Number.isInteger(v) && v >= 1)).toBe(true);
    expect(column('loyalty_score').every((v) => v >= 0 && v <= 1)).toBe(true);
    expect(column('recency_days').every((v) => Number.isInteger(v) && v >= 0)).toBe(true);
    table.ids.forEach((_, i) => {
      const ticket = column('purchase_total')[i] / column('visit_frequency')[i];
      expect(Math.abs(ticket - column('avg_ticket')[i])).toBeLessThanOrEqual(0.0051);
    });
  });

  test.each(marginals)('a crowd of %s columns is finite and correlated only when asked', (marginal) => {
    const between = (correlated: boolean): number => {
      const [a, b] = crowd({ n: 4000, d: 2, seed: 2, marginal, correlated }).columns.map((c) => c.map(Math.log1p));
      expect(a.every(Number.isFinite)).toBe(true);
      return correlation(a, b);
    };
    expect(Math.abs(between(false))).toBeLessThan(0.06);
    expect(between(true)).toBeGreaterThan(0.4);
  });

  test('every awkward shape repeats by seed and holds finite numbers', () => {
    for (const name of shapes) {
      expect(shape(name, 3)).toEqual(shape(name, 3));
      expect(shape(name).data.every(Number.isFinite)).toBe(true);
    }
  });
});
