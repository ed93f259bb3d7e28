import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meaningOf } from '../../src/segmentation/meaning.ts';
import { partitionOf } from '../../src/evaluation/partition.ts';
import { heapArena } from '../../src/compute/room.ts';
import { sortColumn } from '../../src/features/column.ts';
import { shop } from '../../src/samples/shop.ts';
import { segment } from '../../src/segmentation/segment.ts';
import {
  cutAgain,
  orderSegments,
  splitSorted,
  tierShares,
  valueFeature,
  valueTiers,
} from '../../src/segmentation/value.ts';

describe('the meaning of a feature', () => {
  test.each([
    ['purchase_total', 'spend'],
    ['total_purchases', 'spend'],
    ['Monetary', 'spend'],
    ['totalSpend', 'spend'],
    ['frequency', 'orders'],
    ['Visit Frequency', 'orders'],
    ['recency', 'recency'],
    ['avg_ticket', 'ticket'],
    ['shoe_size', 'other'],
    ['constructor', 'other'],
  ])('%s tells of %s', (name, role) => {
    expect(meaningOf(name, undefined).role).toBe(role);
  });

  test('a hint that contradicts the known name takes the role away', () => {
    const hints = { recency: { kind: 'count', direction: 'more', label: 'Recency points' } } as const;
    expect(meaningOf('recency', hints)).toEqual({
      role: 'other',
      kind: 'count',
      direction: 'more',
      label: 'Recency points',
    });
  });

  test('a hint that agrees keeps the role and adds its label', () => {
    const hints = { revenue: { kind: 'money', direction: 'more', label: 'Umsatz' } } as const;
    expect(meaningOf('revenue', hints)).toEqual({ role: 'spend', kind: 'money', direction: 'more', label: 'Umsatz' });
  });
});

describe('the value feature', () => {
  test('is purchase_total before any other sum of money, whatever the order of the columns', () => {
    expect(valueFeature(['revenue', 'purchase_total'], undefined)).toBe('purchase_total');
    expect(valueFeature(['monetary', 'amount'], undefined)).toBe('monetary');
    expect(valueFeature(['amount', 'monetary'], undefined)).toBe('monetary');
  });

  test('may be a feature hinted as money', () => {
    expect(valueFeature(['x', 'umsatz'], { umsatz: { kind: 'money', direction: 'more' } })).toBe('umsatz');
  });

  test('is never money per order, whose sum means nothing', () => {
    expect(valueFeature(['avg_ticket', 'frequency'], undefined)).toBeNull();
  });
});

describe('the order of segments', () => {
  test('falls with the mean value, and noise stays noise', () => {
    const labels = Int32Array.of(0, 0, 1, -1, 2, 2);
    const values = Float64Array.of(1, 3, 10, 99, 4, 6);
    const ordered = orderSegments(labels, sortColumn(values));
    expect([...ordered.labels]).toEqual([2, 2, 0, -1, 1, 1]);
    expect([...ordered.previous]).toEqual([1, 2, 0]);
  });

  test('falls with the size where there is no value, the lower label first on a tie', () => {
    expect([...orderSegments(Int32Array.of(2, 0, 0, 5, -1), null).previous]).toEqual([0, 2, 5]);
  });

  test('leaves no gap where a cluster is empty', () => {
    expect([...orderSegments(Int32Array.of(4, 4, 1), null).labels]).toEqual([0, 0, 1]);
  });

  test('holds at the ends of the number range', () => {
    const values = Float64Array.of(1e308, 1e308, -1e308, -1e308);
    expect([...orderSegments(Int32Array.of(0, 0, 1, 1), sortColumn(values)).labels]).toEqual([0, 0, 1, 1]);
  });
});

test('a sorted column dealt out to groups gives every group its values in ascending order', () => {
  const row = fc.tuple(fc.double({ noNaN: true }), fc.integer({ min: -1, max: 4 }));
  fc.assert(
    fc.property(fc.array(row, { maxLength: 100 }), (rows) => {
      const partition = partitionOf(Int32Array.from(rows, ([, label]) => label));
      const parts = splitSorted(sortColumn(Float64Array.from(rows, ([value]) => value)), partition, heapArena);
      const wanted = Array.from(partition.sizes, (_, group) =>
        Float64Array.from(rows.filter((_row, i) => partition.of[i] === group).map(([value]) => value)).toSorted(),
      );
      expect(parts).toEqual(wanted);
    }),
    { seed: 1, numRuns: 50 },
  );
});

describe('value tiers', () => {
  test('ten customers give a top of 2, a middle of 3 and a base of 5', () => {
    const { tiers } = valueTiers('spend', Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    expect(tiers).toEqual([
      { name: 'top', from: 9, size: 2, share: 19 / 55 },
      { name: 'middle', from: 6, size: 3, share: 21 / 55 },
      { name: 'base', from: 1, size: 5, share: 15 / 55 },
    ]);
  });

  test('customers of equal value share a tier', () => {
    const { tiers } = valueTiers('spend', Float64Array.of(0, 0, 0, 0, 0, 0, 0, 5, 5, 5));
    expect(tiers.map(({ name, size }) => [name, size])).toEqual([
      ['top', 3],
      ['base', 7],
    ]);
  });

  test('customers all alike are one base tier', () => {
    expect(valueTiers('spend', new Float64Array(6).fill(2)).tiers).toEqual([
      { name: 'base', from: 2, size: 6, share: 1 },
    ]);
  });

  test('shares are null where the whole is nothing or a tier has lost money', () => {
    expect(valueTiers('spend', new Float64Array(5)).tiers.map(({ share }) => share)).toEqual([null]);
    const mixed = valueTiers('spend', Float64Array.of(-9, -9, 1, 2, 30)).tiers;
    expect(mixed.every(({ share }) => share === null)).toBe(true);
  });

  test('every customer is in one tier, tiers fall, and shares are finite even at 1e308', () => {
    const amount = fc.oneof(fc.constantFrom(0, 1e308, 1, 7), fc.double({ min: 0, max: 1e6, noNaN: true }));
    fc.assert(
      fc.property(fc.array(amount, { minLength: 2, maxLength: 60 }), (amounts) => {
        const { tiers } = valueTiers('spend', Float64Array.from(amounts).toSorted());
        expect(tiers.reduce((sum, { size }) => sum + size, 0)).toBe(amounts.length);
        const starts = tiers.map(({ from }) => from);
        expect(starts).toEqual([...new Set(starts)].toSorted((x, y) => y - x));
        expect(tiers.every(({ share }) => share === null || (share >= 0 && share <= 1))).toBe(true);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test('ten customers cut at the top tenth and the next four give a top of 1, a middle of 4 and a base of 5', () => {
    const { tiers } = valueTiers('spend', Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), { top: 0.1, middle: 0.4 });
    expect(tiers).toEqual([
      { name: 'top', from: 10, size: 1, share: 10 / 55 },
      { name: 'middle', from: 6, size: 4, share: 30 / 55 },
      { name: 'base', from: 1, size: 5, share: 15 / 55 },
    ]);
  });

  test('a tier whose share is less than half a customer is left out', () => {
    const { tiers } = valueTiers('spend', Float64Array.of(1, 2, 3, 4, 5), { top: 0.05, middle: 0.4 });
    expect(tiers.map(({ name, size }) => [name, size])).toEqual([
      ['middle', 2],
      ['base', 3],
    ]);
  });

  /** Few different amounts: most customers have an equal. */
  const equals = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 60 });
  const shares = fc
    .tuple(fc.integer({ min: 1, max: 98 }), fc.integer({ min: 1, max: 98 }))
    .filter(([top, middle]) => top + middle < 100)
    .map(([top, middle]) => ({ top: top / 100, middle: middle / 100 }));

  test('wherever they are cut, a tier ends where the value changes, as near to its share as that allows', () => {
    fc.assert(
      fc.property(equals, shares, (amounts, { top, middle }) => {
        const { tiers } = valueTiers('spend', Float64Array.from(amounts).toSorted(), { top, middle });
        const sizeOf = (name: string): number => tiers.find((tier) => tier.name === name)?.size ?? 0;
        const ends = [0, ...amounts.map((amount) => amounts.filter((other) => other >= amount).length)];
        const nearest = (target: number): number => Math.min(...ends.map((end) => Math.abs(end - target)));
        const cuts: [size: number, target: number][] = [
          [sizeOf('top'), top * amounts.length],
          [sizeOf('top') + sizeOf('middle'), (top + middle) * amounts.length],
        ];
        for (const [size, target] of cuts) {
          expect(ends).toContain(size);
          expect(Math.abs(size - target)).toBeCloseTo(nearest(target), 9);
        }
        expect(tiers.reduce((sum, { size }) => sum + size, 0)).toBe(amounts.length);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('a larger share never makes a smaller tier', () => {
    fc.assert(
      fc.property(equals, shares, shares, (amounts, one, other) => {
        const sorted = Float64Array.from(amounts).toSorted();
        const [less, more] = one.top < other.top ? [one, other] : [other, one];
        const topOf = (cuts: typeof one): number =>
          valueTiers('spend', sorted, cuts).tiers.find(({ name }) => name === 'top')?.size ?? 0;
        expect(topOf(less)).toBeLessThanOrEqual(topOf(more));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('a segmentation that is cut again differs in its tiers alone, and the usual cuts give back its own', () => {
    const found = segment(shop({ n: 60, seed: 5 }).table, { maxClusters: 3 });
    expect(cutAgain(found, tierShares)).toEqual(found);
    const { tiers, ...rest } = cutAgain(found, { top: 0.1, middle: 0.4 });
    expect(tiers?.tiers.map(({ name, size }) => [name, size])).toEqual([
      ['top', 6],
      ['middle', 24],
      ['base', 30],
    ]);
    const { tiers: _, ...before } = found;
    expect(rest).toEqual(before);
    const worthless = { ...found, tiers: null };
    expect(cutAgain(worthless, { top: 0.1, middle: 0.4 })).toBe(worthless);
  });
});
