import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gaussian, sampleWithout, seededRandom } from '../../src/base/random.ts';
import { dbscan } from '../../src/clustering/dbscan.ts';
import { densityClustersWithin } from '../../src/clustering/density-clusters.ts';
import type { DbscanModel } from '../../src/clustering/models.ts';
import { type Build, useBuild } from '../../src/compute/thread.ts';
import { type Matrix, matrix, squaredDistance, takeRows } from '../../src/matrix/matrix.ts';
import { shape, shapes } from '../../src/samples/shapes.ts';
import { dataset, fromRows, type GoldenInput, goldenPoints, readGolden } from '../support/datasets.ts';
import { lattice, scatter, wideRange } from '../support/generated.ts';
import { canonical } from '../support/partition.ts';

interface Options {
  readonly eps: number;
  readonly minSamples: number;
}

/** The textbook: list all neighbourhoods, then expand from every core row in row order, as scikit-learn does. */
function plainDbscan(points: Matrix, { eps, minSamples }: Options): DbscanModel {
  const all = Array.from({ length: points.rows }, (_, i) => i);
  const near = all.map((i) => all.filter((j) => squaredDistance(points, i, points, j) <= eps * eps));
  const core = Uint8Array.from(near, (rows) => (rows.length >= minSamples ? 1 : 0));
  const labels = new Int32Array(points.rows).fill(-1);
  let nClusters = 0;
  for (const seed of all) {
    if (labels[seed] >= 0 || core[seed] === 0) continue;
    labels[seed] = nClusters;
    for (const queue = [seed]; queue.length > 0;) {
      for (const row of near[queue.pop() ?? 0]) {
        if (labels[row] >= 0) continue;
        labels[row] = nClusters;
        if (core[row] === 1) queue.push(row);
      }
    }
    nClusters++;
  }
  return { kind: 'DBSCAN', labels, core, nClusters };
}

const assertPlain = (points: Matrix, options: Options): void => {
  expect(dbscan(points, options)).toEqual(plainDbscan(points, options));
};

interface Case extends Options {
  readonly name: string;
  readonly input: GoldenInput;
  readonly labels: readonly number[];
  readonly core: readonly number[];
}
const ofCore = (model: DbscanModel): Int32Array => model.labels.filter((_, row) => model.core[row] === 1);

/** Rows about `offset`, every column a bit wider than the last, one row far away, some of them copies. */
function awkward(rows: number, cols: number, offset: number): Matrix {
  const random = seededRandom(rows + cols);
  const points = matrix(rows, cols);
  for (let i = 0; i < rows; i++) {
    for (let c = 0; c < cols; c++) points.data[i * cols + c] = offset + (1 + c / 8) * gaussian(random);
    if (i % 9 === 8) points.data.copyWithin(i * cols, (i - 5) * cols, (i - 4) * cols);
  }
  if (rows > 4) points.data[3 * cols] += 1e4;
  return points;
}

describe.each<Build>(['plain', 'simd'])('%s', (build) => {
  beforeAll(() => useBuild(build));
  afterAll(() => useBuild('simd'));

  describe('by hand', () => {
    const points = matrix(7, 1, Float64Array.of(0, 2, 3, 4, 6, 8, 10));
    test.each([
      { minSamples: 1, labels: [0, 1, 1, 1, 2, 3, 4] },
      { minSamples: 2, labels: [-1, 0, 0, 0, -1, -1, -1] },
      { minSamples: 3, labels: [-1, 0, 0, 0, -1, -1, -1] },
      { minSamples: 4, labels: [-1, -1, -1, -1, -1, -1, -1] },
    ])('0 2 3 4 6 8 10 with eps 1 and $minSamples: the row counts itself, distance 1 is inside', (expected) => {
      const { labels } = dbscan(points, { eps: 1, minSamples: expected.minSamples });
      expect([...labels]).toEqual(expected.labels);
    });

    test('a border row between two clusters takes the one with the lower first core row', () => {
      // Row 0 is 1 from 1 and 1 from -1, and has three rows; 1 and -1 have four each. Row 1 at -1 comes first.
      const between = matrix(7, 1, Float64Array.of(0, -1, -1.5, -2, 1, 1.5, 2));
      const model = dbscan(between, { eps: 1, minSamples: 4 });
      expect([...model.core]).toEqual([0, 1, 0, 0, 1, 0, 0]);
      expect([...model.labels]).toEqual([0, 0, 0, 0, 1, 1, 1]);
    });

    test('copies count each: five equal rows are a cluster, four are noise', () => {
      const rows = matrix(9, 1, Float64Array.of(7, 1, 7, 1, 7, 1, 7, 1, 7));
      const model = dbscan(rows, { eps: 0.1, minSamples: 5 });
      expect([...model.labels]).toEqual([0, -1, 0, -1, 0, -1, 0, -1, 0]);
      expect([...model.core]).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 1]);
      expect(model.nClusters).toBe(1);
    });
  });

  describe('published', () => {
    test('iris, eps .4 and 4 rows: 25 noise and groups of 47, 38, 36 and 4 (R package dbscan)', () => {
      const { labels, nClusters } = dbscan(dataset('iris').points, { eps: 0.4, minSamples: 4 });
      const sizes = Array.from({ length: nClusters + 1 }, (_, i) => labels.filter((label) => label === i - 1).length);
      expect(sizes[0]).toBe(25);
      expect(sizes.slice(1).toSorted((a, b) => b - a)).toEqual([47, 38, 36, 4]);
    });

    test('twenty points of ELKI: three groups and three rows of noise', () => {
      const noise = [3, 2, 2, 5, 7, 9];
      const one = [2, 7, 1, 8, 2, 9, 2, 8, 3, 9];
      const two = [6, 2, 7, 1, 7, 3, 7, 2, 8, 3, 9, 2, 8, 2, 8, 1];
      const three = [10, 10, 10, 11, 11, 10, 11, 11];
      const points = matrix(20, 2, Float64Array.from([noise, one, two, three].flat()));
      const { labels } = dbscan(points, { eps: 1.5, minSamples: 3 });
      expect([...labels]).toEqual([-1, -1, -1, ...Array(5).fill(0), ...Array(8).fill(1), ...Array(4).fill(2)]);
    });
  });

  describe('the labels are those of scikit-learn, numbering included', () => {
    test.each(readGolden<{ cases: Case[] }>('dbscan').cases)('$name', ({ input, eps, minSamples, labels, core }) => {
      const model = dbscan(goldenPoints(input), { eps, minSamples });
      expect([...model.labels]).toEqual(labels);
      expect([...model.core]).toEqual(core);
      expect(model.nClusters).toBe(Math.max(...labels) + 1);
    });
  });

  describe('the tree gives what listing all neighbourhoods gives', () => {
    const minSamples = fc.integer({ min: 1, max: 9 });

    test('on lattices, where many distances equal eps', () => {
      const eps = fc.constantFrom(0.5, 1, Math.SQRT2, 2, 3, 100);
      fc.assert(fc.property(lattice({ rows: 150, cols: 3 }), fc.record({ eps, minSamples }), assertPlain), {
        seed: 1,
        numRuns: 150,
      });
    });

    test('on scattered rows', () => {
      const eps = fc.constantFrom(1e-12, 0.1, 0.3, 0.6, 1, 3, 1e6);
      fc.assert(fc.property(scatter({ rows: 150, cols: 4 }), fc.record({ eps, minSamples }), assertPlain), {
        seed: 1,
        numRuns: 100,
      });
    });

    test.each(shapes)('on %s', (name) => {
      for (const eps of [0.05, 0.3, 1, 4])
        for (const min of [2, 5, 40]) assertPlain(shape(name), { eps, minSamples: min });
    });

    test('over twelve decades', () => {
      for (const eps of [1e-7, 1e-6, 1, 1e6]) assertPlain(wideRange(400, 3, 6), { eps, minSamples: 5 });
    });
  });

  test('the order of the rows changes no core row and no cluster of core rows', () => {
    const points = shape('moons', 5, 500);
    const order = sampleWithout(seededRandom(2), points.rows, points.rows);
    const options = { eps: 0.1, minSamples: 8 };
    const plain = dbscan(points, options);
    const shuffled = dbscan(takeRows(points, order), options);
    expect(plain.nClusters).toBeGreaterThan(1);
    expect(shuffled.core).toEqual(Uint8Array.from(order, (row) => plain.core[row]));
    const expected = Int32Array.from(order, (row) => plain.labels[row]).filter((_, i) => plain.core[order[i]] === 1);
    expect(canonical(ofCore(shuffled))).toEqual(canonical(expected));
  });

  test('rows without neighbours are noise for two, clusters of their own for one', () => {
    const points = shape('cloud', 1, 200);
    expect(dbscan(points, { eps: 1e-9, minSamples: 2 })).toMatchObject({
      nClusters: 0,
      labels: new Int32Array(200).fill(-1),
    });
    expect(dbscan(points, { eps: 1e-9, minSamples: 1 }).labels).toEqual(Int32Array.from({ length: 200 }, (_, i) => i));
  });

  test('an eps beyond all distances makes one cluster, or noise when the rows are too few', () => {
    const points = shape('cloud', 1, 200);
    expect(dbscan(points, { eps: 1e9, minSamples: 200 }).labels).toEqual(new Int32Array(200));
    expect(dbscan(points, { eps: 1e9, minSamples: 201 }).labels).toEqual(new Int32Array(200).fill(-1));
  });

  test("60,000 rows are one cluster within the test's time where listing pairs would fill the memory", () => {
    const random = seededRandom(3);
    const copies = matrix(60_000, 3, new Float64Array(180_000).fill(2));
    const crowd = matrix(
      60_000,
      3,
      Float64Array.from({ length: 180_000 }, () => gaussian(random)),
    );
    for (const points of [copies, crowd])
      expect(dbscan(points, { eps: 50, minSamples: 5 }).labels).toEqual(new Int32Array(60_000));
  });

  test('one row alone is noise, or a cluster when one row is enough', () => {
    const one = fromRows([[1, 2]]);
    expect([...dbscan(one, { eps: 1, minSamples: 2 }).labels]).toEqual([-1]);
    expect([...dbscan(one, { eps: 1, minSamples: 1 }).labels]).toEqual([0]);
  });

  test('refused: no rows, eps of 0, minSamples of 0', () => {
    expect(() => dbscan(matrix(0, 2), { eps: 1, minSamples: 2 })).toThrow(
      expect.objectContaining({ code: 'INSUFFICIENT_DATA' }),
    );
    for (const options of [
      { eps: 0, minSamples: 2 },
      { eps: 1, minSamples: 0 },
    ])
      expect(() => dbscan(matrix(3, 1), options)).toThrow(expect.objectContaining({ code: 'INVALID_PARAMETER' }));
  });

  test('progress grows to 1, and an abort in the middle stops it', () => {
    const points = shape('cloud', 1, 9000);
    const done: number[] = [];
    dbscan(points, { eps: 0.5, minSamples: 5 }, { onProgress: (progress) => done.push(progress.done) });
    expect(done.length).toBeGreaterThan(2);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(done.at(-1)).toBe(1);
    let looks = 0;
    const signal = {
      throwIfAborted(): void {
        looks++;
        if (looks === 3) throw new Error('stopped');
      },
    };
    expect(() => dbscan(points, { eps: 0.5, minSamples: 5 }, { signal })).toThrow('stopped');
  });

  describe('with tree or without, on every shape', () => {
    const shapesOf = [1, 2, 3, 5, 16, 17, 129, 1000].flatMap((rows) =>
      [1, 2, 6, 7, 20].map((cols) => ({ rows, cols })),
    );
    test.each(shapesOf)('$rows rows of $cols columns', ({ rows, cols }) => {
      for (const offset of [0, 1e7])
        for (const eps of [0.2 * Math.sqrt(cols), 0.7 * Math.sqrt(cols)])
          for (const min of [1, 4, 9, 10, 30]) assertPlain(awkward(rows, cols, offset), { eps, minSamples: min });
    });
    test.each([0, 1e-200, 1e200])('of one column, all but one row equal, in units of %d', (unit) => {
      const points = matrix(
        40,
        1,
        Float64Array.from({ length: 40 }, (_, i) => (i === 7 ? 2 * unit : unit)),
      );
      assertPlain(points, { eps: 1e-3, minSamples: 5 });
    });
    test('of no column: all rows are one', () => {
      expect(dbscan(matrix(6, 0), { eps: 1, minSamples: 5 }).labels).toEqual(new Int32Array(6));
    });
  });

  test('distances one bit below, at and above eps are told apart, far from 0 too', () => {
    for (const at of [0, 1000, 1e6]) {
      const eps = 0.375; // exact, as is every number here
      const rim = matrix(3, 1, Float64Array.of(at, at + eps, at + 2 * eps + 2 ** -32));
      const { labels } = dbscan(rim, { eps, minSamples: 2 });
      expect([...labels]).toEqual([0, 0, -1]);
    }
  });
});

describe('with a limit', () => {
  const points = shape('cloud', 3, 40_000);
  const options = { eps: 0.3, minSamples: 5 };
  afterAll(() => useBuild('simd'));

  test('the answer is the same while the limit is not reached', () => {
    useBuild('simd');
    expect(densityClustersWithin(points, { ...options, mostPairs: 1e9 })).toEqual(dbscan(points, options));
  });

  test('nothing is answered beyond it, by the same count in both compiled builds, and seen soon', () => {
    let reports = 0;
    const watch = { onProgress: () => void reports++ };
    for (const build of ['simd', 'relaxed'] as const) {
      useBuild(build);
      expect(densityClustersWithin(points, { ...options, mostPairs: 1e6 }, watch)).toBeNull();
      expect(reports).toBe(1); // the sorting; the core test has not begun
      reports = 0;
    }
  });

  test('joins and borders count too: the limit that the core test alone keeps is found broken later', () => {
    useBuild('simd');
    const crowd = shape('blobs', 1, 3000);
    const limits = Array.from({ length: 60 }, (_, i) => 1000 * 1.2 ** i);
    const answers = limits.map(
      (mostPairs) => densityClustersWithin(crowd, { eps: 0.7, minSamples: 5, mostPairs }) !== null,
    );
    expect(answers).toEqual(answers.toSorted((a, b) => Number(a) - Number(b)));
    expect(answers[0]).toBe(false);
    expect(answers.at(-1)).toBe(true);
  });
});
