import { type Gap, gapChoice } from '../evaluation/gap.ts';
import type { Candidate } from './candidate.ts';

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

export function structureOf(
  winner: Candidate,
  evidence: {
    gap: { box: readonly Gap[]; marginal: readonly Gap[] };
    stability: Float64Array | null;
    redraws: number;
    sampleSize: number;
  },
): Structure {
  const { gap, stability, redraws, sampleSize } = evidence;
  const silhouette = winner.silhouette?.mean ?? null;
  const { chance } = winner;
  const choice = { box: gapChoice(gap.box), marginal: gapChoice(gap.marginal) };
  const apart = apartWord(silhouette, chance);
  const comesBack = comesBackWord(stability);
  const steps = Math.min(gap.box.length, gap.marginal.length);
  return {
    verdict: verdictOf({ apart, comesBack, gapMarginal: choice.marginal, gapBox: choice.box }),
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
    sampleSize,
    apart,
    comesBack,
  };
}

/** The verdict from the answers. */
export function verdictOf(of: {
  apart: Structure['apart'];
  comesBack: Structure['comesBack'];
  gapMarginal: number;
  gapBox: number;
}): Verdict {
  const { apart, comesBack, gapMarginal } = of;
  if (apart === null || apart === 'no') return 'none';
  if (apart === 'hardly' || comesBack === 'no' || comesBack === null) return 'weak';
  if (apart === 'clearly' && comesBack === 'always' && gapMarginal > 1) return 'strong';
  return gapMarginal > 1 || apart === 'clearly' ? 'moderate' : 'weak';
}
