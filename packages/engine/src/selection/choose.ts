import { fault } from '../base/faults.ts';
import type { KSelection, ResolvedOptions } from '../base/options.ts';
import type { Algorithm, Candidate, CandidateParams } from './candidate.ts';

/** Names one candidate. */
export interface CandidateName {
  readonly algorithm: Algorithm;
  readonly params: CandidateParams;
}

/** A number of segments settled before models compete. */
export interface KRule {
  readonly method: KSelection;
  readonly k: number | null;
}

/** The decision record. */
export interface Selection {
  /** The objective that decided; `separation` where `actionable` was asked for and no model of 3 segments could compete. */
  readonly objective: 'separation' | 'actionable';
  /** The score that decides separation. */
  readonly validation: ResolvedOptions['validation'];
  /** What was asked to settle the number of segments, with that number; k is null where it settled nothing, all of it where nothing was asked. */
  readonly kRule: KRule | null;
  /** What decided: the rule, or the caller through `choose`. */
  readonly decidedBy: 'rule' | 'caller' | 'fallback';
  readonly winner: CandidateName;
  /** The best of the others by the same score; null without one. */
  readonly runnerUp: CandidateName | null;
  /** Winner's score less the runner-up's, in the objective's score; null without a runner-up. */
  readonly margin: number | null;
  /**
   * What settled equal scores: nothing had to, the lower Davies-Bouldin (or the higher silhouette where Davies-Bouldin
   * decided), or the order of trying.
   */
  readonly tieBreak: 'none' | 'davies_bouldin' | 'silhouette' | 'order';
  /** What either objective would return; null where no eligible model has its score. */
  readonly byObjective: { readonly separation: CandidateName | null; readonly actionable: CandidateName | null };
  /** Models tried, and how many of them passed the gate. */
  readonly tried: number;
  readonly eligible: number;
}

/** Scores closer than this are the same number, rounding aside. */
const SAME = 1e-12;

/** A score with the half-width of its interval; candidates without one do not compete. */
type Score = (candidate: Candidate) => { readonly value: number; readonly halfWidth: number } | null;

export const bySeparation: Score = ({ silhouette }) =>
  silhouette && { value: silhouette.mean, halfWidth: silhouette.halfWidth };

const bySpread: Score = ({ daviesBouldin }) =>
  daviesBouldin === null ? null : { value: -daviesBouldin, halfWidth: 0 };

const byUse: Score = ({ actionable }) => (actionable === null ? null : { value: actionable, halfWidth: 0 });

/**
 * Candidates whose score cannot be told from the best one's: equal to 1e-12, or with overlapping 95 % intervals. Empty
 * when nobody has a score.
 */
export function leaders(candidates: readonly Candidate[], score: Score): Candidate[] {
  const scored = candidates.flatMap((candidate) => {
    const at = score(candidate);
    return at ? [{ candidate, ...at }] : [];
  });
  if (scored.length === 0) return [];
  const best = scored.reduce((a, b) => (b.value > a.value ? b : a));
  return scored
    .filter(({ value, halfWidth }) => best.value - value <= Math.max(SAME, best.halfWidth + halfWidth))
    .map(({ candidate }) => candidate);
}

/** Davies-Bouldin, undefined last. */
function spread(candidate: Candidate): number {
  return candidate.daviesBouldin ?? Infinity;
}

/** Silhouette turned round, undefined last. */
function closeness({ silhouette }: Candidate): number {
  return silhouette ? -silhouette.mean : Infinity;
}

/**
 * The first by the rule, with what decided: the score, then the lowest Davies-Bouldin (the highest silhouette where
 * Davies-Bouldin is the score), then the order of trying.
 */
function firstBy(candidates: readonly Candidate[], score: Score) {
  const tied = leaders(candidates, score);
  if (tied.length === 0) return null;
  const worth = score === bySpread ? closeness : spread;
  const other = score === bySpread ? 'silhouette' : 'davies_bouldin';
  const lowest = Math.min(...tied.map(worth));
  const equal = tied.filter((candidate) => worth(candidate) === lowest || worth(candidate) - lowest <= SAME);
  const tieBreak = tied.length === 1 ? 'none' : equal.length === 1 ? other : 'order';
  return { candidate: equal[0], tieBreak } as const;
}

/**
 * Decides. Among the eligible, those of the settled number of segments where `kRule` has one, the objective's score, ties
 * by the lowest Davies-Bouldin, then by the order of `candidates`. With nobody eligible, the same rule by silhouette over everyone but those with an empty or no cluster,
 * else the first tried. `choose` overrules all of it. Throws CANDIDATE_UNKNOWN when `choose` names a model not tried.
 */
export function chooseCandidate(
  candidates: readonly Candidate[],
  options: Pick<ResolvedOptions, 'objective' | 'choose'> & Partial<Pick<ResolvedOptions, 'validation'>>,
  kRule: KRule | null = null,
): { winner: Candidate; selection: Selection } {
  const eligible = candidates.filter((candidate) => candidate.eligible);
  const { validation = 'silhouette' } = options;
  const separate = separationScore(validation);
  const competing = eligible.filter((candidate) => hasSettledK(candidate, kRule));
  const best = { separation: firstBy(competing, separate), actionable: firstBy(competing, byUse) };
  const objective = options.objective === 'actionable' && best.actionable ? 'actionable' : 'separation';
  const score = objective === 'actionable' ? byUse : separate;
  const ruled =
    best[objective] ?? (competing.length > 0 ? { candidate: competing[0], tieBreak: 'order' as const } : null);
  const first = ruled ?? lastResort(candidates, separate);
  const chosen = options.choose && named(candidates, options.choose);
  const winner = chosen ?? first.candidate;

  const pool = competing.length > 0 ? competing : candidates;
  const second = firstBy(
    pool.filter((candidate) => candidate !== winner),
    score,
  );
  const own = score(winner);
  const other = second && score(second.candidate);
  const selection: Selection = {
    objective,
    validation,
    kRule,
    decidedBy: chosen ? 'caller' : ruled ? 'rule' : 'fallback',
    winner: nameOf(winner),
    runnerUp: second && nameOf(second.candidate),
    margin: own && other ? own.value - other.value : null,
    tieBreak: chosen ? 'none' : first.tieBreak,
    byObjective: {
      separation: best.separation && nameOf(best.separation.candidate),
      actionable: best.actionable && nameOf(best.actionable.candidate),
    },
    tried: candidates.length,
    eligible: eligible.length,
  };
  return { winner, selection };
}

/** What separation goes by. */
export function separationScore(validation: ResolvedOptions['validation']): Score {
  return validation === 'silhouette' ? bySeparation : bySpread;
}

/** Whether a candidate has the number of segments that was settled; every one, where none was. */
export function hasSettledK({ params }: Candidate, kRule: KRule | null): boolean {
  return kRule === null || kRule.k === null || ('k' in params && params.k === kRule.k);
}

/** The best of the refused: a caller who asked for a segmentation gets one, with a warning. */
function lastResort(candidates: readonly Candidate[], score: Score) {
  const filled = candidates.filter(({ smallestCluster, nClusters }) => smallestCluster > 0 && nClusters > 0);
  const grouped = filled.filter(({ nClusters }) => nClusters > 1);
  // A score of half the customers says less than a plain partition of all of them.
  const whole = grouped.filter(({ reason }) => reason !== 'TOO_MUCH_NOISE' && reason !== 'TOO_MANY_CLUSTERS');
  return (
    firstBy(whole, score) ??
    firstBy(grouped, score) ?? {
      candidate: whole[0] ?? grouped[0] ?? filled[0] ?? candidates[0],
      tieBreak: 'none' as const,
    }
  );
}

/** The models that a word of the options stands for. */
export const algorithmNames = {
  kmeans: 'KMeans',
  gmm: 'GaussianMixture',
  hierarchical: 'Agglomerative',
  dbscan: 'DBSCAN',
} as const satisfies Record<string, Algorithm>;

function named(candidates: readonly Candidate[], asked: NonNullable<ResolvedOptions['choose']>): Candidate {
  const algorithm = algorithmNames[asked.algorithm];
  const found = candidates.find(
    (candidate) =>
      candidate.algorithm === algorithm &&
      (algorithm === 'DBSCAN' || ('k' in candidate.params && candidate.params.k === asked.k)),
  );
  if (found) return found;
  const shown = asked.k === undefined || algorithm === 'DBSCAN' ? asked.algorithm : `${asked.algorithm} ${asked.k}`;
  throw fault('CANDIDATE_UNKNOWN', { asked: shown, tried: candidates.map(candidateText).join(', ') });
}

/** "KMeans 4", "DBSCAN": a candidate in a sentence. */
export function candidateText({ algorithm, params }: CandidateName): string {
  return 'k' in params ? `${algorithm} ${params.k}` : algorithm;
}

export function sameName(a: CandidateName, b: CandidateName): boolean {
  return candidateText(a) === candidateText(b);
}

function nameOf({ algorithm, params }: CandidateName): CandidateName {
  return { algorithm, params };
}
