import { describe, expect, test } from 'vitest';
import { type Random, seededRandom } from '../../src/base/random.ts';
import { lowestOf, restartSeeds } from '../../src/clustering/restart.ts';
import { greedyStart } from '../../src/clustering/start.ts';
import { matrix, squaredDistance } from '../../src/matrix/matrix.ts';
import { shape, shapes } from '../../src/samples/shapes.ts';

/** A stream that repeats the values given. */
function scripted(...values: number[]): Random {
  let at = 0;
  return () => values[at++ % values.length];
}

describe('greedy k-means++', () => {
  test('of two draws the one that leaves the lower sum is kept', () => {
    // Start at row 0 (value 0). Squared distances 0 1 16 25, sum 42. Draws at 0.01 and 0.3 of it fall on rows 1 and 2;
    // keeping row 1 leaves 9 + 16 = 25, row 2 leaves 1 + 0 + 1 = 2.
    const line = matrix(4, 1, Float64Array.of(0, 1, 4, 5));
    expect([...greedyStart(line, 2, scripted(0, 0.01, 0.3)).data]).toEqual([0, 4]);
    expect([...greedyStart(line, 2, scripted(0, 0.3, 0.01)).data]).toEqual([0, 4]);
  });

  test('on a tie the earlier draw is kept', () => {
    // Started at 0, keeping either end leaves the other at squared distance 1.
    const line = matrix(3, 1, Float64Array.of(0, -1, 1));
    expect([...greedyStart(line, 2, scripted(0, 0.75, 0.25)).data]).toEqual([0, 1]);
    expect([...greedyStart(line, 2, scripted(0, 0.25, 0.75)).data]).toEqual([0, -1]);
  });

  test('a draw at the very end of the range falls on a row of weight', () => {
    const line = matrix(3, 1, Float64Array.of(0, 7, 0));
    expect([...greedyStart(line, 2, scripted(0, 1 - 2 ** -53)).data]).toEqual([0, 7]);
  });

  test.each(shapes)('every centroid of %s is a row, and distinct rows are used before any comes twice', (name) => {
    const points = shape(name);
    const k = Math.min(6, points.rows);
    const start = greedyStart(points, k, seededRandom(3));
    const key = (data: Float64Array, i: number): string => data.slice(i * points.cols, (i + 1) * points.cols).join();
    const rows = new Set(Array.from({ length: points.rows }, (_, i) => key(points.data, i)));
    const chosen = Array.from({ length: k }, (_, j) => key(start.data, j));
    for (const each of chosen) expect(rows.has(each)).toBe(true);
    expect(new Set(chosen).size).toBe(Math.min(k, rows.size));
  });

  test('five far groups get one centroid each', () => {
    const points = shape('blobs');
    for (let seed = 0; seed < 20; seed++) {
      const start = greedyStart(points, 5, seededRandom(seed));
      for (let a = 0; a < 5; a++)
        for (let b = 0; b < a; b++) expect(squaredDistance(start, a, start, b)).toBeGreaterThan(50);
    }
  });
});

describe('restarts', () => {
  test('a restart draws the same numbers however many there are', () => {
    expect(restartSeeds(7, 10).slice(0, 3)).toEqual(restartSeeds(7, 3));
    expect(new Set(restartSeeds(7, 100)).size).toBe(100);
  });

  test('the cheapest result is returned whole, the earliest on a tie', () => {
    const costs = [3, 1, 2, 1];
    const results: { restart: number; draw: number }[] = [];
    const best = lowestOf(
      restartSeeds(1, 4),
      ({ restart }: { restart: number; draw: number }) => costs[restart],
      (random, restart) => {
        results.push({ restart, draw: random() });
        return results[restart];
      },
    );
    expect(best).toBe(results[1]);
    expect(best.draw).toBe(seededRandom(restartSeeds(1, 2)[1])());
  });
});
