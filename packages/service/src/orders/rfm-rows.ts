import type { Language } from '@clientele/engine';
import { measure } from '../contract/runs/figures.ts';
import type { RfmAnswer } from '../contract/orders/orders.ts';
import type { Totals } from './features.ts';
import { classOf, type Rfm, totalOf } from './rfm.ts';
import { interpretation } from './rfm-words.ts';

/** Each customer with metrics, scores, class and tier, as answers and files have them. */
export function rfmRows(
  { ids, recencyDays, visitFrequency, purchaseTotal }: Totals,
  { cells, tiers, bins }: Rfm,
  language: Language,
): RfmAnswer['customers'] {
  return cells.map((cell, i) => {
    const tier = tiers[i] ?? 'At-Risk';
    return {
      customer_id: ids[i] ?? '',
      recency_days: recencyDays[i] ?? 0,
      frequency: visitFrequency[i] ?? 0,
      monetary_total: measure(purchaseTotal[i] ?? 0),
      recency_score: cell.recency,
      frequency_score: cell.frequency,
      monetary_score: cell.monetary,
      rfm_class: classOf(cell, bins),
      rfm_total: totalOf(cell),
      rfm_tier: tier,
      interpretation: interpretation(tier, cell, bins, language),
    };
  });
}
