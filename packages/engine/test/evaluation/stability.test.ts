import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/base/random.ts';
import { kMeans } from '../../src/clustering/k-means.ts';
import { bootstrap, clusterStability, type Redraw, subsample } from '../../src/evaluation/stability.ts';
import { type Matrix, takeRows } from '../../src/matrix/matrix.ts';
import { shape } from '../../src/samples/shapes.ts';

const whole = (labels: readonly number[]): Redraw => ({
  rows: Int32Array.from(labels, (_, i) => i),
  firsts: Int32Array.from(labels, (_, i) => i),
});

const byKMeans = (points: Matrix, k: number): Float64Array => {
  const random = seededRandom(3);
  const redraws = Array.from({ length: 20 }, () => bootstrap(random, points.rows, points.rows));
  const refits = redraws.map(({ rows }) => kMeans(takeRows(points, rows), { nClusters: k, nInit: 5 }).labels);
  return clusterStability(kMeans(points, { nClusters: k }).labels, redraws, refits, k);
};

describe('redraws', () => {
  test('a bootstrap repeats rows and names each one once among the firsts', () => {
    const { rows, firsts } = bootstrap(seededRandom(1), 50, 80);
    expect(rows).toHaveLength(80);
    expect(new Set(rows).size).toBeLessThan(50);
    expect(Array.from(firsts, (at) => rows[at])).toEqual([...new Set(rows)]);
  });

  test('a subsample holds different rows, in order', () => {
    const { rows, firsts } = subsample(seededRandom(1), 50, 25);
    expect(new Set(rows).size).toBe(25);
    expect(rows).toEqual(rows.toSorted());
    expect(firsts).toHaveLength(25);
  });
});

describe('clusterStability', () => {
  test('averages over the redraws that hold the cluster', () => {
    const reference = Int32Array.of(0, 0, 1, 1);
    const redraws = [whole([0, 0, 1, 1]), { rows: Int32Array.of(0, 1), firsts: Int32Array.of(0, 1) }];
    // First: one of two rows of cluster 0 went over; Jaccard 1/2 for 0, 2/3 for 1. Second: cluster 0 whole, 1 not drawn.
    const found = clusterStability(reference, redraws, [Int32Array.of(0, 1, 1, 1), Int32Array.of(4, 4)], 2);
    expect([...found]).toEqual([expect.closeTo(0.75, 12), expect.closeTo(2 / 3, 12)]);
  });

  test('counts a customer drawn twice once', () => {
    const redraw = { rows: Int32Array.of(0, 0, 0, 1), firsts: Int32Array.of(0, 3) };
    const found = clusterStability(Int32Array.of(0, 0), [redraw], [Int32Array.of(0, 0, 0, 1)], 1);
    expect(found[0]).toBe(0.5);
  });

  test('is 0 for a cluster that no redraw held, and leaves noise out', () => {
    const redraw = { rows: Int32Array.of(0, 1, 2), firsts: Int32Array.of(0, 1, 2) };
    expect([...clusterStability(Int32Array.of(0, 0, -1, 1), [redraw], [Int32Array.of(0, 0, 0)], 2)]).toEqual([
      2 / 3,
      0,
    ]);
  });

  test('is 1 for far blobs and low for ten cuts of one round cloud', () => {
    expect([...byKMeans(shape('blobs'), 5)]).toEqual([1, 1, 1, 1, 1]);
    expect(Math.max(...byKMeans(shape('cloud'), 10))).toBeLessThan(0.6);
  });
});
