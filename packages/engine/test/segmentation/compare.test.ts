import { describe, expect, test } from 'vitest';
import { languages } from '../../src/base/language.ts';
import type { CustomerTable } from '../../src/features/table.ts';
import { explainComparison } from '../../src/personas/change.ts';
import { shop } from '../../src/samples/shop.ts';
import { compareRuns } from '../../src/segmentation/compare.ts';
import { keepIdentity } from '../../src/segmentation/keep-identity.ts';
import { migrations } from '../../src/segmentation/migration.ts';
import { segment } from '../../src/segmentation/segment.ts';
import { segmentationOf, tableOf } from '../support/segmentations.ts';

const { table } = shop({ n: 1500, seed: 31 });
const plan = { algorithm: 'kmeans', nClusters: 4 } as const;
const before = segment(table, plan);
const changed = (name: string, change: (value: number, row: number) => number): CustomerTable => ({
  ...table,
  columns: table.columns.map((column, j) => (table.names[j] === name ? column.map(change) : column.slice())),
});

describe('the way of every customer', () => {
  const first = segmentationOf(tableOf({ purchase_total: [1, 2, 3, 100, 110] }), { k: 2 });
  const then = { ...tableOf({ purchase_total: [1, 300, 5, 400] }), ids: ['C-1', 'C-2', 'N-1', 'C-4'] };
  const second = segmentationOf(then, { k: 2 });

  test('is counted with its value in both runs, arrivals and departures too', () => {
    // Segment 0 has the higher value: C-4 and C-5 of the first run, C-2 and C-4 of the second.
    expect(migrations(first, second)).toEqual([
      { previous: 0, segment: 0, customers: 1, valueBefore: 100, valueAfter: 400 },
      { previous: 0, segment: null, customers: 1, valueBefore: 110, valueAfter: null },
      { previous: 1, segment: 0, customers: 1, valueBefore: 2, valueAfter: 300 },
      { previous: 1, segment: 1, customers: 1, valueBefore: 1, valueAfter: 1 },
      { previous: 1, segment: null, customers: 1, valueBefore: 3, valueAfter: null },
      { previous: null, segment: 1, customers: 1, valueBefore: null, valueAfter: 5 },
    ]);
  });

  test('has no value without a money-like feature', () => {
    const plain = segmentationOf(tableOf({ height: [1, 2, 30, 31] }), { k: 2 });
    for (const way of migrations(plain, plain)) expect(way).toMatchObject({ valueBefore: null, valueAfter: null });
  });
});

describe('the recommendation', () => {
  test('is to keep the segments of customers that have not changed', () => {
    const found = compareRuns(before, before);
    expect(found).toMatchObject({
      recommendation: 'keep',
      reasons: [{ code: 'UNCHANGED' }],
      customers: { before: 1500, after: 1500, shared: 1500, moved: 0 },
      fit: { agreement: 1, outOfRange: 0 },
      mix: { psi: 0, level: 'none' },
    });
    expect(found.fit?.frozen).toBe(found.fit?.fresh);
    expect(found.input.map(({ psi, shift }) => [psi, shift])).toEqual(table.names.map(() => [0, 0]));
  });

  test('is to keep them for another draw from the same shop', () => {
    const other = shop({ n: 1500, seed: 32 }).table;
    const strangers = { ...other, ids: other.ids.map((id) => `N${id}`) };
    const found = compareRuns(before, segment(strangers, plan));
    expect(found.recommendation).toBe('keep');
    expect(found.customers).toMatchObject({ shared: 0, moved: 0 });
  });

  test('is to score again when one feature has crept up and the groups are still the same', () => {
    const crept = segment(
      changed('recency_days', (value) => Math.min(value * 1.35, 400)),
      plan,
    );
    const found = compareRuns(before, keepIdentity(crept, before));
    expect(found.recommendation).toBe('rescore');
    expect(found.input[0]).toMatchObject({ feature: 'recency_days' });
    expect(found.input[0].shift).toBeGreaterThan(0.1);
    expect(found.reasons.map(({ code }) => code)).toContain('INPUT_SHIFTED');
    for (const { feature, level } of found.input.slice(1)) expect([feature, level]).toEqual([feature, 'none']);
  });

  test('is to train again when a group has fallen into two', () => {
    const high = [...before.labels.keys()].filter((row) => before.labels[row] === 0);
    const left = new Set(high.filter((_, at) => at % 2 === 0));
    const parted = changed('recency_days', (value, row) => (left.has(row) ? 380 : value));
    const found = compareRuns(before, keepIdentity(segment(parted, { algorithm: 'kmeans', nClusters: 5 }), before));
    expect(found.recommendation).toBe('retrain');
    expect(found.reasons.map(({ code }) => code)).toEqual(['GROUPS_CHANGED']);
    expect(found.match.splits).toEqual([{ previous: 0, segments: [0, 4] }]);
  });

  test('is to train again when many values were never seen before', () => {
    const huge = changed('purchase_total', (value, row) => (row % 10 === 0 ? value * 1000 : value));
    const found = compareRuns(before, segment(huge, plan));
    expect(found.recommendation).toBe('retrain');
    expect(found.reasons.find(({ code }) => code === 'OUT_OF_RANGE')).toMatchObject({ share: 0.1 });
  });

  test('is to train again when the customers come without a feature', () => {
    const [name, ...names] = table.names;
    const found = compareRuns(before, segment({ ...table, names, columns: table.columns.slice(1) }, plan));
    expect(found).toMatchObject({ recommendation: 'retrain', mix: null, fit: null });
    expect(found.reasons[0]).toEqual({ code: 'MISSING_FEATURES', features: [name] });
  });

  test.each(languages)('is said in %s, every reason with its numbers, every segment with its fate', (language) => {
    const [first] = shop({ n: 400, seed: 40 }).table.columns;
    const after = segment(
      { ...table, columns: table.columns.map((column) => column.map((value) => value * 3 + first[0])) },
      plan,
    );
    const found = compareRuns(before, after);
    const words = explainComparison(found, language);
    expect(words.reasons.map(({ code }) => code)).toEqual(found.reasons.map(({ code }) => code));
    for (const { sentence } of [...words.reasons, ...words.segments]) expect(sentence).toMatch(/^\p{Lu}|^\d/u);
    const told = words.segments.flatMap(({ segment: id }) => (id === null ? [] : [id]));
    expect(told.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
  });
});
