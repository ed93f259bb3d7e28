import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolveOptions } from '../../src/base/options.ts';
import { seededRandom } from '../../src/base/random.ts';
import { buildSpace, COLLINEAR_SHOWN, transformTable } from '../../src/features/space.ts';
import type { CustomerTable } from '../../src/features/table.ts';
import { shop } from '../../src/samples/shop.ts';

const standard = resolveOptions({ preprocessing: 'standard' });
const auto = resolveOptions({});

function table(columns: Record<string, number[]>): CustomerTable {
  const names = Object.keys(columns);
  return {
    ids: columns[names[0]].map((_, i) => `c${i}`),
    names,
    columns: names.map((name) => Float64Array.from(columns[name])),
  };
}

function permuted(source: CustomerTable, order: readonly number[]): CustomerTable {
  return {
    ids: order.map((i) => source.ids[i]),
    names: source.names,
    columns: source.columns.map((column) => Float64Array.from(order, (i) => column[i])),
  };
}

const faultOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (thrown) {
    return thrown;
  }
  throw new Error('nothing was thrown');
};

describe('buildSpace', () => {
  test('z-scores use the population deviation, as StandardScaler does', () => {
    const { space } = buildSpace(table({ x: [1, 2, 3, 4] }), standard);
    const byRow = [...space.order].map((row, at) => [row, space.points.data[at]]).toSorted((a, b) => a[0] - b[0]);
    const deviation = Math.sqrt(1.25); // mean 2.5, squares 2.25 + 0.25 + 0.25 + 2.25 over 4
    byRow.forEach(([row, z]) => expect(z).toBeCloseTo((row + 1 - 2.5) / deviation, 12));
  });

  test('a missing value becomes the median of the others and is counted', () => {
    const { space, notices } = buildSpace(table({ x: [1, Number.NaN, 3, 10, 4], y: [1, 2, 3, 4, 5] }), standard);
    expect([...space.filled[0]]).toEqual([1, 3.5, 3, 10, 4]);
    expect(space.columns[0].imputed).toBe(1);
    expect(notices).toContainEqual({ code: 'IMPUTED', details: { feature: 'x', count: 1, median: 3.5 } });
  });

  test('a column missing in more than 40 % of customers is refused with its counts', () => {
    const sparse = table({ x: [1, Number.NaN, Number.NaN, 4], y: [1, 2, 3, 4] });
    expect(faultOf(() => buildSpace(sparse, auto))).toMatchObject({
      code: 'COLUMN_MOSTLY_MISSING',
      details: { feature: 'x', missing: 2, rows: 4 },
    });
  });

  test('a constant column is left out of the space, kept in the report and named', () => {
    const { space, notices } = buildSpace(table({ flat: [7, 7, 7], x: [1, 2, 4] }), auto);
    expect(space.used).toEqual(['x']);
    expect(space.columns[0]).toMatchObject({ name: 'flat', used: false, constant: true, skewnessBefore: null });
    expect(notices).toContainEqual({ code: 'CONSTANT_COLUMN', details: { feature: 'flat' } });
  });

  test('columns that say the same are named with their correlation', () => {
    const pounds = [1, 2, 3, 4, 6, 5, 9, 7, 8, 10];
    const { space } = buildSpace(table({ pounds, pence: pounds.map((value) => value * 100) }), auto);
    expect(space.collinear).toHaveLength(1);
    expect(space.collinear[0]).toMatchObject({ a: 'pence', b: 'pounds' });
    expect(space.collinear[0].r).toBeCloseTo(1, 12);
  });

  test('of very many that say the same the closest are named, and the others counted', () => {
    const ramp = Array.from({ length: 12 }, (_, i) => i);
    const same = Object.fromEntries(Array.from({ length: 9 }, (_, j) => [`same${j}`, ramp.map((x) => x * (j + 1))]));
    const { space, notices } = buildSpace(table({ ...same, near: ramp.with(5, 7) }), auto);
    expect(space.collinear).toHaveLength(COLLINEAR_SHOWN);
    expect(space.collinear.flatMap(({ a, b }) => [a, b])).not.toContain('near');
    expect(notices).toContainEqual({ code: 'COLLINEAR_MORE', details: { more: 45 - COLLINEAR_SHOWN } });
  });

  test('nine customers are too few to call two columns the same', () => {
    const nine = [1, 2, 3, 4, 6, 5, 9, 7, 8];
    expect(buildSpace(table({ a: nine, b: nine }), auto).space.collinear).toEqual([]);
  });

  test('only columns with skewness above 1 are logged; both signs take the signed form', () => {
    const skewed = [1, 1, 1, 2, 2, 3, 4, 60];
    const { space } = buildSpace(
      table({ skewed, even: [1, 2, 3, 4, 5, 6, 7, 8], signed: [-1, 1, 1, 2, -2, 3, 4, -60] }),
      auto,
    );
    expect(space.columns.map(({ transform }) => transform)).toEqual(['log1p', 'none', 'signed_log1p']);
    expect(space.columns[0].skewnessAfter!).toBeLessThan(space.columns[0].skewnessBefore!);
  });

  test('skewness of 1, 2, 6 is that of the definition', () => {
    // mean 3; m2 = (4 + 1 + 9) / 3; m3 = (-8 - 1 + 27) / 3
    const { space } = buildSpace(table({ x: [1, 2, 6] }), standard);
    expect(space.columns[0].skewnessBefore!).toBeCloseTo(6 / (14 / 3) ** 1.5, 12);
  });

  test('the unit of a logged column cannot change the space: pounds or pence', () => {
    const { table: pounds } = shop({ n: 400, seed: 3 });
    const pence = { ...pounds, columns: pounds.columns.map((c, j) => (j === 0 ? c.map((v) => v * 100) : c)) };
    const a = buildSpace(pounds, auto).space;
    const b = buildSpace(pence, auto).space;
    expect([...b.order]).toEqual([...a.order]);
    a.points.data.forEach((z, at) => expect(b.points.data[at]).toBeCloseTo(z, 9));
  });

  test('the order of rows and columns changes nothing in the matrix, not even a bit', () => {
    const { table: sent } = shop({ n: 60, seed: 5 });
    const first = buildSpace(sent, auto).space;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const random = seededRandom(seed);
        const order = sent.ids.map((_, i) => i).toSorted(() => random() - 0.5);
        const shuffled = permuted(sent, order);
        const names = [...shuffled.names].toReversed();
        const turned = { ...shuffled, names, columns: [...shuffled.columns].toReversed() };
        expect(buildSpace(turned, auto).space.points).toEqual(first.points);
      }),
      { seed: 1, numRuns: 30 },
    );
  });

  test('whales of 1,000 times the usual spend leave the others spread out', () => {
    const spend = Array.from({ length: 200 }, (_, i) => 50 + i);
    const whales = spend.map((value, i) => (i % 50 === 0 ? value * 1000 : value));
    const { space } = buildSpace(table({ spend: whales }), auto);
    const others = [...space.points.data].filter((_, at) => space.order[at] % 50 !== 0);
    expect(Math.max(...others) - Math.min(...others)).toBeGreaterThan(0.5); // plain z-scores squeeze them into 0.02
  });

  test('1e308 beside -1e308 gives finite numbers', () => {
    const { space } = buildSpace(table({ x: [1e308, -1e308, 3, 4], y: [1, 2, 3, 4] }), auto);
    for (const options of [auto, standard]) {
      const made = buildSpace(table({ x: [1e308, -1e308, 3, 4], y: [1, 2, 3, 4] }), options).space;
      expect([...made.points.data].every(Number.isFinite)).toBe(true);
    }
    expect(space.columns[0].used).toBe(true);
    expect(
      faultOf(() => buildSpace(table({ x: [1e308, 1] }), resolveOptions({ preprocessing: 'none' }))),
    ).toMatchObject({
      code: 'INVALID_PARAMETER',
    });
  });

  test('preprocessing none keeps the numbers as sent', () => {
    const { space } = buildSpace(table({ x: [5, 1, 9] }), resolveOptions({ preprocessing: 'none' }));
    expect([...space.points.data].toSorted((a, b) => a - b)).toEqual([1, 5, 9]);
  });

  test('one customer, no feature, too many of them and an infinite value are refused by name', () => {
    expect(faultOf(() => buildSpace(table({ x: [1] }), auto))).toMatchObject({ code: 'INSUFFICIENT_DATA' });
    expect(faultOf(() => buildSpace({ ids: ['a', 'b'], names: [], columns: [] }, auto))).toMatchObject({
      code: 'NO_FEATURES',
    });
    const wide = Object.fromEntries(Array.from({ length: 257 }, (_, j) => [`f${j}`, [1, 2]]));
    expect(faultOf(() => buildSpace(table(wide), auto))).toMatchObject({
      code: 'TOO_MANY_FEATURES',
      details: { features: 257, limit: 256 },
    });
    expect(faultOf(() => buildSpace(table({ x: [1, Infinity] }), auto))).toMatchObject({
      code: 'VALUE_NOT_FINITE',
      details: { feature: 'x', row: 2 },
    });
  });

  test('any table of finite numbers gives a finite space with countable distinct rows', () => {
    const value = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: -3, max: 3 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 2, maxLength: 30 }), (rows) => {
        const { space } = buildSpace(table({ a: rows.map((row) => row[0]), b: rows.map((row) => row[1]) }), auto);
        expect([...space.points.data].every(Number.isFinite)).toBe(true);
        expect(space.distinct).toBeGreaterThanOrEqual(1);
        expect(space.distinct).toBeLessThanOrEqual(rows.length);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe('transformTable', () => {
  test('repeats the fitted steps exactly, for one row as for all', () => {
    const { table: sent } = shop({ n: 80, seed: 9 });
    const { space } = buildSpace(sent, auto);
    const all = transformTable(space.columns, space.used, sent);
    for (let at = 0; at < 80; at++) {
      const row = space.order[at];
      const one = transformTable(space.columns, space.used, permuted(sent, [row]));
      for (let c = 0; c < all.cols; c++) {
        expect(all.data[row * all.cols + c]).toBe(space.points.data[at * all.cols + c]);
        expect(one.data[c]).toBe(all.data[row * all.cols + c]);
      }
    }
  });

  test('a table without a used feature is refused, naming both sides', () => {
    const { space } = buildSpace(table({ x: [1, 2, 3], y: [3, 1, 2] }), auto);
    expect(faultOf(() => transformTable(space.columns, space.used, table({ x: [1, 2] })))).toMatchObject({
      code: 'MODEL_MISMATCH',
      details: { expected: 'x, y', received: 'x' },
    });
  });
});
