import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { figureStyle } from '../../service/src/report/style-figures.ts';

const folder = join(import.meta.dirname, '../src/style');
const ALONE = /^\.([\w-]+)$/;

/** The classes that a sheet has rules for wherever they stand. */
function classesIn(sheet: string): Set<string> {
  const selectors = sheet
    .replaceAll(/\/\*[\s\S]*?\*\/|\([^)]*\)/g, '')
    .split(/[{}]/)
    .filter((_, i, parts) => i < parts.length - 1)
    .flatMap((text) => text.split(','))
    .map((text) => text.trim());
  return new Set(selectors.flatMap((text) => ALONE.exec(text)?.[1] ?? []));
}

test('no rule of the page changes a mark of a figure wherever it stands: page and report would differ', () => {
  const marks = classesIn(figureStyle);
  marks.delete('figure'); // the frame, which the page lays out in its own way
  const files = readdirSync(folder).filter((file) => file !== 'forced-colours.css');
  const sheets = files.map((file) => classesIn(readFileSync(join(folder, file), 'utf8')));
  expect([marks.has('track'), sheets.some((classes) => classes.has('sankey'))]).toEqual([true, true]);
  expect(sheets.flatMap((classes) => [...classes].filter((name) => marks.has(name)))).toEqual([]);
});
