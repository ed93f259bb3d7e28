import { type Catalogue, type Language, type Speaker, speaker } from '@clientele/engine';
import { type CliWord, en } from './en.ts';
import { es } from './es.ts';
import { pt } from './pt.ts';

export type { CliWord } from './en.ts';
export type Say = Speaker<CliWord>;

export const cliWords: Catalogue<CliWord> = { en, es, pt };

const speakers = new Map<Language, Say>();

/** The command line's voice in one language. */
export function cliSpeaker(language: Language): Say {
  const known = speakers.get(language) ?? speaker(cliWords, language);
  speakers.set(language, known);
  return known;
}
