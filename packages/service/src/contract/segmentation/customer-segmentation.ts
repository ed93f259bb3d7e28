import { segmentOptions } from '@clientele/engine';
import { Type } from 'typebox';
import { algorithmNames, chooseNames, parameters as purchasing, sameWords } from './purchasing-segmentation.ts';

/** Where the contract lives. A trailing slash is the same address. */
export const customerPath = '/api/v1/ai/echointel/customer-intelligence/segmentation';

/** What `validation_method` may say; the contract's own text writes a hyphen. */
export const validationNames = {
  silhouette: 'silhouette',
  davies_bouldin: 'davies_bouldin',
  'davies-bouldin': 'davies_bouldin',
} as const;

const engine = segmentOptions.properties;

/** The request's options, by the name on the wire: the engine's option each sets, and its word for each of the request's. */
export const customerParameters = {
  algorithm: { ...purchasing.algorithm, words: algorithmNames },
  n_clusters: { ...purchasing.n_clusters, words: null },
  features: {
    option: null,
    words: null,
    schema: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        description: 'The numeric fields to segment by. Left out or empty: all of them.',
      }),
    ),
  },
  validation_method: {
    option: 'validation',
    words: validationNames,
    schema: Type.Optional(
      Type.Enum(Object.keys(validationNames) as (keyof typeof validationNames)[], {
        default: 'silhouette',
        ...sameWords(engine.validation),
      }),
    ),
  },
  k_selection: { option: 'kSelection', words: null, schema: engine.kSelection },
  linkage: { option: 'linkage', words: null, schema: Type.Optional(engine.linkage) },
  eps: { option: 'eps', words: null, schema: Type.Optional(engine.eps) },
  min_samples: { option: 'minSamples', words: null, schema: Type.Optional(engine.minSamples) },
  max_clusters: { ...purchasing.max_clusters, words: null },
  objective: { ...purchasing.objective, words: null },
  preprocessing: { ...purchasing.preprocessing, words: null },
  seed: { ...purchasing.seed, words: null },
  min_cluster_share: { ...purchasing.min_cluster_share, words: null },
  choose: { ...purchasing.choose, words: null },
  feature_hints: { ...purchasing.feature_hints, words: null },
  previous_run_id: { ...purchasing.previous_run_id, words: null },
  lang: { ...purchasing.lang, words: null },
  client_task_id: { ...purchasing.client_task_id, words: null },
} as const;
export type CustomerParameter = keyof typeof customerParameters;

/** An option's value in the engine's words. */
export function engineValue(name: CustomerParameter, value: unknown): unknown {
  const { words } = customerParameters[name];
  if (words) return (words as Readonly<Record<string, string>>)[String(value)];
  if (name !== 'choose') return value;
  const choice = value as { algorithm: keyof typeof chooseNames; k?: number };
  return { ...choice, algorithm: chooseNames[choice.algorithm] };
}

/** The request's name for an option of the engine. */
export function customerWireName(option: string): string {
  const found = Object.entries(customerParameters).find(([, parameter]) => parameter.option === option);
  return found ? found[0] : option;
}

const field = Type.Unknown({
  description: 'A number, or null for a missing value. Fields without any number are ignored with a warning.',
});

/** One customer of the request. */
export const customerRow = Type.Object(
  {
    customer_id: Type.Optional(
      Type.Union([Type.String({ minLength: 1 }), Type.Integer()], {
        description: 'Text; a whole number is taken as its decimal text. Every id once. Or call it id.',
      }),
    ),
    id: Type.Optional(Type.Unknown({ description: 'The same, where there is no customer_id.' })),
  },
  { additionalProperties: field, description: 'One customer: an id, and numbers beside it.' },
);

const schemas = Object.fromEntries(Object.entries(customerParameters).map(([name, { schema }]) => [name, schema])) as {
  [Name in CustomerParameter]: (typeof customerParameters)[Name]['schema'];
};

/** The request body, for the reference; bodies are checked by `decodeCustomerRequest`. */
export const customerRequest = Type.Object(
  {
    data: Type.Array(customerRow, {
      minItems: 2,
      description: 'The customers; two at the least, 500 for stable segments.',
    }),
    ...schemas,
  },
  { title: 'CustomerSegmentationRequest' },
);

/** The contract's own example. */
export const customerExample = {
  data: [
    { customer_id: '123', total_purchases: 1500, frequency: 12 },
    { customer_id: '456', total_purchases: 3000, frequency: 24 },
  ],
  algorithm: 'kmeans',
  n_clusters: 3,
};
