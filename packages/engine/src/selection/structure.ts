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
