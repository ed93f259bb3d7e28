import { letterOf, type Language, languages } from '@clientele/engine';
import { Command, Option } from 'commander';
import type { ComparisonAnswer } from '../contract/runs/comparison.ts';
import { withData } from './data-options.ts';
import { print, printJson, printTable } from './output/listing.ts';
import type { Settings } from './settings.ts';
import { computed, resultOf, type RunFlags, withRuns } from './stored-run.ts';

interface CompareFlags extends RunFlags {
  readonly lang?: Language;
}

/** `clientele compare A B`: a later run beside an earlier one. */
export function compareCommand(settings: Settings): Command {
  return withData(new Command('compare'))
    .argument('<earlier_run>', 'the run_id of an answer')
    .argument('<later_run>')
    .summary('lay two stored runs beside each other')
    .description(
      'Tells who went from which segment to which, what has drifted, and whether to keep the earlier segments, to score the customers again, or to go over to the later run.',
    )
    .option('--tenant <customer_api_id>', 'whose runs; not needed where there is one tenant')
    .addOption(new Option('--lang <code>', 'language of sentences').choices(languages))
    .addHelpText('after', examples)
    .action((before: string, after: string, flags: CompareFlags) => compare(before, after, flags, settings));
}

const examples = `
Examples:
  clientele compare MARCH APRIL                   the run_id of each
  clientele compare MARCH APRIL --lang pt --json
`;

async function compare(before: string, after: string, flags: CompareFlags, settings: Settings): Promise<void> {
  const language = flags.lang ?? settings.language;
  const { body } = await withRuns(flags, settings, async (opened) => {
    const [earlier, later] = [await resultOf(opened, before), await resultOf(opened, after)];
    const snapshots = [earlier.snapshot, later.snapshot] as const;
    return computed({ kind: 'compare', snapshots, runIds: [before, after], language }, language);
  });
  const told = JSON.parse(new TextDecoder().decode(body)) as ComparisonAnswer;
  if (flags.json === true) return printJson(told);
  print(`${told.recommendation}: ${told.message}`);
  for (const { message } of told.reasons) print(`  ${message}`);
  print('');
  for (const { segment_id: id, message } of told.identity.segments) print(`${nameOf(id)}  ${message}`);
  print('');
  printTable(
    ['from', 'to', 'customers', 'value before', 'value after'],
    told.migration.map((way) => [
      nameOf(way.previous_segment_id),
      nameOf(way.segment_id),
      String(way.customers),
      way.value_before === null ? '-' : way.value_before.toFixed(0),
      way.value_after === null ? '-' : way.value_after.toFixed(0),
    ]),
  );
  print('');
  printTable(
    ['feature', 'PSI', 'by chance below', 'shift'],
    told.drift.input.map((each) => [each.feature, each.psi.toFixed(3), each.chance.toFixed(3), each.shift.toFixed(2)]),
  );
}

/** A segment by its letter; `*` for outliers, `-` for who is not in the run. */
function nameOf(id: number | null): string {
  return id === null ? '-' : id < 0 ? '*' : letterOf(id);
}
