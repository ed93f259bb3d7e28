import type { CustomerTable, Language, SegmentOptions } from '@clientele/engine';
import { warningsOf } from '../../contract/segmentation/decode-parameters.ts';
import { InputError } from '../input-error.ts';
import type { Say } from '../words/words.ts';
import { csvCells } from './csv.ts';
import { jsonInput } from './json.ts';
import { nameOf, textOf } from './read.ts';
import { type Choice, tableOf } from './table.ts';

/** Customers read from a file, with what a person should know about the reading. */
export interface ReadCustomers {
  readonly table: CustomerTable;
  /** Options that came with the data (a purchasing_segmentation body). */
  readonly options: SegmentOptions;
  readonly notes: readonly string[];
}

/** Customers from CSV, a JSON array of flat objects, or a purchasing_segmentation body; told apart by their content. */
export function customersIn(
  bytes: Uint8Array,
  file: string,
  { choice, say, language }: { choice: Choice; say: Say; language: Language },
): ReadCustomers {
  const name = nameOf(file);
  const text = textOf(bytes, file, say);
  const start = /\S/.exec(text)?.[0];
  if (start === undefined) throw new InputError(say('empty_file', { file: name }));
  if (start !== '[' && start !== '{')
    return { ...tableOf(csvCells(text, name, say), choice, { file: name, say }), options: {} };
  const input = jsonInput(text, name, { say, language });
  if ('cells' in input) return { ...tableOf(input.cells, choice, { file: name, say }), options: {} };
  const { table, options, remarks } = input.request;
  return {
    table: chosenFeatures(table, choice.features, name, say),
    options,
    notes: warningsOf(remarks, language).map(({ message }) => message),
  };
}

/** The features that --features names, of a table whose columns are known already; all of them where it names none. */
export function chosenFeatures(
  table: CustomerTable,
  features: readonly string[] | undefined,
  name: string,
  say: Say,
): CustomerTable {
  if (!features) return table;
  const twice = features.find((feature, i) => features.indexOf(feature) !== i);
  if (twice !== undefined) throw new InputError(say('features_twice', { column: twice }));
  const columns = features.map((feature) => {
    const column = table.columns[table.names.indexOf(feature)];
    if (!column)
      throw new InputError(
        say('unknown_column', { file: name, column: feature, flag: '--features', columns: table.names.join(', ') }),
      );
    return column;
  });
  return { ids: table.ids, names: features, columns };
}
