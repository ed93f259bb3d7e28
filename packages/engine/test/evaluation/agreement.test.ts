import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/base/random.ts';
import { adjustedRand, contingency, jaccardByCluster } from '../../src/evaluation/agreement.ts';
import { readGolden } from '../support/datasets.ts';
import { labelsOf, reordered, shuffledOrder } from '../support/labellings.ts';

const many = { seed: 1, numRuns: 100 };
const two = fc.integer({ min: 2, max: 50 }).chain((rows) => fc.record({ a: labelsOf(rows, 4), b: labelsOf(rows, 5) }));

describe('the cross table', () => {
  test('by hand: its cells, without the empty ones, with noise last', () => {
    const { rows, cols, counts, rowSizes, colSizes } = contingency(
      Int32Array.of(0, 0, 5, 5, -1),
      Int32Array.of(1, 1, 1, 2, 2),
    );
    const cells = Array.from(counts, (count, c) => [rows[c], cols[c], count]).toSorted(
      (p, q) => p[0] - q[0] || p[1] - q[1],
    );
    expect(cells).toEqual([
      [0, 0, 2],
      [1, 0, 1],
      [1, 1, 1],
      [2, 1, 1],
    ]);
    expect([...rowSizes]).toEqual([2, 2, 1]);
    expect([...colSizes]).toEqual([3, 2, 0]);
  });

  test('its counts add up to the sizes of both', () => {
    fc.assert(
      fc.property(two, ({ a, b }) => {
        const { rows, cols, counts, rowSizes, colSizes } = contingency(a, b);
        const across = new Int32Array(rowSizes.length);
        const down = new Int32Array(colSizes.length);
        for (let c = 0; c < counts.length; c++) {
          across[rows[c]] += counts[c];
          down[cols[c]] += counts[c];
        }
        expect(across).toEqual(rowSizes);
        expect(down).toEqual(colSizes);
      }),
      many,
    );
  });
});

describe('the adjusted Rand index', () => {
  test('by hand: 0,0,1,1 and 0,0,1,2 is 4/7', () => {
    // Pairs together: 1 in both, 2 and 1 in each, of 6. Expected 2 x 1 / 6 = 1/3: (1 - 1/3) / (3/2 - 1/3).
    expect(adjustedRand(Int32Array.of(0, 0, 1, 1), Int32Array.of(0, 0, 1, 2))).toBeCloseTo(4 / 7, 14);
  });

  test('crossed pairs agree less than chance: -1/2', () => {
    expect(adjustedRand(Int32Array.of(0, 0, 1, 1), Int32Array.of(0, 1, 0, 1))).toBeCloseTo(-1 / 2, 14);
  });

  test.each([
    ['one group each', [3, 3, 3], [0, 0, 0], 1],
    ['every row apart in both', [0, 1, 2], [2, 0, 1], 1],
    ['one group against every row apart', [0, 0, 0], [0, 1, 2], 0],
    ['one row', [0], [4], 1],
    ['no rows', [], [], 1],
  ])('%s', (_, a, b, wanted) => {
    expect(adjustedRand(Int32Array.from(a), Int32Array.from(b))).toBe(wanted);
  });

  const { cases } = readGolden<{ cases: { name: string; a: number[]; b: number[]; adjustedRand: number }[] }>(
    'agreement',
  );
  test.each(cases)("scikit-learn's number: $name", ({ a, b, adjustedRand: wanted }) => {
    expect(Math.abs(adjustedRand(Int32Array.from(a), Int32Array.from(b)) - wanted)).toBeLessThan(1e-12);
  });

  test('is symmetric, at most 1, and blind to numbering and to the order of rows', () => {
    fc.assert(
      fc.property(two, ({ a, b }) => {
        const index = adjustedRand(a, b);
        expect(index).toBeLessThanOrEqual(1);
        expect(adjustedRand(b, a)).toBeCloseTo(index, 12);
        expect(
          adjustedRand(
            a,
            b.map((label) => (label < 0 ? label : 50 - 3 * label)),
          ),
        ).toBeCloseTo(index, 12);
        const order = shuffledOrder(a.length);
        expect(adjustedRand(reordered(a, order), reordered(b, order))).toBeCloseTo(index, 12);
      }),
      many,
    );
  });

  test('is 1 for the same groups under other numbers', () => {
    fc.assert(
      fc.property(two, ({ a }) => {
        expect(
          adjustedRand(
            a,
            a.map((label) => (label < 0 ? label : 50 - 3 * label)),
          ),
        ).toBe(1);
      }),
      many,
    );
  });

  test('is about 0 for labels drawn at random', () => {
    const random = seededRandom(2);
    const draw = (k: number) => Int32Array.from({ length: 5000 }, () => Math.floor(random() * k));
    let sum = 0;
    for (let round = 0; round < 50; round++) sum += adjustedRand(draw(4), draw(6));
    // One round's deviation is about 3e-4 at 5,000 rows; the mean of 50 stays within four of its own.
    expect(Math.abs(sum / 50)).toBeLessThan(4 * (3e-4 / Math.sqrt(50)));
  });

  test('does not overflow where pairs pass 2^31', () => {
    const a = Int32Array.from({ length: 200_000 }, (_, i) => i % 2);
    expect(
      adjustedRand(
        a,
        a.map((label) => 1 - label),
      ),
    ).toBe(1);
    expect(
      Math.abs(
        adjustedRand(
          a,
          Int32Array.from(a, (_, i) => (i >> 1) % 2),
        ),
      ),
    ).toBeLessThan(1e-4);
  });
});

describe('Jaccard by cluster', () => {
  test('by hand: the best match of every cluster', () => {
    const reference = Int32Array.of(0, 0, 0, 1, 1, 2);
    const other = Int32Array.of(7, 7, 4, 4, 4, 4);
    // 0 with 7: 2 of 3. 1 with 4: 2 of 4. 2 with 4: 1 of 4.
    expect([...jaccardByCluster(reference, other, 3)]).toEqual([2 / 3, 1 / 2, 1 / 4]);
  });

  test('noise matches nothing, yet takes rows from a cluster', () => {
    const reference = Int32Array.of(0, 0, 0, -1, -1, 1);
    const other = Int32Array.of(0, 0, -1, -1, 0, -1);
    // 0 with 0: rows 0 and 1 of rows 0, 1, 2 and 4. Cluster 1 lies in noise.
    expect([...jaccardByCluster(reference, other, 2)]).toEqual([2 / 4, 0]);
  });

  test('a cluster without rows was not found again: 0', () => {
    expect([...jaccardByCluster(Int32Array.of(2, 2, 0), Int32Array.of(0, 0, 1), 4)]).toEqual([1, 0, 1, 0]);
  });

  test('is 1 for every cluster of the same groups under other numbers, and what the sets give elsewhere', () => {
    fc.assert(
      fc.property(two, ({ a, b }) => {
        const renumbered = a.map((label) => (label < 0 ? label : 50 - 3 * label));
        const found = jaccardByCluster(a, renumbered, 4);
        for (let j = 0; j < 4; j++) expect(found[j]).toBe(a.includes(j) ? 1 : 0);
        expect([...jaccardByCluster(a, b, 4)]).toEqual([0, 1, 2, 3].map((j) => bestBySets(a, b, j)));
      }),
      many,
    );
  });
});

function bestBySets(a: Int32Array, b: Int32Array, cluster: number): number {
  let best = 0;
  for (const other of new Set(b.filter((label) => label >= 0))) {
    let both = 0;
    let either = 0;
    for (let i = 0; i < a.length; i++) {
      if (a[i] === cluster && b[i] === other) both++;
      if (a[i] === cluster || b[i] === other) either++;
    }
    best = Math.max(best, both / either);
  }
  return best;
}
