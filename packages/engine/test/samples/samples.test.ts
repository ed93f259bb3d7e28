import { describe, expect, test } from 'vitest';
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
    const correlation = (correlated: boolean): number => {
      const [a, b] = crowd({ n: 4000, d: 2, seed: 2, marginal, correlated }).columns.map((c) => c.map(Math.log1p));
      expect(a.every(Number.isFinite)).toBe(true);
      const mean = (c: Float64Array) => c.reduce((sum, v) => sum + v, 0) / c.length;
      const [ma, mb] = [mean(a), mean(b)];
      let [ab, aa, bb] = [0, 0, 0];
      for (let i = 0; i < a.length; i++) {
        ab += (a[i] - ma) * (b[i] - mb);
        aa += (a[i] - ma) ** 2;
        bb += (b[i] - mb) ** 2;
      }
      return ab / Math.sqrt(aa * bb);
    };
    expect(Math.abs(correlation(false))).toBeLessThan(0.06);
    expect(correlation(true)).toBeGreaterThan(0.4);
  });

  test('every awkward shape repeats by seed and holds finite numbers', () => {
    for (const name of shapes) {
      expect(shape(name, 3)).toEqual(shape(name, 3));
      expect(shape(name).data.every(Number.isFinite)).toBe(true);
    }
  });
});
