import { fromStored, languages, type Language, score, type SegmentModel, toModel } from '@clientele/engine';
import { Command, Option } from 'commander';
import { csvCell } from '../contract/csv.ts';
import type { Decimal } from '../contract/decimal.ts';
import { fraction } from '../contract/runs/figures.ts';
import { generatedNames } from '../contract/runs/run-names.ts';
import { readModel } from '../runs/model.ts';
import { unpackRun } from '../runs/snapshot.ts';
import type { ShownRun } from '../store/run.ts';
import { withData } from './data-options.ts';
import { decimalFlag } from './flags.ts';
import { customersIn } from './input/customers.ts';
import { readBytes } from './input/read.ts';
import { print, printJson } from './output/listing.ts';
import type { Settings } from './settings.ts';
import { type Opened, resultOf, type RunFlags, runNamed, withRuns } from './stored-run.ts';
import { keepApart, save, speaking } from './surroundings.ts';
import { cliSpeaker } from './words/words.ts';

interface ScoreFlags extends RunFlags {
  readonly id?: string;
  readonly decimal: Decimal;
  readonly out?: string;
  readonly lang?: Language;
}

/** `clientele score RUN FILE`: customers from a file get the segments of a stored run. */
export function scoreCommand(settings: Settings): Command {
  return withData(new Command('score'))
    .argument('<run>', 'the run_id of an answer')
    .argument('<file>', 'CSV or JSON; - is standard input')
    .summary('give new customers the segments of a stored run')
    .description(
      'Gives the customers of a file (CSV or JSON; - is standard input) the segments of a stored run, by exactly the steps it was made with, and writes them as CSV.',
    )
    .option('--tenant <customer_api_id>', 'whose run; not needed where there is one tenant')
    .option('--id <column>', cliSpeaker('en')('flag_id'))
    .addOption(decimalFlag())
    .option('--out <file>', 'write it there, not to standard output')
    .addOption(new Option('--lang <code>', 'language of messages').choices(languages))
    .addHelpText('after', examples)
    .action((run: string, file: string, flags: ScoreFlags) =>
      speaking(flags.lang ?? settings.language, () => scoreFile(run, file, flags, settings)),
    );
}

const examples = `
Examples:
  clientele score RUN new.csv                     customer_id, segment_id, segment, confidence, out_of_range
  clientele score RUN new.csv --out scored.csv
`;

async function scoreFile(runId: string, file: string, flags: ScoreFlags, settings: Settings): Promise<void> {
  const language = flags.lang ?? settings.language;
  const say = cliSpeaker(language);
  keepApart('--out', flags.out, file, say);
  const { model, names } = await withRuns(flags, settings, async (opened) => ({
    model: await modelOf(opened, runId),
    names: namesIn(await runNamed(opened, runId)),
  }));
  const bytes = await readBytes(file, process.stdin, say);
  const { table, notes } = customersIn(bytes, file, {
    choice: { id: flags.id, features: undefined, decimal: flags.decimal },
    say,
    language,
  });
  for (const text of notes) process.stderr.write(`${say('note_prefix', { text })}\n`);
  const known = [...table.names.keys()].filter((j) => model.names.includes(table.names[j] ?? ''));
  const { labels, confidence, outOfRange } = score(model, {
    ids: table.ids,
    names: known.map((j) => table.names[j] ?? ''),
    columns: known.map((j) => table.columns[j] ?? new Float64Array()),
  });
  const scored = table.ids.map((id, i) => ({
    customer_id: id,
    segment_id: labels[i] ?? -1,
    segment: names.get(labels[i] ?? -1) ?? '',
    confidence: fraction(confidence[i] ?? 0),
    out_of_range: outOfRange[i] === 1,
  }));
  if (flags.json === true) return printJson({ run_id: runId, customers: scored.length, labels: scored });
  const lines = scored.map((each) =>
    [csvCell(each.customer_id), each.segment_id, csvCell(each.segment), each.confidence, each.out_of_range].join(','),
  );
  const csv = ['customer_id,segment_id,segment,confidence,out_of_range', ...lines, ''].join('\n');
  if (flags.out === undefined) return void process.stdout.write(csv);
  await save(flags.out, csv, say);
  print(say('wrote', { file: flags.out }));
}

async function modelOf(opened: Opened, id: string): Promise<SegmentModel> {
  const kept = await opened.store.readModel(opened.apiId, id);
  if (kept?.model) return readModel(kept.model);
  return toModel(fromStored(unpackRun((await resultOf(opened, id)).snapshot).stored));
}

/** What the segments of a run are called: by people, or else in the run's language. */
function namesIn({ summary, segmentNames }: ShownRun): ReadonlyMap<number, string> {
  return new Map([...generatedNames(summary)].map(([id, generated]) => [id, segmentNames[id] ?? generated]));
}
