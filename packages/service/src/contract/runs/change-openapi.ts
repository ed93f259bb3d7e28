import { Type } from 'typebox';
import { customerQuery, modelQuery, scoreAnswer, scoreRequest } from './change.ts';
import { comparisonAnswer } from './comparison.ts';
import { found, label, ofRun, operation } from './runs-openapi.ts';

const time = Type.String({ format: 'date-time' });

/** The routes that score customers, compare runs and follow a customer, for the document. */
export const changeOperations = {
  score: operation({
    ...found,
    id: 'scoreCustomers',
    summary: 'Give customers the segments of a run, by exactly the steps it was made with.',
    description:
      'A missing value counts as the median of the run. Segments have the ids of the run; their names are in its result.',
    body: scoreRequest,
    answer: scoreAnswer,
  }),
  model: operation({
    ...found,
    id: 'runModel',
    summary: 'What customers are scored by: as JSON for the library, or as a SELECT for a warehouse.',
    querystring: modelQuery,
    answer: Type.Object({
      run_id: Type.String(),
      own_agreement: Type.Number({
        description: 'Share of the customers it was made from that the model gives their own segment.',
      }),
      model: Type.Record(Type.String(), Type.Unknown(), { description: 'For score() of @clientele/engine.' }),
    }),
    types: ['application/sql'],
  }),
  compare: operation({
    ...found,
    id: 'compareRuns',
    summary: 'A later run beside an earlier one: who went where, what has drifted, and what to do about it.',
    params: { ...ofRun, other_run: 'The run_id of the later run.' },
    answer: comparisonAnswer,
  }),
  customer: operation({
    id: 'customerSegments',
    summary: 'The segments of one customer in the latest runs, and since when.',
    description: 'changed_at and previous_segment_id are known along runs that name their previous_run_id.',
    params: { customer: 'The customer_id as it was sent.' },
    querystring: customerQuery,
    answer: Type.Object({
      customer_id: Type.String(),
      segments: Type.Array(
        Type.Object({
          run_id: Type.String(),
          created_at: time,
          ...label.properties,
          previous_segment_id: Type.Union([Type.Integer(), Type.Null()], {
            description: 'The segment before; null for who was in no other.',
          }),
          changed_at: Type.Union([time, Type.Null()], { description: 'When the run was made that put it here.' }),
        }),
      ),
    }),
    refuses: [404],
  }),
};
