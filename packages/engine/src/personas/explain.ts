import type { Language } from '../base/language.ts';
import { segmentsWithoutRule } from '../segmentation/rules.ts';
import type { Segmentation } from '../segmentation/segmentation.ts';
import { describeSegments, type GivenNames, type Persona, portraitsOf } from './describe.ts';
import {
  baselineWords,
  choiceWords,
  closeBelow,
  closeCalls,
  noticeWords,
  type TestWords,
  testWords,
  type TrustWords,
  trustWords,
  type VerdictWords,
  verdictWords,
} from './findings.ts';
import { type FigureTitles, figureTitles } from './titles.ts';
import { type FeatureLabel, phrasesIn, type Voice, voiceOf } from './words.ts';

/** A segmentation in one language; plain data. Every statement rests on a number of the segmentation. */
export interface Explanation {
  readonly language: Language;
  readonly verdict: VerdictWords;
  readonly tests: readonly TestWords[];
  /** In the order of the segments, noise ("Outliers") last. */
  readonly personas: readonly Persona[];
  /** How far each segment can be trusted to come back, in the same order. */
  readonly trust: readonly TrustWords[];
  /** Stands near every word of trust. */
  readonly trustNote: string;
  /** Why this model was chosen. */
  readonly choice: string;
  /** The segments beside plain RFM tiers; null for a run that was not made from orders. */
  readonly baseline: string | null;
  readonly notices: readonly { readonly code: string; readonly message: string }[];
  readonly featureLabels: Readonly<Record<string, FeatureLabel>>;
  /** The finding of each figure; null where the figure keeps its plain description. */
  readonly figureTitles: Readonly<Record<keyof FigureTitles, string | null>>;
  /** Segments that no rule leads to; null where every one has a rule or rules are withheld. */
  readonly rulesNote: string | null;
  /** Customers whose confidence is below `below`, and the sentence that says so. */
  readonly closeCalls: { readonly below: number; readonly count: number; readonly sentence: string };
}

/**
 * Puts a segmentation into words. The three languages state the same facts; the same segmentation gives the same words,
 * byte for byte. Segments in `given` are called as people named them, wherever they are spoken of.
 */
export function explain(segmentation: Segmentation, language: Language, given: GivenNames = {}): Explanation {
  const voice = voiceOf(segmentation, language);
  const personas = describeSegments(portraitsOf(segmentation), voice, given);
  const count = closeCalls(segmentation);
  const below = closeBelow(segmentation);
  return {
    language,
    verdict: verdictWords(segmentation, voice),
    tests: testWords(segmentation, voice),
    personas,
    trust: segmentation.segments.map((profile) => trustWords(profile, voice)),
    trustNote: voice.say('trust_note'),
    choice: choiceWords(segmentation, voice),
    baseline: baselineWords(segmentation, voice),
    notices: segmentation.notices.map((notice) => ({
      code: notice.code,
      message: noticeWords(notice, segmentation, voice),
    })),
    featureLabels: voice.labels,
    figureTitles: { ...figureTitles(segmentation, personas, voice) },
    rulesNote: rulesNote(segmentation, personas, voice),
    closeCalls: {
      below,
      count,
      sentence: voice.say('close_calls', { n: count, limit: voice.score(below) }),
    },
  };
}

/** The words beside one customer's confidence: the other segment's name below the limit, else null. */
export function closeCall(
  explanation: Explanation,
  { confidence, runnerUp }: { confidence: number; runnerUp: number },
): string | null {
  const other = explanation.personas.find(({ id }) => id === runnerUp);
  if (!other || runnerUp < 0 || confidence >= explanation.closeCalls.below) return null;
  const score = new Intl.NumberFormat(explanation.language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return phrasesIn(explanation.language)('close_call', { label: other.label, confidence: score.format(confidence) });
}

function rulesNote({ rules, segments }: Segmentation, personas: readonly Persona[], { say, list }: Voice) {
  const missing = segmentsWithoutRule(rules, segments);
  if (missing.length === 0) return null;
  const labels = personas.filter(({ id }) => missing.includes(id)).map(({ label }) => label);
  return say('rules_missing', { n: missing.length, labels: list(labels) });
}
