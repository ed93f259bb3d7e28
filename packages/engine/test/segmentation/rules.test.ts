import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolveOptions } from '../../src/base/options.ts';
import { gaussian, seededRandom } from '../../src/base/random.ts';
import { buildSpace } from '../../src/features/space.ts';
import { shop } from '../../src/samples/shop.ts';
import { findRules, rulesToSql, segmentsWithoutRule } from '../../src/segmentation/rules.ts';
import type { RuleSet } from '../../src/segmentation/segmentation.ts';
import { growTree, humanThreshold, leafOf } from '../../src/segmentation/tree.ts';
import { dataset } from '../support/datasets.ts';
import { tableOf } from '../support/segmentations.ts';

const spaceOf = (columns: Record<string, ArrayLike<number>>) => buildSpace(tableOf(columns), resolveOptions({})).space;

describe('a decision tree', () => {
  test('splits six customers at the one place that parts them', () => {
    const tree = growTree([Float64Array.of(1, 2, 3, 8, 9, 10)], Int32Array.of(0, 0, 0, 1, 1, 1), 2, {
      depth: 3,
      leafRows: 1,
    });
    // Between 3 and 8 lies 5.5; the whole number nearest to it is 6.
    expect(tree).toEqual({
      kind: 'split',
      feature: 0,
      threshold: 6,
      below: { kind: 'leaf', label: 0 },
      above: { kind: 'leaf', label: 1 },
    });
  });

  test('takes the split with the lowest Gini impurity, by hand', () => {
    // Feature 0 splits {0,0,0,1 | 1,1}: 4 x (1 - 10/16) + 0 = 1.5; feature 1 at best {0,0 | 0,1,1,1}: 4 x 6/16 = 1.5;
    // on a tie the first feature wins, then its lowest threshold.
    const columns = [Float64Array.of(1, 2, 3, 4, 5, 6), Float64Array.of(1, 2, 4, 3, 5, 6)];
    const tree = growTree(columns, Int32Array.of(0, 0, 0, 1, 1, 1), 2, { depth: 1, leafRows: 1 });
    expect(tree).toMatchObject({ feature: 0, threshold: 3 });
  });

  test('makes no leaf smaller than allowed', () => {
    const columns = [Float64Array.of(1, 2, 3, 4)];
    expect(growTree(columns, Int32Array.of(0, 1, 1, 1), 2, { depth: 3, leafRows: 3 })).toEqual({
      kind: 'leaf',
      label: 1,
    });
  });
});

describe('a threshold', () => {
  test.each([
    [7, 8, 7],
    [0, 1, 0],
    [100, 1000, 600],
    [0.93, 1.8, 1],
    [134.2, 136, 135],
    [0.512, 0.523, 0.52],
    [-3, -1, -2],
    [-1, 0, -1],
    [1e300, 1e308, 5e307],
  ])('between %d and %d is %d', (low, high, threshold) => {
    expect(humanThreshold(low, high)).toBe(threshold);
  });

  test('never moves a customer to the other side', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(number, number, (a, b) => {
        fc.pre(a !== b);
        const [low, high] = a < b ? [a, b] : [b, a];
        const threshold = humanThreshold(low, high);
        expect(threshold >= low && threshold < high).toBe(true);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe('rules', () => {
  const random = seededRandom(5);
  const spend = Float64Array.from({ length: 400 }, (_, i) => (i < 200 ? 10 : 1000) + Math.round(random() * 5));
  const recency = Float64Array.from({ length: 400 }, (_, i) => (i % 2 ? 5 : 300) + Math.round(random() * 4));
  const labels = Int32Array.from({ length: 400 }, (_, i) => (i < 200 ? 2 : i % 2 ? 0 : 1));
  const space = spaceOf({ spend, recency });
  const rules = findRules(space, labels, { seed: 42 });

  test('recover planted rules in the units sent, measured on a held-out 30 %', () => {
    expect(rules.heldOut).toBe(120);
    expect(rules.fidelity).toBe(1);
    expect(rules.withheld).toBe(false);
    expect(rules.depth).toBe(2);
    expect(rules.rules).toEqual([
      {
        segment: 0,
        conditions: [
          { feature: 'spend', operator: '>', threshold: 500 },
          { feature: 'recency', operator: '<=', threshold: 200 },
        ],
        precision: 1,
        coverage: 1,
      },
      {
        segment: 1,
        conditions: [
          { feature: 'spend', operator: '>', threshold: 500 },
          { feature: 'recency', operator: '>', threshold: 200 },
        ],
        precision: 1,
        coverage: 1,
      },
      { segment: 2, conditions: [{ feature: 'spend', operator: '<=', threshold: 500 }], precision: 1, coverage: 1 },
    ]);
  });

  test('do not depend on the order of rows or columns', () => {
    const turned = spaceOf({ recency: recency.toReversed(), spend: spend.toReversed() });
    expect(findRules(turned, labels.toReversed(), { seed: 42 })).toEqual(rules);
  });

  test('are withheld where a short tree cannot repeat the labels', () => {
    const noise = seededRandom(9);
    const x = Float64Array.from({ length: 300 }, () => gaussian(noise));
    const rolled = Int32Array.from({ length: 300 }, () => Math.floor(noise() * 4));
    const found = findRules(spaceOf({ x }), rolled, { seed: 42 });
    expect(found.fidelity).toBeLessThan(0.6);
    expect([found.withheld, found.rules]).toEqual([true, []]);
  });

  test('are withheld without a fidelity for fewer than 20 customers, and for one segment', () => {
    const few = spaceOf({ x: Float64Array.from({ length: 19 }, (_, i) => i) });
    const two = Int32Array.from({ length: 19 }, (_, i) => (i < 9 ? 0 : 1));
    expect(findRules(few, two, { seed: 42 })).toEqual({
      fidelity: null,
      heldOut: 0,
      depth: 0,
      rules: [],
      withheld: true,
    });
    expect(findRules(space, new Int32Array(400), { seed: 42 }).fidelity).toBeNull();
  });

  test('name the segments that no rule leads to', () => {
    const twelve = Int32Array.from({ length: 400 }, (_, i) => Math.floor((spend[i] + i) % 12));
    const found = { ...rules, withheld: false };
    expect(segmentsWithoutRule(found, [{ id: 0 }, { id: 1 }, { id: 2 }, { id: 3 }])).toEqual([3]);
    expect(findRules(space, twelve, { seed: 42 }).rules.length).toBeLessThanOrEqual(8);
  });

  test('describe planted shop groups almost wholly', () => {
    const { table, labels: planted } = shop({ n: 2000, seed: 3 });
    const found = findRules(buildSpace(table, resolveOptions({})).space, planted, { seed: 42 });
    expect(found.fidelity).toBeGreaterThan(0.95);
    expect(
      segmentsWithoutRule(
        found,
        [0, 1, 2, 3].map((id) => ({ id })),
      ),
    ).toEqual([]);
  });
});

describe('rules as SQL', () => {
  const rules: RuleSet = {
    fidelity: 0.9,
    heldOut: 30,
    depth: 1,
    withheld: false,
    rules: [
      { segment: 0, conditions: [{ feature: 'my "x"; --', operator: '>', threshold: 2.5 }], precision: 1, coverage: 1 },
      { segment: -1, conditions: [], precision: 1, coverage: 1 },
    ],
  };

  test('quote names, so that a name cannot become a statement', () => {
    expect(rulesToSql(rules)).toBe('CASE\n  WHEN "my ""x""; --" > 2.5 THEN 0\n  WHEN 1 = 1 THEN -1\n  ELSE NULL\nEND');
  });

  test('make a whole query where a table is named', () => {
    expect(rulesToSql(rules, 'shop"s')).toMatch(/^SELECT \*, CASE\n[\s\S]* AS segment\nFROM "shop""s"$/);
  });

  test('are a null of the right type when there is no rule', () => {
    expect(rulesToSql({ ...rules, rules: [] })).toBe('CAST(NULL AS INTEGER)');
  });
});

// scikit-learn 1.2.1, DecisionTreeClassifier(max_depth).fit(X, y): training rows told right, the same for random_state 0 to 9.
describe('a tree as deep as scikit-learn grows it', () => {
  test.each([
    ['iris', 1, 100],
    ['iris', 2, 144],
    ['iris', 3, 146],
    ['wine', 1, 124],
    ['wine', 2, 164],
    ['wine', 3, 174],
    ['hepta', 3, 122],
    ['unbalance', 3, 6100],
  ] as const)('tells as many rows of %s right at depth %d: %d', (name, depth, right) => {
    const { points, labels } = dataset(name);
    const columns = Array.from({ length: points.cols }, (_, c) =>
      Float64Array.from({ length: points.rows }, (__, i) => points.data[i * points.cols + c]),
    );
    const first = Math.min(...labels);
    const classes = labels.map((label) => label - first);
    const tree = growTree(columns, classes, new Set(classes).size, { depth, leafRows: 1 });
    const told = classes.filter((label, row) => leafOf(tree, columns, row).label === label);
    expect(told.length).toBe(right);
  });
});
