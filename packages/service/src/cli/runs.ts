import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { type Language, languages, verdicts } from '@clientele/engine';
import { Command, Option } from 'commander';
import { type ChooseName, chooseNames } from '../contract/segmentation/purchasing-segmentation.ts';
import { calledSo, generatedNames, isGivenName, LONGEST_GIVEN_NAME } from '../contract/runs/run-names.ts';
import { type RunState, runStates } from '../contract/runs/run-states.ts';
import { finished } from '../http/outcome.ts';
import { shownListedRun, shownRun } from '../http/runs-json.ts';
import { compute } from '../runs/compute.ts';
import { forgetEverywhere } from '../runs/forget-everywhere.ts';
import { type LabelFile, labelFiles } from '../runs/view.ts';
import type { ShownRun } from '../store/run.ts';
import { uuid } from '../store/tenants.ts';
import { atTerminal, withData } from './data-options.ts';
import { InputError } from './input-error.ts';
import { whole } from './numbers.ts';
import { minute, print, printJson, printTable } from './output/listing.ts';
import type { Settings } from './settings.ts';
import { computed, resultOf, type RunFlags, runNamed, unknownRun, viewed, withRuns } from './stored-run.ts';

interface ListFlags extends RunFlags {
  readonly state?: RunState;
  readonly verdict?: string;
  readonly limit: number;
}
interface FileFlags extends RunFlags {
  readonly out?: string;
  readonly lang?: Language;
}
interface ChooseFlags extends RunFlags {
  readonly algorithm: ChooseName;
  readonly k?: number;
}

interface RenameFlags extends RunFlags {
  readonly segment?: number;
}

const MOST_LISTED = 1_000;

/** `clientele runs ...`. All of it works while the service runs on the same folder. */
export function runsCommand(settings: Settings): Command {
  const command = new Command('runs')
    .summary('list stored runs, take their labels and reports, choose another model, delete')
    .description('What was answered is stored as a run: by the service, and by clientele segment --data FOLDER.')
    .addHelpText('after', examples);
  const add = (name: string, description: string): Command =>
    withData(command.command(name))
      .description(description)
      .option('--tenant <customer_api_id>', 'whose runs; not needed where there is one tenant');
  add('list', 'List runs, latest first.')
    .addOption(new Option('--state <state>', 'those in one state').choices(runStates))
    .addOption(new Option('--verdict <verdict>', 'those with one verdict').choices(verdicts))
    .option('--limit <number>', 'at most so many', whole(1, MOST_LISTED), 20)
    .action((flags: ListFlags) => list(flags, settings));
  add('show <run>', 'Show how a run came about, how it stands, and its result without customers.').action(
    (id: string, flags: RunFlags) => show(id, flags, settings),
  );
  add('labels <run>', 'Write every customer with its segment, as CSV unless told otherwise.')
    .addOption(new Option('--format <format>', 'form of the file').choices(labelFiles).default('csv'))
    .option('--out <file>', 'write it there, not to standard output')
    .addOption(langOption())
    .action((id: string, flags: FileFlags & { format: LabelFile }) => labels(id, flags, settings));
  add('report <run>', 'Write the whole result as one HTML page.')
    .option('--out <file>', 'write it there, not to standard output')
    .addOption(langOption())
    .action((id: string, flags: FileFlags) => report(id, flags, settings));
  add('choose <run>', 'Let another model of the same run win, without a new sweep. Makes a new run.')
    .addOption(
      new Option('--algorithm <name>', 'the model').choices(Object.keys(chooseNames)).makeOptionMandatory(true),
    )
    .option('--k <number>', 'its number of segments; not for DBSCAN', whole(1, 50))
    .action((id: string, flags: ChooseFlags) => choose(id, flags, settings));
  add('rename <run> [name]', 'Give a run or one of its segments a name; without a name the given one is taken away.')
    .option('--segment <number>', 'the segment: 0, 1, ...', whole(0, 999_999_999))
    .action((id: string, name: string | undefined, flags: RenameFlags) => rename(id, name ?? null, flags, settings));
  add('delete <run>', 'Delete a run with everything that belongs to it.').action((id: string, flags: RunFlags) =>
    remove(id, flags, settings),
  );
  add('forget <customer_id>', 'Delete one customer from every run of the tenant.').action(
    (customer: string, flags: RunFlags) => forget(customer, flags, settings),
  );
  return command;
}

const langOption = (): Option =>
  new Option('--lang <code>', 'language of texts (default: that of the run)').choices(languages);

const examples = `
Examples:
  clientele runs list --verdict strong
  clientele runs labels RUN --format parquet --out labels.parquet
  clientele runs report RUN --lang es --out report.html
  clientele runs choose RUN --algorithm KMeans --k 4      another model of the same run, as a new one
  clientele runs rename RUN 'Best of spring' --segment 0  a name for a segment, also in later runs that go on from this one
  clientele runs forget C-1001                            one customer, out of all that is stored
RUN is the run_id of an answer, or of clientele runs list.
`;

async function list(flags: ListFlags, settings: Settings): Promise<void> {
  const { state, verdict, limit, json } = flags;
  const found = await withRuns(flags, settings, ({ store, apiId }) =>
    store.listRuns(apiId, { state, verdict }, { limit }),
  );
  const runs = found.map(shownListedRun);
  if (json === true) return printJson(runs);
  if (runs.length === 0) return print('There are no such runs.');
  const head = ['run', 'state', 'created', 'customers', 'model', 'verdict', 'name'];
  printTable(
    head,
    runs.map((run) => [
      run.run_id,
      run.state,
      minute(run.created_at),
      String(run.customers ?? '-'),
      run.algorithm === null ? '-' : `${run.algorithm} ${run.n_clusters}`,
      run.verdict ?? '-',
      run.name ?? '-',
    ]),
  );
}

async function show(id: string, flags: RunFlags, settings: Settings): Promise<void> {
  const shown = shownRun(await withRuns(flags, settings, (opened) => runNamed(opened, id)));
  if (flags.json === true) return printJson(shown);
  const { result, timings_ms: _, ...facts } = shown;
  for (const [name, value] of Object.entries(facts)) if (value !== null) print(`${name} ${JSON.stringify(value)}`);
  // Both contracts tell the verdict alike.
  const { structure } = (result ?? {}) as { structure?: { headline: string; paragraph: string } };
  if (structure) print(`\n${structure.headline}\n${structure.paragraph}`);
}

async function labels(id: string, flags: FileFlags & { format: LabelFile }, settings: Settings): Promise<void> {
  const { format, lang = null } = flags;
  const bytes = await withRuns(flags, settings, (opened) =>
    viewed(opened, { id, view: () => ({ kind: 'label-file', format }), language: lang }),
  );
  await write(bytes, flags);
}

async function report(id: string, flags: FileFlags, settings: Settings): Promise<void> {
  const bytes = await withRuns(flags, settings, (opened) =>
    viewed(opened, {
      id,
      view: ({ finishedAt, createdAt }) => ({ kind: 'report', madeAt: Date.parse(finishedAt ?? createdAt) }),
      language: flags.lang ?? null,
    }),
  );
  await write(bytes, flags);
}

async function write(bytes: Uint8Array, { out, json }: FileFlags): Promise<void> {
  if (out === undefined) return void process.stdout.write(bytes);
  await writeFile(out, bytes).catch(({ code = '' }: NodeJS.ErrnoException) => {
    throw new InputError(`${out} cannot be written (${code}). Check the folder and its permissions.`);
  });
  if (json === true) printJson({ file: out, bytes: bytes.length });
  else print(`Wrote ${out}`);
}

async function choose(id: string, flags: ChooseFlags, settings: Settings): Promise<void> {
  const { algorithm, k, json } = flags;
  const runId = uuid(randomBytes);
  const summary = await withRuns(flags, settings, async (opened) => {
    const startedAt = Date.now();
    const { run, snapshot, file: sourceFile } = await resultOf(opened, id);
    const asked = { algorithm: chooseNames[algorithm], ...(k === undefined ? {} : { k }) };
    const { run: made, language } = computed(
      { kind: 'choose', snapshot, choose: asked, runId, madeAt: startedAt, language: null },
      settings.language,
    );
    if (!made) throw new Error('a choice made no run');
    const { contract, name, notes } = run;
    const origin = { id: runId, contract, name, notes, actor: atTerminal.actor, chosenFrom: id, language, startedAt };
    if (!(await opened.store.saveRun(opened.apiId, { ...origin, ...made, sourceFile })))
      throw new InputError(`Run ${id} changed meanwhile. Try again.`);
    return made.figures;
  });
  if (json === true) return printJson(JSON.parse(summary.summary));
  print(`run ${runId}\nmodel ${summary.algorithm} ${summary.nClusters}\nverdict ${summary.verdict}`);
  print(`\nIts labels: clientele runs labels ${runId}`);
}

async function rename(id: string, given: string | null, flags: RenameFlags, settings: Settings): Promise<void> {
  const { segment, json } = flags;
  const name = given?.trim() ?? null;
  await withRuns(flags, settings, async (opened) => {
    const { store, apiId } = opened;
    const run = await runNamed(opened, id);
    const fault = nameFault(run, { name, segment });
    if (fault !== null) throw new InputError(fault);
    if (segment === undefined) await store.nameRun(apiId, id, name, atTerminal);
    else await store.nameSegment(apiId, id, { segment, name }, atTerminal);
  });
  if (json === true) return printJson({ run_id: id, ...(segment === undefined ? {} : { segment_id: segment }), name });
  const what = segment === undefined ? `Run ${id}` : `Segment ${segment} of run ${id}`;
  print(name === null ? `${what} has no given name any more.` : `${what} is called ${name} now.`);
}

/** What stands against a name, and what to do; null when nothing does. */
function nameFault(
  run: ShownRun,
  { name, segment }: { name: string | null; segment: number | undefined },
): string | null {
  const generated = generatedNames(run.summary);
  if (name !== null && !isGivenName(name))
    return `A name has 1 to ${LONGEST_GIVEN_NAME} characters on one line and does not begin with =, +, - or @.`;
  if (segment === undefined) return null;
  if (!generated.has(segment))
    return `Run ${run.id} has no segment ${segment}. It has: ${[...generated.keys()].filter((key) => key >= 0).join(', ')}`;
  const other = name === null ? null : calledSo(run, segment, name);
  return other === null ? null : `Segment ${other} of run ${run.id} is called so. Give it another name.`;
}

async function remove(id: string, flags: RunFlags, settings: Settings): Promise<void> {
  const done = await withRuns(flags, settings, ({ store, apiId }) => store.deleteRun(apiId, id, atTerminal));
  if (!done) throw unknownRun(id);
  if (flags.json === true) return printJson({ run_id: id, state: 'deleted' });
  print(`Run ${id} is deleted.`);
}

async function forget(customer: string, flags: RunFlags, settings: Settings): Promise<void> {
  const done = await withRuns(flags, settings, ({ store, apiId }) =>
    forgetEverywhere(
      { store, audit: store, pool: { run: async (job) => compute(job) }, finished },
      { apiId, customer, by: atTerminal },
    ),
  );
  const { runs, deletedRuns, unfinishedRuns } = done;
  if (flags.json === true)
    return printJson({ customer_id: customer, runs, deleted_runs: deletedRuns, unfinished_runs: unfinishedRuns });
  print(`${customer} was in ${runs} ${runs === 1 ? 'run' : 'runs'} and is in none now.`);
  if (deletedRuns > 0)
    print(`${deletedRuns} had too few customers left and ${deletedRuns === 1 ? 'is' : 'are'} deleted.`);
  if (unfinishedRuns > 0) print(`${unfinishedRuns} not finished: ask again when they are.`);
}
