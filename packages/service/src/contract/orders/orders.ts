import { type Static, Type } from 'typebox';
import { loyaltyTiers, rfmTiers } from './order-names.ts';
import { orderChoices, timeZoneSchema } from './order-rules.ts';
import { knownFeatures, parameters } from '../segmentation/purchasing-segmentation.ts';

/** Where orders become features, RFM scores and loyalty. */
export const ordersPaths = {
  customer_features: '/api/v1/ai/customer_features',
  customer_rfm: '/api/v1/ai/customer_rfm',
  customer_loyalty: '/api/v1/ai/customer_loyalty',
} as const;
export type OrdersQuestion = keyof typeof ordersPaths;
/** RFM by bearer token, beside customer-intelligence/segmentation. */
export const bearerRfmPath = '/api/v1/ai/echointel/customer-intelligence/rfm';

export const idSchema = Type.Union([Type.String({ minLength: 1 }), Type.Integer()], {
  description: 'Text; a whole number is taken as its decimal text.',
});

/** Money of one line, in any currency. Beyond this, sums would lose digits. */
export const amountSchema = Type.Number({
  minimum: -999_999_999_999,
  maximum: 999_999_999_999,
  description: 'What the order or the item cost; below zero it is a return. Exact to six decimals.',
});

export const transactionMembers = {
  transaction_id: Type.Optional(Type.Union([idSchema, Type.Null()], { description: 'The order; its items share it.' })),
  date: Type.String({ description: 'Day or time of the order, as ISO 8601; with an offset or in time_zone.' }),
  amount: amountSchema,
  product_id: Type.Optional(Type.Union([idSchema, Type.Null()], { description: 'What was bought.' })),
  category: Type.Optional(
    Type.Union([idSchema, Type.Null()], {
      description: 'Its category, counted instead of the product where it is sent.',
    }),
  ),
};
const transaction = Type.Object(transactionMembers, { description: 'An order, or one item of it.' });
const transactions = Type.Array(transaction, { minItems: 1, description: 'At least one.' });

/** A customer as it is sent with transactions. */
const buyer = Type.Object({
  customer_id: idSchema,
  loyalty_score: Type.Optional(
    Type.Union([knownFeatures.loyalty_score, Type.Null()], {
      description: 'Where you keep one; else it is made of recency, visits and money.',
    }),
  ),
  transactions,
});

/** Parameters of every request with transactions, by their names on the wire. */
export const transactionParameters = {
  today: Type.Optional(
    Type.String({
      description: 'The day from which recency is counted, YYYY-MM-DD; none may be later. Default: today.',
    }),
  ),
  time_zone: Type.Optional(timeZoneSchema),
  visits: Type.Optional(orderChoices.visits),
  returns: Type.Optional(orderChoices.returns),
  free: Type.Optional(orderChoices.free),
  order_total: Type.Optional(orderChoices.orderTotal),
  lang: parameters.lang.schema,
};

export const MOST_BINS = 10;
export const binsSchema = Type.Integer({
  minimum: 2,
  maximum: MOST_BINS,
  default: 5,
  description: 'Scores for each of recency, frequency and money.',
});

const weight = Type.Optional(Type.Number({ minimum: 0, maximum: 1_000_000 }));
const tierFrom = (preset: number) => Type.Optional(Type.Number({ minimum: 0, maximum: 1, default: preset }));

/** Parameters of a request for loyalty. */
export const loyaltyParameters = {
  weights: Type.Optional(
    Type.Object(
      {
        purchase_total: weight,
        visit_frequency: weight,
        avg_ticket: weight,
        product_diversity: weight,
        recency_days: weight,
      },
      {
        additionalProperties: false,
        description: 'Weight of each feature; those left out have none. Default .25, .30, .10, .15, .20.',
      },
    ),
  ),
  segment_thresholds: Type.Optional(
    Type.Object(
      { Platinum: tierFrom(0.85), Gold: tierFrom(0.7), Silver: tierFrom(0.5), Bronze: tierFrom(0.3) },
      { additionalProperties: false, description: 'The score from which each tier begins, falling.' },
    ),
  ),
  lang: parameters.lang.schema,
};

const buyers = (what: string) => Type.Array(buyer, { minItems: 1, description: what });

export const featuresRequest = Type.Object(
  { ...transactionParameters, customers: buyers('The customers with their transactions.') },
  { title: 'CustomerFeaturesRequest' },
);
export const rfmRequest = Type.Object(
  {
    bins: Type.Optional(binsSchema),
    ...transactionParameters,
    customers: buyers('The customers with their transactions.'),
  },
  { title: 'CustomerRfmRequest' },
);

const loyaltyFeature = (name: keyof typeof knownFeatures) =>
  Type.Optional(Type.Union([knownFeatures[name], Type.Null()]));
export const loyaltyRequest = Type.Object(
  {
    ...loyaltyParameters,
    customers: Type.Array(
      Type.Object({
        customer_id: idSchema,
        features: Type.Object({
          purchase_total: loyaltyFeature('purchase_total'),
          visit_frequency: loyaltyFeature('visit_frequency'),
          avg_ticket: loyaltyFeature('avg_ticket'),
          product_diversity: loyaltyFeature('product_diversity'),
          recency_days: loyaltyFeature('recency_days'),
        }),
      }),
      { minItems: 1, description: 'The customers with their features, as customer_features answers them.' },
    ),
  },
  { title: 'CustomerLoyaltyRequest' },
);

export const warnings = Type.Array(Type.Object({ code: Type.String(), message: Type.String() }));
export const leftOut = Type.Array(Type.String(), {
  description: 'Customers of whom no purchase is left: everything was returned.',
});
const orNull = (schema: Parameters<typeof Type.Union>[0][number], description: string) =>
  Type.Union([schema, Type.Null()], { description });

export const featuresAnswer = Type.Object(
  {
    customers: Type.Array(
      Type.Object({
        customer_id: Type.String(),
        features: Type.Object({
          purchase_total: Type.Number(),
          visit_frequency: Type.Integer(),
          avg_ticket: Type.Number(),
          product_diversity: Type.Optional(
            Type.Integer({ description: 'Left out where no transaction names a product or a category.' }),
          ),
          loyalty_score: Type.Number(),
          recency_days: Type.Integer(),
        }),
      }),
      { description: 'By id; post them as data to purchasing_segmentation.' },
    ),
    today: Type.String(),
    left_out: leftOut,
    returns: Type.Object(
      {
        lines: Type.Integer(),
        amount: Type.Number(),
        unmatched_lines: Type.Integer(),
        unmatched_amount: Type.Number(),
      },
      { description: 'Lines below zero; unmatched ones had no purchase, or not enough of it, to be set against.' },
    ),
    loyalty: Type.Object(
      { given: Type.Integer(), scored: Type.Integer() },
      { description: 'Customers whose loyalty_score was sent, and for whom it was made.' },
    ),
    warnings,
  },
  { title: 'CustomerFeatures' },
);
export type FeaturesAnswer = Static<typeof featuresAnswer>;

export const scoreOf = Type.Integer({ minimum: 1, maximum: MOST_BINS });
export const cuts = Type.Array(orNull(Type.Number(), 'Null: nobody reaches it.'));

export const rfmAnswer = Type.Object(
  {
    customers: Type.Array(
      Type.Object({
        customer_id: Type.String(),
        recency_days: Type.Integer(),
        frequency: Type.Integer(),
        monetary_total: Type.Number(),
        recency_score: scoreOf,
        frequency_score: scoreOf,
        monetary_score: scoreOf,
        rfm_class: Type.String({ description: '545; with ten bins 10-5-4.' }),
        rfm_total: Type.Integer(),
        rfm_tier: Type.Enum([...rfmTiers]),
        interpretation: Type.String(),
      }),
    ),
    thresholds: Type.Object(
      { recency: cuts, frequency: cuts, monetary: cuts },
      { description: 'The value from which a score of 2, 3, ... is reached; days fall, the others rise.' },
    ),
    tiers: Type.Record(Type.String(), Type.Integer(), { description: 'Customers in each tier.' }),
    bins: Type.Integer(),
    today: Type.String(),
    left_out: leftOut,
    warnings,
  },
  { title: 'CustomerRfm' },
);
export type RfmAnswer = Static<typeof rfmAnswer>;

export const loyaltyAnswer = Type.Object(
  {
    customers: Type.Array(
      Type.Object({
        customer_id: Type.String(),
        loyalty_score: orNull(Type.Number({ minimum: 0, maximum: 1 }), 'Null where nothing tells customers apart.'),
        segment: orNull(Type.Enum([...loyaltyTiers]), 'The tier; null without a score.'),
      }),
    ),
    summary: Type.Object({
      mean_score: orNull(Type.Number(), 'Null without scores.'),
      median_score: orNull(Type.Number(), 'Null without scores.'),
      top_decile_threshold: orNull(Type.Number(), 'Nine tenths of the customers are at or below it.'),
      segment_counts: Type.Record(Type.String(), Type.Integer()),
    }),
    unused_features: Type.Array(Type.String(), {
      description: 'The same for every customer, or sent for none: their weight went to the others.',
    }),
    warnings,
  },
  { title: 'CustomerLoyalty' },
);
export type LoyaltyAnswer = Static<typeof loyaltyAnswer>;
