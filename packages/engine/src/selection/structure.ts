import { type Gap, gapChoice } from '../evaluation/gap.ts';
import type { Candidate } from './candidate.ts';
import type { GapEvidence } from './gaps.ts';

export const verdicts = ['none', 'weak', 'moderate', 'strong'] as const;
export type Verdict = (typeof verdicts)[number];

/** Is there anything to find? With its evidence. */
export interface Structure {
  readonly verdict: Verdict;
  /** Gap statistic per k = 1.. on a bounded sample: value and standard error, for both kinds of reference crowd. */
  readonly gap: readonly {
    readonly k: number;
    readonly box: number;
    readonly boxError: number;
    readonly marginal: number;
    readonly marginalError: number;
  }[];
  /** The k that the gap rule (Tibshirani) picks under each reference. */
  readonly gapChoice: { readonly box: number; readonly marginal: number };
  readonly silhouette: number | null;
  readonly chance: { readonly low: number; readonly high: number } | null;
  readonly stability: { readonly lowest: number; readonly highest: number; readonly redraws: number } | null;
  /** Customers that the gap statistic was measured on. */
  readonly sampleSize: number;
  /** The words for "are the groups apart" and "do they come back"; null when it could not be measured. */
  readonly apart: 'no' | 'hardly' | 'partly' | 'clearly' | null;
  readonly comesBack: 'always' | 'mostly' | 'in_part' | 'no' | null;
}

/** Silhouette above the chance band from which groups are partly, and clearly, apart. */
const PARTLY_FROM = 0.05;
const CLEARLY_FROM = 0.25;
/** Hennig's marks for the stability of a cluster: below it dissolves; from here on it is a group, from here on a sure one. */
const DISSOLVES_BELOW = 0.6;
const GROUP_FROM = 0.75;
const SURE_FROM = 0.85;

/** Whether the groups are apart: the silhouette against what chance reaches. Null without a band or a silhouette. */
export function apartWord(silhouette: number | null, chance: Candidate['chance']): Structure['apart'] {
  if (silhouette === null || !chance) return null;
  const above = silhouette - chance.high;
  if (above <= 0) return 'no';
  if (above < PARTLY_FROM) return 'hardly';
  return above < CLEARLY_FROM ? 'partly' : 'clearly';
}

/** Whether the groups come back: from the mean Jaccard of each over redraws. Null without any. */
export function comesBackWord(stability: Float64Array | null): Structure['comesBack'] {
  if (!stability || stability.length === 0) return null;
  const share = (test: (value: number) => boolean): number => stability.filter(test).length / stability.length;
  if (share((value) => value < SURE_FROM) === 0) return 'always';
  const dissolving = share((value) => value < DISSOLVES_BELOW);
  if (dissolving > 0.5) return 'no';
  if (dissolving > 0) return 'in_part';
  return share((value) => value >= GROUP_FROM) >= 0.5 ? 'mostly' : 'in_part';
}

/**
 * The evidence and the verdict. `winner` answers for its own groups; `best`, the winners of both objectives, answer
 * whether the customers have any groups at all: slicing a clumped crowd in a way that looks like chance does not make the
 * clumps go away.
 */
export function structureOf(
  winner: Candidate,
  best: readonly Candidate[],
  evidence: {
    gap: GapEvidence;
    stability: Float64Array | null;
    redraws: number;
  },
): Structure {
  const { gap, stability, redraws } = evidence;
  const silhouette = winner.silhouette?.mean ?? null;
  const { chance } = winner;
  const apart = apartWord(silhouette, chance);
  const comesBack = comesBackWord(stability);
  const anyApart = best.some((model) => beyondChance(apartWord(model.silhouette?.mean ?? null, model.chance)));
  const choice = { box: gapChoice(gap.box), marginal: gapChoice(gap.marginal) };
  const steps = Math.min(gap.box.length, gap.marginal.length);
  return {
    verdict: verdictOf({
      apart,
      anyApart,
      comesBack,
      clumped: choice.marginal > 1,
      denser: beatsOneCluster(gap.marginal),
    }),
    gap: Array.from({ length: steps }, (_, at) => ({
      k: gap.box[at].k,
      box: gap.box[at].value,
      boxError: gap.box[at].error,
      marginal: gap.marginal[at].value,
      marginalError: gap.marginal[at].error,
    })),
    gapChoice: choice,
    silhouette,
    chance,
    stability: stability && { lowest: Math.min(...stability), highest: Math.max(...stability), redraws },
    sampleSize: gap.sampleSize,
    apart,
    comesBack,
  };
}

/** The evidence of the gap statistic that a structure holds. */
export function gapEvidenceOf({ gap, sampleSize }: Structure): GapEvidence {
  return {
    box: gap.map(({ k, box, boxError }) => ({ k, value: box, error: boxError })),
    marginal: gap.map(({ k, marginal, marginalError }) => ({ k, value: marginal, error: marginalError })),
    sampleSize,
  };
}

/**
 * Whether some k of 2 or more has a gap above that of one cluster by more than its standard error. The rule that picks k
 * stops at the first dip and so misses groups of groups; for a yes or no every k may speak.
 */
function beatsOneCluster(gaps: readonly Gap[]): boolean {
  return gaps.some(({ k, value, error }) => k > 1 && value - error > gaps[0].value);
}

/**
 * The verdict from the answers.
 *
 * - none: neither the winner nor the winner of either objective is beyond what chance reaches, or could be measured, and
 *   against crowds with the same columns the gap rule picks one cluster (`clumped` is false).
 * - strong: the groups are clearly apart, every one comes back, and the gap statistic prefers them to one cluster.
 * - moderate: they are at least partly apart and do not dissolve when customers are redrawn.
 * - weak: everything between.
 *
 * The marks are those of the words. On crowds without groups (300 to 1,000 customers, three skewed marginals, independent
 * and correlated, 20 seeds each) the silhouette came out above the chance band in about 1 % of runs and by .05 in none,
 * so "partly apart" alone separates groups from chance; shops with 3 to 5 planted groups reach it in nearly all runs.
 */
export function verdictOf(of: {
  apart: Structure['apart'];
  anyApart: boolean;
  clumped: boolean;
  comesBack: Structure['comesBack'];
  denser: boolean;
}): Verdict {
  const { apart, anyApart, clumped, comesBack, denser } = of;
  // One segment, or noise alone, cannot be apart from anything; that says nothing about the customers.
  if (apart === null || apart === 'no') return anyApart || clumped ? 'weak' : 'none';
  if (apart === 'hardly' || comesBack === 'no' || comesBack === null) return 'weak';
  return apart === 'clearly' && comesBack === 'always' && denser ? 'strong' : 'moderate';
}

function beyondChance(word: Structure['apart']): boolean {
  return word !== null && word !== 'no';
}
