import type { Algorithm, Catalogue, Language } from '@clientele/engine';
import { en } from './en.ts';
import { es } from './es.ts';
import { pt } from './pt.ts';

/** Every text the report sets itself; sentences about the customers come with the explanation. */
export type WordKey = keyof typeof en;

export const words: Catalogue<WordKey> = { en, es, pt };

/** An algorithm's name in a sentence. */
export function algorithmName(algorithm: Algorithm, language: Language): string {
  return words[language][`algorithm_${algorithm}`];
}
