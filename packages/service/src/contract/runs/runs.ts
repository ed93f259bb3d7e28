import { algorithms, verdicts } from '@clientele/engine';
import { Type } from 'typebox';
import { parameters } from '../segmentation/purchasing-segmentation.ts';
import { runStates } from './run-states.ts';
import { cutsQuery } from './tier-cuts.ts';

/** Where runs are. */
export const runsPath = '/api/v1/runs';
/** Where one customer is deleted everywhere. */
export const customersPath = '/api/v1/customers';

/** The contracts that a run can have come by. */
export const contractNames = ['purchasing_segmentation', 'customer_segmentation'] as const;
/** The wire contracts: what a body's bytes mean, and what the answer's look like. */
export type ContractName = (typeof contractNames)[number];

/** The forms that labels can be taken in: JSON in pages, the others whole. */
export const labelFormats = ['json', 'csv', 'arrow', 'parquet'] as const;

const closed = { additionalProperties: false };
const cursor = Type.Optional(
  Type.String({ minLength: 1, maxLength: 1_000, description: 'next_cursor of the page before.' }),
);
const limit = (maximum: number, usual: number) =>
  Type.Optional(Type.Integer({ minimum: 1, maximum, default: usual, description: 'Entries of a page.' }));
const time = (description: string) => Type.Optional(Type.String({ format: 'date-time', description }));

export const RUNS_PAGE = 20;
export const LABELS_PAGE = 1_000;

/** The query of GET /api/v1/runs. */
export const runsQuery = Type.Object(
  {
    state: Type.Optional(Type.Enum([...runStates])),
    contract: Type.Optional(Type.Enum([...contractNames])),
    algorithm: Type.Optional(Type.Enum([...algorithms], { description: 'Of the model that was returned.' })),
    verdict: Type.Optional(Type.Enum([...verdicts])),
    previous_run_id: Type.Optional(Type.String({ maxLength: 64, description: 'Those that go on from this run.' })),
    created_from: time('Created at this time or later.'),
    created_to: time('Created before this time.'),
    limit: limit(100, RUNS_PAGE),
    cursor,
  },
  closed,
);

/** The query of a run's labels. */
export const labelsQuery = Type.Object(
  {
    format: Type.Optional(Type.Enum([...labelFormats], { default: 'json' })),
    limit: limit(10_000, LABELS_PAGE),
    cursor,
  },
  { ...closed, description: 'limit and cursor are for json; the other forms have all customers.' },
);

/** The query of a run's tiers by value. */
export const tiersQuery = Type.Object(
  {
    format: Type.Optional(Type.Enum(['json', 'csv'], { default: 'json' })),
    ...cutsQuery,
    limit: limit(10_000, LABELS_PAGE),
    cursor,
  },
  { ...closed, description: 'limit and cursor are for json; CSV has all customers.' },
);

/** The query of one segment of a run. */
export const segmentQuery = Type.Object({ limit: limit(10_000, LABELS_PAGE), cursor }, closed);

const lang = Type.Optional(
  Type.String({
    maxLength: 35,
    description: 'en, es or pt; beats Accept-Language. Default: the language of the run.',
  }),
);
const width = Type.Optional(
  Type.Integer({
    minimum: 600,
    maximum: 1_200,
    description:
      'Pixels that figures are drawn for where there is room; their letters keep their size. Default: 700, as on paper.',
  }),
);

/** The query of a run's report. */
export const reportQuery = Type.Object({ lang, ...cutsQuery }, closed);

/** The query of a run's figures for a page. */
export const figuresQuery = Type.Object({ lang, width, ...cutsQuery }, closed);

/** The same for one segment. */
export const segmentFiguresQuery = Type.Object({ lang, width }, closed);

const { properties } = parameters.choose.schema;

/** The body of POST /api/v1/runs/{run}/choose. */
export const chooseRequest = Type.Object(properties, { ...closed, examples: [{ algorithm: 'KMeans', k: 2 }] });
