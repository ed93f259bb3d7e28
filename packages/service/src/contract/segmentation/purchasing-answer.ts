import { algorithms, refusals, verdicts } from '@clientele/engine';
import { identity } from '../runs/identity.ts';
import { type Static, Type } from 'typebox';

export const orNull = <Schema extends Parameters<typeof Type.Union>[0][number]>(schema: Schema) =>
  Type.Union([schema, Type.Null()]);
export const score = (description: string) =>
  Type.Union([Type.Number(), Type.Null()], { description: `${description} null when it is not defined.` });
export const numbers = (description: string) => Type.Record(Type.String(), Type.Number(), { description });
const share = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });

const interval = Type.Object({ low: Type.Number(), high: Type.Number() });
const params = Type.Union([
  Type.Object({ k: Type.Integer() }),
  Type.Object({ eps: Type.Number(), min_samples: Type.Integer() }),
]);
const algorithm = Type.Enum([...algorithms], { description: 'The algorithm.' });
const named = Type.Object({ algorithm, params });

/** One model that was tried. */
export const evaluation = Type.Object({
  algorithm,
  params,
  silhouette: score('Mean silhouette over all customers, -1 to 1; higher is better.'),
  davies_bouldin: score('Davies-Bouldin; lower is better.'),
  calinski_harabasz: score('Calinski-Harabasz; higher is better.'),
  n_clusters: Type.Integer({ minimum: 0 }),
  eligible: Type.Boolean({ description: 'Whether the model may be chosen.' }),
  reason: Type.Union([Type.Enum([...refusals]), Type.Null()], { description: 'Why it may not.' }),
  noise_ratio: share('Share of customers in no cluster.'),
  smallest_cluster: Type.Integer({ minimum: 0 }),
  silhouette_method: Type.Optional(Type.Enum(['exact', 'sampled'])),
  silhouette_interval: Type.Optional(interval),
  bic: Type.Optional(Type.Number({ description: 'Gaussian mixtures only; lower is better.' })),
  stability: score('Mean agreement with refits on redrawn customers.'),
  chance: Type.Union([interval, Type.Null()], {
    description: 'Silhouettes the same method reaches at this k on crowds without groups: 2.5 % and 97.5 %.',
  }),
});

const condition = Type.Object({
  feature: Type.String(),
  operator: Type.Enum(['<=', '>']),
  threshold: Type.Number(),
});
export const rule = Type.Object({
  conditions: Type.Array(condition),
  precision: orNull(Type.Number()),
  coverage: orNull(Type.Number()),
});

export const persona = Type.Object({
  key: Type.String(),
  label: Type.String(),
  description: Type.String(),
  evidence: Type.Array(Type.String()),
  recommended_action: Type.String(),
});

const kpis = Type.Object(
  {
    revenue: score('Sum of purchase_total.'),
    revenue_share: score('Share of the revenue of all customers.'),
    avg_purchase_total: score('Mean of purchase_total.'),
    avg_visit_frequency: score('Mean of visit_frequency.'),
    avg_ticket: score('Mean of avg_ticket.'),
    avg_recency_days: score('Mean of recency_days.'),
  },
  { additionalProperties: orNull(Type.Number()), description: 'Means of other features follow as avg_<feature>.' },
);

const cluster = Type.Object({
  cluster_id: Type.Integer({ minimum: -1, description: '0.. by falling mean value; -1 holds the outliers.' }),
  size: Type.Integer({ minimum: 1 }),
  share: share('Share of all customers.'),
  centroid: numbers('Mean of every feature, in the units sent.'),
  median: numbers('Median of every feature, in the units sent.'),
  kpis,
  persona,
  persona_label: Type.String({ description: 'The same text as persona.label.' }),
  stability: score('Mean Jaccard agreement with refits.'),
  trust: orNull(Type.Enum(['stable', 'indicative', 'unreliable'])),
  silhouette: score('Mean silhouette of the cluster.'),
  rule: Type.Union([rule, Type.Null()], {
    description: 'Who is in it, in the units sent; null when no rule is good enough.',
  }),
});

const gap = Type.Object({
  k: Type.Integer(),
  box: Type.Number(),
  box_error: Type.Number(),
  marginal: Type.Number(),
  marginal_error: Type.Number(),
});

export const structure = Type.Object({
  verdict: Type.Enum([...verdicts], { description: 'Are there groups at all?' }),
  headline: Type.String(),
  paragraph: Type.String(),
  silhouette: score('Silhouette of the model returned.'),
  chance: orNull(interval),
  stability: orNull(Type.Object({ lowest: Type.Number(), highest: Type.Number(), redraws: Type.Integer() })),
  gap: Type.Array(gap),
  gap_choice: Type.Object({ box: Type.Integer(), marginal: Type.Integer() }),
  sample_size: Type.Integer(),
  apart: orNull(Type.String()),
  comes_back: orNull(Type.String()),
  tests: Type.Array(
    Type.Object({ key: Type.String(), question: Type.String(), answer: Type.String(), sentence: Type.String() }),
  ),
});

const column = Type.Object({
  feature: Type.String(),
  used: Type.Boolean({ description: 'Whether clustering saw it.' }),
  constant: Type.Boolean(),
  transform: Type.Enum(['none', 'log1p', 'signed_log1p']),
  unit: Type.Number(),
  mean: Type.Number(),
  scale: Type.Number(),
  skewness_before: orNull(Type.Number()),
  skewness_after: orNull(Type.Number()),
  median: Type.Number(),
  imputed: Type.Integer(),
});

export const preprocessing = Type.Object({
  mode: Type.Enum(['auto', 'standard', 'none']),
  customers: Type.Integer(),
  distinct_customers: Type.Integer(),
  features: Type.Integer(),
  features_used: Type.Array(Type.String()),
  imputed: Type.Record(Type.String(), Type.Integer(), { description: 'Missing values filled, by feature.' }),
  columns: Type.Array(column),
  collinear: Type.Array(Type.Object({ a: Type.String(), b: Type.String(), r: Type.Number() })),
});

export const selection = Type.Object({
  objective: Type.Enum(['separation', 'actionable']),
  decided_by: Type.Enum(['rule', 'caller', 'fallback']),
  winner: named,
  runner_up: orNull(named),
  margin: orNull(Type.Number()),
  tie_break: Type.Enum(['none', 'davies_bouldin', 'silhouette', 'order']),
  by_objective: Type.Object({ separation: orNull(named), actionable: orNull(named) }),
  tried: Type.Integer(),
  eligible: Type.Integer(),
  explanation: Type.String(),
});

export const tiers = Type.Object({
  feature: Type.String(),
  tiers: Type.Array(
    Type.Object({
      name: Type.Enum(['top', 'middle', 'base']),
      from: Type.Number(),
      size: Type.Integer(),
      share: orNull(Type.Number()),
    }),
  ),
});

export const warnings = Type.Array(Type.Object({ code: Type.String(), message: Type.String() }));

const later = Type.Object({
  from: Type.String({ description: 'First day of the later time, YYYY-MM-DD.' }),
  until: Type.String({ description: 'Its last day.' }),
  days: Type.Integer(),
  customers: Type.Integer({ description: 'Customers of the time before it, to whom the same model was fitted.' }),
  answer: Type.Enum(['yes', 'partly', 'no'], {
    description: 'Whether groups differ in who bought again: all neighbours, only the extremes, or none beyond chance.',
  }),
  groups: Type.Array(
    Type.Object({
      cluster_id: orNull(Type.Integer()),
      size: Type.Integer(),
      share: share('Share of its customers who bought again.'),
      low: share('Lower end of its 95 % interval.'),
      high: share('Upper end of its 95 % interval.'),
      spent: Type.Number({ description: 'Mean spent by a customer.' }),
    }),
    { description: 'Groups of the earlier time; cluster_id is the cluster that each is today, null for none.' },
  ),
  explained: score('Share of the differences in later spending that the groups account for.'),
  baseline_explained: score('The same of RFM tiers.'),
});

const baseline = Type.Object({
  agreement: Type.Number({ description: 'Adjusted Rand index with RFM tiers: 1 the same groups, 0 chance.' }),
  silhouette: score('Silhouette of the clusters.'),
  baseline_silhouette: score('Silhouette of RFM tiers among the same customers.'),
  sentence: Type.String(),
});

/** The answer of purchasing_segmentation. */
export const purchasingAnswer = Type.Object(
  {
    best_algorithm: Type.Enum([...algorithms], { description: 'The algorithm of the model returned.' }),
    evaluation_metrics: Type.Array(evaluation, { description: 'Every model tried.' }),
    clusters: Type.Array(cluster),
    customer_labels: Type.Array(
      Type.Object({
        customer_id: Type.String(),
        cluster_id: Type.Integer(),
        confidence: share('How surely it belongs.'),
      }),
      { description: 'One per customer, in the order sent.' },
    ),
    run_id: Type.String(),
    structure,
    preprocessing,
    selection,
    tiers: Type.Union([tiers, Type.Null()], {
      description: 'Customers by value, the alternative when there are no groups.',
    }),
    warnings,
    identity,
    later: Type.Optional(
      Type.Union([later, Type.Null()], {
        description: 'Of files of orders: whether the clusters held up later; null where the orders span too few days.',
      }),
    ),
    baseline: Type.Optional(baseline),
  },
  { title: 'PurchasingSegmentationAnswer' },
);
export type PurchasingAnswer = Static<typeof purchasingAnswer>;

/** The contract's own example of an answer; it shows the documented members only. */
export const exampleAnswer = {
  best_algorithm: 'Agglomerative',
  evaluation_metrics: [
    {
      algorithm: 'KMeans',
      params: { k: 2 },
      silhouette: 0.6188,
      davies_bouldin: 0.4708,
      calinski_harabasz: 51.6638,
      n_clusters: 2,
    },
    {
      algorithm: 'GaussianMixture',
      params: { k: 2 },
      silhouette: 0.6059,
      davies_bouldin: 0.4924,
      calinski_harabasz: 53.1761,
      n_clusters: 2,
    },
  ],
  clusters: [],
  customer_labels: [],
};
