import * as fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Build, useBuild } from '../../src/compute/thread.ts';
import { gaussian, seededRandom } from '../../src/base/random.ts';
import { matrix, takeRows } from '../../src/matrix/matrix.ts';
import {
  EXACT_SILHOUETTE_ROWS,
  measureSilhouettes,
  silhouetteProfile,
  silhouettes,
  silhouetteSamples,
} from '../../src/evaluation/silhouette.ts';
import { shape, shapes } from '../../src/samples/shapes.ts';
import { dataset, fromRows, goldenPoints, scoreCases } from '../support/datasets.ts';
import {
  apart,
  labelled,
  labelsOf,
  mean,
  moved,
  plainSilhouettes,
  pointsOf,
  reordered,
  shuffledOrder,
  unscorable,
} from '../support/labellings.ts';

const many = { seed: 1, numRuns: 100 };
const labelsFrom = (...labels: number[]): Int32Array => Int32Array.from(labels);

// Distances in f32 are off by parts in 2^24 each, and their errors are as often above as below: of 128 or more in a mean
// little is left. A tenth of what is promised (1e-6 on a mean), and for single rows, whose own rounding does not average
// out, ten times as much. With fewer rows the simd build computes what the plain one does.
const builds: [Build, slack: number, rowSlack: number][] = [
  ['plain', 0, 0],
  ['simd', 1e-7, 1e-6],
];

describe.each(builds)('%s build', (build, slack, rowSlack) => {
  beforeEach(() => useBuild(build));

  describe('by hand', () => {
    test('two pairs on a line: 1 - 1/10.5 outside, 1 - 1/9.5 inside', () => {
      const line = fromRows([[0], [1], [10], [11]]);
      const widths = silhouetteSamples(line, labelsFrom(0, 0, 1, 1));
      // a = 1 for all; b is the mean of 10 and 11 for the ends, of 9 and 10 for the inner two
      expect([...(widths ?? [])]).toEqual([1 - 1 / 10.5, 1 - 1 / 9.5, 1 - 1 / 9.5, 1 - 1 / 10.5]);
    });

    test('the only row of a cluster scores 0', () => {
      const widths = silhouetteSamples(fromRows([[0], [1], [3]]), labelsFrom(0, 0, 1));
      expect([...(widths ?? [])]).toEqual([2 / 3, 1 / 2, 0]);
    });

    test("scikit-learn's three points with distances 1, 1 and 2: half of a third", () => {
      expect(silhouettes(fromRows([[0], [1], [2]]), [labelsFrom(0, 0, 1)])[0]?.mean).toBeCloseTo(1 / 6, 15);
    });

    test('a row on the spot of its own and of another cluster scores 0, not NaN', () => {
      const widths = silhouetteSamples(fromRows([[1], [1], [1], [1], [4]]), labelsFrom(0, 0, 1, 1, 2));
      expect([...(widths ?? [])]).toEqual([0, 0, 0, 0, 0]);
    });

    test('noise scores 0, enters no distance, and counts in the mean over all rows', () => {
      const line = fromRows([[0], [1], [5], [10], [11]]);
      const labels = labelsFrom(0, 0, -1, 1, 1);
      const clustered = 2 * (1 - 1 / 10.5) + 2 * (1 - 1 / 9.5);
      expect([...(silhouetteSamples(line, labels) ?? [])]).toEqual([
        1 - 1 / 10.5,
        1 - 1 / 9.5,
        0,
        1 - 1 / 9.5,
        1 - 1 / 10.5,
      ]);
      expect(silhouettes(line, [labels])[0]?.mean).toBeCloseTo(clustered / 5, 14);
    });

    test.each(unscorable)('%s has no silhouette', (_, labels) => {
      const points = fromRows([[0], [1], [5], [6]]);
      expect(silhouetteSamples(points, Int32Array.from(labels))).toBeNull();
      expect(silhouettes(points, [Int32Array.from(labels), labelsFrom(0, 0, 1, 1)])).toEqual([
        null,
        expect.objectContaining({ method: 'exact', sampleSize: 4, halfWidth: 0 }),
      ]);
      expect(silhouetteProfile(points, Int32Array.from(labels))).toBeNull();
    });

    test('labels of another number of rows are refused, naming both numbers', () => {
      expect(() => silhouetteSamples(fromRows([[0], [1], [5]]), labelsFrom(0, 1))).toThrow(
        expect.objectContaining({ code: 'MATRIX_SHAPE', details: { rows: 3, cols: 1, length: 2 } }),
      );
    });

    test('no labelling gives no score', () => {
      expect(silhouettes(fromRows([[0], [1]]), [])).toEqual([]);
    });
  });

  describe("scikit-learn's numbers", () => {
    test.each(scoreCases)('the mean: $name', ({ name, input, labels, silhouette }) => {
      const [score] = silhouettes(goldenPoints(input), [Int32Array.from(labels)]);
      expect(differs(score?.mean, silhouette)).toBeLessThan(tolerance(name, slack));
    });

    // The file keeps single rows of the small sets only.
    test.each(scoreCases.filter(({ samples }) => samples !== null))(
      'every row: $name',
      ({ name, input, labels, samples }) => {
        const widths = silhouetteSamples(goldenPoints(input), Int32Array.from(labels));
        expect(apart(widths, Float64Array.from(samples ?? []))).toBeLessThan(tolerance(name, 0));
      },
    );
  });

  describe('one pass for many labellings', () => {
    const batch = fc
      .record({
        rows: fc.integer({ min: 3, max: 60 }),
        cols: fc.integer({ min: 1, max: 7 }),
        count: fc.integer({ min: 1, max: 9 }),
      })
      .chain(({ rows, cols, count }) =>
        fc.record({
          points: pointsOf(rows, cols),
          labellings: fc.array(
            fc.integer({ min: 1, max: 12 }).chain((k) => labelsOf(rows, k)),
            { minLength: count, maxLength: count },
          ),
        }),
      );

    test('gives every labelling what it gets alone, and what the definition gives', () => {
      fc.assert(
        fc.property(batch, ({ points, labellings }) => {
          const together = silhouettes(points, labellings);
          for (const [index, labels] of labellings.entries()) {
            const alone = silhouettes(points, [labels])[0];
            const plain = alone && mean(plainSilhouettes(points, labels));
            expect(differs(together[index]?.mean, alone?.mean)).toBeLessThan(1e-12);
            expect(differs(together[index]?.mean, plain)).toBeLessThan(1e-9);
          }
        }),
        many,
      );
    });

    test.each(shapes.filter((name) => name !== 'twoRows'))(
      'agrees with the definition on %s, with hundreds of clusters too',
      (name) => {
        const points = shape(name);
        const labellings = [2, 3, 7, 140].map((k) =>
          Int32Array.from({ length: points.rows }, (_, i) => ((i * i) % k) - (i % 11 === 0 ? 1 : 0)),
        );
        const scores = silhouettes(points, labellings);
        for (const [index, labels] of labellings.entries()) {
          expect(Math.abs((scores[index]?.mean ?? NaN) - mean(plainSilhouettes(points, labels)))).toBeLessThan(
            1e-9 + slack,
          );
        }
      },
    );

    test('reports progress that never falls and ends at 1, and lets an abort through', () => {
      const points = shape('blobs', 1, 9000);
      const labels = Int32Array.from({ length: 9000 }, (_, i) => i % 5);
      const seen: number[] = [];
      silhouettes(points, [labels], {}, { onProgress: ({ done }) => seen.push(done) });
      expect(seen.length).toBeGreaterThan(3);
      expect(seen).toEqual(seen.toSorted((a, b) => a - b));
      expect(seen.at(-1)).toBe(1);
      const stopped = {
        throwIfAborted: () => {
          throw new Error('stopped');
        },
      };
      expect(() => silhouettes(points, [labels], {}, { signal: stopped })).toThrow('stopped');
    });
  });

  describe('whatever the points', () => {
    test('every width lies in -1 to 1', () => {
      fc.assert(
        fc.property(labelled, ({ points, labels }) => {
          for (const width of silhouetteSamples(points, labels) ?? [NaN])
            expect(Math.abs(width)).toBeLessThanOrEqual(1);
        }),
        many,
      );
    });

    test('numbering the clusters otherwise, with gaps, changes nothing', () => {
      fc.assert(
        fc.property(labelled, ({ points, labels }) => {
          const renumbered = labels.map((label) => (label < 0 ? label : 90 - 7 * label));
          expect(apart(silhouetteSamples(points, renumbered), silhouetteSamples(points, labels))).toBeLessThan(1e-12);
        }),
        many,
      );
    });

    test('reordering the rows reorders the widths', () => {
      fc.assert(
        fc.property(labelled, ({ points, labels }) => {
          const order = shuffledOrder(points.rows);
          const widths = silhouetteSamples(takeRows(points, order), reordered(labels, order));
          const before = silhouetteSamples(points, labels) ?? new Float64Array();
          expect(apart(widths, reordered(before, order))).toBeLessThan(1e-12);
        }),
        many,
      );
    });

    test('moving, turning and scaling the points changes nothing', () => {
      fc.assert(
        fc.property(labelled, ({ points, labels }) => {
          const before = silhouetteSamples(points, labels);
          // 0 may stand for 0 / 0: copies of a point come apart by a rounding when turned. All other widths hold.
          const after = silhouetteSamples(moved(points), labels)?.map((width, i) => (before?.[i] === 0 ? 0 : width));
          expect(apart(after ?? null, before)).toBeLessThan(1e-9);
        }),
        many,
      );
    });
  });

  describe('a profile', () => {
    const { points, labels } = dataset('s1');

    function sampledProfile(of: Int32Array, seed: number): { rows: Int32Array; values: Float64Array } {
      const profile = silhouetteProfile(points, of, { exactUpTo: 100, seed });
      if (profile === null) throw new Error('these labels have a silhouette');
      return profile;
    }

    test('holds every row where scores are exact', () => {
      const profile = silhouetteProfile(points, labels);
      expect(points.rows).toBeLessThanOrEqual(EXACT_SILHOUETTE_ROWS);
      expect([...(profile?.rows ?? [])]).toEqual(Array.from({ length: points.rows }, (_, i) => i));
      expect(apart(profile?.values ?? null, silhouetteSamples(points, labels))).toBeLessThan(1e-12 + rowSlack);
    });

    test('above the limit holds exact values of 50 rows a cluster at least, all of a smaller one, and some noise', () => {
      // Cluster 90 has seven rows; every 40th row is noise.
      const spoilt = labels.map((label, i) => (i % 40 === 0 ? -1 : i < 8 ? 90 : label));
      const whole = silhouetteSamples(points, spoilt) ?? new Float64Array();
      const { rows, values } = sampledProfile(spoilt, 42);
      expect(rows.length).toBeLessThan(2_500);
      expect([...rows]).toEqual([...new Set(rows)].toSorted((a, b) => a - b));
      expect(
        apart(
          values,
          Float64Array.from(rows, (row) => whole[row]),
        ),
      ).toBeLessThan(1e-12 + rowSlack);
      for (const label of new Set(spoilt)) {
        const drawn = rows.filter((row) => spoilt[row] === label).length;
        expect(drawn).toBeGreaterThanOrEqual(Math.min(50, spoilt.filter((each) => each === label).length));
      }
    });

    test('takes known rows over, and adds only what misses to 50 of a cluster', () => {
      const few = labels.map((label, i) => (i < 60 ? 90 : label));
      const whole = silhouetteSamples(points, few) ?? new Float64Array();
      const [exact] = measureSilhouettes(points, [few]);
      expect(exact && silhouetteProfile(points, few, { known: exact.widths })).toBe(exact?.widths);
      const [sampled] = measureSilhouettes(points, [few], { exactUpTo: 100, halfWidth: 1 });
      const profile = sampled && silhouetteProfile(points, few, { known: sampled.widths });
      if (!profile) throw new Error('these labels have a silhouette');
      const { rows, values } = profile;
      const drawn = sampled.widths.rows;
      expect(drawn.length).toBe(1_000);
      expect([...rows]).toEqual([...new Set(rows)].toSorted((a, b) => a - b));
      expect(rows.filter((row) => few[row] === 90).length).toBe(50);
      expect(rows.length - drawn.length).toBe(50 - drawn.filter((row) => few[row] === 90).length);
      expect(drawn.every((row) => rows.includes(row))).toBe(true);
      expect(
        apart(
          values,
          Float64Array.from(rows, (row) => whole[row]),
        ),
      ).toBeLessThan(1e-12 + rowSlack);
    });

    test('is the same for the same seed, and another for another', () => {
      expect(sampledProfile(labels, 1)).toEqual(sampledProfile(labels, 1));
      expect(sampledProfile(labels, 1).rows).not.toEqual(sampledProfile(labels, 2).rows);
    });
  });
});

describe('where single precision about the mean of all rows would not do', () => {
  // 90 % of the rows in a blob 10^8 times smaller than the range, cut in two; the others far away.
  const random = seededRandom(3);
  const rows = 600;
  const blob = Float64Array.from({ length: rows * 2 }, (_, at) => (at % 20 < 18 ? 1e-8 : 1) * gaussian(random));
  const points = matrix(rows, 2, blob);
  const labels = Int32Array.from({ length: rows }, (_, i) => (i % 10 < 9 ? (points.data[2 * i] < 0 ? 0 : 1) : 2));
  const outlier = matrix(
    rows,
    2,
    Float64Array.from(points.data, (value, at) => (at < 2 ? 1e4 : value * (at % 20 < 18 ? 1e8 : 1))),
  );
  const equal = matrix(
    rows,
    2,
    Float64Array.from({ length: rows * 2 }, (_, at) => (at % 20 < 18 ? 0.1 : farAway(at))),
  );

  function farAway(at: number): number {
    return 3 + (at % 7);
  }

  test.each([
    ['a blob far below the range', points],
    ['one outlier at 10,000 standard deviations', outlier],
    ['copies of one row in two clusters', equal],
  ])('%s: every width is that of f64', (_, customers) => {
    useBuild('simd');
    const widths = measureSilhouettes(customers, [labels])[0]?.widths.values ?? null;
    expect(apart(widths, silhouetteSamples(customers, labels))).toBeLessThan(1e-5);
    const [score] = silhouettes(customers, [labels]);
    expect(Math.abs((score?.mean ?? NaN) - mean(plainSilhouettes(customers, labels)))).toBeLessThan(1e-6);
  });

  test('a sample of the blob has an interval as narrow as in f64', () => {
    const [fast] = silhouettes(points, [labels], { exactUpTo: 10, halfWidth: 1 });
    useBuild('plain');
    const [plain] = silhouettes(points, [labels], { exactUpTo: 10, halfWidth: 1 });
    expect(fast?.halfWidth).toBeCloseTo(plain?.halfWidth ?? NaN, 6);
  });
});

/** How far two scores are apart; 0 when both are missing, Infinity when one is. */
function differs(a: number | null | undefined, b: number | null | undefined): number {
  const missing = [a, b].filter((value) => value === null || value === undefined).length;
  return missing === 2 ? 0 : missing === 1 ? Infinity : Math.abs(Number(a) - Number(b));
}

/** scikit-learn expands |x - y|^2 as x.x - 2 x.y + y.y and so loses digits far from 0: 1e6 + small keeps about four. */
function tolerance(name: string, slack: number): number {
  return name.startsWith('far from zero') ? 1e-4 : 1e-9 + slack;
}
