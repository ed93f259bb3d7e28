import { type FeatureDrift, frozenFit, type FrozenFit, inputDrift } from './drift.ts';
import { matchSegments } from './match.ts';
import type { SegmentMatch } from './segment-match.ts';
import { type Migration, migrations } from './migration.ts';
import type { Segmentation } from './segmentation.ts';

/**
 * What to do with the earlier run: keep its labels, keep its model and score the customers with it again, or go over to
 * the later run.
 */
export const recommendations = ['keep', 'rescore', 'retrain'] as const;
export type Recommendation = (typeof recommendations)[number];

/** The thresholds behind the recommendation, besides those of PSI. */
export const compareThresholds = {
  /** Silhouette that the frozen model has less than the later run. */
  silhouetteLoss: 0.05,
  /** The same where segments have come, gone, split or merged, if the later run has a verdict of moderate or strong. */
  silhouetteLossWithNewGroups: 0.01,
  /** Adjusted Rand index below which two groupings differ, if the later one has a verdict of moderate or strong. */
  agreement: 0.5,
  /** Share of customers with a value that the earlier run never saw. */
  outOfRange: 0.05,
  /** Share of shared customers that changed their segment. */
  moved: 0.1,
} as const;

/** A reason, with the numbers it rests on. */
export type Reason =
  | { readonly code: 'MISSING_FEATURES'; readonly features: readonly string[] }
  | { readonly code: 'FIT_LOST'; readonly frozen: number; readonly fresh: number }
  | { readonly code: 'GROUPS_CHANGED'; readonly segments: number; readonly frozen: number; readonly fresh: number }
  | { readonly code: 'GROUPS_DIFFER'; readonly agreement: number }
  | { readonly code: 'OUT_OF_RANGE'; readonly share: number }
  | { readonly code: 'INPUT_SHIFTED'; readonly features: number; readonly feature: string; readonly psi: number }
  | { readonly code: 'MIX_SHIFTED'; readonly psi: number }
  | { readonly code: 'CUSTOMERS_MOVED'; readonly share: number }
  | { readonly code: 'UNCHANGED' };

/** A later run beside an earlier one. */
export interface Comparison {
  readonly customers: {
    readonly before: number;
    readonly after: number;
    readonly shared: number;
    /** Shared customers whose segment is not the one that theirs became. */
    readonly moved: number;
  };
  readonly match: SegmentMatch;
  readonly migrations: readonly Migration[];
  /** By feature, the largest shift first. */
  readonly input: readonly FeatureDrift[];
  /** Null when the later run lacks a feature that the earlier model needs. */
  readonly mix: FrozenFit['mix'] | null;
  readonly fit: FrozenFit['fit'] | null;
  readonly recommendation: Recommendation;
  readonly reasons: readonly Reason[];
}

/** Who went where between two runs, what has drifted, and what to do about it. */
export function compareRuns(before: Segmentation, after: Segmentation): Comparison {
  const match = matchSegments(before, after);
  const ways = migrations(before, after);
  const became = new Map(match.matches.map(({ previous, segment }) => [previous, segment]));
  const moved = ways
    .filter(({ previous, segment }) => previous !== null && segment !== null)
    .filter(({ previous, segment }) => (previous === -1 ? -1 : became.get(previous ?? -1)) !== segment)
    .reduce((sum, { customers }) => sum + customers, 0);
  const measured = {
    customers: { before: before.ids.length, after: after.ids.length, shared: match.shared, moved },
    match,
    migrations: ways,
    input: inputDrift(before, after).toSorted((a, b) => b.psi - a.psi),
    ...(frozenFit(before, after) ?? { mix: null, fit: null }),
  };
  const missing = before.space.used.filter((name) => !after.names.includes(name));
  const toRetrain = retrainReasons(measured, missing, after);
  const toRescore = rescoreReasons(measured);
  const reasons = [...toRetrain, ...toRescore];
  return {
    ...measured,
    recommendation: toRetrain.length > 0 ? 'retrain' : toRescore.length > 0 ? 'rescore' : 'keep',
    reasons: reasons.length > 0 ? reasons : [{ code: 'UNCHANGED' }],
  };
}

type Measured = Omit<Comparison, 'recommendation' | 'reasons'>;

function retrainReasons({ fit, match }: Measured, missing: readonly string[], { structure }: Segmentation): Reason[] {
  if (!fit) return [{ code: 'MISSING_FEATURES', features: missing }];
  const { frozen, fresh, agreement, outOfRange } = fit;
  const limits = compareThresholds;
  const reasons: Reason[] = [];
  // Two cuts through one crowd differ by nature, and a new cut that is no better is no reason to change.
  const structured = structure.verdict === 'strong' || structure.verdict === 'moderate';
  const scores = frozen === null || fresh === null ? null : { frozen, fresh };
  const loss = scores ? scores.fresh - scores.frozen : Infinity;
  const segments = [match.splits, match.merges, match.births, match.deaths].reduce((sum, each) => sum + each.length, 0);
  if (scores && loss >= limits.silhouetteLoss) reasons.push({ code: 'FIT_LOST', ...scores });
  else if (scores && structured && segments > 0 && loss >= limits.silhouetteLossWithNewGroups)
    reasons.push({ code: 'GROUPS_CHANGED', segments, ...scores });
  if (agreement < limits.agreement && structured && loss > 0) reasons.push({ code: 'GROUPS_DIFFER', agreement });
  if (outOfRange >= limits.outOfRange) reasons.push({ code: 'OUT_OF_RANGE', share: outOfRange });
  return reasons;
}

function rescoreReasons({ input, mix, customers }: Measured): Reason[] {
  const reasons: Reason[] = [];
  const shifted = input.filter(({ level }) => level !== 'none');
  const [most] = shifted;
  if (most) reasons.push({ code: 'INPUT_SHIFTED', features: shifted.length, feature: most.feature, psi: most.psi });
  if (mix && mix.level !== 'none') reasons.push({ code: 'MIX_SHIFTED', psi: mix.psi });
  const share = customers.shared > 0 ? customers.moved / customers.shared : 0;
  if (share >= compareThresholds.moved) reasons.push({ code: 'CUSTOMERS_MOVED', share });
  return reasons;
}
