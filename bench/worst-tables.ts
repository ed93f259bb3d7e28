import { type CustomerTable, gaussian, seededRandom } from '@clientele/engine';
import { benchCustomers } from './customers.ts';

/** Tables that a search tree, a bound or a sample may find awkward. */
export const worstCases = [
  'all duplicates',
  'integer lattice',
  'one tight blob of 90 %',
  'one far outlier',
  'one constant feature',
  'one Gaussian, 20 features',
  'eps = 1',
  'heavy tails without logarithm',
] as const;
export type WorstCase = (typeof worstCases)[number];

/** The table of a case. The last two are common customers, asked for with other options. */
export function worstTable(name: WorstCase, n: number, seed: number): CustomerTable {
  const random = seededRandom(seed);
  const normal = (): number => gaussian(random);
  if (name === 'all duplicates') return drawn(n, 6, (_, j) => j + 1);
  if (name === 'integer lattice') return drawn(n, 6, () => Math.floor(random() * 8));
  if (name === 'one tight blob of 90 %') return drawn(n, 6, (i) => normal() * (i % 10 === 0 ? 1 : 1e-3));
  if (name === 'one Gaussian, 20 features') return drawn(n, 20, normal);
  if (name === 'heavy tails without logarithm') return drawn(n, 6, () => Math.exp(2 * normal()));
  const customers = benchCustomers(n, seed);
  if (name === 'one far outlier') for (const column of customers.columns) column[0] += 1e4 * deviation(column);
  if (name === 'one constant feature') customers.columns[2].fill(1);
  return customers;
}

function drawn(n: number, d: number, draw: (row: number, column: number) => number): CustomerTable {
  const columns = Array.from({ length: d }, (_, j) => Float64Array.from({ length: n }, (_row, i) => draw(i, j)));
  const ids = Array.from({ length: n }, (_, i) => `C-${String(i + 1).padStart(7, '0')}`);
  return { ids, names: columns.map((_, j) => `feature_${j + 1}`), columns };
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
