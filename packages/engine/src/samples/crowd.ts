import { gaussian, mixSeed, seededRandom } from '../base/random.ts';
import type { CustomerTable } from '../features/table.ts';
import { numbered } from './shop.ts';

/** Shapes of one column, all skewed to the right: skewness about 6, 2 and 1.4. */
export const marginals = ['lognormal', 'exponential', 'gamma'] as const;
export type Marginal = (typeof marginals)[number];

/**
 * Customers without any groups: every column has the same skewed marginal, independent or correlated through one common
 * normal factor (r = 0.5 between any two normal scores). What a segmentation must not be sure about.
 */
export function crowd(options: {
  n: number;
  d: number;
  seed: number;
  marginal: Marginal;
  correlated: boolean;
}): CustomerTable {
  const { n, d, seed, marginal, correlated } = options;
  const random = seededRandom(mixSeed(seed, 2));
  const columns = Array.from({ length: d }, () => new Float64Array(n));
  for (let i = 0; i < n; i++) {
    const common = gaussian(random);
    for (const column of columns) {
      const own = gaussian(random);
      column[i] = shaped(correlated ? (common + own) / Math.SQRT2 : own, marginal);
    }
  }
  return { ids: numbered(n), names: columns.map((_, j) => `feature_${j + 1}`), columns };
}

/** A normal score on the scale of a marginal; each map is monotone, so ranks and ties stay. */
function shaped(score: number, marginal: Marginal): number {
  if (marginal === 'lognormal') return Math.exp(score);
  if (marginal === 'exponential') return -Math.log(1 - Math.min(normalCdf(score), 1 - 1e-12));
  const cube = 1 - 1 / 18 + score / Math.sqrt(18); // Wilson-Hilferty: gamma of shape 2
  return 2 * Math.max(cube, 0.01) ** 3;
}

/** Standard normal distribution function to 1e-7 (Abramowitz and Stegun 26.2.17). */
function normalCdf(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const tail =
    0.3989422804014327 *
    Math.exp((-x * x) / 2) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x >= 0 ? 1 - tail : tail;
}
