import { sqlDialects } from '@clientele/engine';
import { Type } from 'typebox';
import { customerRow } from '../segmentation/customer-segmentation.ts';
import { customer, parameters } from '../segmentation/purchasing-segmentation.ts';

const closed = { additionalProperties: false };

/** The forms that a scoring model can be taken in. */
export const modelFormats = ['json', 'sql'] as const;
/** Runs that tell of one customer. */
export const CUSTOMER_RUNS = 10;

/** The query of a run's model. */
export const modelQuery = Type.Object(
  {
    format: Type.Optional(Type.Enum([...modelFormats], { default: 'json' })),
    dialect: Type.Optional(Type.Enum([...sqlDialects], { default: 'postgres', description: 'For sql.' })),
    table: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, default: 'customers', description: 'For sql; schema.table too.' }),
    ),
    id_column: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, default: 'customer_id', description: 'For sql: its column of ids.' }),
    ),
  },
  closed,
);

/** The query of one customer's segments. */
export const customerQuery = Type.Object(
  {
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 20, default: CUSTOMER_RUNS, description: 'Latest runs that are looked at.' }),
    ),
  },
  closed,
);

/** The body of POST /api/v1/runs/{run}/score. */
export const scoreRequest = Type.Object(
  {
    data: Type.Array(Type.Union([customer, customerRow]), {
      minItems: 1,
      description:
        'Customers as purchasing_segmentation takes them, or flat rows. What the model does not know is left out with a warning.',
    }),
    lang: parameters.lang.schema,
  },
  {
    title: 'ScoreRequest',
    examples: [
      {
        data: [
          {
            customer_id: 'C-9001',
            features: {
              purchase_total: 890.4,
              visit_frequency: 7,
              avg_ticket: 127.2,
              product_diversity: 5,
              loyalty_score: 0.7,
              recency_days: 12,
            },
          },
        ],
      },
    ],
  },
);

/** The answer to it. */
export const scoreAnswer = Type.Object({
  run_id: Type.String(),
  customers: Type.Integer(),
  labels: Type.Array(
    Type.Object({
      customer_id: Type.String(),
      segment_id: Type.Integer({ minimum: -1, description: '-1 for outliers.' }),
      confidence: Type.Number({ minimum: 0, maximum: 1 }),
      out_of_range: Type.Boolean({
        description: 'A value is outside what the run saw: the segment is an extrapolation.',
      }),
    }),
    { description: 'One per customer, in the order sent.' },
  ),
  out_of_range: Type.Record(Type.String(), Type.Integer(), { description: 'Customers outside the range, by feature.' }),
  warnings: Type.Array(Type.Object({ code: Type.String(), message: Type.String() })),
});
