import type { Language } from '../base/language.ts';
import { type Catalogue, type Speaker, speakers } from '../base/words.ts';
import { type Meaning, meaningsOf, type Role } from '../segmentation/meaning.ts';
import type { Segmentation } from '../segmentation/segmentation.ts';
import type { Fact } from './facts.ts';
import { en, type Phrase } from './locales/en.ts';
import { es } from './locales/es.ts';
import { pt } from './locales/pt.ts';
import type { PersonaName, Qualifier } from './naming.ts';

/** Every message about a segmentation; a key that a language lacks does not compile. */
export const phrases: Catalogue<Phrase> = { en, es, pt };

export interface FeatureLabel {
  readonly label: string;
  /** "days" or "days since"; empty where the unit is not known or there is none. */
  readonly unit: string;
}

/** One language, with the names of one table's features and its way to write numbers. */
export interface Voice {
  readonly language: Language;
  readonly say: Speaker<Phrase>;
  readonly labels: Readonly<Record<string, FeatureLabel>>;
  /** A feature's name inside a sentence. */
  readonly noun: (feature: string) => string;
  /** A value of a feature in the units sent, for a sentence: days are called days. */
  readonly value: (value: number, feature: string) => string;
  readonly number: (value: number) => string;
  /** Two decimals: scores and shares that return. */
  readonly score: (value: number) => string;
  /** One decimal. */
  readonly effect: (value: number) => string;
  /** 0.583 -> 58%; under half a percent is said so. */
  readonly share: (value: number) => string;
  readonly list: (parts: readonly string[]) => string;
  readonly factValues: (fact: Fact) => Readonly<Record<string, string | number>>;
}

/** The speaker of a language; messages are parsed once. */
export function phrasesIn(language: Language): Speaker<Phrase> {
  return phraseSpeakers[language];
}

const phraseSpeakers = speakers(phrases);

/** The ways a language writes numbers; made once, for making one takes as long as writing a hundred numbers. */
const numbersIn = new Map<Language, ReturnType<typeof numbersOf>>();

function numbersOf(language: Language) {
  const format = (options: Intl.NumberFormatOptions): ((value: number) => string) => {
    const formatter = new Intl.NumberFormat(language, options);
    return (value) => formatter.format(value === 0 ? 0 : value); // a minus zero would be written with its sign
  };
  const lists = new Intl.ListFormat(language, { type: 'conjunction' });
  return {
    whole: format({ maximumFractionDigits: 0 }),
    two: format({ maximumFractionDigits: 2 }),
    score: format({ minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    effect: format({ minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    percent: format({ style: 'percent', maximumFractionDigits: 0 }),
    digits: format({ maximumSignificantDigits: 3 }),
    vast: format({ notation: 'scientific', maximumSignificantDigits: 3 }),
    list: (parts: readonly string[]): string => lists.format(parts),
  };
}

/** How a segmentation is spoken of in a language. */
export function voiceOf(segmentation: Segmentation, language: Language): Voice {
  const say = phrasesIn(language);
  const { names } = segmentation;
  const meanings = meaningsOf(names, segmentation.options.featureHints);
  const { labels, nouns } = namesOf(names, meanings, say);
  const numbers = numbersIn.get(language) ?? numbersOf(language);
  numbersIn.set(language, numbers);
  const { whole, two, score, effect, percent, digits, vast, list } = numbers;
  const number = (value: number): string => {
    const size = Math.abs(value);
    if (size >= 1e15) return vast(value);
    if (size >= 100) return whole(value);
    return size >= 1 || size === 0 ? two(value) : digits(value);
  };
  const value = (amount: number, feature: string): string => {
    const kind = meanings.get(feature)?.kind;
    if (kind === 'share') return score(amount);
    if (kind !== 'days' || Math.abs(amount) >= 1e15) return number(amount);
    return say('days', { n: Math.abs(amount) >= 10 ? Math.round(amount) : Math.round(amount * 10) / 10 });
  };
  return {
    language,
    say,
    labels,
    noun: (feature) => nouns.get(feature) ?? feature,
    value,
    number,
    score,
    effect,
    share: (part) => (part > 0 && part < 0.005 ? say('under_percent', { percent: percent(0.01) }) : percent(part)),
    list,
    factValues: (fact) => ({
      feature: labels[fact.feature]?.label ?? fact.feature,
      form: fact.form,
      n: fact.median,
      direction: fact.direction,
      value: value(fact.median, fact.feature),
      base: value(fact.baseMedian, fact.feature),
      times: fact.ratio === null ? '' : (fact.ratio >= 100 ? number : effect)(fact.ratio),
      percent: fact.ratio === null ? '' : percent(1 - fact.ratio),
      difference: fact.form === 'difference' ? value(Math.abs(fact.median - fact.baseMedian), fact.feature) : '',
      effect: effect(Math.abs(fact.effect)),
    }),
  };
}

/** What a segment is called. */
export function labelOf(
  name: PersonaName,
  { say, noun, number }: Voice,
  meanings: ReadonlyMap<string, Meaning>,
): string {
  const compare = ({ feature, direction }: Qualifier): string =>
    say(`qualifier_${meanings.get(feature)?.role ?? 'other'}`, { direction, feature: noun(feature) });
  const [first = '', ...rest] = name.called.map(compare);
  let label = name.key === 'distinct' ? capital(first) : say(`label_${name.key}`);
  for (const qualifier of [...rest, ...name.qualifiers.map(compare)])
    label = say('label_qualified', { label, qualifier });
  if (name.near) {
    const { feature, value } = name.near;
    label = say('label_near', { label, feature: noun(feature), value: number(value) });
  }
  return name.letter === null ? label : say('label_group', { label, letter: name.letter });
}

/** A name for every feature, no two alike: the hint's, the known one of its role, or the name as it was sent, tidied. */
function namesOf(names: readonly string[], meanings: ReadonlyMap<string, Meaning>, say: Speaker<Phrase>) {
  const wanted = names.map((name) => {
    const { role, kind, label } = meanings.get(name) ?? { role: 'other' as Role, kind: 'other', label: null };
    const unit = kind === 'days' ? say(role === 'other' ? 'unit_days' : 'unit_days_since') : '';
    if (label !== null) return { name, label, noun: label, unit };
    if (role !== 'other') return { name, label: say(`feature_${role}`), noun: say(`noun_${role}`), unit };
    return { name, label: capital(tidied(name)), noun: tidied(name), unit };
  });
  const uses = new Map<string, number>();
  for (const { label } of wanted) uses.set(label, (uses.get(label) ?? 0) + 1);
  const settled = wanted.map((each) =>
    uses.get(each.label) === 1 ? each : { ...each, label: each.name, noun: each.name },
  );
  return {
    labels: Object.fromEntries(settled.map(({ name, label, unit }) => [name, { label, unit }])),
    nouns: new Map(settled.map(({ name, noun }) => [name, noun])),
  };
}

function tidied(name: string): string {
  const words = name.replaceAll(/[_\s]+/g, ' ').trim();
  return words === '' ? name : words;
}

export function capital(text: string): string {
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length);
}
