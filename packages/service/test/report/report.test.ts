import { languages, letterOf } from '@clientele/engine';
import { expect, test } from 'vitest';
import { cssString } from '../../src/report/page.ts';
import { renderReport } from '../../src/report/report.ts';
import { words } from '../../src/report/words/words.ts';
import { plantedExplanation, plantedSegmentation, reportInput } from '../support/segmentation.ts';

/** The page without its fonts and pictures, so that a failing test can be read. */
function bodyOf(html: string): string {
  return html.slice(html.indexOf('<body')).replaceAll(/data:[^")]+/g, '');
}

const ATTACK = '<script>alert(1)</script>"\'&';

test('the same input gives the same bytes', () => {
  const input = reportInput();
  expect(renderReport(input)).toBe(renderReport(input));
});

test('everything sent is escaped: ids, feature names, personas, sentences, the name of the data', () => {
  const planted = plantedSegmentation();
  const name = planted.names[0];
  const attacked = JSON.parse(JSON.stringify({ base: planted.base, segments: planted.segments })) as typeof planted;
  const rename = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key === name ? ATTACK : key, value]));
  const segmentation = {
    ...planted,
    ids: planted.ids.map((id) => id + ATTACK),
    names: planted.names.map((feature) => (feature === name ? ATTACK : feature)),
    columns: planted.columns.map((column) => (column.name === name ? { ...column, name: ATTACK } : column)),
    space: { ...planted.space, used: planted.space.used.map((feature) => (feature === name ? ATTACK : feature)) },
    base: rename(attacked.base),
    segments: attacked.segments.map((one) => ({
      ...one,
      features: rename(one.features),
      effects: rename(one.effects),
    })),
  };
  const said = plantedExplanation(planted);
  const explanation = {
    ...said,
    verdict: { key: 'weak' as const, word: ATTACK, headline: ATTACK, paragraph: ATTACK },
    tests: said.tests.map((one) => ({ ...one, question: ATTACK, answer: ATTACK, sentence: ATTACK })),
    personas: said.personas.map((one) => ({
      ...one,
      label: ATTACK,
      description: ATTACK,
      evidence: [ATTACK],
      recommendedAction: ATTACK,
      play: ATTACK,
    })),
    choice: ATTACK,
    notices: [{ code: 'IMPUTED', message: ATTACK }],
    figureTitles: {
      map: ATTACK,
      profile: ATTACK,
      ribbon: ATTACK,
      distributions: ATTACK,
      silhouette: ATTACK,
      rules: ATTACK,
    },
    trustNote: ATTACK,
    rulesNote: ATTACK,
    closeCalls: { below: 0.1, count: 1, sentence: ATTACK },
    featureLabels: { [ATTACK]: { label: ATTACK, unit: ATTACK } },
  };
  const html = renderReport(
    reportInput({}, { segmentation, explanation, dataName: ATTACK, runId: ATTACK, productVersion: ATTACK }),
  );
  expect(html.match(/<script/gi)).toBeNull();
  expect(html.match(/<\/style>/g)).toHaveLength(1);
  expect(bodyOf(html)).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
});

test('a CSS string holds no character that could end it', () => {
  expect(cssString('a"}</style>\\')).toBe('"a\\22 \\7d \\3c \\2f style\\3e \\5c "');
});

test('nothing is fetched: no address but the name spaces of XML, no script, a policy that forbids both', () => {
  const html = renderReport(reportInput());
  expect(
    html.match(/(?:https?:)?\/\/[a-z][\w.-]+\.[a-z]{2,}[^\s"'<)]*/gi)?.filter((url) => !url.includes('www.w3.org')) ??
      [],
  ).toEqual([]);
  expect(html.match(/<script|javascript:|\son[a-z]+=|<iframe|<link|@import|\sstyle="/gi)).toBeNull();
  expect(html.slice(0, 600)).toMatch(/default-src &#39;none&#39;; style-src &#39;sha256-[A-Za-z0-9+/]{43}=&#39;/);
});

test('every language has every text, and none is left in English by mistake', () => {
  const shared = new Set(['algorithm_KMeans', 'algorithm_DBSCAN', 'tier_base', 'footer']);
  for (const language of languages) {
    expect(Object.keys(words[language]).toSorted()).toEqual(Object.keys(words.en).toSorted());
    if (language === 'en') continue;
    const same = Object.entries(words[language]).filter(
      ([key, text]) => text === words.en[key as keyof typeof words.en],
    );
    // Formulas and words that the languages share are short; a whole English sentence is not.
    expect(same.filter(([key, text]) => !shared.has(key) && text.length > 14).map(([key]) => key)).toEqual([]);
  }
});

test.each(languages)('the page speaks %s, with the same arguments in every message', (language) => {
  const html = renderReport(reportInput({}, { language }));
  expect(html.slice(0, 200)).toContain(`<html lang="${language}">`);
  expect(bodyOf(html)).toContain(words[language].how_to_read);
  for (const [key, text] of Object.entries(words[language]))
    expect([key, argumentsOf(text)]).toEqual([key, argumentsOf(words.en[key as keyof typeof words.en])]);
});

test('sizes, shares and medians on the page are those of the segmentation', () => {
  const input = reportInput({ n: 500 });
  const html = renderReport(input);
  for (const { size, share, features } of input.segmentation.segments) {
    expect(bodyOf(html)).toContain(`<strong>${size.toLocaleString('en')}</strong>`);
    expect(bodyOf(html)).toContain(`${(share * 100).toFixed(1)}%`);
    expect(bodyOf(html)).toContain(`<strong>${features['visit_frequency'].median.toLocaleString('en')}</strong>`);
  }
  expect(bodyOf(html)).toContain('0.31; chance gives 0.21 to 0.25');
  expect(bodyOf(html)).toContain('Refused: 31% belong nowhere');
});

test('the widths of the ribbon are the shares', () => {
  const input = reportInput({ n: 400 });
  const ribbon = renderReport(input).split('id="ribbon"')[1].split('</figure>')[0];
  const widths = [...ribbon.split('</svg>')[0].matchAll(/class="fill" x="[\d.]+" y="24" width="([\d.]+)"/g)].map(
    (found) => Number(found[1]),
  );
  const span = 700 - 92;
  expect(widths).toHaveLength(4);
  input.segmentation.segments.forEach(({ share }, i) => expect(widths[i]).toBeCloseTo(share * span - 2, 1));
});

test('noise is a hollow mark called Outliers and never a letter', () => {
  const html = renderReport(reportInput({ noise: 20 }));
  expect(bodyOf(html)).toContain('id="segment-outliers"');
  expect(bodyOf(html)).toContain('<span class="disc hollow s-noise"');
  expect(bodyOf(html)).toContain('Outliers');
  expect(bodyOf(html)).not.toContain('id="segment-E"');
});

test('without structure no group has a persona or a colour, and the tiers come before the groups', () => {
  const html = renderReport(reportInput({ verdict: 'none', n: 600 }));
  const content = bodyOf(html);
  expect(content).not.toContain('Champions');
  expect(content).not.toMatch(/class="(?:disc |)s-\d/);
  expect(content.indexOf('id="tiers"')).toBeLessThan(content.indexOf('class="anyway"'));
  expect(content).toContain('Group A');
});

test('from the thirteenth segment on a segment is grey and keeps its letter', () => {
  const rows = 280;
  const base = plantedSegmentation({ n: rows });
  const labels = Int32Array.from({ length: rows }, (_, row) => row % 14);
  const html = renderReport(
    reportInput({ given: { table: { ids: base.ids, names: base.names, columns: base.space.filled }, labels } }),
  );
  expect(bodyOf(html)).toContain('<span class="disc s-12" aria-hidden="true">L</span>');
  expect(bodyOf(html)).toContain('<span class="disc s-grey" aria-hidden="true">M</span>');
});

test('letters go on after Z', () => {
  expect([0, 25, 26, 27, 51, 52].map(letterOf)).toEqual(['A', 'Z', 'AA', 'AB', 'AZ', 'BA']);
});

test('one feature has no map, twenty have a table for what does not fit, and no number is undefined', () => {
  const base = plantedSegmentation({ n: 60 });
  const labels = Int32Array.from({ length: 60 }, (_, row) => row % 2);
  for (const d of [1, 20]) {
    const names = Array.from({ length: d }, (_, j) => `feature ${j}`);
    const columns = names.map((_, j) =>
      Float64Array.from({ length: 60 }, (__, row) => ((row * (j + 7)) % 31) + labels[row] * 40),
    );
    const html = renderReport(reportInput({ given: { table: { ids: base.ids, names, columns }, labels } }));
    const written = html.replaceAll(/data:[^")]+/g, '');
    expect(written).toContain('feature 0');
    expect(written.match(/NaN|Infinity|undefined/g)).toBeNull();
  }
});

/** The arguments a message takes; the options of a plural are no arguments. */
function argumentsOf(text: string): string[] {
  return [...new Set([...text.matchAll(/(?<!=\d )\{(\w+)[,}]/g)].map((found) => found[1]))].toSorted();
}
