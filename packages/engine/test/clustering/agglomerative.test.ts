import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Linkage, linkages } from '../../src/base/options.ts';
import { sampleWithout, seededRandom } from '../../src/base/random.ts';
import { agglomerative } from '../../src/clustering/agglomerative.ts';
import { cutTree } from '../../src/clustering/cut-tree.ts';
import { maxRowsForLinkage } from '../../src/clustering/hierarchy.ts';
import { type Matrix, matrix, takeRows } from '../../src/matrix/matrix.ts';
import { shape, shapes } from '../../src/samples/shapes.ts';
import { dataset, fromRows, type GoldenInput, goldenPoints, readGolden } from '../support/datasets.ts';
import { lattice, scatter, wideRange } from '../support/generated.ts';
import { assertGreedy, assertTreeForm } from '../support/merge-steps.ts';
import { canonical } from '../support/partition.ts';

const line = (...values: number[]): Matrix => matrix(values.length, 1, Float64Array.from(values));

function assertHeights(heights: Float64Array, expected: readonly number[], relative: number): void {
  const last = heights.slice(heights.length - expected.length);
  for (const [i, height] of expected.entries())
    expect(Math.abs(last[i] - height), `height ${i}: ${last[i]}, not ${height}`).toBeLessThanOrEqual(relative * height);
}

describe('by hand', () => {
  // Rows 0, 10, 1, 4: {0, 1} at 1; then 4 to it; then 10 to all three.
  const expected: Record<Linkage, number[]> = {
    // sqrt(2 * 2/3 * 3.5^2), and sqrt(2 * 3/4 * (25/3)^2) from the mean 5/3.
    ward: [1, Math.sqrt((4 / 3) * 12.25), Math.sqrt(1.5) * (25 / 3)],
    average: [1, 3.5, 25 / 3],
    complete: [1, 4, 10],
    single: [1, 3, 6],
  };
  test.each(linkages)('four rows on a line, %s', (linkage) => {
    const tree = agglomerative(line(0, 10, 1, 4), { linkage });
    expect([...tree.left]).toEqual([0, 3, 1]);
    expect([...tree.right]).toEqual([2, 4, 5]);
    expect([...tree.sizes]).toEqual([2, 3, 4]);
    assertHeights(tree.heights, expected[linkage], 1e-15);
  });

  test('cut into two and three, labels go by the lowest row', () => {
    const tree = agglomerative(line(0, 10, 1, 4), { linkage: 'ward' });
    expect([...cutTree(tree, 1)]).toEqual([0, 0, 0, 0]);
    expect([...cutTree(tree, 2)]).toEqual([0, 1, 0, 0]);
    expect([...cutTree(tree, 3)]).toEqual([0, 1, 0, 2]);
    expect([...cutTree(tree, 4)]).toEqual([0, 1, 2, 3]);
  });

  test('copies merge first, at height 0, and weigh as many rows', () => {
    const tree = agglomerative(line(3, 0, 3, 0, 3), { linkage: 'ward' });
    // Weights 3 and 2, 3 apart: sqrt(2 * 6/5 * 9).
    expect([...tree.heights.subarray(0, 3)]).toEqual([0, 0, 0]);
    expect(tree.heights[3]).toBeCloseTo(Math.sqrt(21.6), 14);
    expect([...cutTree(tree, 2)]).toEqual([0, 1, 0, 1, 0]);
  });

  test.each(linkages)('one row is a tree without merges, two rows have one, %s', (linkage) => {
    const one = agglomerative(line(5), { linkage });
    expect([one.leaves, one.heights.length]).toEqual([1, 0]);
    expect([...cutTree(one, 1)]).toEqual([0]);
    const two = agglomerative(line(5, 2), { linkage });
    expect([two.left[0], two.right[0], two.heights[0], two.sizes[0]]).toEqual([0, 1, 3, 2]);
  });
});

describe('published', () => {
  // R's hclust and SciPy's linkage agree on these, to the six decimals given.
  const iris: Record<Linkage, number[]> = {
    ward: [3.828053, 4.847709, 6.399407, 12.300396, 32.447607],
    average: [1.314188, 1.380994, 1.785566, 1.963614, 4.062683],
    complete: [2.236068, 2.428992, 3.210919, 4.024922, 7.085196],
    single: [0.632456, 0.648074, 0.734847, 0.818535, 1.640122],
  };
  test.each(linkages)('the last five heights of iris, %s', (linkage) => {
    const { heights } = agglomerative(dataset('iris').points, { linkage });
    expect(Array.from(heights.slice(-5), (height) => height.toFixed(6))).toEqual(
      iris[linkage].map((height) => height.toFixed(6)),
    );
  });

  test('six points of pyclustering: Ward, complete and average', () => {
    const six = fromRows([
      [1.43054825, -7.5693489],
      [6.95887839, 6.82293382],
      [2.87137846, -9.68248579],
      [7.87974764, -6.05485803],
      [8.24018364, -6.09495602],
      [7.39020262, 8.54004355],
    ]);
    const heights = (linkage: Linkage) => agglomerative(six, { linkage }).heights;
    // Printed to about nine digits.
    assertHeights(heights('ward'), [0.36265956, 1.77045373, 2.55760419, 9.10208346, 24.7784379], 1e-8);
    assertHeights(heights('complete'), [6.96742194, 18.77445997], 1e-8);
    assertHeights(heights('average'), [6.55832839, 15.44089605], 1e-8);
  });
});

interface Case {
  readonly name: string;
  readonly input: GoldenInput;
  readonly linkage: Linkage;
  readonly steps: number;
  readonly lastHeights: readonly number[];
  readonly cuts: Readonly<Record<string, readonly number[]>>;
}
describe('SciPy and fastcluster agree', () => {
  const { cases } = readGolden<{ cases: Case[] }>('hierarchy');
  test.each(cases)('$name', ({ input, linkage, steps, lastHeights, cuts }) => {
    const tree = agglomerative(goldenPoints(input), { linkage });
    expect(tree.heights.length).toBe(steps);
    assertTreeForm(tree, steps + 1);
    // Both work in double precision and only sum in another order.
    assertHeights(tree.heights, lastHeights, 1e-9);
    for (const [k, labels] of Object.entries(cuts)) expect([...cutTree(tree, Number(k))], `k = ${k}`).toEqual(labels);
  });
});

describe('every merge joins the nearest pair, by the definition', () => {
  for (const linkage of linkages) {
    test(`${linkage}, on lattices full of ties and copies`, () => {
      fc.assert(
        fc.property(lattice({ rows: 40, cols: 3 }), (points) => {
          assertGreedy(points, agglomerative(points, { linkage }), linkage);
        }),
        { seed: 1, numRuns: 50 },
      );
    });

    test(`${linkage}, on scattered rows and over twelve decades`, () => {
      fc.assert(
        fc.property(scatter({ rows: 60, cols: 4 }), (points) => {
          assertGreedy(points, agglomerative(points, { linkage }), linkage);
        }),
        { seed: 1, numRuns: 20 },
      );
      const wide = wideRange(80, 3, 3);
      assertGreedy(wide, agglomerative(wide, { linkage }), linkage);
    });
  }

  test.each(shapes)('Ward on 120 rows of %s', (name) => {
    const points = shape(name, 2, 120);
    assertGreedy(points, agglomerative(points, { linkage: 'ward' }), 'ward');
  });
});

test('squares of the Ward heights, halved, add up to the total sum of squares', () => {
  for (const name of shapes) {
    const points = shape(name, 3, 2000);
    const { rows, cols, data } = points;
    let total = 0;
    for (let c = 0; c < cols; c++) {
      const column = data.filter((_, i) => i % cols === c);
      const mean = column.reduce((sum, value) => sum + value, 0) / rows;
      total += column.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    }
    const { heights } = agglomerative(points, { linkage: 'ward' });
    const sum = heights.reduce((so, height) => so + height ** 2 / 2, 0);
    expect(Math.abs(sum - total)).toBeLessThanOrEqual(1e-10 * total);
  }
});

test.each(linkages)('without ties the order of the rows does not matter, %s', (linkage) => {
  const points = shape('cloud', 4, 400);
  const order = sampleWithout(seededRandom(1), points.rows, points.rows);
  const tree = agglomerative(points, { linkage });
  const shuffled = agglomerative(takeRows(points, order), { linkage });
  assertHeights(shuffled.heights, [...tree.heights], 1e-12);
  for (const k of [2, 3, 7, 50]) {
    const back = new Int32Array(points.rows);
    for (const [i, label] of cutTree(shuffled, k).entries()) back[order[i]] = label;
    expect(canonical(back)).toEqual([...cutTree(tree, k)]);
  }
});

test('cuts are nested: one more cluster splits one', () => {
  const tree = agglomerative(shape('blobs'), { linkage: 'ward' });
  for (let k = 1; k < 20; k++) {
    const [coarse, fine] = [cutTree(tree, k), cutTree(tree, k + 1)];
    expect(new Set(fine).size).toBe(k + 1);
    expect(new Set(Array.from(fine, (label, row) => label * 100 + coarse[row])).size).toBe(k + 1);
    expect(canonical(fine)).toEqual([...fine]);
  }
});

test('12,000 evenly spaced rows in one column, every distance a tie, make a tree', () => {
  const points = matrix(
    12_000,
    1,
    Float64Array.from({ length: 12_000 }, (_, i) => i),
  );
  const tree = agglomerative(points, { linkage: 'ward' });
  assertTreeForm(tree, 12_000);
  expect([...tree.heights.subarray(0, 6000)]).toEqual(Array(6000).fill(1)); // 0-1, 2-3, ...
});

describe('refused', () => {
  test.each(['average', 'complete', 'single'] as const)('%s above the limit of rows', (linkage) => {
    const points = matrix(maxRowsForLinkage + 1, 1);
    expect(() => agglomerative(points, { linkage })).toThrow(
      expect.objectContaining({
        code: 'LINKAGE_TOO_LARGE',
        details: { linkage, rows: maxRowsForLinkage + 1, limit: maxRowsForLinkage },
      }),
    );
  });

  test('no rows, and a cut into none or into more clusters than rows', () => {
    expect(() => agglomerative(matrix(0, 2), { linkage: 'ward' })).toThrow(
      expect.objectContaining({ code: 'INSUFFICIENT_DATA' }),
    );
    const tree = agglomerative(line(1, 2, 3), { linkage: 'ward' });
    expect(() => cutTree(tree, 4)).toThrow(
      expect.objectContaining({ code: 'ROWS_TOO_FEW', details: { rows: 3, n_clusters: 4 } }),
    );
    for (const k of [0, 1.5])
      expect(() => cutTree(tree, k)).toThrow(expect.objectContaining({ code: 'INVALID_PARAMETER' }));
  });
});

describe('watched', () => {
  test.each(linkages)('progress grows to 1, %s', (linkage) => {
    const done: number[] = [];
    agglomerative(shape('cloud', 1, 3000), { linkage }, { onProgress: (progress) => done.push(progress.done) });
    expect(done.length).toBeGreaterThan(1);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(done.at(-1)).toBe(1);
  });

  test.each(linkages)('an abort in the middle stops it, %s', (linkage) => {
    let looks = 0;
    const signal = {
      throwIfAborted(): void {
        looks++;
        if (looks === 2) throw new Error('stopped');
      },
    };
    expect(() => agglomerative(shape('cloud', 1, 3000), { linkage }, { signal })).toThrow('stopped');
  });
});
