import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { reportContext } from '../../src/report/context.ts';
import { worded } from '../../src/report/figures/map-figure.ts';
import { density, histogram } from '../../src/report/density.ts';
import { heatStep } from '../../src/report/figures/profile.ts';
import { formatFor } from '../../src/report/format.ts';
import { featuresOf, position } from '../../src/report/features.ts';
import { dots, frameOf, project } from '../../src/report/map.ts';
import { escapeText, markup } from '../../src/report/markup.ts';
import { canvas, discMask, pngDataUri, stamp } from '../../src/report/png.ts';
import { plantedExplanation, plantedSegmentation, reportInput } from '../support/segmentation.ts';

test('inserted text is escaped, markup is not, and nothing is written for nothing', () => {
  expect(markup`<b>${'<i>'}</b>${markup`<u>${'&'}</u>`}${null}${false}${[1, 'a"']}`.markup).toBe(
    '<b>&lt;i&gt;</b><u>&amp;</u>1a&quot;',
  );
});

test('controls and direction overrides do not reach the page', () => {
  expect(escapeText('a\u202Eb\u0000c')).toBe('a\uFFFDb\uFFFDc');
});

test('differences follow the kind: times, percent, days, plain; nothing within five per cent', () => {
  const { difference } = formatFor('en');
  expect(difference(4738, 674, 'money')).toBe('7.0×');
  expect(difference(172, 674, 'money')).toBe('−74%');
  expect(difference(138, 51, 'days')).toBe('+87d');
  expect(difference(8, 51, 'days')).toBe('−43d');
  expect(difference(0.9, 0.49, 'share')).toBe('+0.41');
  expect(difference(103, 100, 'count')).toBe('');
  expect(difference(5, 0, 'count')).toBe('+5');
  expect(difference(-5, 10, 'money')).toBe('−15');
});

test('numbers follow the language', () => {
  expect(formatFor('en').compact(8911407)).toBe('8.91M');
  expect(formatFor('es').score(0.5)).toBe('0,50');
  expect(formatFor('pt').share(0.583)).toBe('58,3%');
  expect(formatFor('en').roundShare(0.002)).toBe('<1%');
});

test('heat steps at a quarter, a half, one and one and a half standard deviations', () => {
  expect([0, 0.24, 0.25, 0.5, 1, 1.5, -0.3, -9, null].map(heatStep)).toEqual([0, 0, 1, 2, 3, 4, -1, -4, 0]);
});

test('a density has area one, however few or many customers there are', () => {
  const segmentation = plantedSegmentation();
  const feature = featuresOf(segmentation, plantedExplanation(segmentation))[0];
  for (const rows of [[0], [0, 1, 2], feature.values.map((_, row) => row)])
    expect(density(feature, rows).reduce((sum, height) => sum + height, 0)).toBeGreaterThan(0.5);
  expect(position(feature, feature.base.median)).toBeGreaterThan(0);
  expect(position(feature, feature.base.median)).toBeLessThan(1);
});

test('a histogram counts everyone once', () => {
  const values = Float64Array.from({ length: 1000 }, (_, i) => (i * 7) % 113);
  expect(histogram(values).reduce((sum, count) => sum + count, 0)).toBe(1000);
  expect(histogram(Float64Array.of(5, 5, 5))).toEqual([3]);
});

test('a disc over white is its colour in the middle and white outside', () => {
  const picture = canvas(9, 9, [255, 255, 255]);
  stamp(picture, discMask(2), [4, 4], [10, 20, 30], 1);
  const decoded = decode(Buffer.from(pngDataUri(picture).split(',')[1], 'base64'));
  const pixel = (x: number, y: number): number[] =>
    Array.from(decoded.data.subarray((y * 9 + x) * 3, (y * 9 + x) * 3 + 3));
  expect(pixel(4, 4)).toEqual([10, 20, 30]);
  expect(pixel(0, 0)).toEqual([255, 255, 255]);
});

test('the map has equal units on both axes and holds 98 % of the customers', () => {
  const segmentation = plantedSegmentation({ n: 1000 });
  const projection = project(segmentation)!;
  const frame = frameOf(projection, 700);
  const scale = (values: Float64Array, axis: 0 | 1): number => {
    const [a, b] = [frame.at(0)[axis], frame.at(1)[axis]];
    return Math.abs((a - b) / (values[0] - values[1]));
  };
  expect(scale(projection.x, 0)).toBeCloseTo(scale(projection.y, 1), 6);
  expect(frame.outside).toBeLessThanOrEqual(20);
  expect(projection.kept).toBeGreaterThan(0);
  expect(projection.kept).toBeLessThanOrEqual(1);
});

test('the same customers give the same picture', () => {
  const segmentation = plantedSegmentation({ n: 200 });
  const frame = frameOf(project(segmentation)!, 300);
  const draw = (): string => dots(frame, 200, (row) => (row % 2 === 0 ? '#000000' : '#ff0000'), '#ffffff');
  expect(draw()).toBe(draw());
});

test('what rounds to zero has no sign', () => {
  for (const language of ['en', 'es', 'pt'] as const)
    expect([formatFor(language).score(-0.004), formatFor(language).count(-0.2)].join()).not.toMatch(/[-\u2212]/);
  expect(formatFor('en').score(-0.006)).toBe('\u22120.01');
});

test('the edges of the map speak of customers, and of an unknown feature by its name', () => {
  const report = reportContext(reportInput());
  const pull = (feature: string, more: boolean): { feature: string; more: boolean } => ({ feature, more });
  expect(worded(report, [pull('purchase_total', true), pull('recency_days', false)])).toBe(
    'spends more, last order more recent',
  );
  expect(worded(report, [pull('visits to the shop', false)])).toBe('less visits to the shop');
});
