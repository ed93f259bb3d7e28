import type { Language } from '../base/language.ts';
import { speakers } from '../base/words.ts';
import type { Comparison, Reason } from '../segmentation/compare.ts';
import type { SegmentMatch } from '../segmentation/segment-match.ts';
import { changePhrases } from './locales/change.ts';
import { letterOf } from './naming.ts';

const say = speakers(changePhrases);

/** What became of one segment of either run: of a later one, or of an earlier one that is not there any more. */
export interface SegmentFate {
  readonly segment: number | null;
  /** The earlier segments it was or comes from. */
  readonly previous: readonly number[];
  readonly state: 'kept' | 'split' | 'merged' | 'new' | 'gone';
  /** 0.5 to 1 for a segment that was kept. */
  readonly similarity: number | null;
  /** Where the customers of an earlier segment that is gone went. */
  readonly into: readonly number[];
  readonly sentence: string;
}

/** A recommendation in words, with a sentence for every reason. */
export interface ComparisonWords {
  readonly recommendation: string;
  readonly reasons: readonly { readonly code: Reason['code']; readonly sentence: string }[];
  readonly segments: readonly SegmentFate[];
}

/** Two runs beside each other in one language. */
export function explainComparison({ recommendation, reasons, match }: Comparison, language: Language): ComparisonWords {
  return {
    recommendation: say[language](`action_${recommendation}`),
    reasons: reasons.map((reason) => ({ code: reason.code, sentence: reasonWords(reason, language) })),
    segments: segmentFates(match, language),
  };
}

function reasonWords(reason: Reason, language: Language): string {
  const score = numberIn(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const share = numberIn(language, { style: 'percent', maximumFractionDigits: 0 });
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const values = {
    MISSING_FEATURES: ({ features }: { features: readonly string[] }) => ({ features: list.format(features) }),
    FIT_LOST: (each: { frozen: number; fresh: number }) => ({ frozen: score(each.frozen), fresh: score(each.fresh) }),
    GROUPS_CHANGED: (each: { segments: number; frozen: number; fresh: number }) => ({
      n: each.segments,
      frozen: score(each.frozen),
      fresh: score(each.fresh),
    }),
    GROUPS_DIFFER: (each: { agreement: number }) => ({ agreement: score(each.agreement) }),
    OUT_OF_RANGE: (each: { share: number }) => ({ share: share(each.share) }),
    INPUT_SHIFTED: (each: { features: number; feature: string; psi: number }) => ({
      n: each.features,
      feature: each.feature,
      psi: score(each.psi),
    }),
    MIX_SHIFTED: (each: { psi: number }) => ({ psi: score(each.psi) }),
    CUSTOMERS_MOVED: (each: { share: number }) => ({ share: share(each.share) }),
    UNCHANGED: () => ({}),
  } satisfies { [Code in Reason['code']]: (reason: Extract<Reason, { code: Code }>) => object };
  // A reason's own code picks the function that takes it; TypeScript cannot see that they belong together.
  const shown = values[reason.code] as (reason: Reason) => Record<string, string | number>;
  return say[language](`reason_${reason.code}`, shown(reason));
}

/** What became of every segment, the later run's first; segments are called by their letters. */
export function segmentFates(match: SegmentMatch, language: Language): SegmentFate[] {
  const { matches, splits, merges, births, deaths, basis } = match;
  const letters = (ids: readonly number[]): string =>
    new Intl.ListFormat(language, { type: 'conjunction' }).format(ids.map(letterOf));
  const kept = matches.map(({ previous, segment, similarity }): SegmentFate => {
    const values = {
      previous: letterOf(previous),
      share: numberIn(language, { style: 'percent', maximumFractionDigits: 0 })(similarity),
      score: numberIn(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 })(similarity),
    };
    const sentence = say[language](basis === 'customers' ? 'fate_customers' : 'fate_centroids', values);
    return { segment, previous: [previous], state: 'kept', similarity, into: [], sentence };
  });
  const going = new Set(matches.map(({ previous }) => previous));
  const coming = new Set(matches.map(({ segment }) => segment));
  const from = (state: 'split' | 'merged', segment: number, previous: readonly number[]): SegmentFate[] => {
    if (coming.has(segment)) return [];
    coming.add(segment);
    const sentence = say[language](`fate_${state}`, { previous: letters(previous) });
    return [{ segment, previous, state, similarity: null, into: [], sentence }];
  };
  const gone = (state: 'split' | 'merged', previous: number, into: readonly number[]): SegmentFate[] => {
    if (going.has(previous)) return [];
    going.add(previous);
    const sentence = say[language](`fate_gone_${state}`, { previous: letterOf(previous), segments: letters(into) });
    return [{ segment: null, previous: [previous], state: 'gone', similarity: null, into, sentence }];
  };
  return [
    ...kept,
    ...splits.flatMap(({ previous, segments }) => segments.flatMap((segment) => from('split', segment, [previous]))),
    ...merges.flatMap(({ previous, segment }) => from('merged', segment, previous)),
    ...births.map((segment): SegmentFate => {
      return { segment, previous: [], state: 'new', similarity: null, into: [], sentence: say[language]('fate_new') };
    }),
    ...splits.flatMap(({ previous, segments }) => gone('split', previous, segments)),
    ...merges.flatMap(({ previous, segment }) => previous.flatMap((id) => gone('merged', id, [segment]))),
    ...deaths.map((id): SegmentFate => {
      const sentence = say[language]('fate_gone', { previous: letterOf(id) });
      return { segment: null, previous: [id], state: 'gone', similarity: null, into: [], sentence };
    }),
  ];
}

function numberIn(language: Language, options: Intl.NumberFormatOptions): (value: number) => string {
  const format = new Intl.NumberFormat(language, options);
  return (value) => format.format(value);
}
