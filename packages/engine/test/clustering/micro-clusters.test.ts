import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { microClusters } from '../../src/clustering/micro-clusters.ts';
import { type Build, useBuild } from '../../src/compute/thread.ts';
import { distinctRows } from '../../src/matrix/distinct.ts';
import { type Matrix, matrix, squaredDistance, takeRows } from '../../src/matrix/matrix.ts';
import { shape, shapes } from '../../src/samples/shapes.ts';
import { wideRange } from '../support/generated.ts';
import { canonical } from '../support/partition.ts';

const sumOfSquares = (points: Matrix): number => microClusters(points, 1).within;

function assertGroups(points: Matrix, count: number): void {
  const { centroids, weights, members, within } = microClusters(points, count);
  expect(centroids.rows).toBeLessThanOrEqual(count);
  expect(weights.length).toBe(centroids.rows);
  expect([...members]).toEqual(canonical(members)); // numbered by their lowest rows
  const rowsOf = Array.from(weights, (): number[] => []);
  members.forEach((group, row) => rowsOf[group].push(row));
  let lost = 0;
  rowsOf.forEach((rows, group) => {
    expect(rows.length).toBe(weights[group]);
    const own = takeRows(points, rows);
    for (let c = 0; c < points.cols; c++) {
      const column = rows.map((_, i) => own.data[i * points.cols + c]);
      const mean = column.reduce((sum, value) => sum + value / rows.length, 0);
      const size = Math.max(...column.map(Math.abs));
      // Two ways to take a mean: each rounds by a few units in the last place of its numbers.
      expect(Math.abs(centroids.data[group * points.cols + c] - mean)).toBeLessThanOrEqual(1e-14 * rows.length * size);
    }
    for (let i = 0; i < rows.length; i++) lost += squaredDistance(own, i, centroids, group);
  });
  expect(within).toBeGreaterThanOrEqual(0);
  expect(Math.abs(within - lost)).toBeLessThanOrEqual(1e-9 * lost + 1e-20 * sumOfSquares(points));
}

describe.each<Build>(['plain', 'simd'])('%s', (build) => {
  beforeAll(() => useBuild(build));
  afterAll(() => useBuild('simd'));

  test.each(shapes)('groups, centroids, weights and the loss belong together: %s', (name) => {
    for (const count of [1, 2, 7, 100, 1000]) assertGroups(shape(name), count);
  });

  test.each([1, 2, 6, 7, 20])('so they do in %d columns, and over twelve decades', (cols) => {
    assertGroups(wideRange(500, cols, 2), 50);
  });

  test('1, 2, 9, 10 part in the middle, then where the rest spreads most', () => {
    const points = matrix(5, 1, Float64Array.of(10, 1, 2, 9, 14));
    expect([...microClusters(points, 2).members]).toEqual([0, 1, 1, 0, 0]);
    const three = microClusters(points, 3);
    expect([...three.members]).toEqual([0, 1, 1, 0, 2]);
    expect([...three.weights]).toEqual([2, 2, 1]);
    expect([...three.centroids.data]).toEqual([9.5, 1.5, 14]);
    expect(three.within).toBe(1);
  });

  test('there are as many as asked for, and no more than different rows', () => {
    expect(microClusters(shape('cloud'), 200).weights.length).toBe(200);
    const copies = shape('lattice');
    const distinct = distinctRows(copies).first.length;
    const { weights, within } = microClusters(copies, 300);
    expect(weights.length).toBe(distinct);
    expect(within).toBe(0);
    expect(microClusters(shape('allEqual'), 9).weights).toEqual(Float64Array.of(300));
  });

  test('of eight equal groups every one is found, and most of the sum of squares is kept', () => {
    const blobs = shape('blobs', 2, 2000);
    expect(microClusters(blobs, 200).within).toBeLessThan(0.01 * sumOfSquares(blobs));
    // A thousand of its 5,000 dimensions' worth of rows: even a shapeless cloud keeps half.
    const cloud = shape('cloud', 2, 2000);
    expect(microClusters(cloud, 500).within).toBeLessThan(0.25 * sumOfSquares(cloud));
  });

  test('an abort stops it', () => {
    const signal = {
      throwIfAborted(): void {
        throw new Error('stopped');
      },
    };
    expect(() => microClusters(shape('cloud'), 100, { signal })).toThrow('stopped');
  });

  test('no rows make no groups', () => {
    expect(microClusters(matrix(0, 3), 5)).toMatchObject({ within: 0, members: new Int32Array(0) });
  });
});

test('every build finds the same groups', () => {
  for (const points of [...shapes.map((name) => shape(name)), wideRange(999, 7, 3)]) {
    useBuild('plain');
    const plain = microClusters(points, 60);
    for (const build of ['simd', 'relaxed'] as const) {
      useBuild(build);
      expect(microClusters(points, 60)).toEqual(plain);
    }
  }
});
