import { segmentFates } from '@clientele/engine';
import type { Candidate, CandidateName, Explanation, Persona, Segmentation } from '@clientele/engine';
import type { SegmentProfile, SegmentRule } from '@clientele/engine';
import { type Remark, type Warning, warningsOf } from './decode-parameters.ts';

import { fraction, measure, score } from '../runs/figures.ts';
import { encodeFate } from '../runs/identity.ts';
import type { PurchasingAnswer } from './purchasing-answer.ts';

/** Parts of an answer that both contracts have. */
type Cluster = PurchasingAnswer['clusters'][number];
type Evaluation = PurchasingAnswer['evaluation_metrics'][number];

/** What an answer says beside the segmentation. */
export interface Beside {
  readonly runId: string;
  /** The decoder's own; the run's come after them in `warnings`. */
  readonly remarks: readonly Remark[];
  /** The run whose segments keep their identity in this one. */
  readonly previousRunId?: string | null | undefined;
}

/** The decoder's warnings and those of the run. */
export function allWarnings(remarks: readonly Remark[], { language, notices }: Explanation): Warning[] {
  return [...warningsOf(remarks, language), ...notices.map(({ code, message }) => ({ code, message }))];
}

/** What became of the segments of the previous run, where there is one. */
export function identityOf(
  { history }: Segmentation,
  { language }: Explanation,
  { previousRunId }: Beside,
): Pick<PurchasingAnswer, 'identity'> {
  if (!history || typeof previousRunId !== 'string') return {};
  const segments = segmentFates(history, language).map(encodeFate);
  return {
    identity: { previous_run_id: previousRunId, basis: history.basis, shared_customers: history.shared, segments },
  };
}

/** What only orders can say: whether segments held up later, and how they stand beside RFM tiers. */
export function timeOf(
  { later, baseline }: Segmentation,
  explanation: Explanation,
): Pick<PurchasingAnswer, 'later' | 'baseline'> {
  if (!baseline) return {};
  return {
    later: later && {
      from: later.from,
      until: later.until,
      days: later.days,
      customers: later.customers,
      answer: later.answer,
      groups: later.groups.map(({ segment, size, share, low, high, spent }) => ({
        cluster_id: segment,
        size,
        share: fraction(share),
        low: fraction(low),
        high: fraction(high),
        spent: measure(spent),
      })),
      explained: score(later.explained),
      baseline_explained: score(later.baselineExplained),
    },
    baseline: {
      agreement: fraction(baseline.agreement),
      silhouette: score(baseline.silhouette),
      baseline_silhouette: score(baseline.baselineSilhouette),
      sentence: explanation.baseline ?? '',
    },
  };
}

/** A row of the table of models tried. */
export function evaluationOf(candidate: Candidate): Evaluation {
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

/** A segment's persona, as the contracts spell it. */
export function personaOf(words: Persona | undefined): Cluster['persona'] {
  return {
    key: words?.key ?? '',
    label: words?.generatedLabel ?? '',
    description: words?.description ?? '',
    evidence: [...(words?.evidence ?? [])],
    recommended_action: words?.recommendedAction ?? '',
  };
}

/** A figure of every feature, in the units sent. */
export function perFeature({ features }: SegmentProfile, figure: 'mean' | 'median'): Record<string, number> {
  return Object.fromEntries(Object.entries(features).map(([name, summary]) => [name, measure(summary[figure])]));
}

/** Of the paths that lead to a segment the one that catches most of it. */
export function ruleOf(rules: readonly SegmentRule[]): Cluster['rule'] {
  const [best] = rules.toSorted((a, b) => (b.coverage ?? 0) - (a.coverage ?? 0));
  if (!best) return null;
  return {
    conditions: best.conditions.map((condition) => ({ ...condition, threshold: measure(condition.threshold) })),
    precision: score(best.precision),
    coverage: score(best.coverage),
  };
}

export function structureOf(
  { structure }: Segmentation,
  { verdict, tests }: Explanation,
): PurchasingAnswer['structure'] {
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

export function preprocessingOf({ space, columns, collinear, ids }: Segmentation): PurchasingAnswer['preprocessing'] {
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

export function selectionOf({ selection }: Segmentation, { choice }: Explanation): PurchasingAnswer['selection'] {
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

export function tiersOf({ tiers }: Segmentation): PurchasingAnswer['tiers'] {
  if (!tiers) return null;
  return {
    feature: tiers.feature,
    tiers: tiers.tiers.map((tier) => ({ ...tier, from: measure(tier.from), share: score(tier.share) })),
  };
}
