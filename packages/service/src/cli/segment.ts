import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { styleText } from 'node:util';
import {
  type CustomerTable,
  explain,
  type Explanation,
  Fault,
  type GivenNames,
  languages,
  segment,
  segmentFates,
  type Segmentation,
  type SegmentOptions,
} from '@clientele/engine';
import { openThreads } from '@clientele/engine/node';
import { Command } from 'commander';
import { renderReport } from '../report/report.ts';
import { splitTime } from '../orders/later.ts';
import { fileNotesOf } from '../orders/notes.ts';
import { checkedByTime, type TimeSplit } from '../orders/time-check.ts';
import { typedAgain } from './again.ts';
import { decimalFlag, inFlags, optionFlags, optionsFrom } from './flags.ts';
import { Refusal } from '../contract/errors.ts';
import type { FileNote } from '../contract/orders/order-files.ts';
import { productVersion } from '../contract/version.ts';
import type { Decimal } from '../contract/decimal.ts';
import type { Changes } from '../runs/changes.ts';
import type { Identified } from '../runs/previous.ts';
import { InputError } from './input-error.ts';
import { chosenFeatures, customersIn } from './input/customers.ts';
import { ordersIn, shownName } from './input/orders.ts';
import { readBytes } from './input/read.ts';
import { orderFlagsFrom, withOrders } from './order-flags.ts';
import { resultJson } from './output/json.ts';
import { labelsCsv } from './output/labels.ts';
import { type Named, namesOf } from './output/names.ts';
import { summary } from './output/summary.ts';
import { progressBar } from './progress.ts';
import { keepApart, languageOf, save, speaking, type Surroundings, terminal } from './surroundings.ts';
import { asBefore, newRunId, requireTenant, type RunPlace, storeRun } from './store-run.ts';
import { cliSpeaker, type Say } from './words/words.ts';

interface Flags {
  readonly orders?: string;
  readonly id?: string;
  readonly features?: string;
  readonly decimal: Decimal;
  readonly lang?: string;
  readonly out?: string;
  readonly report?: string;
  readonly data?: string;
  readonly tenant?: string;
  readonly previousRun?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}
interface Work extends Surroundings {
  readonly file: string;
  readonly flags: Flags;
  /** The command's arguments and flags, to be typed again. */
  readonly typed: string;
  readonly say: Say;
}
interface Result {
  readonly segmentation: Segmentation;
  readonly explanation: Explanation;
  readonly names: ReadonlyMap<number, Named>;
  readonly table: CustomerTable;
  /** Since when customers are in their segments; null without a previous run. */
  readonly changes: Changes | null;
  readonly split: TimeSplit | null;
  readonly notes: readonly FileNote[];
  /** What people called its segments in the run before. */
  readonly given: GivenNames;
  /** Of the data and the options, so that the same run has the same name; of a stored run its own. */
  readonly runId: string;
}

/** `clientele segment FILE`. Throws InputError or Fault for what the caller can mend. */
export function segmentCommand(given: Partial<Surroundings> = {}): Command {
  const around = { ...terminal(), ...given };
  const say = cliSpeaker(around.language);
  const command = new Command('segment')
    .description(say('description'))
    .argument('[file]', say('argument_file'))
    .option('--orders <file>', `${say('flag_orders')}; ${say('argument_orders')}`)
    .option('--id <column>', say('flag_id'))
    .option('--features <a,b,c>', say('flag_features'))
    .addOption(decimalFlag());
  for (const option of optionFlags()) command.addOption(option);
  withOrders(command.optionsGroup(say('group_orders')), say);
  return command
    .optionsGroup(say('group_output'))
    .option('--lang <code>', `${say('flag_lang')} (${languages.join(', ')}; default ${around.language})`)
    .option('--out <file>', say('flag_out'))
    .option('--report <file>', say('flag_report'))
    .option('--data <folder>', say('flag_data'))
    .option('--tenant <customer_api_id>', say('flag_tenant'))
    .option('--previous-run <run>', say('flag_previous'))
    .option('--json', say('flag_json'))
    .option('--quiet', say('flag_quiet'))
    .addHelpText('after', say('examples'))
    .action(async (customers: string | undefined, flags: Flags & Record<string, unknown>) => {
      const typed = typedAgain(command);
      const language = languageOf(flags.lang, around);
      const speak = cliSpeaker(language);
      const file = customers ?? flags.orders;
      if (file === undefined || (customers !== undefined && flags.orders !== undefined))
        throw new InputError(speak('file_or_orders'));
      await speaking(language, () => run({ ...around, language, file, flags, typed, say: speak }));
    });
}

async function run(work: Work): Promise<void> {
  const { say, flags, typed, stdout, stderr } = work;
  const note = (text: string): void => {
    if (flags.quiet !== true) stderr.write(`${text}\n`);
  };
  const to = runPlaceOf(work);
  if (to) await requireTenant(to);
  const result = await compute(work, note);
  if (to) await storeResult(work, result, to, note);
  if (flags.out !== undefined) await save(flags.out, labelsCsv(result.segmentation, result.names), say);
  if (flags.report !== undefined) await save(flags.report, page(work, result), say);
  if (flags.json === true) stdout.write(resultJson(result.segmentation, result.explanation, result.names));
  else if (flags.quiet !== true) {
    const strong = (text: string): string => (stdout.isTTY === true ? styleText('bold', text) : text);
    stdout.write(`${summary({ ...result, say, language: work.language, strong })}\n`);
  }
  for (const written of [flags.out, flags.report]) if (written !== undefined) note(say('wrote', { file: written }));
  const hints = hintsFor(flags, result.segmentation);
  if (flags.json !== true && hints.length > 0)
    note([say('next'), ...hints.map((hint) => `  ${say(hint, { typed })}`)].join('\n'));
}

/** Customers to group, with the options that go with them and bytes that stand for their data. */
interface Customers {
  readonly table: CustomerTable;
  readonly options: SegmentOptions;
  readonly features: readonly string[] | undefined;
  readonly data: Uint8Array;
  /** What their orders can say of segments; null where there are none. */
  readonly split: TimeSplit | null;
  /** How their orders were read; empty where there are none. */
  readonly notes: readonly FileNote[];
}

async function compute(work: Work, note: (text: string) => void): Promise<Result> {
  const { say, flags, file, stdin, stderr, language } = work;
  keepApart('--out', flags.out, file, say);
  keepApart('--report', flags.report, file, say);
  keepApart('--report', flags.report, flags.out, say);
  const asked = optionsFrom({ ...flags });
  const features = flags.features?.split(',').map((name) => name.trim());
  if (flags.orders === undefined) {
    const bytes = await readBytes(file, stdin, say);
    const read = customersIn(bytes, file, {
      choice: { id: flags.id, features, decimal: flags.decimal },
      say,
      language,
    });
    for (const text of read.notes) note(say('note_prefix', { text }));
    return grouped(work, {
      table: read.table,
      options: { ...read.options, ...asked },
      features,
      data: bytes,
      split: null,
      notes: [],
    });
  }
  const wanted = orderFlagsFrom({ ...flags }, work.now());
  const bar = flags.quiet === true ? {} : stderr;
  return ordersIn(file, wanted, { say, language, stdin, bar, note }, async (read, database) =>
    grouped(work, {
      table: chosenFeatures(read.table, features, shownName(file), say),
      options: asked,
      features,
      data: digestOf(read.table),
      split: await splitTime(read, database),
      notes: fileNotesOf(read, language),
    }),
  );
}

function digestOf({ ids, names, columns }: CustomerTable): Uint8Array {
  const hash = createHash('sha256').update(JSON.stringify([ids, names]));
  for (const column of columns) hash.update(column);
  return hash.digest();
}

async function grouped(work: Work, { table, options, features, data, split, notes }: Customers): Promise<Result> {
  const { say, flags, file, stderr, language } = work;
  const bar = progressBar(flags.quiet === true ? {} : stderr, say('phase'));
  const threads = openThreads();
  try {
    const found = segment(table, options, { onProgress: bar.report });
    const { segmentation, changes, names: given } = await identified(work, split ? checkedByTime(found, split) : found);
    const explanation = explain(segmentation, language, given);
    const names = namesOf(segmentation, explanation, say);
    const runId = createHash('sha256')
      .update(data)
      .update(JSON.stringify([options, features, flags.id, flags.decimal]))
      .digest('hex');
    const own = flags.data === undefined ? runId.slice(0, 8) : newRunId();
    return { segmentation, explanation, names, table, changes, given, split, notes, runId: own };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new InputError(say('body_fault', { file: shownName(file), message: inFlags(error).say(language) }));
  } finally {
    bar.stop();
    await threads.close();
  }
}

/** With the segments of the run that --previous-run names, where it is given. */
async function identified(work: Work, found: Segmentation): Promise<Identified> {
  const { say, now } = work;
  const { previousRun: previousRunId } = work.flags;
  const from = runPlaceOf(work);
  if (previousRunId === undefined || !from) return { segmentation: found, changes: null, names: {} };
  try {
    return await asBefore(found, { previousRunId, madeAt: now().getTime() }, from);
  } catch (error) {
    throw error instanceof Refusal ? new InputError(say('previous_unknown', { run: previousRunId })) : error;
  }
}

function page({ file, language, now }: Work, { segmentation, explanation, runId }: Result): string {
  return renderReport({
    segmentation,
    explanation,
    dataName: basename(shownName(file)),
    runId,
    madeAt: now(),
    productVersion,
    language,
  });
}

/** Where the result is to be stored; null where it is not. */
function runPlaceOf({ flags: { data: folder, tenant, previousRun }, place, say }: Work): RunPlace | null {
  if (folder !== undefined) return { folder, tenant, place };
  if (tenant !== undefined) throw new InputError(say('tenant_alone'));
  if (previousRun !== undefined) throw new InputError(say('previous_needs_data'));
  return null;
}

async function storeResult(work: Work, result: Result, to: RunPlace, note: (text: string) => void): Promise<void> {
  const { flags, say, language, now, file } = work;
  const { segmentation, explanation, table, changes, given, split, notes, runId } = result;
  const made = await storeRun(
    { segmentation, explanation, table, names: given },
    {
      runId,
      language,
      name: basename(shownName(file)),
      startedAt: now().getTime(),
      previousRunId: flags.previousRun ?? null,
      changes,
      split,
      notes,
    },
    to,
  );
  if (made) note(say('tenant_made', { name: made.name, id: made.apiId }));
  if (segmentation.history)
    for (const { sentence } of segmentFates(segmentation.history, language))
      note(say('note_prefix', { text: sentence }));
  note(say('stored_as', { run: runId, folder: to.folder }));
}

function hintsFor(flags: Flags & { objective?: string }, { structure }: Segmentation) {
  return [
    ...(flags.report === undefined ? (['hint_report'] as const) : []),
    ...(flags.out === undefined ? (['hint_out'] as const) : []),
    ...(flags.objective === undefined && structure.verdict !== 'none' ? (['hint_objective'] as const) : []),
  ];
}
