import type { Segmentation } from '../segmentation/segmentation.ts';
import { candidatesFor, type PersonaKey, type Play } from './catalogue.ts';
import { contrast, type Fact, type SegmentFacts } from './facts.ts';

/** A comparison that tells two segments of one persona apart. */
export interface Qualifier {
  readonly feature: string;
  readonly direction: 'more' | 'less';
}

/** A segment's name before it is said in a language; different names are different in every language. */
export interface PersonaName {
  readonly id: number;
  readonly key: PersonaKey;
  readonly play: Play;
  /** For a persona without a known kind: the facts it is called by, one or two. */
  readonly called: readonly Qualifier[];
  readonly qualifiers: readonly Qualifier[];
  /** Where comparisons cannot tell it from others: the median of the feature in which they differ most. */
  readonly near: { readonly feature: string; readonly value: number } | null;
  /** The last resort, for segments that are alike in every median: their place in the run. */
  readonly letter: string | null;
}

const MOST_QUALIFIERS = 2;

/**
 * Names for all segments of a run, no two alike. Only the first of several champions stays one if the others fit another
 * persona; then equals are told apart by what differs most between them, at last by a median or their letter.
 */
export function nameSegments(all: readonly SegmentFacts[], segmentation: Segmentation): PersonaName[] {
  let champion = false;
  let names = all.map((facts): PersonaName => {
    const candidates = candidatesFor(facts);
    const chosen = candidates.find(({ key }) => key !== 'champions' || !champion) ?? candidates[0];
    if (chosen.key === 'champions') champion = true;
    const called = chosen.key === 'distinct' ? facts.facts.slice(0, 2).map(qualifierOf) : [];
    return { id: facts.id, ...chosen, called, qualifiers: [], near: null, letter: null };
  });
  for (let more = 1; more <= MOST_QUALIFIERS; more++)
    names = settle(names, (name, twins) => ({ ...name, qualifiers: qualifiersFor(name, twins, all).slice(0, more) }));
  names = settle(names, (name, twins) => ({ ...name, near: medianFor(name, twins, all, segmentation) }));
  return settle(names, (name) => ({ ...name, near: null, letter: letterOf(name.id) }));
}

/** A, B, ... Z, AA, AB, ... */
export function letterOf(id: number): string {
  const last = String.fromCodePoint(65 + (id % 26));
  return id < 26 ? last : letterOf(Math.floor(id / 26) - 1) + last;
}

/** Changes every name that another segment has too. */
function settle(
  names: readonly PersonaName[],
  change: (name: PersonaName, twins: readonly PersonaName[]) => PersonaName,
): PersonaName[] {
  return names.map((name) => {
    const twins = names.filter((other) => other !== name && sound(other) === sound(name));
    return twins.length > 0 ? change(name, twins) : name;
  });
}

/** Two names sound alike when every language says them alike. */
function sound({ key, called, qualifiers, near, letter }: PersonaName): string {
  const parts = [...called, ...qualifiers].map(({ feature, direction }) => [feature, direction]);
  return JSON.stringify([key, parts, near && [near.feature, near.value], letter]);
}

/** What tells a segment from the most similar of its twins, the largest difference first. */
function qualifiersFor(name: PersonaName, twins: readonly PersonaName[], all: readonly SegmentFacts[]): Qualifier[] {
  const own = of(name, all);
  const others = twins.map((twin) => of(twin, all));
  const nearest = others.toSorted((a, b) => apart(own, a) - apart(own, b) || a.id - b.id)[0];
  const taken = name.called.map(({ feature }) => feature);
  return contrast(own, nearest)
    .filter(({ feature }) => !taken.includes(feature))
    .map(({ feature, difference }) => ({ feature, direction: difference > 0 ? 'more' : 'less' }));
}

/** The median, to three digits, of the feature in which a segment differs most from its most similar twin. */
function medianFor(
  name: PersonaName,
  twins: readonly PersonaName[],
  all: readonly SegmentFacts[],
  { segments }: Segmentation,
): PersonaName['near'] {
  const [first] = qualifiersFor({ ...name, called: [] }, twins, all);
  const profile = segments.find(({ id }) => id === name.id);
  if (!first || !profile) return null;
  return { feature: first.feature, value: Number(profile.features[first.feature].median.toPrecision(3)) };
}

function of(name: PersonaName, all: readonly SegmentFacts[]): SegmentFacts {
  return all.find(({ id }) => id === name.id) ?? all[0];
}

function apart(a: SegmentFacts, b: SegmentFacts): number {
  return contrast(a, b).reduce((sum, { difference }) => sum + difference * difference, 0);
}

function qualifierOf({ feature, direction }: Fact): Qualifier {
  return { feature, direction };
}
