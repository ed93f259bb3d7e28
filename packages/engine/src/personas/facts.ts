import { type Meaning, meaningsOf, type Role } from '../segmentation/meaning.ts';
import type { Segmentation, SegmentProfile } from '../segmentation/segmentation.ts';

/** Differences of medians below this many standard deviations are not spoken of. */
export const FACT_THRESHOLD = 0.5;
/** Medians within this share of each other look the same to a reader, whatever the standard deviation. */
const NEAR = 0.05;

/** How a difference is best told: as a multiple, as a percentage less, as a plain difference, or by both medians only. */
export type FactForm = 'times' | 'percent' | 'difference' | 'plain';

/** One tested difference between a segment and all customers, in no language yet. Medians are in the units sent. */
export interface Fact {
  readonly feature: string;
  readonly role: Role;
  readonly kind: Meaning['kind'];
  readonly median: number;
  readonly baseMedian: number;
  /** Difference of the medians in standard deviations of the transformed scale; never 0. */
  readonly effect: number;
  readonly direction: 'more' | 'less';
  /** median / baseMedian; null where that means nothing: a base of 0 or less, or a segment below 0. */
  readonly ratio: number | null;
  readonly form: FactForm;
}

/** A segment with what is to be said about it. */
export interface SegmentFacts {
  readonly id: number;
  readonly size: number;
  readonly share: number;
  /** Differences that pass the threshold, the strongest first. */
  readonly facts: readonly Fact[];
  /** The strongest difference that does not pass; null where there is none. */
  readonly unsaid: Fact | null;
  /** Every difference of a used feature, in standard deviations. */
  readonly effects: ReadonlyMap<string, number>;
  /** The segment most like this one (-1 noise aside); null where it is alone. */
  readonly nearest: number | null;
}

/** The facts of every segment, in the order of the segmentation. */
export function factsOf(segmentation: Segmentation): SegmentFacts[] {
  const { segments, base, options, columns } = segmentation;
  const meanings = meaningsOf(segmentation.names, options.featureHints);
  const used = columns.filter((column) => column.used).map(({ name }) => name);
  return segments.map((segment): SegmentFacts => {
    const all = used
      .flatMap((feature): Fact[] => {
        const effect = segment.effects[feature];
        const meaning = meanings.get(feature);
        if (!effect || !meaning) return [];
        return [
          factOf(feature, meaning, { effect, median: segment.features[feature].median, base: base[feature].median }),
        ];
      })
      .toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect) || (a.feature < b.feature ? -1 : 1));
    const facts = all.filter(({ effect }) => Math.abs(effect) >= FACT_THRESHOLD);
    return {
      id: segment.id,
      size: segment.size,
      share: segment.share,
      facts,
      unsaid: all[facts.length] ?? null,
      effects: new Map(used.map((feature) => [feature, segment.effects[feature] ?? 0])),
      nearest: nearestSegment(segment, segments, used),
    };
  });
}

/** What sets segment `a` apart from segment `b`: features by falling difference of their effects, with its sign. */
export function contrast(a: SegmentFacts, b: SegmentFacts): { feature: string; difference: number }[] {
  return [...a.effects]
    .map(([feature, effect]) => ({ feature, difference: effect - (b.effects.get(feature) ?? 0) }))
    .filter(({ difference }) => difference !== 0)
    .toSorted((x, y) => Math.abs(y.difference) - Math.abs(x.difference) || (x.feature < y.feature ? -1 : 1));
}

function factOf(
  feature: string,
  { role, kind }: Meaning,
  { effect, median, base }: { effect: number; median: number; base: number },
): Fact {
  const quotient = base > 0 && median >= 0 ? median / base : null;
  const ratio = quotient !== null && Number.isFinite(quotient) ? quotient : null;
  const direction = effect > 0 ? 'more' : 'less';
  return {
    feature,
    role,
    kind,
    median,
    baseMedian: base,
    effect,
    direction,
    ratio,
    form: formOf({ kind, median, base, ratio }),
  };
}

function formOf({ kind, median, base, ratio }: Pick<Fact, 'kind' | 'median' | 'ratio'> & { base: number }): FactForm {
  if (!Number.isFinite(median - base)) return 'plain';
  if (Math.abs(median - base) <= NEAR * Math.abs(base)) return 'plain';
  if (kind === 'days' || kind === 'share') return 'difference';
  if (ratio === null) return 'plain';
  return ratio > 1 ? 'times' : 'percent';
}

function nearestSegment(
  segment: SegmentProfile,
  segments: readonly SegmentProfile[],
  used: readonly string[],
): number | null {
  let best: number | null = null;
  let least = Infinity;
  for (const other of segments) {
    if (other.id === segment.id || other.id < 0) continue;
    const distance = used.reduce(
      (sum, feature) => sum + ((segment.effects[feature] ?? 0) - (other.effects[feature] ?? 0)) ** 2,
      0,
    );
    if (best !== null && !(distance < least)) continue;
    best = other.id;
    least = distance;
  }
  return best;
}
