import type { CustomerTable } from '@clientele/engine';
import { type OrdersDatabase, sqlText } from './database.ts';
import { loyaltyFromOrders } from './loyalty-score.ts';
import type { Mapping } from './columns.ts';
import type { ResolvedRules } from './rules.ts';

/** What the order lines of each customer add up to, by customer id in ascending order. */
export interface Totals {
  readonly ids: readonly string[];
  readonly purchaseTotal: Float64Array;
  readonly visitFrequency: Float64Array;
  readonly productDiversity: Float64Array;
  readonly recencyDays: Float64Array;
  /** Balance of points at the last purchase; NaN where there is none. */
  readonly points: Float64Array;
}

/** The definitions, each one aggregate of a customer's purchases. */
export function totalsSql({ visits, returns, orderTotal, asOf }: ResolvedRules): string {
  const visit = visits === 'days' ? 'moment::DATE' : 'coalesce(visit, moment::VARCHAR)';
  const items = orderTotal === 'once' ? 'coalesce(len(list_distinct(flatten(list(item)))), 0)' : 'count(DISTINCT item)';
  // Where returns are summed as they are, they may outweigh what was bought; a total below zero is no feature.
  const having = returns === 'keep' ? 'HAVING sum(amount) >= 0' : '';
  return `
    SELECT customer,
      sum(amount)::DOUBLE AS purchase_total,
      count(DISTINCT ${visit})::DOUBLE AS visit_frequency,
      ${items}::DOUBLE AS product_diversity,
      date_diff('day', max(moment)::DATE, ${sqlText(asOf)}::DATE)::DOUBLE AS recency_days,
      max_by(points, moment) AS points
    FROM purchases GROUP BY customer ${having} ORDER BY customer`;
}

export async function readTotals(rules: ResolvedRules, database: OrdersDatabase): Promise<Totals> {
  const [ids = [], ...columns] = await database.columns(totalsSql(rules));
  const numbers = columns.map((column) => Float64Array.from(column, (value) => (value === null ? NaN : Number(value))));
  const none = new Float64Array(0);
  const [purchaseTotal = none, visitFrequency = none, productDiversity = none, recencyDays = none, points = none] =
    numbers;
  return { ids: ids.map(String), purchaseTotal, visitFrequency, productDiversity, recencyDays, points };
}

/** The six features. Diversity is left out where lines name neither category nor product. */
export function featureTable(
  totals: Totals,
  { mapping, pointsCap }: { mapping: Mapping; pointsCap?: number | undefined },
): CustomerTable {
  const { purchaseTotal, visitFrequency, productDiversity, recencyDays, points } = totals;
  const avgTicket = purchaseTotal.map((total, i) => total / (visitFrequency[i] || NaN));
  const scored = loyaltyFromOrders(totals);
  const loyalty = scored.map((score, i) => {
    const given = points[i] ?? NaN;
    return pointsCap === undefined || Number.isNaN(given) ? score : Math.min(1, Math.max(0, given / pointsCap));
  });
  const diverse = mapping.category !== undefined || mapping.product !== undefined;
  const columns: [string, Float64Array][] = [
    ['purchase_total', purchaseTotal],
    ['visit_frequency', visitFrequency],
    ['avg_ticket', avgTicket],
    ...(diverse ? [['product_diversity', productDiversity] as [string, Float64Array]] : []),
    ['loyalty_score', loyalty],
    ['recency_days', recencyDays],
  ];
  return { ids: totals.ids, names: columns.map(([name]) => name), columns: columns.map(([, column]) => column) };
}
