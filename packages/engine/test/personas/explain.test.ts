import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { languages } from '../../src/base/language.ts';
import { gaussian, seededRandom } from '../../src/base/random.ts';
import { statementsOf } from '../../src/personas/describe.ts';
import { closeCall, explain } from '../../src/personas/explain.ts';
import { factsOf } from '../../src/personas/facts.ts';
import { overlapsOf } from '../../src/personas/titles.ts';
import { voiceOf } from '../../src/personas/words.ts';
import { crowd } from '../../src/samples/crowd.ts';
import { shop } from '../../src/samples/shop.ts';
import type { Segmentation } from '../../src/segmentation/segmentation.ts';
import { type Plan, segmentationOf, tableOf } from '../support/segmentations.ts';

const { table } = shop({ n: 600, seed: 1 });
const planted = segmentationOf(table, { k: 4, verdict: 'strong', stability: [0.98, 0.99, 0.9, 0.96] });

/** All sentences of an explanation. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(texts);
}

/** Every run of digits, whatever the signs between them. */
const figures = (text: string): string[] =>
  text.replaceAll(/(?<=\d)[.,\u00A0\u202F](?=\d{3}(?!\d))/g, '').match(/\d+(?:[.,]\d+)?/g) ?? [];

describe('personas of a planted shop', () => {
  const { personas } = explain(planted, 'en');

  test('are called as people named them wherever they are spoken of, the generated name beside it', () => {
    const plain = explain(planted, 'es');
    const at = plain.personas.findIndex(({ label }) =>
      Object.values(plain.figureTitles).some((title) => title?.includes(label)),
    );
    const { id, label } = plain.personas[at];
    const given = explain(planted, 'es', { [id]: 'Best of spring' });
    expect(given.personas[at]).toEqual({ ...plain.personas[at], label: 'Best of spring' });
    expect(texts(given.figureTitles).some((title) => title.includes('Best of spring'))).toBe(true);
    expect(texts(given).filter((text) => text.includes(label))).toEqual([label]);
  });

  test('and their figures have the same findings when their ids were kept from an earlier run', () => {
    const renamed = (id: number): number => (id < 0 ? id : id + 7);
    const kept = {
      ...planted,
      labels: planted.labels.map(renamed),
      segments: planted.segments.map((segment) => ({ ...segment, id: renamed(segment.id) })),
    };
    expect(explain(kept, 'en').figureTitles).toEqual(explain(planted, 'en').figureTitles);
  });

  test('are named by what sets them apart', () => {
    expect(personas.map(({ label }) => label)).toEqual(['Large orders', 'Champions', 'Loyal regulars', 'Long gone']);
  });

  test('have a line of evidence for every sentence', () => {
    for (const language of languages) {
      const voice = voiceOf(planted, language);
      for (const [at, facts] of factsOf(planted).entries()) {
        const statements = statementsOf(facts, voice);
        const persona = explain(planted, language).personas[at];
        expect(persona.description).toBe(statements.map(({ sentence }) => sentence).join(' '));
        expect(persona.evidence).toEqual(statements.map(({ evidence }) => evidence));
        expect(persona.evidence.every((line) => line.length > 0)).toBe(true);
      }
    }
  });

  test('state the same numbers in three languages', () => {
    const said = languages.map((language) =>
      explain(planted, language).personas.map(({ id, key, playKey, description, evidence }) => ({
        id,
        key,
        playKey,
        figures: figures([description, ...evidence].join(' | ')).map((figure) => figure.replace(',', '.')),
      })),
    );
    expect(said[1]).toEqual(said[0]);
    expect(said[2]).toEqual(said[0]);
  });

  test('are the same words for the same input, and JSON keeps them', () => {
    const again = segmentationOf(table, { k: 4, verdict: 'strong', stability: [0.98, 0.99, 0.9, 0.96] });
    expect(JSON.stringify(explain(again, 'pt'))).toBe(JSON.stringify(explain(planted, 'pt')));
  });
});

describe('the verdict', () => {
  const large = crowd({ n: 600, d: 4, seed: 2, marginal: 'lognormal', correlated: false });
  const headline = (plan: Plan, of = large): string => explain(segmentationOf(of, plan), 'en').verdict.headline;

  test('has one headline a step', () => {
    const stability = [0.9, 0.9, 0.9, 0.9, 0.9];
    expect(headline({ k: 4, verdict: 'strong', stability })).toBe('Four clear groups.');
    expect(headline({ k: 4, verdict: 'moderate' })).toBe('Four groups with soft edges.');
    expect(headline({ k: 5, verdict: 'weak' })).toBe('Five useful slices of one continuous crowd.');
    expect(headline({ k: 5, verdict: 'none' })).toBe('These customers form no natural groups.');
  });

  test('speaks of too few customers below 500 where little was found', () => {
    const { table: small } = shop({ n: 180, seed: 1 });
    expect(headline({ verdict: 'none' }, small)).toBe('Too few customers to tell.');
    expect(headline({ verdict: 'weak' }, small)).toBe('Too few customers to tell.');
    expect(headline({ verdict: 'moderate' }, small)).toBe('Three groups with soft edges.');
  });

  test('writes large numbers of segments in digits, and small ones in words of the language', () => {
    const twelve = segmentationOf(large, { k: 12, verdict: 'weak' });
    expect(explain(twelve, 'en').verdict.headline).toMatch(/^12 useful slices/);
    const two = segmentationOf(large, { k: 2, verdict: 'weak' });
    expect(languages.map((language) => explain(two, language).verdict.headline.split(' ')[0])).toEqual([
      'Two',
      'Dos',
      'Duas',
    ]);
  });

  test('says that identical customers are alike', () => {
    const same = tableOf({ purchase_total: [3, 3, 3], orders: [1, 1, 1] });
    expect(headline({ k: 1, verdict: 'none' }, same)).toBe('These customers are all alike.');
  });

  test('calls no segment stable where there is no structure', () => {
    const { trust } = explain(segmentationOf(large, { verdict: 'none', stability: [0.9, 0.9, 0.9] }), 'en');
    expect(trust.map(({ word }) => word)).toEqual(['Not rated', 'Not rated', 'Not rated']);
    expect(trust[0].sentence).toBe('0.90 of this group returns, but so do slices of crowds without groups.');
  });
});

describe('the tests', () => {
  test('give a word and its numbers, and say why one could not run', () => {
    const [apart, returns, later] = explain(planted, 'en').tests;
    expect([apart.answer, apart.sentence]).toEqual([
      'Partly',
      'Silhouette 0.25. Crowds without groups reach 0.23 to 0.25.',
    ]);
    expect([returns.answer, returns.sentence]).toEqual(['Mostly', '0.90 to 0.99 of a group returns, over 30 redraws.']);
    expect([later.answer, later.sentence]).toEqual([
      'Not checked',
      'This needs orders with dates, and none were sent.',
    ]);
  });

  test('do not make up what was not measured', () => {
    const bare: Segmentation = {
      ...planted,
      structure: { ...planted.structure, silhouette: null, stability: null, apart: null, comesBack: null },
    };
    expect(explain(bare, 'en').tests.map(({ answer }) => answer)).toEqual([
      'Not measured',
      'Not measured',
      'Not checked',
    ]);
  });
});

describe('labels', () => {
  test('are unique in every language, whatever the segments', () => {
    const names = ['purchase_total', 'orders', 'recency', 'avg_ticket', 'revenue', 'shoe_size'];
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 2, max: 14 }), fc.integer({ min: 1, max: 6 }), (seed, k, d) => {
        const random = seededRandom(seed);
        const columns = names
          .slice(0, d)
          .map((name) => [name, Array.from({ length: 120 }, () => Math.round(Math.exp(2 + gaussian(random))))]);
        // Labels at random make segments that hardly differ: the hardest to tell apart.
        const labels = Int32Array.from({ length: 120 }, (_, i) => (i < k ? i : Math.floor(random() * k)));
        const segmentation = segmentationOf(tableOf(Object.fromEntries(columns)), { k, labels });
        for (const language of languages) {
          const found = explain(segmentation, language).personas.map(({ label }) => label);
          expect(new Set(found).size).toBe(found.length);
          expect(
            found.filter((label) =>
              /undefined|NaN|\{|\s-|[^\d.,]\d$/.test(label.replace(/ (near|cerca de|perto de) .*/, '')),
            ),
          ).toEqual([]);
        }
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  test('of segments alike in every median end in a letter, not in a number', () => {
    const labels = Int32Array.from({ length: 40 }, (_, i) => i % 2);
    const segmentation = segmentationOf(tableOf({ x: Array.from({ length: 40 }, (_, i) => Math.floor(i / 2)) }), {
      k: 2,
      labels,
    });
    expect(explain(segmentation, 'en').personas.map(({ label }) => label)).toEqual([
      'Near the average, group A',
      'Near the average, group B',
    ]);
  });

  test('say what parts two segments of one kind', () => {
    const orders = Array.from({ length: 60 }, (_, i) => (i < 30 ? 1 : i < 45 ? 20 : 22) + (i % 3) / 10);
    const shoe_size = Array.from({ length: 60 }, (_, i) => (i < 30 ? 40 : i < 45 ? 30 : 50) + (i % 5) / 10);
    const labels = Int32Array.from({ length: 60 }, (_, i) => (i < 30 ? 0 : i < 45 ? 1 : 2));
    const { personas } = explain(segmentationOf(tableOf({ orders, shoe_size }), { k: 3, labels }), 'en');
    expect(personas.map(({ label }) => label)).toEqual([
      expect.not.stringContaining(','),
      'Loyal regulars, less shoe size',
      'Loyal regulars, more shoe size',
    ]);
  });

  test('use the name and meaning a hint gives', () => {
    const labels = Int32Array.from({ length: 40 }, (_, i) => (i < 20 ? 0 : 1));
    const q = Array.from({ length: 40 }, (_, i) => (i < 20 ? 10 : 90) + (i % 4));
    const hints = { q: { kind: 'days', direction: 'less', label: 'Waiting time' } } as const;
    const explanation = explain(
      segmentationOf(tableOf({ q }), { k: 2, labels, options: { featureHints: hints } }),
      'en',
    );
    expect(explanation.featureLabels).toEqual({ q: { label: 'Waiting time', unit: 'days' } });
    expect(explanation.personas.map(({ label }) => label)).toEqual(['Less Waiting time', 'More Waiting time']);
    expect(explanation.personas[1].description).toBe('Waiting time is 92 days, 40 days more than is typical.');
  });

  test('noise is called outliers', () => {
    const noisy = segmentationOf(table, { algorithm: 'DBSCAN', options: { eps: 0.3, minSamples: 8 } });
    const last = explain(noisy, 'es').personas.at(-1);
    expect([last?.id, last?.key, last?.label]).toEqual([-1, 'outliers', 'Casos atípicos']);
  });
});

describe('figure titles', () => {
  test('follow from numbers of the run', () => {
    const { figureTitles } = explain(planted, 'en');
    expect(figureTitles).toMatchObject({
      ribbon: expect.stringMatching(/^Long gone: \d+% of customers, \d+% of spend$/),
      map: 'Gaps part most of the segments',
      profile: expect.stringMatching(/ separate the segments most$/),
      distributions: expect.stringMatching(/: apart from everyone else on /),
      rules: expect.stringMatching(/^\d+ conditions repeat \d+% of the labels$/),
    });
  });

  test('name no segment where there is no structure', () => {
    const none = explain(segmentationOf(table, { k: 4, verdict: 'none' }), 'en');
    expect([none.figureTitles.ribbon, none.figureTitles.distributions]).toEqual([null, null]);
    expect(none.figureTitles.map).toBe('Segments run into each other: the map has no gaps');
  });

  test('say when value is spread like the customers', () => {
    const even = tableOf({ purchase_total: Array.from({ length: 40 }, (_, i) => 100 + (i % 2)) });
    const labels = Int32Array.from({ length: 40 }, (_, i) => i % 2);
    expect(explain(segmentationOf(even, { k: 2, labels }), 'en').figureTitles.ribbon).toBe(
      'Spend is spread like the customers',
    );
  });

  test('an overlap is 0 for parted groups, 1 for equal ones, and by hand between', () => {
    const values = Float64Array.from({ length: 40 }, (_, i) => i);
    const marked = (inside: (i: number) => boolean): Int32Array =>
      Int32Array.from(values, (_, i) => (inside(i) ? 1 : 0));
    const halves = marked((i) => i >= 20);
    expect(overlapsOf(values, halves, 2)).toEqual([0, 0]);
    expect(overlapsOf(new Float64Array(40), halves, 2)).toEqual([1, 1]);
    // Cut after row 20: 15 of the 20 inside lie above, 15 of the others below, so 0.25 + 0.25 are on the wrong side.
    expect(
      overlapsOf(
        values,
        marked((i) => i < 5 || (i >= 20 && i < 35)),
        2,
      ),
    ).toEqual([0.5, 0.5]);
    expect(
      overlapsOf(
        values,
        marked((i) => i < 9),
        2,
      ),
    ).toEqual([null, null]);
  });

  test('overlaps of many segments are those of each against all others, whatever the order of the customers', () => {
    const customer = fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: -1, max: 2 }));
    fc.assert(
      fc.property(fc.array(customer, { minLength: 30, maxLength: 90 }), (customers) => {
        const values = Float64Array.from(customers, ([value]) => value);
        const segmentOf = Int32Array.from(customers, ([, id]) => id);
        const wanted = [0, 1, 2].map((id) => {
          const own = customers.filter((each) => each[1] === id);
          const others = customers.filter((each) => each[1] !== id);
          if (own.length < 10 || others.length < 10) return null;
          const below = (some: typeof customers, cut: number): number =>
            some.filter(([value]) => value <= cut).length / some.length;
          return 1 - Math.max(...customers.map(([cut]) => Math.abs(below(own, cut) - below(others, cut))));
        });
        const found = overlapsOf(values, segmentOf, 3);
        const rounded = (overlaps: (number | null)[]) => overlaps.map((overlap) => overlap?.toFixed(12));
        expect(rounded(found)).toEqual(rounded(wanted));
      }),
      { seed: 1, numRuns: 50 },
    );
  });
});

const chosen = (selection: Partial<Segmentation['selection']>): string =>
  explain({ ...planted, selection: { ...planted.selection, ...selection } }, 'en').choice;

describe('the choice', () => {
  const seven = { algorithm: 'KMeans', params: { k: 7 } } as const;

  test('names the rule, the field and the lead', () => {
    expect(chosen({})).toBe(
      'K-Means with 4 segments has the highest silhouette of the 28 models tried. Its lead over Agglomerative clustering with 7 segments is thin, and you may overrule it.',
    );
    expect(chosen({ objective: 'actionable', margin: 0.3 })).toContain(
      'It leads Agglomerative clustering with 7 segments by 0.30.',
    );
  });

  test('says who chose', () => {
    const byObjective = { separation: seven, actionable: null };
    expect(chosen({ decidedBy: 'caller', byObjective })).toBe(
      'You chose K-Means with 4 segments; the rule would have chosen K-Means with 7 segments.',
    );
    expect(chosen({ decidedBy: 'fallback' })).toMatch(/^No model passed every check\./);
  });

  test.each([
    [{ nClusters: 5 }, 'You asked for exactly 5 segments. '],
    [{ algorithm: 'gmm' }, 'You asked for Gaussian mixture alone. '],
    [{ algorithm: 'hierarchical', nClusters: 1 }, 'You asked for Agglomerative clustering with exactly 1 segment. '],
    [{ algorithm: 'dbscan', nClusters: 5 }, 'You asked for DBSCAN alone. '],
  ] as const)('begins with what was asked for, where that was not every model: %o', (asked, words) => {
    const { choice } = explain({ ...planted, options: { ...planted.options, ...asked } }, 'en');
    expect(choice).toBe(words + explain(planted, 'en').choice);
  });
});

describe('close calls', () => {
  test('name the other segment below the limit, and nobody above it', () => {
    const explanation = explain(planted, 'en');
    expect(closeCall(explanation, { confidence: 0.04, runnerUp: 3 })).toBe('Close call with Long gone (0.04)');
    expect(closeCall(explanation, { confidence: 0.4, runnerUp: 3 })).toBeNull();
    expect(closeCall(explanation, { confidence: 0, runnerUp: -1 })).toBeNull();
  });

  test('are counted among the customers of segments', () => {
    const confidence = planted.confidence.map((_, row) => (row < 3 ? 0.05 : 0.9));
    expect(explain({ ...planted, confidence }, 'en').closeCalls).toMatchObject({
      count: 3,
      sentence: '3 customers are close calls: confidence below 0.10.',
    });
  });
});

test('notices use the labels of features and the units of values', () => {
  const notices: Segmentation['notices'] = [
    { code: 'IMPUTED', details: { feature: 'recency_days', count: 212, median: 51 } },
    { code: 'COLLINEAR_COLUMNS', details: { a: 'purchase_total', b: 'visit_frequency', r: 0.98 } },
    { code: 'CHOSEN_BY_CALLER', details: { chosen: 'KMeans 4', rule: '' } },
  ];
  const selection = { ...planted.selection, byObjective: { separation: null, actionable: null } };
  expect(explain({ ...planted, notices, selection }, 'en').notices.map(({ message }) => message)).toEqual([
    '212 missing values of Last order took the middle value, 51 days.',
    'Spend and Orders tell almost the same story (correlation 0.98). Leave one out, or it counts twice.',
    'You chose K-Means with 4 segments. No model passed every check of the rule.',
  ]);
});

test('no text of any explanation is broken, in any language and at the ends of the number range', () => {
  const extremes = tableOf({
    purchase_total: Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 1e308 : i % 3 === 1 ? 0 : 1e-308)),
    balance: Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? -1e308 : i)),
    __proto__x: Array.from({ length: 60 }, (_, i) => i % 3),
  });
  const runs = [planted, segmentationOf(extremes, { k: 3 }), segmentationOf(table, { k: 9, verdict: 'weak' })];
  for (const segmentation of runs)
    for (const language of languages)
      for (const text of texts(explain(segmentation, language)))
        expect(text).not.toMatch(/undefined|NaN|Infinity|∞|[{}]|\s\s/);
});
