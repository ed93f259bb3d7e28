import { IntlMessageFormat } from 'intl-messageformat';
import { en } from './en.ts';
import { es } from './es.ts';
import { pt } from './pt.ts';

export const languages = ['en', 'es', 'pt'] as const;
export type Language = (typeof languages)[number];
/** Every text of the console; figures bring theirs along. */
export type WordKey = keyof typeof en;
export type Say = (key: WordKey, values?: Readonly<Record<string, string | number>>) => string;

const catalogues: Readonly<Record<Language, Readonly<Record<WordKey, string>>>> = { en, es, pt };
const speakers = new Map<Language, Say>();

/** Speaks one language; a message is parsed on its first use and kept. */
export function sayIn(language: Language): Say {
  const known = speakers.get(language);
  if (known) return known;
  const parsed = new Map<WordKey, IntlMessageFormat>();
  const say: Say = (key, values = {}) => {
    let message = parsed.get(key);
    if (!message) {
      message = new IntlMessageFormat(catalogues[language][key], language, undefined, { ignoreTag: true });
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
