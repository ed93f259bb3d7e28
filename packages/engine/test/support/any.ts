import * as fc from 'fast-check';
import { algorithmChoices, linkages } from '../../src/base/options.ts';
import type { CustomerTable } from '../../src/features/table.ts';
import { tableOf } from './segmentations.ts';

const value = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 5 }) },
  { weight: 3, arbitrary: fc.double({ min: -1e3, max: 1e6, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, 1e-300, 1e300, -1e300, 1.7976931348623157e308) },
);
const names = ['purchase_total', 'visit_frequency', 'recency_days', '__proto__', 'x'];

/** 2 to 40 customers with 1 to 5 features: full of copies, and with magnitudes at both ends of the number range. */
export const anyTable: fc.Arbitrary<CustomerTable> = fc
  .record({ rows: fc.integer({ min: 2, max: 40 }), cols: fc.integer({ min: 1, max: 5 }) })
  .chain(({ rows, cols }) =>
    fc.array(fc.array(value, { minLength: rows, maxLength: rows }), { minLength: cols, maxLength: cols }),
  )
  .map((columns) => tableOf(Object.fromEntries(columns.map((column, j) => [names[j], column]))));

/** Options that every such table takes. */
export const anyOptions = fc.record(
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
