import type { rfmTiers } from '../contract/orders/order-names.ts';
import { rankShares } from './ranks.ts';

export type RfmTier = (typeof rfmTiers)[number];

export const rfmMetrics = ['recency', 'frequency', 'monetary'] as const;
export type RfmMetric = (typeof rfmMetrics)[number];

/** Scores of one customer, each from 1 to the number of bins; 1 is the worst. */
export type RfmCell = Readonly<Record<RfmMetric, number>>;

export interface Rfm {
  readonly bins: number;
  readonly cells: readonly RfmCell[];
  readonly tiers: readonly RfmTier[];
  /**
   * The value from which a score of 2, 3, ... is reached: at least so many visits and so much money, at most so many
   * days. A customer's score is 1 and one more for each threshold that is reached. Null where nobody reaches it.
   */
  readonly thresholds: Readonly<Record<RfmMetric, readonly (number | null)[]>>;
}

export const DEFAULT_BINS = 5;
/** Where on the way from the lowest to the highest sum of scores a tier begins. */
const LOYAL_FROM = 0.7;
const POTENTIAL_FROM = 0.45;
const PROMISING_FROM = 0.2;
/** Scores below the highest sum that still make a champion. */
const CHAMPION_WITHIN = 2;

/**
 * Scores by rank: customers are put in order by a metric and cut into `bins` parts of equal size; equal values share the
 * middle of their places, so they always have one score.
 */
export function rfm(
  metrics: {
    readonly recencyDays: Float64Array;
    readonly visitFrequency: Float64Array;
    readonly purchaseTotal: Float64Array;
  },
  bins: number = DEFAULT_BINS,
): Rfm {
  const recency = scores(
    metrics.recencyDays.map((days) => -days),
    bins,
  );
  const frequency = scores(metrics.visitFrequency, bins);
  const monetary = scores(metrics.purchaseTotal, bins);
  const cells = Array.from(recency, (score, i) => ({
    recency: score,
    frequency: frequency[i] ?? 1,
    monetary: monetary[i] ?? 1,
  }));
  return {
    bins,
    cells,
    tiers: cells.map((cell) => tierOf(cell, bins)),
    thresholds: {
      recency: thresholdsOf(metrics.recencyDays, recency, { bins, best: Math.max }),
      frequency: thresholdsOf(metrics.visitFrequency, frequency, { bins, best: Math.min }),
      monetary: thresholdsOf(metrics.purchaseTotal, monetary, { bins, best: Math.min }),
    },
  };
}

function scores(values: Float64Array, bins: number): Uint8Array {
  return Uint8Array.from(rankShares(values), (share) => Math.min(bins, 1 + Math.floor(share * bins)));
}

/** The value nearest to the next lower score among those that have a score or more. */
function thresholdsOf(
  values: Float64Array,
  scored: Uint8Array,
  { bins, best }: { bins: number; best: (a: number, b: number) => number },
): (number | null)[] {
  return Array.from({ length: bins - 1 }, (_, at) => {
    let threshold: number | null = null;
    for (let i = 0; i < values.length; i++)
      if ((scored[i] ?? 0) >= at + 2) threshold = best(threshold ?? values[i] ?? 0, values[i] ?? 0);
    return threshold;
  });
}

/**
 * The tier of a cell. A customer among the longest silent is at risk whatever else is true; the others go by the sum of
 * their scores. Every cell has exactly one tier: the conditions are asked in this order, and the last takes the rest.
 */
export function tierOf(cell: RfmCell, bins: number): RfmTier {
  const total = totalOf(cell);
  const place = (total - 3) / (3 * bins - 3);
  if (cell.recency === 1) return 'At-Risk';
  if (total >= 3 * bins - CHAMPION_WITHIN) return 'Champion';
  if (place >= LOYAL_FROM) return 'Loyal';
  if (place >= POTENTIAL_FROM) return 'Potential';
  return place >= PROMISING_FROM ? 'Promising' : 'At-Risk';
}

export function totalOf({ recency, frequency, monetary }: RfmCell): number {
  return recency + frequency + monetary;
}

/** 545; with ten bins, where a score may have two digits, 10-5-4. */
export function classOf({ recency, frequency, monetary }: RfmCell, bins: number): string {
  return [recency, frequency, monetary].join(bins < 10 ? '' : '-');
}
