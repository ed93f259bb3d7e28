import { describe, expect, test } from 'vitest';
import { dataset, type GoldenInput, goldenPoints, readGolden } from './support/datasets.ts';

interface Golden {
  readonly made: { readonly script: string; readonly how: string; readonly tools: Record<string, string> };
  readonly cases: readonly { readonly name: string; readonly input?: GoldenInput; readonly labels?: number[] }[];
}

describe.each(['scores', 'kmeans', 'hierarchy', 'dbscan', 'mixture', 'agreement', 'large'])(
  'golden file %s',
  (name) => {
    const golden = readGolden<Golden>(name);

    test('says which script made it, how, and with which versions', () => {
      expect(golden.made.script).toBe('scripts/golden.py');
      expect(golden.made.how).not.toBe('');
      expect(Object.keys(golden.made.tools)).toEqual(
        expect.arrayContaining(['python', 'numpy', 'scipy', 'scikit-learn', 'fastcluster', 'R', 'R cluster']),
      );
      for (const version of Object.values(golden.made.tools)) expect(version).toMatch(/^\d+(\.\d+)+$/);
    });

    test('gives every case a name of its own', () => {
      expect(golden.cases.length).toBeGreaterThan(0);
      expect(new Set(golden.cases.map((each) => each.name)).size).toBe(golden.cases.length);
    });

    test('has an input of finite numbers and a label for every row', () => {
      const wrong = golden.cases.filter(({ input, labels }) => {
        if (input === undefined) return false;
        const points = goldenPoints(input);
        return !points.data.every(Number.isFinite) || (labels !== undefined && labels.length !== points.rows);
      });
      expect(wrong.map((each) => each.name)).toEqual([]);
    });
  },
);

test.each([
  ['iris', 150, 4, 3],
  ['wine', 178, 13, 3],
  ['hepta', 212, 3, 7],
  ['target', 770, 2, 6],
  ['s1', 5000, 2, 15],
  ['unbalance', 6500, 2, 8],
  ['wholesale', 440, 6, 2],
  ['retail', 4293, 3, 1],
  ['onlineRetail', 4338, 6, 1],
] as const)('data set %s has %i rows, %i features and %i reference groups', (name, rows, cols, groups) => {
  const { points, labels, names } = dataset(name);
  expect([points.rows, points.cols, names.length]).toEqual([rows, cols, cols]);
  expect(new Set(labels).size).toBe(groups);
});
