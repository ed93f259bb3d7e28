import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { algorithmChoices, linkages } from '../../src/base/options.ts';
import { languages } from '../../src/base/language.ts';
import { explain } from '../../src/personas/explain.ts';
import { score, toModel } from '../../src/segmentation/score.ts';
import { segment } from '../../src/segmentation/segment.ts';
import { notFinite } from '../support/candidates.ts';
import { tableOf } from '../support/segmentations.ts';

const value = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 5 }) },
  { weight: 3, arbitrary: fc.double({ min: -1e3, max: 1e6, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, 1e-300, 1e300, -1e300, 1.7976931348623157e308) },
);
const names = ['purchase_total', 'visit_frequency', 'recency_days', '__proto__', 'x'];

const tables = fc
  .record({ rows: fc.integer({ min: 2, max: 40 }), cols: fc.integer({ min: 1, max: 5 }) })
  .chain(({ rows, cols }) =>
    fc.array(fc.array(value, { minLength: rows, maxLength: rows }), { minLength: cols, maxLength: cols }),
  );

const options = fc.record(
  {
    algorithm: fc.constantFrom(...algorithmChoices),
    linkage: fc.constantFrom(...linkages),
    maxClusters: fc.integer({ min: 2, max: 12 }),
    nClusters: fc.integer({ min: 1, max: 12 }),
    eps: fc.constantFrom(1e-6, 0.4, 50),
    minSamples: fc.integer({ min: 1, max: 6 }),
    objective: fc.constantFrom('separation' as const, 'actionable' as const),
    preprocessing: fc.constantFrom('auto' as const, 'standard' as const),
  },
  { requiredKeys: [] },
);

test('whatever finite numbers and options are sent: every figure is finite, every customer has a segment and words', () => {
  fc.assert(
    fc.property(tables, options, (columns, given) => {
      const table = tableOf(Object.fromEntries(columns.map((column, j) => [names[j], column])));
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
