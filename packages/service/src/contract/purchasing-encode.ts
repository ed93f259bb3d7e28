import { algorithms, type Candidate, type CandidateName, type Explanation, type Segmentation } from '@clientele/engine';
import type { SegmentProfile, SegmentRule } from '@clientele/engine';
import { withLabels } from './encode-labels.ts';
import { fraction, measure, score } from './figures.ts';
import type { PurchasingAnswer } from './purchasing-answer.ts';
import type { Warning } from './purchasing-decode.ts';
import { knownFeatures } from './purchasing-segmentation.ts';

type Cluster = PurchasingAnswer['clusters'][number];
type Evaluation = PurchasingAnswer['evaluation_metrics'][number];

type Opening = Pick<PurchasingAnswer, 'best_algorithm' | 'evaluation_metrics' | 'clusters'>;
type Closing = Omit<PurchasingAnswer, keyof Opening | 'customer_labels'>;

/**
 * The answer of purchasing_segmentation as JSON in UTF-8; every number in it is finite. `warnings` are the decoder's own;
 * the run's come after them.
 */
export function encode(
  segmentation: Segmentation,
  explanation: Explanation,
  { runId, warnings }: { runId: string; warnings: readonly Warning[] },
): Uint8Array<ArrayBuffer> {
  const { winner, candidates, segments } = segmentation;
  const keys = kpiKeys(segmentation.names);
  const opening: Opening = {
    best_algorithm: winner.algorithm,
    evaluation_metrics: candidates
      .toSorted((a, b) => algorithms.indexOf(a.algorithm) - algorithms.indexOf(b.algorithm))
      .map(evaluationOf),
    clusters: segments.map((segment) => clusterOf(segment, segmentation, explanation, keys)),
  };
  const closing: Closing = {
    run_id: runId,
    structure: structureOf(segmentation, explanation),
    preprocessing: preprocessingOf(segmentation),
    selection: selectionOf(segmentation, explanation),
    tiers: tiersOf(segmentation),
    warnings: [...warnings, ...explanation.notices.map(({ code, message }) => ({ code, message }))],
  };
  const head = `${JSON.stringify(opening).slice(0, -1)},"customer_labels":`;
  return withLabels(head, segmentation, `,${JSON.stringify(closing).slice(1)}`);
}

function evaluationOf(candidate: Candidate): Evaluation {
  const { silhouette, bic, chance } = candidate;
  return {
    algorithm: candidate.algorithm,
    params: { ...candidate.params },
    silhouette: score(silhouette?.mean),
    davies_bouldin: score(candidate.daviesBouldin),
    calinski_harabasz: score(candidate.calinskiHarabasz),
    n_clusters: candidate.nClusters,
    eligible: candidate.eligible,
    reason: candidate.reason,
    noise_ratio: fraction(candidate.noiseRatio),
    smallest_cluster: candidate.smallestCluster,
    ...(silhouette ? { silhouette_method: silhouette.method } : {}),
    ...(silhouette?.method === 'sampled'
      ? {
          silhouette_interval: {
            low: fraction(silhouette.mean - silhouette.halfWidth),
            high: fraction(silhouette.mean + silhouette.halfWidth),
          },
        }
      : {}),
    ...(bic !== null && Number.isFinite(bic) ? { bic: fraction(bic) } : {}),
    stability: score(candidate.stability),
    chance: chance ? { low: fraction(chance.low), high: fraction(chance.high) } : null,
  };
}

function clusterOf(
  segment: SegmentProfile,
  { rules }: Segmentation,
  { personas }: Explanation,
  keys: ReadonlyMap<string, string>,
): Cluster {
  const words = personas.find(({ id }) => id === segment.id);
  const label = words?.label ?? '';
  return {
    cluster_id: segment.id,
    size: segment.size,
    share: fraction(segment.share),
    centroid: perFeature(segment, 'mean'),
    median: perFeature(segment, 'median'),
    kpis: kpisOf(segment, keys),
    persona: {
      key: words?.key ?? '',
      label,
      description: words?.description ?? '',
      evidence: [...(words?.evidence ?? [])],
      recommended_action: words?.recommendedAction ?? '',
    },
    persona_label: label,
    stability: score(segment.stability),
    trust: segment.trust,
    silhouette: score(segment.silhouette?.mean),
    rule: ruleOf(rules.rules.filter((rule) => rule.segment === segment.id)),
  };
}

function perFeature({ features }: SegmentProfile, figure: 'mean' | 'median'): Record<string, number> {
  return Object.fromEntries(Object.entries(features).map(([name, summary]) => [name, measure(summary[figure])]));
}

function kpisOf(segment: SegmentProfile, keys: ReadonlyMap<string, string>): Cluster['kpis'] {
  const { features, value } = segment;
  const revenue = value?.feature === 'purchase_total' ? value : null;
  const mean = (feature: string): number | null => {
    const summary = Object.hasOwn(features, feature) ? features[feature] : undefined;
    return summary ? measure(summary.mean) : null;
  };
  return {
    // A sum of values near the largest double overflows: then there is no revenue to tell.
    revenue: revenue && Number.isFinite(revenue.total) ? measure(revenue.total) : null,
    revenue_share: score(revenue?.share),
    avg_purchase_total: mean('purchase_total'),
    avg_visit_frequency: mean('visit_frequency'),
    avg_ticket: mean('avg_ticket'),
    avg_recency_days: mean('recency_days'),
    ...Object.fromEntries([...keys].map(([feature, key]) => [key, mean(feature)])),
  };
}

/**
 * The KPI's name of every feature: `avg_` and the feature without a leading `total_` or `avg_`. Where two would meet, or
 * one would take a standard name, the feature keeps its full name.
 */
export function kpiKeys(features: readonly string[]): ReadonlyMap<string, string> {
  const standard = new Set(Object.keys(knownFeatures));
  const short = (feature: string): string =>
    `avg_${standard.has(feature) && feature !== 'avg_ticket' ? feature : feature.replace(/^(?:total|avg)_/, '')}`;
  const uses = new Map<string, number>();
  for (const key of [...new Set([...features, ...standard])].map(short)) uses.set(key, (uses.get(key) ?? 0) + 1);
  return new Map(
    features.map((feature) => {
      const key = short(feature);
      return [feature, standard.has(feature) || uses.get(key) === 1 ? key : `avg_${feature}`];
    }),
  );
}

/** Of the paths that lead to a segment the one that catches most of it. */
function ruleOf(rules: readonly SegmentRule[]): Cluster['rule'] {
  const [best] = rules.toSorted((a, b) => (b.coverage ?? 0) - (a.coverage ?? 0));
  if (!best) return null;
  return {
    conditions: best.conditions.map((condition) => ({ ...condition, threshold: measure(condition.threshold) })),
    precision: score(best.precision),
    coverage: score(best.coverage),
  };
}

function structureOf({ structure }: Segmentation, { verdict, tests }: Explanation): PurchasingAnswer['structure'] {
  const { chance, stability } = structure;
  return {
    verdict: structure.verdict,
    headline: verdict.headline,
    paragraph: verdict.paragraph,
    silhouette: score(structure.silhouette),
    chance: chance ? { low: fraction(chance.low), high: fraction(chance.high) } : null,
    stability: stability
      ? { lowest: fraction(stability.lowest), highest: fraction(stability.highest), redraws: stability.redraws }
      : null,
    gap: structure.gap.map((gap) => ({
      k: gap.k,
      box: fraction(gap.box),
      box_error: fraction(gap.boxError),
      marginal: fraction(gap.marginal),
      marginal_error: fraction(gap.marginalError),
    })),
    gap_choice: { ...structure.gapChoice },
    sample_size: structure.sampleSize,
    apart: structure.apart,
    comes_back: structure.comesBack,
    tests: tests.map(({ key, question, answer, sentence }) => ({ key, question, answer, sentence })),
  };
}

function preprocessingOf({ space, columns, collinear, ids }: Segmentation): PurchasingAnswer['preprocessing'] {
  return {
    mode: space.preprocessing,
    customers: ids.length,
    distinct_customers: space.distinct,
    features: columns.length,
    features_used: [...space.used],
    imputed: Object.fromEntries(columns.map(({ name, imputed }) => [name, imputed])),
    columns: columns.map((column) => ({
      feature: column.name,
      used: column.used,
      constant: column.constant,
      transform: column.transform,
      unit: measure(column.unit),
      mean: measure(column.mean),
      scale: measure(column.scale),
      skewness_before: score(column.skewnessBefore),
      skewness_after: score(column.skewnessAfter),
      median: measure(column.median),
      imputed: column.imputed,
    })),
    collinear: collinear.map(({ a, b, r }) => ({ a, b, r: fraction(r) })),
  };
}

function selectionOf({ selection }: Segmentation, { choice }: Explanation): PurchasingAnswer['selection'] {
  const { separation, actionable } = selection.byObjective;
  return {
    objective: selection.objective,
    decided_by: selection.decidedBy,
    winner: named(selection.winner),
    runner_up: selection.runnerUp && named(selection.runnerUp),
    margin: score(selection.margin),
    tie_break: selection.tieBreak,
    by_objective: {
      separation: separation && named(separation),
      actionable: actionable && named(actionable),
    },
    tried: selection.tried,
    eligible: selection.eligible,
    explanation: choice,
  };
}

function named({ algorithm, params }: CandidateName): PurchasingAnswer['selection']['winner'] {
  return { algorithm, params: { ...params } };
}

function tiersOf({ tiers }: Segmentation): PurchasingAnswer['tiers'] {
  if (!tiers) return null;
  return {
    feature: tiers.feature,
    tiers: tiers.tiers.map((tier) => ({ ...tier, from: measure(tier.from), share: score(tier.share) })),
  };
}
