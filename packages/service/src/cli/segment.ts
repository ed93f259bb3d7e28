import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { styleText } from 'node:util';
import {
  explain,
  type Explanation,
  Fault,
  type Language,
  languages,
  segment,
  type Segmentation,
} from '@clientele/engine';
import { openThreads } from '@clientele/engine/node';
import { Command } from 'commander';
import { renderReport } from '../report/report.ts';
import { inFlags, optionFlags, optionsFrom } from './flags.ts';
import { productVersion } from '../contract/version.ts';
import { InputError } from './input-error.ts';
import { customersIn } from './input/customers.ts';
import { nameOf, readBytes } from './input/read.ts';
import { resultJson } from './output/json.ts';
import { labelsCsv } from './output/labels.ts';
import { type Named, namesOf } from './output/names.ts';
import { summary } from './output/summary.ts';
import { progressBar } from './progress.ts';
import { cliSpeaker, type Say } from './words/words.ts';

/** What the command needs from outside; main.ts hands in the real ones, tests their own. */
export interface Surroundings {
  /** Where --lang is not given: what the environment asks for. */
  readonly language: Language;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly now: () => Date;
}
/** A stream, as far as the command uses it. */
export interface Sink {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

interface Flags {
  readonly id?: string;
  readonly features?: string;
  readonly lang?: string;
  readonly out?: string;
  readonly report?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}
interface Work extends Surroundings {
  readonly file: string;
  readonly flags: Flags;
  readonly say: Say;
}
interface Result {
  readonly segmentation: Segmentation;
  readonly explanation: Explanation;
  readonly names: ReadonlyMap<number, Named>;
  /** Of the data and the options, so that the same run has the same name. */
  readonly runId: string;
}

/** `clientele segment FILE`. Throws InputError or Fault for what the caller can mend. */
export function segmentCommand(given: Partial<Surroundings> = {}): Command {
  const around = { ...terminal(), ...given };
  const say = cliSpeaker(around.language);
  const command = new Command('segment')
    .description(say('description'))
    .argument('<file>', say('argument_file'))
    .option('--id <column>', say('flag_id'))
    .option('--features <a,b,c>', say('flag_features'));
  for (const option of optionFlags()) command.addOption(option);
  return command
    .option('--lang <code>', `${say('flag_lang')} (${languages.join(', ')}; default ${around.language})`)
    .option('--out <file>', say('flag_out'))
    .option('--report <file>', say('flag_report'))
    .option('--json', say('flag_json'))
    .option('--quiet', say('flag_quiet'))
    .addHelpText('after', say('examples'))
    .action(async (file: string, flags: Flags & Record<string, unknown>) => {
      const language = languageOf(flags.lang, around);
      await speaking(language, () => run({ ...around, language, file, flags, say: cliSpeaker(language) }));
    });
}

/** The language a locale such as pt_BR.UTF-8 asks for; English where we do not speak it. */
export function localeLanguage(locale: string | undefined): Language {
  const asked = locale?.slice(0, 2).toLowerCase();
  return languages.find((language) => language === asked) ?? 'en';
}

async function run(work: Work): Promise<void> {
  const { say, flags, file, stdout, stderr } = work;
  const note = (text: string): void => {
    if (flags.quiet !== true) stderr.write(`${text}\n`);
  };
  const result = await compute(work, note);
  if (flags.out !== undefined) await save(work, flags.out, labelsCsv(result.segmentation, result.names));
  if (flags.report !== undefined) await save(work, flags.report, page(work, result));
  if (flags.json === true) stdout.write(resultJson(result.segmentation, result.explanation, result.names));
  else if (flags.quiet !== true) {
    const strong = (text: string): string => (stdout.isTTY === true ? styleText('bold', text) : text);
    stdout.write(`${summary({ ...result, say, language: work.language, strong })}\n`);
  }
  for (const written of [flags.out, flags.report]) if (written !== undefined) note(say('wrote', { file: written }));
  const hints = hintsFor(flags, result.segmentation);
  if (flags.json !== true && hints.length > 0)
    note([say('next'), ...hints.map((hint) => `  ${say(hint, { file })}`)].join('\n'));
}

async function compute(work: Work, note: (text: string) => void): Promise<Result> {
  const { say, flags, file, stdin, stderr, language } = work;
  keepApart(work);
  const asked = optionsFrom(flags as Record<string, unknown>);
  const bytes = await readBytes(file, stdin, say);
  const features = flags.features?.split(',').map((name) => name.trim());
  const read = customersIn(bytes, file, { choice: { id: flags.id, features }, say, language });
  for (const text of read.notes) note(say('note_prefix', { text }));
  const options = { ...read.options, ...asked };
  const bar = progressBar(flags.quiet === true ? {} : stderr, say('phase'));
  const threads = openThreads();
  try {
    const segmentation = segment(read.table, options, { onProgress: bar.report });
    const explanation = explain(segmentation, language);
    const names = namesOf(segmentation, explanation, say);
    const runId = createHash('sha256')
      .update(bytes)
      .update(JSON.stringify([options, features, flags.id]))
      .digest('hex');
    return { segmentation, explanation, names, runId: runId.slice(0, 8) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new InputError(say('body_fault', { file: nameOf(file), message: inFlags(error).say(language) }));
  } finally {
    bar.stop();
    await threads.close();
  }
}

function page({ file, language, now }: Work, { segmentation, explanation, runId }: Result): string {
  const dataName = file === '-' ? nameOf(file) : basename(file);
  return renderReport({
    segmentation,
    explanation,
    dataName,
    runId,
    madeAt: now(),
    productVersion,
    language,
  });
}

async function save({ say }: Work, file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new InputError(say('cannot_write', { file: file === '' ? '""' : file, code }));
  }
}

function hintsFor(flags: Flags & { objective?: string }, { structure }: Segmentation) {
  return [
    ...(flags.report === undefined ? (['hint_report'] as const) : []),
    ...(flags.out === undefined ? (['hint_out'] as const) : []),
    ...(flags.objective === undefined && structure.verdict !== 'none' ? (['hint_objective'] as const) : []),
  ];
}

function languageOf(asked: string | undefined, { language }: Surroundings): Language {
  if (asked === undefined) return language;
  const known = languages.find((one) => one === asked);
  if (!known)
    throw new InputError(
      cliSpeaker(language)('lang_wrong', { value: JSON.stringify(asked), choices: languages.join(', ') }),
    );
  return known;
}

/** Neither output may be written over the customers' file or over the other one. */
function keepApart({ say, file, flags: { out, report } }: Work): void {
  const pairs = [
    ['--out', out, file],
    ['--report', report, file],
    ['--report', report, out],
  ] as const;
  for (const [flag, path, other] of pairs)
    if (path !== undefined && other !== undefined && !path.startsWith('/dev/') && resolve(path) === resolve(other))
      throw new InputError(say('same_file', { flag, file: path, other }));
}

/** Faults of the engine carry their English words; the terminal gets the language that was asked for. */
async function speaking(language: Language, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw error instanceof Fault ? new InputError(error.say(language)) : error;
  }
}

function terminal(): Surroundings {
  const { stdin, stdout, stderr } = process;
  return { language: 'en', stdin, stdout, stderr, now: () => new Date() };
}
