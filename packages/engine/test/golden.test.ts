import { describe, expect, test } from 'vitest';
import { dataset, type GoldenInput, goldenPoints, readGolden } from './support/datasets.ts';

interface Golden {
  readonly made: { readonly script: string; readonly how: string; readonly tools: Record<string, string> };
  readonly cases: readonly { readonly name: string; readonly input?: GoldenInput; readonly labels?: number[] }[];
}

describe.each(['scores', 'kmeans', 'hierarchy', 'dbscan', 'mixture', 'agreement'])('golden file %s', (name) => {
  const golden = readGolden<Golden>(name);

  test('says which script made it, how, and with which versions', () => {
    expect(golden.made.script).toBe('scripts/golden.py');
    expect(golden.made.how).not.toBe('');
    for (const tool of ['python', 'numpy', 'scipy', 'scikit-learn', 'fastcluster', 'R', 'R cluster'])
      expect(golden.made.tools[tool], tool).toMatch(/^\d+(\.\d+)+$/);
  });

  test('gives every case a name of its own', () => {
    expect(golden.cases.length).toBeGreaterThan(0);
    expect(new Set(golden.cases.map((each) => each.name)).size).toBe(golden.cases.length);
  });

  test('has an input of finite numbers and a label for every row', () => {
    for (const { name: label, input, labels } of golden.cases) {
      if (input === undefined) continue;
      const points = goldenPoints(input);
      expect(points.data.every(Number.isFinite), label).toBe(true);
      if (labels !== undefined) expect(labels, label).toHaveLength(points.rows);
    }
  });
});

test.each([
  ['iris', 150, 4, 3],
  ['wine', 178, 13, 3],
  ['hepta', 212, 3, 7],
  ['target', 770, 2, 6],
  ['s1', 5000, 2, 15],
  ['unbalance', 6500, 2, 8],
  ['wholesale', 440, 6, 2],
  ['onlineRetail', 4338, 6, 1],
] as const)('data set %s has %i rows, %i features and %i reference groups', (name, rows, cols, groups) => {
  const { points, labels, names } = dataset(name);
  expect([points.rows, points.cols, names.length]).toEqual([rows, cols, cols]);
  expect(new Set(labels).size).toBe(groups);
});
