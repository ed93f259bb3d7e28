import { describe, expect, test } from 'vitest';
import { sampleWithout, seededRandom } from '../../src/base/random.ts';
import { distanceMatrix } from '../../src/evaluation/pair-scores.ts';
import { shape } from '../../src/samples/shapes.ts';
import { evenness, randomCentres, randomGrowth, useParts, useScore } from '../../src/selection/actionable.ts';
import { clusterSizes } from '../../src/evaluation/partition.ts';
import { candidate } from '../support/candidates.ts';

const model = (labels: Int32Array, nClusters = 5) => candidate({ labels, nClusters });

describe('evenness', () => {
  test('is 1 for equal sizes, 0 for one cluster, the normed entropy between', () => {
    expect(evenness([5, 5, 5])).toBeCloseTo(1, 12);
    expect(evenness([10])).toBe(0);
    expect(evenness([])).toBe(0);
    // H(3/4, 1/4) = 0.811278 bits of 1.
    expect(evenness([3, 1, 0])).toBeCloseTo(0.8112781244591328, 12);
  });
});

describe('the score', () => {
  test('weighs homogeneity and stability double and takes off the customers left out', () => {
    const parts = { homogeneity: 0.9, separation: 0.6, stability: 0.8, evenness: 1 };
    expect(useScore(parts, 0)).toBeCloseTo(5 / 6, 12);
    expect(useScore(parts, 0.2)).toBeCloseTo(4 / 6, 12);
    expect(useScore({ homogeneity: 1, separation: 1, stability: 1, evenness: 1 }, 0)).toBe(1);
  });
});

describe('random clusterings', () => {
  test.each([randomCentres, randomGrowth])('have exactly k clusters, none empty, even of equal rows', (cluster) => {
    for (const name of ['cloud', 'allEqual', 'duplicates'] as const) {
      const labels = cluster(distanceMatrix(shape(name, 1, 60)), 7, seededRandom(1));
      const sizes = clusterSizes(labels);
      expect(sizes).toHaveLength(7);
      expect(Math.min(...sizes)).toBeGreaterThan(0);
      expect(sizes.reduce((a, b) => a + b)).toBe(60);
    }
  });

  test('growth takes the free row nearest to any clustered one, again and again', () => {
    const distances = distanceMatrix(shape('cloud', 1, 80));
    const distance = (i: number, j: number): number => distances.data[i * 80 + j];
    for (let seed = 1; seed < 6; seed++) {
      const labels = new Int32Array(80).fill(-1);
      sampleWithout(seededRandom(seed), 80, 6).forEach((row, label) => (labels[row] = label));
      for (let joined = 6; joined < 80; joined++) {
        let [from, to] = [-1, -1];
        for (let i = 0; i < 80; i++)
          for (let j = 0; j < 80; j++)
            if (labels[i] >= 0 && labels[j] < 0 && (from < 0 || distance(i, j) < distance(from, to)))
              [from, to] = [i, j];
        labels[to] = labels[from];
      }
      expect([...randomGrowth(distances, 6, seededRandom(seed))]).toEqual([...labels]);
    }
  });

  test('growth follows the gaps: two far pairs from one row each', () => {
    const points = { data: Float64Array.of(0, 1, 50, 51), rows: 4, cols: 1 };
    for (let seed = 1; seed < 20; seed++) {
      const labels = randomGrowth(distanceMatrix(points), 3, seededRandom(seed));
      // Three of the four rows start; the fourth joins the one beside it.
      expect(labels[0] === labels[1] || labels[2] === labels[3]).toBe(true);
      expect(labels[0]).not.toBe(labels[2]);
    }
  });
});

describe('useParts', () => {
  const points = shape('blobs');
  const rows = Int32Array.from({ length: points.rows }, (_, i) => i);
  const planted = rows.map((i) => i % 5);
  const arbitrary = rows.map((i) => Math.floor(i / 60));

  test('finds the planted groups more alike and farther apart than random ones, arbitrary ones less', () => {
    const [good, bad] = useParts({ points, rows }, [model(planted), model(arbitrary)], [1, 0.4], 1);
    expect(good?.homogeneity).toBeGreaterThan(0.7);
    expect(good?.separation).toBeGreaterThan(0.7);
    expect(good?.stability).toBe(1);
    expect(bad?.homogeneity).toBeLessThan(0.3);
    expect(bad?.separation).toBeLessThan(0.5);
    expect(bad?.stability).toBe(0);
  });

  test('is null below three segments, without stability, and with as many segments as customers looked at', () => {
    const two = model(
      rows.map((i) => i % 2),
      2,
    );
    const few = { points: { data: points.data.slice(0, 15), rows: 5, cols: 3 }, rows: rows.slice(0, 5) };
    expect(useParts({ points, rows }, [two, model(planted)], [1, null], 1)).toEqual([null, null]);
    expect(useParts(few, [model(planted)], [1], 1)).toEqual([null]);
  });
});
