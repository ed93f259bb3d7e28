import { tierShares } from '@clientele/engine';
import { type TSchema, Type } from 'typebox';
import { customerAnswer } from '../segmentation/customer-segmentation-answer.ts';
import { answerOf, descriptions, errorSchema } from '../openapi.ts';
import { orNull, purchasingAnswer, tiers } from '../segmentation/purchasing-answer.ts';
import { runStates } from './run-states.ts';
import { fileNotes } from '../orders/order-files.ts';
import { chooseRequest, contractNames, labelsQuery, reportQuery, runsQuery, segmentQuery, tiersQuery } from './runs.ts';
import { tierCuts } from './tier-cuts.ts';

const time = Type.String({ format: 'date-time' });
const text = Type.String();
const cursor = Type.Union([text, Type.Null()], { description: 'For the next page; null after the last one.' });

/** A run as lists show it. */
export const listedRun = {
  run_id: text,
  state: Type.Enum([...runStates]),
  contract: Type.Enum([...contractNames], { description: 'By which the customers came and the answer is told.' }),
  created_at: time,
  started_at: orNull(time),
  finished_at: orNull(time),
  customers: orNull(Type.Integer()),
  algorithm: orNull(text),
  n_clusters: orNull(Type.Integer()),
  verdict: orNull(text),
  segment_sizes: Type.Union(
    [Type.Array(Type.Object({ segment_id: Type.Integer({ minimum: -1 }), size: Type.Integer() })), Type.Null()],
    {
      description:
        'Customers of each segment, in the order of their value, outliers (-1) last; null until the run is completed, and for runs from before sizes were kept.',
    },
  ),
  language: orNull(text),
  asked_by: Type.String({ description: 'key and its id, token and its id, or cli.' }),
  version: Type.String({ description: 'Of Clientele.' }),
  task_id: orNull(text),
  chosen_from: Type.Union([text, Type.Null()], { description: 'The run whose other candidate this one is.' }),
  previous_run_id: orNull(text),
  name: Type.Union([text, Type.Null()], { description: 'What people call it.' }),
  segment_names: Type.Record(text, text, { description: 'What people call its segments, by their ids.' }),
};
const shownRun = {
  ...listedRun,
  request_id: orNull(text),
  notes: fileNotes,
  parameters: Type.Union([Type.Record(text, Type.Unknown()), Type.Null()], {
    description: 'The options it was made with, defaults filled in; null until the run is completed.',
  }),
  timings_ms: orNull(Type.Record(text, Type.Number(), { description: 'Milliseconds by part.' })),
  error: Type.Unknown({ description: 'Why it failed; null where it did not.' }),
  result: Type.Unknown({ description: 'The answer without its customers; null until the run is completed.' }),
};
export const label = Type.Object({
  customer_id: text,
  segment_id: Type.Integer({ minimum: -1, description: '-1 for outliers.' }),
  segment: Type.String({ description: 'Its name: the one that people gave it, or else the generated one.' }),
  confidence: Type.Number({ minimum: 0, maximum: 1 }),
  second_segment_id: Type.Union([Type.Integer(), Type.Null()], { description: 'Where it would be otherwise.' }),
  generated_name: Type.String({ description: 'What the segment is called by itself.' }),
});

/** An operation on runs, for the document. */
export interface Described {
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly querystring?: TSchema;
  readonly body?: TSchema;
  readonly status?: 200 | 204;
  readonly answer?: TSchema;
  /** The answer's media types, where it is not JSON alone. */
  readonly types?: readonly string[];
  readonly refuses?: readonly (404 | 409)[];
}

const ours: Record<404 | 409, string> = {
  404: 'Your tenant has none with this id.',
  409: 'The run is not completed (RUN_NOT_COMPLETED).',
};
/** A tenant's pair, or a bearer token. */
const either: readonly Readonly<Record<string, readonly string[]>>[] = [
  { customerApiId: [], secret: [] },
  { token: [] },
];
/** 0.2 -> 20 %. */
const percent = (share: number): string => `${Math.round(share * 100)} %`;
const bytes = Type.Unsafe({ type: 'string', format: 'binary' });

/** An operation under /api/v1/runs, for the document. */
export function operation(described: Described) {
  const {
    id,
    summary,
    description,
    params,
    querystring,
    body,
    status = 200,
    answer,
    types = [],
    refuses = [],
  } = described;
  const common = [401, 403, ...(body ? [400, 413, 415] : []), ...(body || querystring ? [422] : []), 429, 500, 503];
  const content = {
    ...(answer ? { 'application/json': { schema: answer } } : {}),
    ...Object.fromEntries(types.map((type) => [type, { schema: bytes }])),
  };
  return {
    operationId: id,
    summary,
    ...(description === undefined ? {} : { description }),
    tags: ['runs'],
    security: either,
    ...(params
      ? {
          params: Type.Object(
            Object.fromEntries(
              Object.entries(params).map(([name, about]) => [name, Type.String({ description: about })]),
            ),
          ),
        }
      : {}),
    ...(querystring ? { querystring } : {}),
    ...(body ? { body } : {}),
    response: {
      [status]: status === 204 ? { description: 'Done.', type: 'null' } : { description: 'Done.', content },
      ...Object.fromEntries(common.map((each) => [each, answerOf(errorSchema, descriptions[each] ?? '')])),
      ...Object.fromEntries(refuses.map((each) => [each, answerOf(errorSchema, ours[each])])),
    },
  };
}

export const ofRun = { run: 'The run_id of an answer.' };
/** What every view of a completed run takes, and may refuse. */
export const found = { params: ofRun, refuses: [404, 409] } as const;

/** The routes under /api/v1/runs, and that of one customer, for the document. */
export const runOperations = {
  list: operation({
    id: 'listRuns',
    summary: 'The runs of the tenant, latest first.',
    querystring: runsQuery,
    answer: Type.Object({ runs: Type.Array(Type.Object(listedRun)), next_cursor: cursor }),
  }),
  show: operation({
    id: 'showRun',
    summary: 'One run: how it came about, how it stands, and its result without customers.',
    params: ofRun,
    answer: Type.Object(shownRun),
    refuses: [404],
  }),
  remove: operation({
    id: 'deleteRun',
    summary: 'Delete a run with everything that belongs to it.',
    description: 'A token needs the ability runs:write.',
    params: ofRun,
    status: 204,
    refuses: [404],
  }),
  answer: operation({
    ...found,
    id: 'runAnswer',
    summary: 'The whole answer once more, as its contract has it; in the language of Accept-Language.',
    answer: Type.Union([purchasingAnswer, customerAnswer]),
  }),
  labels: operation({
    ...found,
    id: 'runLabels',
    summary: 'Every customer with its segment: JSON in pages, or all of them as CSV, Arrow or Parquet.',
    querystring: labelsQuery,
    answer: Type.Object({
      run_id: text,
      customers: Type.Integer({ description: 'Of the whole run.' }),
      labels: Type.Array(label),
      next_cursor: cursor,
    }),
    types: ['text/csv', 'application/vnd.apache.arrow.file', 'application/vnd.apache.parquet'],
  }),
  tiers: operation({
    ...found,
    id: 'runTiers',
    summary: 'Every customer with its tier by value: JSON in pages, or all of them as CSV.',
    description: `About the top ${percent(tierShares.top)} of the customers by what they bring, the next ${percent(tierShares.middle)}, the rest, or as top and middle say; customers of equal value share a tier. Pages after the first one have the cuts of their cursor. For customers in whom no natural groups were found, but told of every run. 404 also where no feature tells value.`,
    querystring: tiersQuery,
    answer: Type.Object({
      run_id: text,
      ...tiers.properties,
      cuts: Type.Optional({
        ...tierCuts,
        description: 'Where the tiers were cut; left out where nobody asked for it.',
      }),
      customers: Type.Array(
        Type.Object({
          customer_id: text,
          tier: Type.Enum(['top', 'middle', 'base']),
          value: Type.Number({ description: 'Of the feature, in the unit sent.' }),
        }),
      ),
      next_cursor: cursor,
    }),
    types: ['text/csv'],
  }),
  report: operation({
    ...found,
    id: 'runReport',
    summary: 'The result as one HTML page: figures inside, nothing fetched, ready to print.',
    querystring: reportQuery,
    types: ['text/html'],
  }),
  segment: operation({
    ...found,
    id: 'runSegment',
    summary: 'One segment, as the answer has it, with its customers in pages.',
    params: { ...ofRun, segment: 'cluster_id or segment_id: 0, 1, ..., or -1 for outliers.' },
    querystring: segmentQuery,
    answer: Type.Object({
      run_id: text,
      segment: Type.Record(text, Type.Unknown()),
      given_name: Type.Union([text, Type.Null()], { description: 'What people call it.' }),
      customers: Type.Array(label),
      next_cursor: cursor,
    }),
  }),
  choose: operation({
    ...found,
    id: 'chooseAgain',
    summary: 'Another model of the same run wins, without a new sweep: a new run, answered as its contract answers.',
    description:
      'The model is one of those that the answer lists as tried. The new run names the first one as chosen_from. A token needs the ability runs:write.',
    body: chooseRequest,
    answer: Type.Union([purchasingAnswer, customerAnswer]),
  }),
  forget: operation({
    id: 'deleteCustomer',
    summary: 'Delete one customer from every run of the tenant.',
    description:
      'Its values, label and silhouette are taken out of all that is stored; sizes, means and sums of its segments are counted again without it. Scores, rules and models, which are of many customers together, stay. Runs that are queued or being computed are not touched: ask again when they are completed. Repeating it does no harm. A token needs the ability runs:write.',
    params: { customer: 'The customer_id, as it was sent.' },
    answer: Type.Object({
      customer_id: text,
      runs: Type.Integer({ description: 'Runs that it was in.' }),
      deleted_runs: Type.Integer({ description: 'Of those, runs that had too few customers left to be kept.' }),
      unfinished_runs: Type.Integer({ description: 'Runs that are queued or being computed.' }),
    }),
  }),
};
