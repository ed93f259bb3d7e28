import { expect, test } from 'vitest';
import { distanceMatrix, pairScores } from '../../src/evaluation/pair-scores.ts';
import { matrix } from '../../src/matrix/matrix.ts';

// On a line: 0, 1, 3 | 10, 11.
const points = matrix(5, 1, Float64Array.of(0, 1, 3, 10, 11));
const distances = distanceMatrix(points);

test('five points on a line, by hand', () => {
  // Means to the others: 2, 1.5, 2.5 | 1, 1. Borders: one row of each cluster, both 7 away.
  const scores = pairScores(distances, Int32Array.of(0, 0, 0, 1, 1), 2);
  expect(scores?.within).toBeCloseTo((2 + 1.5 + 2.5 + 1 + 1) / 5, 12);
  expect(scores?.separation).toBe(7);
});

test('a row alone has no distance to share, but a border', () => {
  const scores = pairScores(distances, Int32Array.of(0, 0, 1, 2, 2), 3);
  expect(scores?.within).toBe(1);
  expect(scores?.separation).toBeCloseTo((2 + 2 + 7) / 3, 12);
});

test('noise is left out, and empty clusters with it', () => {
  const scores = pairScores(distances, Int32Array.of(0, 0, -1, 2, 2), 3);
  expect(scores).toEqual({ within: 1, separation: 9 });
});

test('is null with one cluster or only rows alone', () => {
  expect(pairScores(distances, new Int32Array(5), 1)).toBeNull();
  expect(pairScores(distances, Int32Array.of(0, 1, 2, 3, 4), 5)).toBeNull();
});
