import type { Language } from '@clientele/engine';
import { warningsOf } from '../contract/segmentation/decode-parameters.ts';
import { Refusal } from '../contract/errors.ts';
import { fraction, measure, score } from '../contract/runs/figures.ts';
import type { FeaturesAnswer, LoyaltyAnswer, OrdersQuestion, RfmAnswer } from '../contract/orders/orders.ts';
import { rfmGroups, rfmTiers } from '../contract/orders/order-names.ts';
import type { DecodeOptions } from '../contract/orders/orders-body.ts';
import { decodeLoyalty, decodeTransactions, type TransactionsRequest } from '../contract/orders/orders-decode.ts';
import { decodeRfm } from '../contract/orders/rfm-decode.ts';
import type { FlatRfmAnswer } from '../contract/orders/rfm-flat.ts';
import { loyalty, loyaltyThresholds, loyaltyWeights } from '../orders/loyalty.ts';
import { loyaltyFromOrders } from '../orders/loyalty-score.ts';
import { type Line, millionths, type PlainTotals, totalsOf } from '../orders/plain.ts';
import { classOf, rfm, type Rfm } from '../orders/rfm.ts';
import { groupOf, recommendationsFor } from '../orders/rfm-groups.ts';
import { rfmRows } from '../orders/rfm-rows.ts';

/** An answer before it is written, with what the log counts. */
interface Answered {
  readonly answer: object;
  readonly language: Language;
  readonly customers: number;
}

/** Answers a question about orders from a request's body. Throws a Refusal for what the caller can mend. */
export function answerOrders(question: OrdersQuestion, body: Uint8Array, options: DecodeOptions): Answered {
  switch (question) {
    case 'customer_features':
      return featuresOf(decodeTransactions(body, options));
    case 'customer_rfm': {
      const request = decodeRfm(body, options);
      return request.form === 'customers' ? rfmOf(request) : flatRfmOf(request);
    }
    case 'customer_loyalty':
      return loyaltyOf(decodeLoyalty(body, options));
  }
}

/** The same faults as customer-intelligence/segmentation tells them: what is missing altogether is 400. */
export function byTokenContract(refusal: Refusal): Refusal {
  const [first] = refusal.data.issues;
  if (refusal.data.reason === 'EMPTY_BODY' || (first?.kind === 'missing' && first.path === 'customers'))
    return Refusal.from(
      new Refusal('MISSING_PARAMETER', { parameter: 'customers', location: 'body' }).data,
      refusal.language,
    );
  return refusal;
}

function featuresOf(request: TransactionsRequest): Answered {
  const totals = summedUp(request);
  const given = new Map(request.buyers.map(({ id, loyalty: own }) => [id, own]));
  const scored = loyaltyFromOrders(totals);
  const diverse = request.buyers.some(({ transactions }) =>
    transactions.some(({ product, category }) => product !== null || category !== null),
  );
  const customers = totals.ids.map((customer_id, i): FeaturesAnswer['customers'][number] => {
    const total = totals.purchaseTotal[i] ?? 0;
    const visits = totals.visitFrequency[i] ?? 0;
    return {
      customer_id,
      features: {
        purchase_total: measure(total),
        visit_frequency: visits,
        avg_ticket: measure(total / visits),
        ...(diverse ? { product_diversity: totals.productDiversity[i] ?? 0 } : {}),
        loyalty_score: given.get(customer_id) ?? fraction(scored[i] ?? 0),
        recency_days: totals.recencyDays[i] ?? 0,
      },
    };
  });
  const kept = totals.ids.filter((id) => given.get(id) !== null).length;
  const { returns } = totals;
  const answer: FeaturesAnswer = {
    customers,
    today: request.today,
    left_out: [...totals.leftOut],
    returns: {
      lines: returns.lines,
      amount: measure(returns.amount),
      unmatched_lines: returns.unmatchedLines,
      unmatched_amount: measure(returns.unmatchedAmount),
    },
    loyalty: { given: kept, scored: customers.length - kept },
    warnings: warningsOf(request.remarks, request.language),
  };
  return { answer, language: request.language, customers: request.buyers.length };
}

function rfmOf(request: TransactionsRequest): Answered {
  const { bins, language, today } = request;
  const totals = summedUp(request);
  const scored = rfm(totals, bins);
  const answer: RfmAnswer = {
    customers: rfmRows(totals, scored, language),
    thresholds: shownThresholds(scored.thresholds),
    tiers: countedBy(rfmTiers, scored.tiers),
    bins,
    today,
    left_out: [...totals.leftOut],
    warnings: warningsOf(request.remarks, language),
  };
  return { answer, language, customers: request.buyers.length };
}

/** The same scores, with the groups and names of the form that they were asked for in. */
function flatRfmOf(request: TransactionsRequest): Answered {
  const { bins, language, today } = request;
  const totals = summedUp(request);
  const { cells, thresholds } = rfm(totals, bins);
  const answer: FlatRfmAnswer = {
    rfm_analysis: cells.map((cell, i) => {
      const segment = groupOf(cell, bins);
      return {
        customer_id: totals.ids[i] ?? '',
        recency_score: cell.recency,
        frequency_score: cell.frequency,
        monetary_score: cell.monetary,
        rfm_score: classOf(cell, bins),
        segment,
        recency_days: totals.recencyDays[i] ?? 0,
        frequency_count: totals.visitFrequency[i] ?? 0,
        monetary_total: measure(totals.purchaseTotal[i] ?? 0),
        recommendations: [...recommendationsFor(segment, language)],
      };
    }),
    segments_summary: countedBy(
      rfmGroups,
      cells.map((cell) => groupOf(cell, bins)),
    ),
    thresholds: shownThresholds(thresholds),
    bins,
    reference_date: today,
    left_out: [...totals.leftOut],
    warnings: warningsOf(request.remarks, language),
  };
  return { answer, language, customers: request.buyers.length };
}

function shownThresholds({ recency, frequency, monetary }: Rfm['thresholds']): RfmAnswer['thresholds'] {
  return {
    recency: [...recency],
    frequency: [...frequency],
    monetary: monetary.map((value) => (value === null ? null : measure(value))),
  };
}

function countedBy<Name extends string>(names: readonly Name[], given: readonly Name[]): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, given.filter((one) => one === name).length]));
}

function loyaltyOf({ table, weights, thresholds, language, remarks }: ReturnType<typeof decodeLoyalty>): Answered {
  const found = loyalty(table, weights ?? loyaltyWeights, { ...loyaltyThresholds, ...thresholds });
  const { summary } = found;
  const answer: LoyaltyAnswer = {
    customers: table.ids.map((customer_id, i) => ({
      customer_id,
      loyalty_score: score(found.scores[i]),
      segment: found.tiers[i] ?? null,
    })),
    summary: {
      mean_score: score(summary.mean),
      median_score: score(summary.median),
      top_decile_threshold: score(summary.topDecile),
      segment_counts: { ...summary.counts },
    },
    unused_features: [...found.unused],
    warnings: warningsOf(remarks, language),
  };
  return { answer, language, customers: table.ids.length };
}

/** Transactions without an id are orders of their own; where one names a category, categories are counted. */
function summedUp({ buyers, today, ...rules }: TransactionsRequest): PlainTotals {
  const categories = buyers.some(({ transactions }) => transactions.some(({ category }) => category !== null));
  const products = buyers.some(({ transactions }) => transactions.some(({ product }) => product !== null));
  const once = rules.orderTotal === 'once';
  const orders = buyers.some(({ transactions }) => transactions.some(({ order }) => order !== null));
  const lines = buyers.flatMap(({ id, transactions }) =>
    transactions.map(({ moment, amount, order, product, category }, i): Line => {
      const money = millionths(amount) ?? 0n;
      return {
        customer: id,
        moment,
        amount: money,
        order: order ?? `#${i}`,
        items: [categories ? category : product].filter((item) => item !== null),
        mate: once ? order : products ? product : orders ? order : String(money < 0n ? -money : money),
      };
    }),
  );
  return totalsOf(lines, { ...rules, asOf: today, since: undefined, until: undefined });
}
