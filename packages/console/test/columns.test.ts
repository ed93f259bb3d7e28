import { describe, expect, test } from 'vitest';
import { bodyOf, type Plan } from '../src/data/body.ts';
import { cellsIn } from '../src/data/cells.ts';
import { describeColumns, histogram, twins } from '../src/data/columns.ts';

const rows = Array.from({ length: 40 }, (_, i) => [`C-${i}`, 2 ** (i / 3), i % 5, 7, i % 2 ? 'north' : 'south']);
const text = ['customer_id,purchase_total,visit_frequency,constant,region', ...rows.map((row) => row.join(','))].join(
  '\n',
);
const cells = cellsIn(text, 'a.csv');

describe('columns are recognised', () => {
  const columns = describeColumns(cells, '.');

  test('the id by its name, numbers by their cells, words as words', () => {
    expect(columns.map(({ role }) => role)).toEqual(['id', 'use', 'use', 'use', 'text']);
    expect(columns.map(({ kind, direction }) => [kind, direction]).slice(1, 3)).toEqual([
      ['money', 'more'],
      ['count', 'more'],
    ]);
  });

  test('a long tail gets the transform that the engine will use, and a constant is said to be one', () => {
    expect(columns[1]?.numbers).toMatchObject({ transform: 'log1p', constant: false });
    expect(columns[1]?.numbers?.skewAfter).toBeLessThan(columns[1]?.numbers?.skewBefore ?? 0);
    expect(columns[3]?.numbers).toMatchObject({ constant: true, asUsed: [] });
  });

  test('every value is in one bar', () => {
    expect(histogram(Float64Array.of(1, 2, 2, 50)).reduce((sum, count) => sum + count, 0)).toBe(4);
    expect(histogram(Float64Array.of(3, 3))[0]).toBe(2);
  });

  test('cells that are no numbers are told with their customer', () => {
    const found = describeColumns(cellsIn('id,spend\na,1\nb,oops\nc,3\n', 'a.csv'), '.');
    expect(found[1]?.bad).toEqual({ count: 1, cells: [{ row: 2, value: 'oops' }] });
  });

  test('without a name, the id is the column in which everybody differs', () => {
    const found = describeColumns(cellsIn('who,spend\na,1\nb,1\n', 'a.csv'), '.');
    expect(found.map(({ role }) => role)).toEqual(['id', 'use']);
  });
});

test('columns that say the same are named as a pair', () => {
  const double = cellsIn(['id,a,b', ...rows.map((_, i) => `${i},${i * i},${i * i * 3}`)].join('\n'), 'a.csv');
  expect(twins(double, ['a', 'b'], '.')).toMatchObject([{ a: 'a', b: 'b' }]);
});

describe('the request', () => {
  const plan: Plan = {
    id: 'customer_id',
    features: [{ name: 'purchase_total', kind: 'money', direction: 'more' }],
    decimal: '.',
    parameters: { max_clusters: 4 },
    shape: 'nested',
  };
  const read = (given: Plan): unknown =>
    JSON.parse(
      new TextDecoder().decode(bodyOf(cellsIn('customer_id,purchase_total\n007,1.5\n"a ""b""",\n', 'a.csv'), given)),
    );

  test('has ids as they stand and missing values as null', () => {
    expect(read(plan)).toEqual({
      max_clusters: 4,
      feature_hints: { purchase_total: { kind: 'money', direction: 'more' } },
      data: [
        { customer_id: '007', features: { purchase_total: 1.5 } },
        { customer_id: 'a "b"', features: { purchase_total: null } },
      ],
    });
  });

  test('is flat for the other contract, and numbers the customers where there is no id', () => {
    expect(read({ ...plan, shape: 'flat', id: null })).toMatchObject({
      data: [
        { customer_id: '1', purchase_total: 1.5 },
        { customer_id: '2', purchase_total: null },
      ],
    });
  });
});
