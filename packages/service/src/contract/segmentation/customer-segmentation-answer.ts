import { kSelections, validations } from '@clientele/engine';
import { type Static, Type } from 'typebox';
import { identity } from '../runs/identity.ts';
import {
  evaluation,
  numbers,
  orNull,
  persona,
  preprocessing,
  rule,
  score,
  selection,
  structure,
  tiers,
  warnings,
} from './purchasing-answer.ts';

const segment = Type.Object({
  segment_id: Type.Integer({ minimum: -1, description: '0.. by falling mean value; -1 holds the outliers.' }),
  size: Type.Integer({ minimum: 1, description: 'Number of customers in the segment.' }),
  percentage: Type.Number({ minimum: 0, maximum: 100, description: 'Of all customers, two decimals.' }),
  characteristics: numbers('Mean of every feature, in the units sent, as avg_<feature without total_ or avg_>.'),
  medians: numbers('Median of every feature, in the units sent, by its name as sent.'),
  persona,
  stability: score('Mean Jaccard agreement with refits.'),
  trust: orNull(Type.Enum(['stable', 'indicative', 'unreliable'])),
  silhouette: score('Mean silhouette of the segment.'),
  rule: Type.Union([rule, Type.Null()], {
    description: 'Who is in it, in the units sent; null when no rule is good enough.',
  }),
  customers: Type.Array(Type.String(), { description: 'The ids of its customers, in the order sent.' }),
});

const metrics = Type.Object({
  silhouette_score: score('Mean silhouette of the model returned, -1 to 1; higher is better.'),
  davies_bouldin_score: score('Davies-Bouldin of the model returned; lower is better.'),
  calinski_harabasz_score: score('Calinski-Harabasz of the model returned; higher is better.'),
  n_clusters: Type.Integer({ minimum: 0, description: 'Segments, outliers not counted.' }),
  algorithm: Type.Enum(['kmeans', 'gmm', 'hierarchical', 'dbscan']),
  evaluated: Type.Array(evaluation, { description: 'Every model tried.' }),
});

/** The answer of customer-intelligence/segmentation. */
export const customerAnswer = Type.Object(
  {
    segments: Type.Array(segment),
    metrics,
    run_id: Type.String(),
    structure,
    preprocessing,
    selection: Type.Object({
      ...selection.properties,
      validation_method: Type.Enum([...validations], { description: 'The score that decides separation.' }),
      k_selection: orNull(Type.Object({ method: Type.Enum([...kSelections]), k: orNull(Type.Integer()) })),
    }),
    tiers: Type.Union([tiers, Type.Null()], {
      description: 'Customers by value, the alternative when there are no groups.',
    }),
    warnings,
    identity,
  },
  { title: 'CustomerSegmentationAnswer' },
);
export type CustomerAnswer = Static<typeof customerAnswer>;

/** The contract's own example of an answer; it shows the documented members only. */
export const customerExampleAnswer = {
  segments: [
    {
      segment_id: 0,
      size: 150,
      characteristics: { avg_purchases: 1200, avg_frequency: 10 },
      customers: ['123', '789'],
    },
    { segment_id: 1, size: 200, characteristics: { avg_purchases: 3500, avg_frequency: 25 }, customers: ['456'] },
  ],
  metrics: { silhouette_score: 0.72, davies_bouldin_score: 0.45 },
};
