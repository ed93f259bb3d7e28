import {
  type Explanation,
  type Language,
  letterOf,
  type Persona,
  type Segmentation,
  type SegmentProfile,
  type Speaker,
  speaker,
  type TierShares,
} from '@clientele/engine';
import { type Feature, featuresOf } from './features.ts';
import { type Format, formatFor } from './format.ts';
import { COLOURED_SEGMENTS } from './tokens.ts';
import { words } from './words/words.ts';
import type { WordKey } from './words/en.ts';

export interface ReportInput {
  readonly segmentation: Segmentation;
  readonly explanation: Explanation;
  /** What the customers are called: a file name, a title. Shown, never interpreted. Null without a name. */
  readonly dataName: string | null;
  readonly runId: string;
  readonly madeAt: Date;
  readonly productVersion: string;
  readonly language: Language;
  /** Width of the figures on a wide page; default: that of a sheet of paper. */
  readonly wide?: number | undefined;
  /** Where somebody wanted tiers by value to be cut; default: where they always are. */
  readonly cuts?: TierShares | undefined;
}

/** One segment as every figure draws it: the letter, name and colour step belong together. */
export interface Segment {
  readonly profile: SegmentProfile;
  readonly id: number;
  /** A, B, ... by falling value; empty for noise, which is drawn hollow. */
  readonly letter: string;
  readonly name: string;
  /** Class that carries its colour. */
  readonly tone: string;
  /** 1..12, or null where it is grey. */
  readonly step: number | null;
  readonly persona: Persona | null;
}

/** Everything a figure needs, worked out once. */
export interface Report extends ReportInput {
  readonly dataName: string;
  readonly say: Speaker<WordKey>;
  readonly format: Format;
  /** Segments in value order, noise last. */
  readonly segments: readonly Segment[];
  readonly features: readonly Feature[];
  /** Whether anything was found; without structure no segment has a colour or a persona. */
  readonly structured: boolean;
  readonly customers: number;
}

export function reportContext(input: ReportInput): Report {
  const { segmentation, explanation, language } = input;
  const say = speaker(words, language);
  const structured = segmentation.structure.verdict !== 'none';
  const named = segmentation.segments.map((profile) => {
    const persona = explanation.personas.find(({ id }) => id === profile.id) ?? null;
    return segmentView(profile, structured ? persona : null, say);
  });
  return {
    ...input,
    dataName: input.dataName ?? say('unnamed'),
    say,
    format: formatFor(language),
    structured,
    segments: [...named.filter(({ id }) => id >= 0), ...named.filter(({ id }) => id < 0)],
    features: featuresOf(segmentation, explanation),
    customers: segmentation.ids.length,
  };
}

function segmentView(profile: SegmentProfile, persona: Persona | null, say: Speaker<WordKey>): Segment {
  const { id } = profile;
  if (id < 0) return { profile, id, letter: '', name: say('outliers'), tone: 's-noise', step: null, persona: null };
  const letter = letterOf(id);
  const step = persona && id < COLOURED_SEGMENTS ? id + 1 : null;
  const name = persona?.label ?? say('group', { letter });
  return { profile, id, letter, name, tone: step === null ? 's-grey' : `s-${step}`, step, persona };
}
