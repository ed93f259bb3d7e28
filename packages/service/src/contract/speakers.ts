import { type Catalogue, type Language, type Speaker, speaker } from '@clientele/engine';

/** One speaker a language, made once: a phrase is parsed on its first use and kept. */
export function speakers<Key extends string>(catalogue: Catalogue<Key>): Readonly<Record<Language, Speaker<Key>>> {
  return { en: speaker(catalogue, 'en'), es: speaker(catalogue, 'es'), pt: speaker(catalogue, 'pt') };
}
