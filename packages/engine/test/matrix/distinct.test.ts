import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { distinctRows } from '../../src/matrix/distinct.ts';
import { matrix } from '../../src/matrix/matrix.ts';
import { lattice } from '../support/generated.ts';

test('groups are numbered by their first row, and -0 is 0', () => {
  const found = distinctRows(matrix(5, 2, Float64Array.of(1, 0, 2, 0, 1, -0, 1, 1, 2, 0)));
  expect([...found.first]).toEqual([0, 1, 3]);
  expect([...found.groupOf]).toEqual([0, 1, 0, 2, 1]);
  expect([...found.counts]).toEqual([2, 2, 1]);
});

test('groups are those of a map keyed by text', () => {
  fc.assert(
    fc.property(lattice({ rows: 80, cols: 3 }), (points) => {
      const groups = new Map<string, number>();
      const expected = Array.from({ length: points.rows }, (_, i) => {
        const key = points.data.subarray(i * points.cols, (i + 1) * points.cols).join();
        if (!groups.has(key)) groups.set(key, groups.size);
        return groups.get(key);
      });
      const found = distinctRows(points);
      expect([...found.groupOf]).toEqual(expected);
      expect([...found.first]).toEqual([...groups.values()].map((group) => expected.indexOf(group)));
      expect(found.counts).toEqual(Float64Array.from(found.first, (_, g) => expected.filter((e) => e === g).length));
    }),
    { seed: 1, numRuns: 50 },
  );
});
