import { describe, expect, test } from 'vitest';
import { candidatesFor } from '../../src/personas/catalogue.ts';
import { contrast, type Fact, factsOf, type SegmentFacts } from '../../src/personas/facts.ts';
import { segmentationOf, tableOf } from '../support/segmentations.ts';

/** Two blocks of ten customers; `a` differs by far, `b` not at all. */
function twoBlocks(columns: Record<string, (block: number, i: number) => number>) {
  const rows = Array.from({ length: 20 }, (_, i) => i);
  const labels = Int32Array.from(rows, (i) => (i < 10 ? 0 : 1));
  const filled = Object.entries(columns).map(([name, of]) => [name, rows.map((i) => of(i < 10 ? 0 : 1, i % 10))]);
  return segmentationOf(tableOf(Object.fromEntries(filled)), { labels, k: 2, options: { preprocessing: 'standard' } });
}

describe('facts', () => {
  const segmentation = twoBlocks({
    purchase_total: (block, i) => (block === 0 ? 100 : 300) + i,
    recency_days: (block, i) => (block === 0 ? 90 : 10) + i / 10,
    shoe_size: (_, i) => 36 + i,
  });
  const [rich, poor] = factsOf(segmentation);

  test('are the differences of half a standard deviation and more, the strongest first', () => {
    expect(rich.facts.map(({ feature, direction }) => [feature, direction])).toEqual([
      ['recency_days', 'less'],
      ['purchase_total', 'more'],
    ]);
    expect(poor.facts.map(({ direction }) => direction)).toEqual(['more', 'less']);
    for (const { effect } of rich.facts) expect(Math.abs(effect)).toBeGreaterThanOrEqual(0.5);
  });

  test('carry both medians, and the ratio for money', () => {
    const spend = rich.facts.find(({ role }) => role === 'spend');
    // Medians: 304.5 in the block of 300 to 309, 204.5 halfway between both blocks (109 and 300).
    expect(spend).toMatchObject({ median: 304.5, baseMedian: 204.5, ratio: 304.5 / 204.5, form: 'times' });
    expect(poor.facts.find(({ role }) => role === 'spend')?.form).toBe('percent');
  });

  test('tell days as a difference', () => {
    expect(rich.facts.find(({ role }) => role === 'recency')?.form).toBe('difference');
  });

  test('leave out what differs too little, and keep it as the evidence for silence', () => {
    expect(rich.facts.some(({ feature }) => feature === 'shoe_size')).toBe(false);
    expect([rich.unsaid, rich.nearest, poor.nearest]).toEqual([null, 1, 0]);
  });

  test('a contrast names what parts two segments, the widest first', () => {
    const [first] = contrast(rich, poor);
    expect(first.feature).toBe('recency_days');
    expect(first.difference).toBeLessThan(0);
    expect(contrast(poor, rich)[0].difference).toBe(-first.difference);
  });
});

test('medians within 5 % are told side by side, not as a multiple', () => {
  const [more] = factsOf(twoBlocks({ purchase_total: (block, i) => 1000 + block * 20 + i / 10 }));
  expect(more.facts[0].form).toBe('plain');
});

test('a base of 0 has no ratio', () => {
  const [more] = factsOf(twoBlocks({ returns: (block, i) => (block === 0 ? -5 : 5) + (i - 4.5) / 10 }));
  expect(more.facts[0]).toMatchObject({ ratio: null, form: 'plain' });
});

const segment = (effects: Partial<Record<Fact['role'], number>>, id = 0): SegmentFacts => ({
  id,
  size: 10,
  share: 0.1,
  facts: Object.entries(effects).map(([role, effect]) => ({
    feature: role,
    role: role as Fact['role'],
    kind: 'other',
    median: 1,
    baseMedian: 2,
    effect,
    direction: effect > 0 ? 'more' : 'less',
    ratio: 0.5,
    form: 'percent',
  })),
  unsaid: null,
  effects: new Map(),
  nearest: null,
});

describe('the catalogue', () => {
  test.each([
    [{ spend: 1.5, orders: 1.2, recency: -0.8 }, 'champions', 'high_value'],
    [{ spend: 0.8, orders: 0.7 }, 'loyal', 'loyalty'],
    [{ loyalty: 0.9 }, 'loyal', 'loyalty'],
    [{ spend: 1.5 }, 'high_value', 'high_value'],
    [{ ticket: 2, spend: 1.2 }, 'big_ticket', 'high_value'],
    [{ ticket: -1, orders: 0.9 }, 'price_sensitive', 'price_sensitive'],
    [{ discount: 1 }, 'discount', 'price_sensitive'],
    [{ recency: 0.9 }, 'at_risk', 'at_risk'],
    [{ recency: 0.9, spend: 1.4 }, 'at_risk', 'at_risk'],
    [{ recency: 1.1, orders: -0.6 }, 'lost', 'low_priority'],
    [{ recency: -0.9, orders: -0.7 }, 'new', 'welcome'],
    [{ recency: -0.9 }, 'growth', 'growth'],
    [{ spend: -0.7 }, 'light', 'low_priority'],
    [{ other: 2 }, 'distinct', 'observe'],
    [{}, 'average', 'observe'],
  ] as const)('%o is %s with play %s', (effects, key, play) => {
    expect(candidatesFor(segment(effects))[0]).toEqual({ key, play });
  });

  test('noise is outliers, whatever its facts', () => {
    expect(candidatesFor(segment({ spend: 3 }, -1))).toEqual([{ key: 'outliers', play: 'review' }]);
  });
});
