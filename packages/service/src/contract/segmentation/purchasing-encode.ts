import { algorithms, type Explanation, type Segmentation, type SegmentProfile } from '@clientele/engine';
import { withLabels } from './encode-labels.ts';
import {
  allWarnings,
  type Beside,
  evaluationOf,
  identityOf,
  perFeature,
  personaOf,
  preprocessingOf,
  ruleOf,
  selectionOf,
  structureOf,
  tiersOf,
  timeOf,
} from './encode-parts.ts';
import { fraction, measure, score } from '../runs/figures.ts';
import type { PurchasingAnswer } from './purchasing-answer.ts';
import { knownFeatures } from './purchasing-segmentation.ts';

type Cluster = PurchasingAnswer['clusters'][number];

type Opening = Pick<PurchasingAnswer, 'best_algorithm' | 'evaluation_metrics' | 'clusters'>;
type Closing = Omit<PurchasingAnswer, keyof Opening | 'customer_labels'>;

/** The answer of purchasing_segmentation as JSON in UTF-8; every number in it is finite. */
export function encode(segmentation: Segmentation, explanation: Explanation, beside: Beside): Uint8Array<ArrayBuffer> {
  const { opening, closing } = aroundLabels(segmentation, explanation, beside);
  const head = `${JSON.stringify(opening).slice(0, -1)},"customer_labels":`;
  return withLabels(head, segmentation, `,${JSON.stringify(closing).slice(1)}`);
}

/** The same answer without its customers. */
export function summarise(
  segmentation: Segmentation,
  explanation: Explanation,
  beside: Beside,
): Omit<PurchasingAnswer, 'customer_labels'> {
  const { opening, closing } = aroundLabels(segmentation, explanation, beside);
  return { ...opening, ...closing };
}

function aroundLabels(
  segmentation: Segmentation,
  explanation: Explanation,
  beside: Beside,
): { opening: Opening; closing: Closing } {
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
    run_id: beside.runId,
    structure: structureOf(segmentation, explanation),
    preprocessing: preprocessingOf(segmentation),
    selection: selectionOf(segmentation, explanation),
    tiers: tiersOf(segmentation),
    warnings: allWarnings(beside.remarks, explanation),
    ...identityOf(segmentation, explanation, beside),
    ...timeOf(segmentation, explanation),
  };
  return { opening, closing };
}

function clusterOf(
  segment: SegmentProfile,
  { rules }: Segmentation,
  { personas }: Explanation,
  keys: ReadonlyMap<string, string>,
): Cluster {
  const words = personas.find(({ id }) => id === segment.id);
  return {
    cluster_id: segment.id,
    size: segment.size,
    share: fraction(segment.share),
    centroid: perFeature(segment, 'mean'),
    median: perFeature(segment, 'median'),
    kpis: kpisOf(segment, keys),
    persona: personaOf(words),
    persona_label: words?.generatedLabel ?? '',
    stability: score(segment.stability),
    trust: segment.trust,
    silhouette: score(segment.silhouette?.mean),
    rule: ruleOf(rules.rules.filter((rule) => rule.segment === segment.id)),
  };
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
