import { chooseAgain, explain, segment, shop } from '@clientele/engine';
import { expect, test } from 'vitest';
import { reportParts } from '../../src/report/parts.ts';
import { renderReport } from '../../src/report/report.ts';

const { table } = shop({ n: 400, seed: 3 });
const swept = segment(table, { objective: 'actionable' });
const chosen = (algorithm: 'kmeans' | 'hierarchical', k: number) => chooseAgain(swept, { algorithm, k });
const told = (segmentation: typeof swept, language: 'en' | 'es' | 'pt' = 'en') => {
  const input = {
    segmentation,
    explanation: explain(segmentation, language),
    dataName: null,
    runId: 'run-1',
    madeAt: new Date(0),
    productVersion: '0',
    language,
  };
  return { figure: reportParts(input).figures.ward ?? '', page: renderReport(input) };
};
/** The wide drawing and the narrow one. */
const drawings = (figure: string): string[] => figure.split('<svg').slice(1);
const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

test('the tree is drawn down to 24 groups, ten on a phone, with as many merges above the cut as there are segments but one', () => {
  const { figure, page } = told(chosen('kmeans', 4));
  const [wide = '', narrow = ''] = drawings(figure);
  expect([count(wide, /class="elbow/g), count(wide, /class="rest"/g)]).toEqual([23, 24]);
  expect([count(narrow, /class="elbow/g), count(narrow, /class="rest"/g)]).toEqual([9, 10]);
  for (const drawing of [wide, narrow]) expect(count(drawing, /elbow above/g)).toBe(3);
  expect(page).toContain(figure);
});

test('it says into whom the cut parts the customers, and how far that agrees with the segments', () => {
  const { figure } = told(chosen('kmeans', 3));
  const [, sizes = ''] = /<desc>Cut at 3: ([\d, ]+) customers\.<\/desc>/.exec(figure) ?? [];
  const groups = sizes.split(', ').map(Number);
  expect(groups).toHaveLength(3);
  expect(groups.reduce((sum, size) => sum + size, 0)).toBe(400);
  expect(figure).toContain(`<td class="n">${sizes}</td>`);
  expect(figure).toMatch(/Its 3 groups agree with the segments to (?:0\.\d\d|1\.00)/);
});

test('where the cut is what was chosen its groups have the colours of the segments', () => {
  const segmentation = chosen('hierarchical', 4);
  const { figure } = told(segmentation);
  const [wide = ''] = drawings(figure);
  const sizes = new Map<string, number>();
  for (const [, tone = '', size] of wide.matchAll(
    /<g class="(s-\d)" data-label="[^"]*"><rect class="fill"[^>]*>(?:<text[^>]*>(\d+))?/g,
  ))
    sizes.set(tone, (sizes.get(tone) ?? 0) + Number(size ?? 0));
  expect([...sizes.keys()].toSorted()).toEqual(['s-1', 's-2', 's-3', 's-4']);
  // Boxes too narrow for their number have none.
  for (const { id, size } of segmentation.segments) expect(sizes.get(`s-${id + 1}`)).toBeLessThanOrEqual(size);
  expect(figure).toContain('The segments are this cut.');
});

test('it speaks three languages, and is left out where there is no such tree', () => {
  expect(told(chosen('kmeans', 4), 'es').figure).toContain('Corte en 4: ');
  expect(told(chosen('kmeans', 4), 'pt').figure).toContain('Corte em 4: ');
  for (const options of [{ algorithm: 'kmeans' }, { linkage: 'average' }] as const)
    expect(told(segment(table, { ...options, maxClusters: 4 })).figure).toBe('');
});
