import { IntlMessageFormat } from 'intl-messageformat';
import type { en } from './en.ts';

export const languages = ['en', 'es', 'pt'] as const;
export type Language = (typeof languages)[number];
/** Every text of the console; figures bring theirs along. */
export type WordKey = keyof typeof en;
export type Say = (key: WordKey, values?: Readonly<Record<string, string | number>>) => string;

type Catalogue = Readonly<Record<WordKey, string>>;
/** Each language comes when somebody speaks it. */
const sources: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  en: async () => (await import('./en.ts')).en,
  es: async () => (await import('./es.ts')).es,
  pt: async () => (await import('./pt.ts')).pt,
};
const catalogues = new Map<Language, Catalogue>();
const speakers = new Map<Language, Say>();

/** Fetches a language; to be waited for before anybody speaks it. */
export async function learn(language: Language): Promise<void> {
  if (!catalogues.has(language)) catalogues.set(language, await sources[language]());
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
      message = new IntlMessageFormat(catalogue[key], language, undefined, { ignoreTag: true });
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
