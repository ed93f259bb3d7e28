import { Type, type Static, type TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { invalidParameter } from './invalid-parameter.ts';

const choice = <const Choice extends string>(
  choices: readonly Choice[],
  options: { default?: Choice; description: string },
) => Type.Enum(choices as unknown as [Choice, ...Choice[]], options);

/** What a number in a feature means, so that words about it make sense. */
export const featureHint = Type.Object(
  {
    kind: choice(['money', 'count', 'days', 'share', 'other'], { description: 'What the number is.' }),
    direction: choice(['more', 'less', 'neither'], { description: 'Which way is better for the business.' }),
    label: Type.Optional(Type.String({ minLength: 1, maxLength: 80, description: 'The name to use in sentences.' })),
  },
  { additionalProperties: false },
);
/** See `featureHint`. */
export type FeatureHint = Static<typeof featureHint>;

/** What `algorithm` may say: all of them, or one. */
export const algorithmChoices = ['auto', 'kmeans', 'gmm', 'hierarchical', 'dbscan'] as const;
/** How the distance of two groups follows from those of their customers; see docs/algorithms/ward.md. */
export const linkages = ['ward', 'average', 'complete', 'single'] as const;
export type Linkage = (typeof linkages)[number];
/** Scores that may settle which model is returned where the objective is separation. */
export const validations = ['silhouette', 'davies_bouldin'] as const;
/** Ways to settle the number of segments before models of that number compete; see docs/algorithms/selection.md. */
export const kSelections = ['silhouette', 'elbow', 'bic', 'gap'] as const;
export type KSelection = (typeof kSelections)[number];

/**
 * Everything a caller may choose about a segmentation. The one source of types, defaults, checks, the OpenAPI document,
 * the command line's flags and the reference.
 */
export const segmentOptions = Type.Object(
  {
    maxClusters: Type.Integer({
      minimum: 2,
      maximum: 50,
      default: 10,
      description: 'Largest number of segments tried by K-Means, Gaussian mixture and agglomerative clustering.',
    }),
    algorithm: choice(algorithmChoices, {
      default: 'auto',
      description: 'auto tries every model and chooses; any other value tries that algorithm alone.',
    }),
    nClusters: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 50,
        description: 'Exactly this many segments; left out, the number is found. DBSCAN finds its own.',
      }),
    ),
    linkage: choice(linkages, {
      default: 'ward',
      description: 'How agglomerative clustering measures the distance of two groups.',
    }),
    microClusters: choice(['auto', 'always', 'never'], {
      default: 'auto',
      description:
        'Ward over small groups of very similar customers instead of every customer: auto where the exact tree would cost too much, always above 20,000 customers, or never.',
    }),
    eps: Type.Number({
      exclusiveMinimum: 0,
      default: 0.4,
      description: 'DBSCAN: radius of the neighbourhood, in standard deviations of the features used.',
    }),
    minSamples: Type.Integer({
      minimum: 1,
      default: 5,
      description: 'DBSCAN: customers within eps, itself included, that make a customer a core point.',
    }),
    preprocessing: choice(['auto', 'standard', 'none'], {
      default: 'auto',
      description: 'auto: logarithm of skewed columns, then z-scores; standard: z-scores; none: the columns as sent.',
    }),
    objective: choice(['separation', 'actionable'], {
      default: 'separation',
      description:
        'separation: highest silhouette; actionable: separation and homogeneity against chance, stability and even sizes, from three segments on.',
    }),
    validation: choice(validations, {
      default: 'silhouette',
      description:
        'The score that decides where the objective is separation: highest silhouette, or lowest Davies-Bouldin.',
    }),
    kSelection: Type.Optional(
      choice(kSelections, {
        description:
          'What settles the number of segments: silhouette; elbow: the knee of the variance left within them; bic: the lowest BIC of a Gaussian mixture (algorithm gmm or auto); gap: the gap statistic, up to 10. Left out: the validation score does.',
      }),
    ),
    minClusterShare: Type.Number({
      minimum: 0,
      maximum: 0.5,
      default: 0.005,
      description:
        'A model whose smallest segment holds a smaller share of the customers is refused (never below 2 customers).',
    }),
    nInit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100,
        description:
          'K-Means starts; the lowest inertia wins. Left out: 10. Above 4,096 customers they are tried on samples.',
      }),
    ),
    seed: Type.Integer({
      minimum: -2147483648,
      maximum: 2147483647,
      default: 42,
      description: 'Seed of every random draw. The same customers, options and seed give the same answer.',
    }),
    choose: Type.Optional(
      Type.Object(
        {
          algorithm: choice(['kmeans', 'gmm', 'hierarchical', 'dbscan'], {
            description: 'The algorithm of the candidate.',
          }),
          k: Type.Optional(
            Type.Integer({ minimum: 1, maximum: 50, description: 'Its number of segments; not for dbscan.' }),
          ),
        },
        { additionalProperties: false, description: 'Return this candidate instead of the one the rule would choose.' },
      ),
    ),
    featureHints: Type.Optional(
      Type.Record(Type.String(), featureHint, {
        description: 'What features mean, by name; known features need no hint.',
      }),
    ),
  },
  { additionalProperties: false },
);
/** What a caller sends: everything may be left out. */
export type SegmentOptions = Partial<Static<typeof segmentOptions>>;
/** Options after `resolveOptions`: checked, defaults filled in. */
export type ResolvedOptions = Static<typeof segmentOptions>;

/** Fills in defaults and checks every value. An `undefined` value counts as left out. Throws INVALID_PARAMETER. */
export function resolveOptions(given: SegmentOptions): ResolvedOptions {
  return resolve(segmentOptions, given);
}

/** Fills defaults of `schema` into `given` and checks it; the first fault is thrown as INVALID_PARAMETER. */
export function resolve<Schema extends TSchema>(schema: Schema, given: object): Static<Schema> {
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const filled = Value.Default(schema, present) as Record<string, unknown>;
  for (const error of Value.Errors(schema, filled)) {
    const path = error.instancePath.slice(1).split('/');
    if (path[0] === '') continue; // the summary of the object; the property itself follows
    throw invalidParameter(path.join('.'), valueAt(filled, path), schemaAt(schema, path));
  }
  return filled as Static<Schema>;
}

function valueAt(root: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], root);
}

function schemaAt(root: TSchema, path: readonly string[]): object | undefined {
  return path.reduce<Record<string, unknown> | undefined>(
    (at, key) => {
      const properties = at?.['properties'] as Record<string, Record<string, unknown>> | undefined;
      return properties?.[key];
    },
    root as unknown as Record<string, unknown>,
  );
}
