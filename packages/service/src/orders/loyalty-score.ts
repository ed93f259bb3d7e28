import { rankShares } from './ranks.ts';

/**
 * A loyalty score from 0 to 1 for shops that keep none: the mean of a customer's places by recency, by visits and by
 * money, each from 0 (the lowest of all) to 1.
 */
export function loyaltyFromOrders(totals: {
  readonly recencyDays: Float64Array;
  readonly visitFrequency: Float64Array;
  readonly purchaseTotal: Float64Array;
}): Float64Array {
  const recent = rankShares(totals.recencyDays.map((days) => -days));
  const frequent = rankShares(totals.visitFrequency);
  const money = rankShares(totals.purchaseTotal);
  return recent.map((share, i) => (share + (frequent[i] ?? 0) + (money[i] ?? 0)) / 3);
}
