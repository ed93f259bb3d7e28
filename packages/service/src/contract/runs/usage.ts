import { type Static, Type } from 'typebox';
import { operation } from './runs-openapi.ts';

export const usagePath = '/api/v1/usage';
/** Days that one answer goes back when nobody says. */
export const USAGE_DAYS = 30;
/** Days of one answer at most. */
export const MOST_USAGE_DAYS = 366;

const day = (description: string) => Type.Optional(Type.String({ format: 'date-time', description }));

/** The query of a tenant's usage. Of a time its day in UTC counts. */
export const usageQuery = Type.Object(
  {
    from: day(`The first day. Default: ${USAGE_DAYS} days up to the last one; ${MOST_USAGE_DAYS} at most.`),
    to: day('The last day. Default: today, in UTC.'),
  },
  { additionalProperties: false },
);

const date = Type.String({ format: 'date' });
const number = (description: string) => Type.Integer({ minimum: 0, description });

export const usageAnswer = Type.Object(
  {
    from: date,
    to: date,
    days: Type.Array(
      Type.Object({
        day: date,
        jobs: number('Segmentations that were asked for; another choice of a model is none.'),
        failed: number('Those of them that failed.'),
        customers: number('Customers of those that are completed.'),
      }),
      { description: 'Every day between, also those without any. Runs that were deleted are not counted.' },
    ),
  },
  { title: 'Usage' },
);
export type UsageAnswer = Static<typeof usageAnswer>;

/** GET /api/v1/usage, for the document. */
export const usageOperation = operation({
  id: 'usage',
  summary: 'Segmentations and customers of each day.',
  querystring: usageQuery,
  answer: usageAnswer,
});
