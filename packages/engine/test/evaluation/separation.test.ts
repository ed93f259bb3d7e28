import * as fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { openThreads } from '../../hosts/node.ts';
import { gaussian, seededRandom } from '../../src/base/random.ts';
import { type Build, useBuild } from '../../src/compute/thread.ts';
import { calinskiHarabasz } from '../../src/evaluation/calinski-harabasz.ts';
import { daviesBouldin } from '../../src/evaluation/davies-bouldin.ts';
import { measureSilhouettes, scoreLabellings } from '../../src/evaluation/silhouette.ts';
import { type Matrix, matrix } from '../../src/matrix/matrix.ts';
import { shape, shapes } from '../../src/samples/shapes.ts';
import { labelsOf, pointsOf } from '../support/labellings.ts';

/** Relative difference; 0 when both are missing. */
function apart(a: number | null | undefined, b: number | null | undefined): number {
  if (a === null || a === undefined || b === null || b === undefined) return (a ?? null) === (b ?? null) ? 0 : Infinity;
  return Math.abs(a - b) / Math.max(1, Math.abs(b));
}

function manyRows(): Matrix {
  const random = seededRandom(7);
  const points = matrix(24_001, 2);
  for (let at = 0; at < points.data.length; at++) points.data[at] = gaussian(random) ** 3;
  return points;
}

const builds: Build[] = ['plain', 'simd'];
describe.each(builds)('scores of many labellings together, %s build', (build) => {
  beforeEach(() => useBuild(build));

  test('are those of each alone', () => {
    const batch = fc
      .record({ rows: fc.constantFrom(3, 5, 17, 60), cols: fc.constantFrom(1, 2, 6, 7, 20) })
      .chain(({ rows, cols }) =>
        fc.record({
          points: pointsOf(rows, cols),
          labellings: fc.array(
            fc.integer({ min: 1, max: 6 }).chain((k) => labelsOf(rows, k)),
            { minLength: 1, maxLength: 6 },
          ),
        }),
      );
    fc.assert(
      fc.property(batch, ({ points, labellings }) => {
        const together = scoreLabellings(points, labellings);
        const silhouettes = measureSilhouettes(points, labellings);
        labellings.forEach((labels, m) => {
          expect(together[m]?.score).toEqual(silhouettes[m]?.score);
          expect(together[m]?.widths).toEqual(silhouettes[m]?.widths);
          expect(apart(together[m]?.daviesBouldin, daviesBouldin(points, labels))).toBeLessThan(1e-9);
          expect(apart(together[m]?.calinskiHarabasz, calinskiHarabasz(points, labels))).toBeLessThan(1e-9);
        });
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  test.each(shapes.filter((name) => name !== 'twoRows'))('are those of each alone on %s, sampled too', (name) => {
    const points = shape(name);
    const labellings = [2, 7, 40].map((k) =>
      Int32Array.from({ length: points.rows }, (_, i) => ((i * i) % k) - (i % 11 === 0 ? 1 : 0)),
    );
    const together = scoreLabellings(points, labellings, { exactUpTo: 10 });
    labellings.forEach((labels, m) => {
      expect(apart(together[m]?.daviesBouldin, daviesBouldin(points, labels))).toBeLessThan(1e-9);
      expect(apart(together[m]?.calinskiHarabasz, calinskiHarabasz(points, labels))).toBeLessThan(1e-9);
    });
  });

  test('are those of each alone on rows so many that a team shares them', () => {
    const points = manyRows();
    const labellings = [2, 7].map((k) => Int32Array.from({ length: points.rows }, (_, i) => ((i * i) % k) - 1));
    const together = scoreLabellings(points, labellings, { exactUpTo: 10, halfWidth: 1 });
    labellings.forEach((labels, m) => {
      expect(apart(together[m]?.daviesBouldin, daviesBouldin(points, labels))).toBeLessThan(1e-9);
      expect(apart(together[m]?.calinskiHarabasz, calinskiHarabasz(points, labels))).toBeLessThan(1e-9);
    });
  });
});

test('one and two threads give the same scores of 24,001 rows, to the last bit', async () => {
  useBuild('simd');
  const points = manyRows();
  const labellings = [2, 7].map((k) => Int32Array.from({ length: points.rows }, (_, i) => ((i * i) % k) - 1));
  const scored = (): string => JSON.stringify(scoreLabellings(points, labellings, { exactUpTo: 10, halfWidth: 1 }));
  const alone = scored();
  const threads = openThreads(2);
  try {
    expect(scored()).toBe(alone);
  } finally {
    await threads.close();
  }
});
