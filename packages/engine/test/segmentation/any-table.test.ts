import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { languages } from '../../src/base/language.ts';
import { explain } from '../../src/personas/explain.ts';
import { score, toModel } from '../../src/segmentation/score.ts';
import { segment } from '../../src/segmentation/segment.ts';
import { anyOptions, anyTable } from '../support/any.ts';
import { notFinite } from '../support/candidates.ts';

test('whatever finite numbers and options are sent: every figure is finite, every customer has a segment and words', () => {
  fc.assert(
    fc.property(anyTable, anyOptions, (table, given) => {
      const found = segment(table, given);
      expect(notFinite(found)).toEqual([]);
      const sizes = found.segments.map(({ id }) => found.labels.filter((label) => label === id).length);
      expect(sizes).toEqual(found.segments.map(({ size }) => size));
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(table.ids.length);
      for (const language of languages) {
        const { personas } = explain(found, language);
        expect(new Set(personas.map(({ label }) => label)).size).toBe(found.segments.length);
      }
      const again = score(toModel(found), table);
      expect(notFinite(again)).toEqual([]);
      const exact = ['KMeans', 'GaussianMixture'].includes(found.winner.algorithm);
      expect(exact ? again.labels : found.labels).toEqual(found.labels);
    }),
    { seed: 1, numRuns: 50 },
  );
});
