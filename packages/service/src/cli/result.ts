import Table from 'cli-table3';
import type { Language } from '@clientele/engine';
import type { Command } from 'commander';
import { languages } from '@clientele/engine';
import { csvCell } from '../contract/csv.ts';
import { keepApart, save, type Surroundings } from './surroundings.ts';
import type { Say } from './words/words.ts';

/** The flags of every command whose result is a table of customers. */
export interface ResultFlags {
  readonly lang?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** A result in each way that it may be asked for; only the one that is asked for is made. */
export interface Result {
  /** A row for each customer. */
  readonly csv: () => string;
  readonly json: () => object;
  /** What a person reads. */
  readonly summary: () => string;
}

export function withResult(command: Command, { say, language }: { say: Say; language: Language }): Command {
  return command
    .optionsGroup(say('group_output'))
    .option('--lang <code>', `${say('flag_lang')} (${languages.join(', ')}; default ${language})`)
    .option('--out <file>', say('flag_out_csv'))
    .option('--json', say('flag_json'))
    .option('--quiet', say('flag_quiet_csv'));
}

/** CSV on standard output; with --out a file, and the summary on standard output; with --json one JSON object. */
export async function present(
  result: Result,
  flags: ResultFlags,
  { file, say, stdout, stderr }: Surroundings & { readonly file: string; readonly say: Say },
): Promise<void> {
  if (flags.out !== undefined) {
    keepApart('--out', flags.out, file, say);
    await save(flags.out, result.csv(), say);
  }
  if (flags.json === true) stdout.write(`${JSON.stringify(result.json())}\n`);
  else if (flags.out === undefined) stdout.write(result.csv());
  else if (flags.quiet !== true) stdout.write(`${result.summary()}\n`);
  if (flags.out !== undefined && flags.quiet !== true) stderr.write(`${say('wrote', { file: flags.out })}\n`);
}

/** Rows of CSV under their head. */
export function csvOf(head: readonly string[], rows: Iterable<readonly (string | number)[]>): string {
  const lines = [head.join(',')];
  for (const row of rows) lines.push(row.map(cellOf).join(','));
  return `${lines.join('\n')}\n`;
}

function cellOf(value: string | number): string {
  if (typeof value === 'number') return Number.isNaN(value) ? '' : String(Number(value.toFixed(6)));
  return csvCell(value);
}

/** A table without lines, for a terminal; all columns but the first are numbers. */
export function plainTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    head: [...head],
    style: { head: [], border: [], compact: true },
    chars: plainBorders,
    colAligns: head.map((_, i) => (i === 0 ? 'left' : 'right')),
  });
  table.push(...rows.map((row) => [...row]));
  return table.toString().replace(/ +$/gm, '');
}

const nothing = ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'];
const sides = ['left', 'left-mid', 'right', 'right-mid', 'mid', 'mid-mid'];

/** Of cli-table3: a space between columns, and nothing else. */
export const plainBorders = {
  ...Object.fromEntries([...nothing, ...sides].map((place) => [place, ''])),
  middle: ' ',
};
