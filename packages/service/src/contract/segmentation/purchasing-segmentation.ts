import { segmentOptions } from '@clientele/engine';
import { Type, type TSchema } from 'typebox';
import { clientTaskIdParameter } from '../runs/client-task-id.ts';

/** Where the contract lives. A trailing slash, or `-` for `_` in the last part, is the same address. */
export const purchasingPath = '/api/v1/ai/purchasing_segmentation';

/** Where published client libraries look for it; whatever they call it, shape and headers are this contract's. */
export const libraryPaths = [
  '/api/purchasing-segmentation',
  '/api/purchasing_segmentation',
  '/api/customer-segmentation',
  '/api/customer_segmentation',
] as const;

/** The six standard features with the contract's ranges. Any other number may be sent beside them. */
export const knownFeatures = {
  purchase_total: Type.Number({ minimum: 0, description: 'Lifetime revenue in the observation window.' }),
  visit_frequency: Type.Integer({ minimum: 0, description: 'Number of distinct purchase sessions.' }),
  avg_ticket: Type.Number({ minimum: 0, description: 'Average value per purchase.' }),
  product_diversity: Type.Integer({ minimum: 0, description: 'Number of distinct product categories.' }),
  loyalty_score: Type.Number({ minimum: 0, maximum: 1, description: 'Normalised loyalty score.' }),
  recency_days: Type.Integer({ minimum: 0, description: 'Days since the last order.' }),
};
export type KnownFeature = keyof typeof knownFeatures;

/** An extra feature: any finite number. */
export const anyFeature = Type.Number({ description: 'Any other numeric feature; it is clustered too.' });

const missing = 'null is a missing value; it is filled with the column median.';
const orMissing = (schema: TSchema) => Type.Optional(Type.Union([schema, Type.Null({ description: missing })]));

/** Names an answer's `evaluation_metrics` use, beside the engine's own; `choose` takes both. */
export const chooseNames = {
  kmeans: 'kmeans',
  gmm: 'gmm',
  hierarchical: 'hierarchical',
  dbscan: 'dbscan',
  KMeans: 'kmeans',
  GaussianMixture: 'gmm',
  Agglomerative: 'hierarchical',
  DBSCAN: 'dbscan',
} as const;
export type ChooseName = keyof typeof chooseNames;

/** What `algorithm` may say, with the engine's word for it. */
export const algorithmNames = {
  auto: 'auto',
  kmeans: 'kmeans',
  hierarchical: 'hierarchical',
  agglomerative: 'hierarchical',
  dbscan: 'dbscan',
  gmm: 'gmm',
  gaussian_mixture: 'gmm',
} as const;
export type AlgorithmName = keyof typeof algorithmNames;

const engine = segmentOptions.properties;
const hint = engine.featureHints;
/** The description of an option, for a parameter that has other words for its values. */
export const sameWords = (schema: object) => ({ description: (schema as { description: string }).description });

/**
 * The request's options, by the name on the wire, with the engine's option each one sets. Limits are the engine's except
 * where the contract is narrower.
 */
export const parameters = {
  max_clusters: { option: 'maxClusters', schema: Type.Optional(engine.maxClusters) },
  algorithm: {
    option: 'algorithm',
    schema: Type.Optional(
      Type.Enum(Object.keys(algorithmNames) as AlgorithmName[], {
        default: 'auto',
        ...sameWords(engine.algorithm),
      }),
    ),
  },
  n_clusters: { option: 'nClusters', schema: engine.nClusters },
  dbscan_eps: { option: 'eps', schema: Type.Optional(Type.Number({ ...engine.eps, maximum: 1 })) },
  dbscan_min_samples: {
    option: 'minSamples',
    schema: Type.Optional(Type.Integer({ ...engine.minSamples, minimum: 3 })),
  },
  objective: { option: 'objective', schema: Type.Optional(engine.objective) },
  preprocessing: { option: 'preprocessing', schema: Type.Optional(engine.preprocessing) },
  micro_clusters: { option: 'microClusters', schema: Type.Optional(engine.microClusters) },
  seed: { option: 'seed', schema: Type.Optional(engine.seed) },
  min_cluster_share: { option: 'minClusterShare', schema: Type.Optional(engine.minClusterShare) },
  choose: {
    option: 'choose',
    schema: Type.Optional(
      Type.Object(
        {
          algorithm: Type.Enum(Object.keys(chooseNames) as ChooseName[], {
            description: 'The algorithm of the model, as evaluation_metrics names it.',
          }),
          k: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, description: 'Its number of segments.' })),
        },
        { additionalProperties: false, description: 'Return this model instead of the one the rule would choose.' },
      ),
    ),
  },
  feature_hints: { option: 'featureHints', schema: hint },
  client_task_id: { option: null, schema: clientTaskIdParameter },
  previous_run_id: {
    option: null,
    schema: Type.Optional(
      Type.String({
        maxLength: 64,
        description:
          'A run_id of yours: segments that are those of that run keep their id, and identity tells what became of each.',
      }),
    ),
  },
  lang: {
    option: null,
    schema: Type.Optional(
      Type.String({
        description: 'Language of texts (en, es, pt) when there is no Accept-Language header. Unknown ones mean en.',
      }),
    ),
  },
} as const;
export type ParameterName = keyof typeof parameters;

/** The request's name for an option of the engine. */
export function wireNameOf(option: string): string {
  const found = Object.entries(parameters).find(([, parameter]) => parameter.option === option);
  return found ? found[0] : option;
}

/** One customer of the request. */
export const customer = Type.Object(
  {
    customer_id: Type.Union([Type.String({ minLength: 1 }), Type.Integer()], {
      description: 'Text; a whole number is taken as its decimal text. Every id once.',
    }),
    features: Type.Object(
      {
        purchase_total: orMissing(knownFeatures.purchase_total),
        visit_frequency: orMissing(knownFeatures.visit_frequency),
        avg_ticket: orMissing(knownFeatures.avg_ticket),
        product_diversity: orMissing(knownFeatures.product_diversity),
        loyalty_score: orMissing(knownFeatures.loyalty_score),
        recency_days: orMissing(knownFeatures.recency_days),
      },
      {
        additionalProperties: Type.Union([anyFeature, Type.Null({ description: missing })]),
        description: 'The same features for every customer.',
      },
    ),
  },
  { description: 'One customer.' },
);

const optionSchemas = Object.fromEntries(Object.entries(parameters).map(([name, { schema }]) => [name, schema])) as {
  [Name in ParameterName]: (typeof parameters)[Name]['schema'];
};

/** The request body, for the reference; bodies are checked by `decode`, which names every fault by its path. */
export const purchasingRequest = Type.Object(
  {
    ...optionSchemas,
    data: Type.Array(customer, {
      minItems: 2,
      description: 'The customers; two at the least, 500 for stable segments.',
    }),
  },
  { title: 'PurchasingSegmentationRequest' },
);

/** The contract's own example. */
export const exampleRequest = {
  max_clusters: 10,
  dbscan_eps: 0.4,
  dbscan_min_samples: 5,
  data: [
    {
      customer_id: 'C-1001',
      features: {
        purchase_total: 17850.55,
        visit_frequency: 62,
        avg_ticket: 287.27,
        product_diversity: 36,
        loyalty_score: 0.97,
        recency_days: 3,
      },
    },
    {
      customer_id: 'C-1002',
      features: {
        purchase_total: 2340,
        visit_frequency: 18,
        avg_ticket: 130,
        product_diversity: 10,
        loyalty_score: 0.72,
        recency_days: 15,
      },
    },
  ],
};
