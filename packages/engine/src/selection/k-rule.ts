import { fault } from '../base/faults.ts';
import type { Notice } from '../base/notice.ts';
import type { KSelection, ResolvedOptions } from '../base/options.ts';
import { elbow } from '../evaluation/elbow.ts';
import { type Gap, gapChoice } from '../evaluation/gap.ts';
import type { Candidate } from './candidate.ts';
import { bySeparation, hasSettledK, type KRule, leaders } from './choose.ts';

/** Why a way to settle the number of segments did not. */
type Doubt = 'one_group' | 'no_knee' | 'refused' | 'unmeasured';
type Settled = { readonly k: number } | { readonly doubt: Doubt };

interface Evidence {
  readonly options: Pick<ResolvedOptions, 'algorithm' | 'nClusters' | 'validation' | 'kSelection'>;
  /** The gap statistic of K-Means beside uniform crowds, k = 1, 2, ... */
  readonly gap: readonly Gap[];
  readonly rows: number;
}

/** Throws K_SELECTION_UNFIT for `bic` with an algorithm that has no likelihood. */
export function requireFitting({ algorithm, kSelection }: Pick<ResolvedOptions, 'algorithm' | 'kSelection'>): void {
  if (kSelection === 'bic' && algorithm !== 'gmm' && algorithm !== 'auto')
    throw fault('K_SELECTION_UNFIT', { k_selection: kSelection, algorithm });
}

/**
 * The number of segments by the way that the caller asked for; models of that number then compete by their score. Null
 * where nothing was asked. Where the way settles nothing, or is not needed, a notice says so and all models compete.
 */
export function kRuleOf(
  candidates: readonly Candidate[],
  evidence: Evidence,
): { kRule: KRule | null; notices: Notice[] } {
  const { algorithm, nClusters, kSelection: method } = evidence.options;
  if (method === undefined) return { kRule: null, notices: [] };
  const unsettled = (code: Notice['code'], reason: string) => ({
    kRule: { method, k: null },
    notices: [{ code, details: { method, reason } }],
  });
  if (algorithm === 'dbscan') return unsettled('K_SELECTION_IGNORED', 'dbscan');
  if (nClusters !== undefined) return unsettled('K_SELECTION_IGNORED', 'n_clusters');
  // The highest silhouette is what decides anyway.
  if (method === 'silhouette' && evidence.options.validation === 'silhouette')
    return { kRule: { method, k: null }, notices: [] };
  const settled = settlers[method](candidates, evidence);
  if ('doubt' in settled) return unsettled('K_SELECTION_UNDECIDED', settled.doubt);
  const kRule = { method, k: settled.k };
  const fitting = candidates.some((candidate) => candidate.eligible && hasSettledK(candidate, kRule));
  return fitting ? { kRule, notices: [] } : unsettled('K_SELECTION_UNDECIDED', 'refused');
}

const settlers: Record<KSelection, (candidates: readonly Candidate[], evidence: Evidence) => Settled> = {
  silhouette(candidates) {
    const [best] = leaders(candidates.filter(withEligibleK), bySeparation);
    return best && 'k' in best.params ? { k: best.params.k } : { doubt: 'unmeasured' };
  },
  elbow(candidates, { rows }) {
    const first = candidates.find(({ params }) => 'k' in params)?.algorithm;
    const curve = [1];
    for (const candidate of candidates) {
      if (candidate.algorithm !== first) continue;
      const share = unexplained(candidate, rows);
      // Numbers from here on would not follow one another.
      if (share === null) break;
      curve.push(share);
    }
    const at = elbow(curve);
    return at === null ? { doubt: curve.length < 3 ? 'unmeasured' : 'no_knee' } : { k: at + 1 };
  },
  bic(candidates) {
    let best: { k: number; bic: number } | null = null;
    for (const { params, bic } of candidates.filter(withEligibleK))
      if ('k' in params && bic !== null && (best === null || bic < best.bic)) best = { k: params.k, bic };
    return best ? { k: best.k } : { doubt: 'refused' };
  },
  gap(_candidates, { gap }) {
    if (gap.length < 2) return { doubt: 'unmeasured' };
    const k = gapChoice(gap);
    return k > 1 ? { k } : { doubt: 'one_group' };
  },
};

function withEligibleK({ eligible, params }: Candidate): boolean {
  return eligible && 'k' in params;
}

/**
 * The share of the variance that is left within the segments: W / (W + B), from Calinski-Harabasz = (B / (k - 1)) /
 * (W / (n - k)). It falls with k as the sum of squares does. Null without that score.
 */
function unexplained({ nClusters: k, calinskiHarabasz }: Candidate, rows: number): number | null {
  if (calinskiHarabasz === null || k < 2 || rows <= k) return null;
  return 1 / (1 + (calinskiHarabasz * (k - 1)) / (rows - k));
}
