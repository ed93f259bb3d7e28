import { describe, expect, test } from 'vitest';
import { adjustedRand } from '../../src/evaluation/agreement.ts';
import { calinskiHarabasz } from '../../src/evaluation/calinski-harabasz.ts';
import { daviesBouldin } from '../../src/evaluation/davies-bouldin.ts';
import { silhouettes } from '../../src/evaluation/silhouette.ts';
import { fromRows } from '../support/datasets.ts';

// Numbers that other projects' own tests state, to as many digits as they print.

function repeated(value: number, times: number): number[] {
  return Array.from({ length: times }, () => value);
}

describe("scikit-learn's forty points in four groups", () => {
  const pairs = [
    [
      [0, 0],
      [1, 1],
    ],
    [
      [3, 3],
      [4, 4],
    ],
    [
      [0, 4],
      [1, 3],
    ],
    [
      [3, 1],
      [4, 0],
    ],
  ];
  const points = fromRows(pairs.flatMap((pair) => Array.from({ length: 5 }, () => pair).flat()));
  const labels = Int32Array.from([0, 1, 2, 3].flatMap((group) => repeated(group, 10)));

  test('Calinski-Harabasz is 108', () => {
    expect(calinskiHarabasz(points, labels)).toBeCloseTo(108, 10);
  });

  test('Davies-Bouldin is 2 sqrt(1/2) / 3', () => {
    expect(daviesBouldin(points, labels)).toBeCloseTo((2 * Math.sqrt(0.5)) / 3, 14);
  });

  test('the silhouette is .7381086', () => {
    expect(silhouettes(points, [labels])[0]?.mean).toBeCloseTo(0.7381086, 7);
  });
});

describe("ELKI's twenty points, three groups and three rows of noise", () => {
  const points = fromRows([
    [3, 2],
    [2, 5],
    [7, 9],
    [2, 7],
    [1, 8],
    [2, 9],
    [2, 8],
    [3, 9],
    [6, 2],
    [7, 1],
    [7, 3],
    [7, 2],
    [8, 3],
    [9, 2],
    [8, 2],
    [8, 1],
    [10, 10],
    [10, 11],
    [11, 10],
    [11, 11],
  ]);
  const groups = [...repeated(0, 5), ...repeated(1, 8), ...repeated(2, 4)];
  const oneGroup = Int32Array.from([3, 3, 3, ...groups]);
  const groupsOfOne = Int32Array.from([3, 4, 5, ...groups]);

  test('noise as one group', () => {
    expect(silhouettes(points, [oneGroup])[0]?.mean).toBeCloseTo(0.589897756171037, 13);
    expect(calinskiHarabasz(points, oneGroup)).toBeCloseTo(40.7195512820513, 11);
    // ELKI's own index takes root mean squares of the distances; this is scikit-learn's form of it.
    expect(daviesBouldin(points, oneGroup)).toBeCloseTo(0.972797120534452, 13);
  });

  test('noise as groups of one', () => {
    expect(silhouettes(points, [groupsOfOne])[0]?.mean).toBeCloseTo(0.520636492550455, 13);
    expect(calinskiHarabasz(points, groupsOfOne)).toBeCloseTo(77.025, 11);
  });
});

test("ELKI's and scikit-learn's pair of labellings has an adjusted Rand index of .26694045174538", () => {
  const a = Int32Array.from([...repeated(1, 6), ...repeated(2, 6), ...repeated(3, 5)]);
  const b = Int32Array.of(1, 1, 1, 1, 2, 1, 2, 2, 2, 2, 3, 1, 3, 3, 3, 2, 2);
  expect(adjustedRand(a, b)).toBeCloseTo(0.26694045174538, 13);
});
