import { type CustomerTable, quantileSorted } from '@clientele/engine';
import { loyaltyTiers } from '../contract/orders/order-names.ts';

/** What loyalty is made of, with the usual weights. Few days since the last order are better than many. */
export const loyaltyWeights = {
  purchase_total: 0.25,
  visit_frequency: 0.3,
  avg_ticket: 0.1,
  product_diversity: 0.15,
  recency_days: 0.2,
} as const;
export type LoyaltyFeature = keyof typeof loyaltyWeights;
export type LoyaltyWeights = Readonly<Partial<Record<LoyaltyFeature, number>>>;

/** The lowest score of each tier; what is below all of them is at risk. */
export const loyaltyThresholds = { Platinum: 0.85, Gold: 0.7, Silver: 0.5, Bronze: 0.3 } as const;
export type LoyaltyThresholds = Readonly<Record<keyof typeof loyaltyThresholds, number>>;
export type LoyaltyTier = (typeof loyaltyTiers)[number];

export interface Loyalty {
  /** 0 to 1 for each customer; NaN for all where no feature tells customers apart. */
  readonly scores: Float64Array;
  /** Null where there is no score. */
  readonly tiers: readonly (LoyaltyTier | null)[];
  readonly summary: {
    readonly mean: number | null;
    readonly median: number | null;
    /** Nine tenths of the customers are at or below it. */
    readonly topDecile: number | null;
    readonly counts: Readonly<Record<LoyaltyTier, number>>;
  };
  /** Features that are the same for everybody, or that nobody has: their weight went to the others. */
  readonly unused: readonly LoyaltyFeature[];
}

/**
 * A weighted index of where each customer stands between the lowest and the highest of all, by each feature. A missing
 * value counts as the median. Weights need not add up to 1.
 */
export function loyalty(
  table: CustomerTable,
  weights: LoyaltyWeights = loyaltyWeights,
  thresholds: LoyaltyThresholds = loyaltyThresholds,
): Loyalty {
  const features = Object.keys(loyaltyWeights) as LoyaltyFeature[];
  const parts = features.flatMap((feature) => {
    const weight = weights[feature] ?? 0;
    const places = weight > 0 ? placesOf(table.columns[table.names.indexOf(feature)]) : null;
    return places ? [{ feature, weight, places }] : [];
  });
  const whole = parts.reduce((sum, { weight }) => sum + weight, 0);
  const scores = Float64Array.from(table.ids, (_, i) =>
    parts.reduce(
      (sum, { feature, weight, places }) => {
        const place = places[i] ?? 0;
        return sum + (weight / whole) * (feature === 'recency_days' ? 1 - place : place);
      },
      whole > 0 ? 0 : NaN,
    ),
  );
  const tiers = Array.from(scores, (score) => tierOf(score, thresholds));
  return {
    scores,
    tiers,
    summary: summaryOf(scores, tiers),
    unused: features.filter((one) => (weights[one] ?? 0) > 0 && parts.every(({ feature }) => feature !== one)),
  };
}

/** From 0 at the lowest value to 1 at the highest; null where there is no difference. */
function placesOf(column: Float64Array | undefined): Float64Array | null {
  const known = (column ?? new Float64Array(0)).filter((value) => !Number.isNaN(value)).toSorted();
  const [low = 0] = known;
  const high = known.at(-1) ?? 0;
  if (!column || known.length === 0 || low === high) return null;
  const median = quantileSorted(known, 0.5);
  return column.map((value) => ((Number.isNaN(value) ? median : value) - low) / (high - low));
}

function tierOf(score: number, thresholds: LoyaltyThresholds): LoyaltyTier | null {
  if (Number.isNaN(score)) return null;
  // A weighted sum of exact places may miss a threshold by the last bit.
  const reached = (tier: keyof LoyaltyThresholds): boolean => score >= thresholds[tier] - 1e-12;
  return (['Platinum', 'Gold', 'Silver', 'Bronze'] as const).find(reached) ?? 'At-Risk';
}

function summaryOf(scores: Float64Array, tiers: readonly (LoyaltyTier | null)[]): Loyalty['summary'] {
  const counts = Object.fromEntries(
    loyaltyTiers.map((tier) => [tier, tiers.filter((one) => one === tier).length]),
  ) as Record<LoyaltyTier, number>;
  const sorted = scores.filter((score) => !Number.isNaN(score)).toSorted();
  if (sorted.length === 0) return { mean: null, median: null, topDecile: null, counts };
  return {
    mean: sorted.reduce((sum, score) => sum + score, 0) / sorted.length,
    median: quantileSorted(sorted, 0.5),
    topDecile: quantileSorted(sorted, 0.9),
    counts,
  };
}
