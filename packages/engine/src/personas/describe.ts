import { type Meaning, meaningsOf } from '../segmentation/meaning.ts';
import type { Segmentation } from '../segmentation/segmentation.ts';
import type { PersonaKey, Play } from './catalogue.ts';
import { FACT_THRESHOLD, factsOf, type SegmentFacts } from './facts.ts';
import { nameSegments, type PersonaName } from './naming.ts';
import { labelOf, type Voice } from './words.ts';

/** Facts told in a description; the others are in the figures. */
const MOST_FACTS = 3;

/** A segment in words. Every sentence of the description has its line of evidence. */
export interface Persona {
  readonly id: number;
  readonly key: PersonaKey;
  /** What it is called: the name that somebody gave it, or else the generated one. */
  readonly label: string;
  /** No two segments of a run have the same. */
  readonly generatedLabel: string;
  /** The strongest fact in one sentence: the first of the description. */
  readonly summary: string;
  readonly description: string;
  readonly evidence: readonly string[];
  readonly recommendedAction: string;
  readonly play: string;
  readonly playKey: Play;
}

/** A sentence with what it rests on. */
export interface Statement {
  readonly sentence: string;
  readonly evidence: string;
}

/** Facts and names of every segment, in no language. */
export interface Portraits {
  readonly facts: readonly SegmentFacts[];
  readonly names: readonly PersonaName[];
  readonly meanings: ReadonlyMap<string, Meaning>;
}

export function portraitsOf(segmentation: Segmentation): Portraits {
  const facts = factsOf(segmentation);
  return {
    facts,
    names: nameSegments(facts, segmentation),
    meanings: meaningsOf(segmentation.names, segmentation.options.featureHints),
  };
}

/** Names that people gave segments, by id. They are shown as they are, in every language. */
export type GivenNames = Readonly<Record<number, string>>;

/** A persona for every segment, in the order of the segmentation. */
export function describeSegments(
  { facts, names, meanings }: Portraits,
  voice: Voice,
  given: GivenNames = {},
): Persona[] {
  return facts.map((each, at): Persona => {
    const name = names[at];
    const statements = statementsOf(each, voice);
    const generatedLabel = labelOf(name, voice, meanings);
    return {
      id: each.id,
      key: name.key,
      label: given[each.id] ?? generatedLabel,
      generatedLabel,
      summary: statements[0].sentence,
      description: statements.map(({ sentence }) => sentence).join(' '),
      evidence: statements.map(({ evidence }) => evidence),
      recommendedAction: voice.say(`action_${name.play}`),
      play: voice.say(`play_${name.play}`),
      playKey: name.play,
    };
  });
}

/** What is said about a segment: its strongest facts, or that it has none. */
export function statementsOf(segment: SegmentFacts, voice: Voice): Statement[] {
  const { say, share } = voice;
  if (segment.id < 0) {
    const evidence = say('evidence_outliers', { n: segment.size, share: share(segment.share) });
    return [{ sentence: say('fact_outliers'), evidence }];
  }
  const told = segment.facts.slice(0, MOST_FACTS).map((fact): Statement => {
    const values = voice.factValues(fact);
    return { sentence: say(`fact_${fact.role}`, values), evidence: say('evidence_fact', values) };
  });
  if (told.length === 0) return [{ sentence: say('fact_average'), evidence: unsaid(segment, voice) }];
  const silent = segment.facts.length < MOST_FACTS && segment.effects.size > segment.facts.length + 1;
  return silent ? [...told, { sentence: say('fact_otherwise'), evidence: unsaid(segment, voice) }] : told;
}

/** The evidence for silence: the largest difference that is too small to be spoken of. */
function unsaid({ unsaid: fact }: SegmentFacts, voice: Voice): string {
  if (!fact) return voice.say('evidence_same');
  return voice.say('evidence_unsaid', {
    ...voice.factValues(fact),
    effect: voice.score(Math.floor(Math.abs(fact.effect) * 100) / 100), // never rounded up to the threshold
    threshold: voice.effect(FACT_THRESHOLD),
  });
}
