import { compareThresholds, type Comparison, type ComparisonWords, PSI_LARGE, PSI_SOME } from '@clientele/engine';
import type { ComparisonAnswer } from './comparison.ts';
import { fraction, measure, score } from './figures.ts';
import { encodeFate } from './identity.ts';

/** A comparison of the runs with these ids, the earlier first. */
export function encodeComparison(
  { recommendation, customers, match, migrations, input, mix, fit }: Comparison,
  words: ComparisonWords,
  [before, after]: readonly [string, string],
): ComparisonAnswer {
  const value = (sum: number | null): number | null => (sum === null || !Number.isFinite(sum) ? null : measure(sum));
  return {
    before,
    after,
    recommendation,
    message: words.recommendation,
    reasons: words.reasons.map(({ code, sentence }) => ({ code, message: sentence })),
    customers: { ...customers },
    identity: { basis: match.basis, segments: words.segments.map(encodeFate) },
    migration: migrations.map((way) => ({
      previous_segment_id: way.previous,
      segment_id: way.segment,
      customers: way.customers,
      value_before: value(way.valueBefore),
      value_after: value(way.valueAfter),
    })),
    drift: {
      input: input.map(({ feature, psi, chance, level, shift }) => ({
        feature,
        psi: fraction(psi),
        chance: fraction(chance),
        level,
        shift: fraction(shift),
      })),
      mix: mix && {
        psi: fraction(mix.psi),
        chance: fraction(mix.chance),
        level: mix.level,
        segments: mix.segments.map((each) => ({
          segment_id: each.segment,
          before: fraction(each.before),
          after: fraction(each.after),
        })),
      },
      fit: fit && {
        agreement: fraction(fit.agreement),
        silhouette_earlier_model: score(fit.frozen),
        silhouette_later_run: score(fit.fresh),
        out_of_range: fraction(fit.outOfRange),
      },
    },
    thresholds: {
      psi_some: PSI_SOME,
      psi_large: PSI_LARGE,
      silhouette_loss: compareThresholds.silhouetteLoss,
      silhouette_loss_with_new_groups: compareThresholds.silhouetteLossWithNewGroups,
      agreement: compareThresholds.agreement,
      out_of_range: compareThresholds.outOfRange,
      moved: compareThresholds.moved,
    },
  };
}
