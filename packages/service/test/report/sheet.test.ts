import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counted, csv, several, table, words } from '../../src/report/figures/sheet.ts';
import { reportParts } from '../../src/report/parts.ts';
import { reportInput } from '../support/segmentation.ts';

const rowsOf = (text: string): string[][] => parse(text);

test('a table reads its numbers, a file counts with them, and a column of several is several there', () => {
  const sheet = {
    columns: ['Segment', { heading: 'Chance', numbers: ['Chance, from', 'Chance, to'] }, 'Share'],
    rows: [
      [words('A & B'), several('0.20 to 0.30', [0.2004, 0.3001]), counted(1 / 3, (value) => value.toFixed(2))],
      [words('C'), counted(null, String), counted(undefined, String)],
    ],
  };
  expect(csv(sheet)).toBe('Segment,"Chance, from","Chance, to",Share\nA & B,0.2004,0.3001,0.3333333333333333\nC,,,\n');
  expect(table(sheet).markup).toContain(
    '<th scope="row">A &amp; B</th><td class="n">0.20 to 0.30</td><td class="n">0.33</td>',
  );
});

test('whatever a text is, it stays in its cell, and none begins as a formula does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const [, [cell = '', number] = []] = rowsOf(
        csv({ columns: ['a', 'b'], rows: [[words(text), counted(1, String)]] }),
      );
      expect([cell.replace(/^'(?=[=+\-@\t\r])/, ''), number]).toEqual([text, '1']);
      expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
});

describe.each(['strong', 'none'] as const)('where structure is %s', (verdict) => {
  const { figures, numbers } = reportParts(reportInput({ verdict, n: 600 }));

  test('every figure has its numbers, as many rows as its table, and every row all columns', () => {
    const drawn = Object.entries(figures).filter(([, html]) => html.includes('<figcaption'));
    expect(Object.keys(numbers).toSorted()).toEqual(drawn.map(([name]) => name).toSorted());
    for (const [name, html] of drawn) {
      const [, ...rows] = rowsOf(numbers[name as keyof typeof numbers] ?? '');
      const body = /class="twin.*?<tbody>(.*?)<\/tbody>/s.exec(html) ?? /<tbody>(.*?)<\/tbody>/s.exec(html);
      const shown = body?.[1]?.match(/<tr(?! class="divider")/g) ?? [];
      expect([name, rows.length]).toEqual([name, shown.length]);
      expect(rows.length).toBeGreaterThan(0);
    }
  });
});

test('figures are drawn as wide as they are asked for, and their letters keep their size', () => {
  const widthOf = (html = ''): number[] =>
    [...html.matchAll(/class="wide" viewBox="0 0 ([\d.]+) /g)].map(([, width]) => Number(width));
  const [paper, screen] = [undefined, 1_070].map((wide) => reportParts({ ...reportInput({ n: 600 }), wide }).figures);
  for (const name of ['ribbon', 'distributions', 'silhouette', 'why'] as const)
    expect([name, widthOf(paper?.[name]), widthOf(screen?.[name])]).toEqual([name, [700], [1_070]]);
  const { chance, gap } = reportParts({ ...reportInput({ verdict: 'none', n: 600 }), wide: 1_070 }).figures;
  expect([widthOf(chance), widthOf(gap)]).toEqual([[498], [498]]);
});
