import { type Static, Type } from 'typebox';

const text = Type.String();
const textOrNull = Type.Union([text, Type.Null()]);

/** The parts of a result that come as HTML, in the order of a page that tells it from the top. */
export const partNames = [
  'verdict',
  'tests',
  'tiers',
  'ribbon',
  'segments',
  'profile',
  'distributions',
  'silhouette',
  'chance',
  'gap',
  'groups',
  'why',
  'candidates',
  'ward',
  'rules',
  'data',
  'notices',
  'method',
] as const;
export type PartName = (typeof partNames)[number];

const part = Type.Optional(
  Type.String({ description: 'HTML with its pictures as SVG; left out where the result has none.' }),
);
const figures = Object.fromEntries(partNames.map((name) => [name, part])) as { [Name in PartName]: typeof part };

const drawnNumbers = Type.Optional(
  Type.String({ description: 'What the figure draws, as CSV: numbers as they are. Left out where it draws none.' }),
);
const numbers = Object.fromEntries(partNames.map((name) => [name, drawnNumbers])) as {
  [Name in PartName]: typeof drawnNumbers;
};

const segment = Type.Object({
  segment_id: Type.Integer({ description: '-1 for outliers.' }),
  letter: text,
  name: text,
  generated_name: Type.String({ description: 'What it is called by itself; the same unless people named it.' }),
  tone: Type.Union([Type.Integer({ minimum: 1, maximum: 12 }), Type.Null()], {
    description: 'Its step among the colours; null where it has none.',
  }),
  trust: textOrNull,
  size: Type.Integer(),
  share: Type.Number(),
});

const candidate = Type.Object({
  algorithm: text,
  method: Type.String({ description: 'The algorithm in words.' }),
  segments: Type.Integer(),
  k: Type.Union([Type.Integer(), Type.Null()], {
    description: 'What to choose it by, beside the algorithm; null for DBSCAN.',
  }),
  chosen: Type.Boolean({ description: 'Whether it is the one that is shown.' }),
});

/** A result in the parts that the report is made of, for a page that puts them together itself. */
export const runFigures = Type.Object(
  {
    run_id: text,
    language: text,
    /** What the customers are called. */
    name: textOrNull,
    headline: Type.String({ description: 'The verdict on structure, in a sentence.' }),
    meta: Type.String({ description: 'Customers, features and model, in a line.' }),
    choice: Type.String({ description: 'Why this number of segments; empty where there is nothing to say.' }),
    baseline: Type.Union([text, Type.Null()], {
      description: 'How segments of orders stand beside plain RFM tiers; null for customers without orders.',
    }),
    structured: Type.Boolean({
      description: 'Whether any groups were found. Without, segments have no names and no colours.',
    }),
    notices: Type.Array(Type.Object({ code: text, message: text }), {
      description: 'What has to be known beside the verdict, most serious first.',
    }),
    figures: Type.Object(figures),
    numbers: Type.Object(numbers),
    segments: Type.Array(segment, { description: 'In the order of their value, outliers last.' }),
    map: Type.Union(
      [
        Type.Object({
          title: text,
          subtitle: text,
          how_to_read: text,
          across: Type.String({ description: 'What right means.' }),
          up: Type.String({ description: 'What up means.' }),
        }),
        Type.Null(),
      ],
      { description: 'Words for the map of the points; null where there are fewer than two directions.' },
    ),
    candidates: Type.Array(candidate, { description: 'The models that may be chosen, best first.' }),
    objectives: Type.Array(
      Type.Object({ objective: Type.Enum(['actionable', 'separation']), ...candidate.properties }),
      { description: 'What either objective would choose, as far as there is such a model.' },
    ),
    rule: Type.Union([candidate, Type.Null()], {
      description: 'What the objective of this run would choose; null where it would choose nothing.',
    }),
  },
  { title: 'RunFigures' },
);
export type RunFigures = Static<typeof runFigures>;

/** The parts of one segment's page that come as HTML. */
export const segmentPartNames = ['standing', 'words', 'facts', 'distributions', 'rules'] as const;
export type SegmentPartName = (typeof segmentPartNames)[number];

/** One segment in the parts of its page. */
export const segmentFigures = Type.Object(
  {
    run_id: text,
    language: text,
    run_name: textOrNull,
    structured: Type.Boolean({ description: 'Whether any groups were found in the run.' }),
    segment,
    neighbour: Type.Union([segment, Type.Null()], {
      description: 'The segment that most of its customers would be in otherwise; it is drawn beside it.',
    }),
    segments: Type.Array(segment, { description: 'All of the run, in the order of their value, outliers last.' }),
    figures: Type.Object(
      Object.fromEntries(segmentPartNames.map((name) => [name, part])) as {
        [Name in SegmentPartName]: typeof part;
      },
    ),
    numbers: Type.Object(
      Object.fromEntries(segmentPartNames.map((name) => [name, drawnNumbers])) as {
        [Name in SegmentPartName]: typeof drawnNumbers;
      },
    ),
  },
  { title: 'SegmentFigures' },
);
export type SegmentFigures = Static<typeof segmentFigures>;

export const CUSTOMERS_PAGE = 20;

/** The query of a run's customers. */
export const customersQuery = Type.Object(
  {
    from: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 1_000_000_000,
        default: 0,
        description: 'The first of the list to tell; 0 is its first one.',
      }),
    ),
    segment: Type.Optional(
      Type.Integer({
        minimum: -1,
        maximum: 1_000_000_000,
        description:
          'Only customers of this segment (-1: outliers), those that are nearest to another one first. Default: all, in the order they were sent.',
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: CUSTOMERS_PAGE, description: 'Rows.' })),
  },
  { additionalProperties: false },
);

/** Customers with what was sent of them, as a person reads it. */
export const runCustomers = Type.Object(
  {
    run_id: text,
    total: Type.Integer({ description: 'Customers of the whole list.' }),
    customers: Type.Array(
      Type.Object({
        row: Type.Integer({ description: 'Its place in what was sent; 0 is the first.' }),
        customer_id: text,
        segment_id: Type.Integer(),
        segment: text,
        confidence: Type.Number(),
        second_segment_id: Type.Union([Type.Integer(), Type.Null()]),
        values: Type.Array(Type.Object({ label: text, value: text }), {
          description: 'Features in words and units, those that separate the segments most first.',
        }),
      }),
    ),
  },
  { title: 'RunCustomers' },
);
export type RunCustomers = Static<typeof runCustomers>;
