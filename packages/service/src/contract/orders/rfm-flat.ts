import { type Static, Type } from 'typebox';
import { rfmGroups } from './order-names.ts';
import { orderChoices } from './order-rules.ts';
import { cuts, idSchema, leftOut, scoreOf, transactionMembers, transactionParameters, warnings } from './orders.ts';

const { today: _today, visits: _visits, ...shared } = transactionParameters;

/** Parameters of a request for RFM with one list of transactions, by their names on the wire. */
export const flatParameters = {
  reference_date: Type.Optional(
    Type.String({ description: 'The day or time from which recency is counted, ISO 8601. Default: today.' }),
  ),
  quintiles: Type.Optional(
    Type.Boolean({ default: false, description: 'Scores from 1 to 5 instead of from 1 to 4 (quartiles).' }),
  ),
  visits: Type.Optional({ ...orderChoices.visits, default: 'orders' }),
  ...shared,
};

export const flatRfmRequest = Type.Object(
  {
    ...flatParameters,
    transactions: Type.Array(Type.Object({ customer_id: idSchema, ...transactionMembers }), {
      minItems: 1,
      description: 'Transactions of all customers, in any order.',
    }),
  },
  { title: 'CustomerRfmFlatRequest' },
);

export const flatRfmAnswer = Type.Object(
  {
    rfm_analysis: Type.Array(
      Type.Object({
        customer_id: Type.String(),
        recency_score: scoreOf,
        frequency_score: scoreOf,
        monetary_score: scoreOf,
        rfm_score: Type.String({ description: 'The three scores, as 543.' }),
        segment: Type.Enum([...rfmGroups]),
        recency_days: Type.Integer(),
        frequency_count: Type.Integer({ description: 'Orders, or days with one (visits).' }),
        monetary_total: Type.Number(),
        recommendations: Type.Array(Type.String()),
      }),
    ),
    segments_summary: Type.Record(Type.String(), Type.Integer(), { description: 'Customers in each segment.' }),
    thresholds: Type.Object({ recency: cuts, frequency: cuts, monetary: cuts }),
    bins: Type.Integer(),
    reference_date: Type.String(),
    left_out: leftOut,
    warnings,
  },
  { title: 'CustomerRfmFlat' },
);
export type FlatRfmAnswer = Static<typeof flatRfmAnswer>;

export const flatRfmExample = {
  transactions: [
    { customer_id: 'C001', date: '2025-01-05', amount: 150 },
    { customer_id: 'C001', date: '2024-12-20', amount: 89.9 },
    { customer_id: 'C002', date: '2024-10-15', amount: 500 },
  ],
  reference_date: '2025-01-07',
  quintiles: true,
};
