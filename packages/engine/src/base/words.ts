import { IntlMessageFormat } from 'intl-messageformat';
import type { Language } from './language.ts';

/** A catalogue of ICU messages: the same keys in every language. */
export type Catalogue<Key extends string> = Readonly<Record<Language, Readonly<Record<Key, string>>>>;
/** What a message shows, by the names in its braces. */
export type Values = Readonly<Record<string, string | number>>;

/** Turns a key and values into a sentence. */
export type Speaker<Key extends string> = (key: Key, values?: Values) => string;

/**
 * A speaker for one language of a catalogue; parsed messages are kept, so that a phrase is parsed once.
 * Messages are ICU MessageFormat: plurals and numbers follow the language's rules.
 */
export function speaker<Key extends string>(catalogue: Catalogue<Key>, language: Language): Speaker<Key> {
  const parsed = new Map<Key, IntlMessageFormat>();
  return (key, values = {}) => {
    let message = parsed.get(key);
    if (!message) {
      message = new IntlMessageFormat(catalogue[language][key], language, undefined, { ignoreTag: true });
      parsed.set(key, message);
    }
    return message.format(values) as string; // only strings and numbers go in, so only a string comes out
  };
}

/** One speaker a language, made once: a phrase is parsed on its first use and kept. */
export function speakers<Key extends string>(catalogue: Catalogue<Key>): Readonly<Record<Language, Speaker<Key>>> {
  return { en: speaker(catalogue, 'en'), es: speaker(catalogue, 'es'), pt: speaker(catalogue, 'pt') };
}
