import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Fault, type Language, languages } from '@clientele/engine';
import { OrdersFault } from '../orders/faults.ts';
import { InputError } from './input-error.ts';
import type { Settings } from './settings.ts';
import { cliSpeaker, type Say } from './words/words.ts';

/** What a command needs from outside; main.ts hands in the real ones, tests their own. */
export interface Surroundings {
  /** Where --lang is not given: what the environment asks for. */
  readonly language: Language;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly now: () => Date;
  /** Where runs are stored, beside the folder that --data names. */
  readonly place: Pick<Settings, 'pepper' | 'databaseUrl'>;
}
/** A stream, as far as a command uses it. */
export interface Sink {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

export function terminal(): Surroundings {
  const { stdin, stdout, stderr } = process;
  const place = { pepper: undefined, databaseUrl: undefined };
  return { language: 'en', stdin, stdout, stderr, now: () => new Date(), place };
}

/** The language a locale such as pt_BR.UTF-8 asks for; English where we do not speak it. */
export function localeLanguage(locale: string | undefined): Language {
  const asked = locale?.slice(0, 2).toLowerCase();
  return languages.find((language) => language === asked) ?? 'en';
}

/** The language of --lang, or the surroundings'. Throws InputError for one that we do not speak. */
export function languageOf(asked: string | undefined, { language }: Pick<Surroundings, 'language'>): Language {
  if (asked === undefined) return language;
  const known = languages.find((one) => one === asked);
  if (!known)
    throw new InputError(
      cliSpeaker(language)('lang_wrong', { value: JSON.stringify(asked), choices: languages.join(', ') }),
    );
  return known;
}

/** Faults carry their English words; the terminal gets the language that was asked for. */
export async function speaking(language: Language, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw error instanceof Fault || error instanceof OrdersFault ? new InputError(error.say(language)) : error;
  }
}

/** Writes a file that was asked for. Throws InputError where that is not possible. */
export async function save(file: string, text: string, say: Say): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new InputError(say('cannot_write', { file: file === '' ? '""' : file, code }));
  }
}

/** Refuses to write the file of a flag over another file of the same command. */
export function keepApart(flag: string, path: string | undefined, other: string | undefined, say: Say): void {
  if (path !== undefined && other !== undefined && !path.startsWith('/dev/') && resolve(path) === resolve(other))
    throw new InputError(say('same_file', { flag, file: path, other }));
}
