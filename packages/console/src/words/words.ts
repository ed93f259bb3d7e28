import { IntlMessageFormat } from 'intl-messageformat';
import type { en } from './en.ts';
import type { wizard } from './wizard/en.ts';

export const languages = ['en', 'es', 'pt'] as const;
export type Language = (typeof languages)[number];
/** Each in its own words. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', es: 'Español', pt: 'Português' };
type Core = typeof en;
type Wizard = typeof wizard;
/** Every text of the console; figures bring theirs along. */
export type WordKey = keyof Core | keyof Wizard;
export type Say = (key: WordKey, values?: Readonly<Record<string, string | number>>) => string;

/** Each language comes in parts, when somebody speaks it: what every page says, and what the wizard alone does. */
const sources = {
  en: {
    core: async () => (await import('./en.ts')).en,
    wizard: async () => (await import('./wizard/en.ts')).wizard,
  },
  es: {
    core: async () => (await import('./es.ts')).es,
    wizard: async () => (await import('./wizard/es.ts')).wizard,
  },
  pt: {
    core: async () => (await import('./pt.ts')).pt,
    wizard: async () => (await import('./wizard/pt.ts')).wizard,
  },
} as const satisfies Record<Language, Record<Part, () => Promise<Readonly<Record<string, string>>>>>;
type Part = 'core' | 'wizard';
/** The parts that pages have asked for; a language that is learnt later has them too. */
const parts = new Set<Part>();
const catalogues = new Map<Language, Map<string, string>>();
const speakers = new Map<Language, Say>();

/** Fetches a language with the parts that were asked for so far, and with `part`; to be waited for before anybody speaks it. */
export async function learn(language: Language, part: Part = 'core'): Promise<void> {
  parts.add(part);
  const known = catalogues.get(language) ?? new Map<string, string>();
  const learnt = await Promise.all([...parts].map((one) => sources[language][one]()));
  for (const [key, message] of learnt.flatMap((one) => Object.entries(one))) known.set(key, message);
  catalogues.set(language, known);
}

/** Speaks one language that was learnt; a message is parsed on its first use and kept. */
export function sayIn(language: Language): Say {
  const known = speakers.get(language);
  if (known) return known;
  const catalogue = catalogues.get(language);
  if (!catalogue) throw new Error(`${language} was not learnt.`);
  const parsed = new Map<WordKey, IntlMessageFormat>();
  const say: Say = (key, values = {}) => {
    let message = parsed.get(key);
    if (!message) {
      message = new IntlMessageFormat(catalogue.get(key) ?? key, language, undefined, { ignoreTag: true });
      parsed.set(key, message);
    }
    return message.format(values) as string; // only texts and numbers go in
  };
  speakers.set(language, say);
  return say;
}

/** The language that the browser asks for first among ours. */
export function preferredLanguage(wished: readonly string[]): Language {
  for (const tag of wished) {
    const found = languages.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (found) return found;
  }
  return 'en';
}
