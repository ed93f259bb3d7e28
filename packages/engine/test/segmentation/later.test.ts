import { describe, expect, test } from 'vitest';
import { segment } from '../../src/segmentation/segment.ts';
import { besideBaseline, explainedBy, lookLater, wilson } from '../../src/segmentation/later.ts';
import { explain } from '../../src/personas/explain.ts';
import { languages } from '../../src/base/language.ts';
import { shop } from '../../src/samples/shop.ts';

const { table } = shop({ n: 600, seed: 3 });
const whole = segment(table, { algorithm: 'kmeans', nClusters: 4 });
const time = {
  from: '2026-01-01',
  until: '2026-03-31',
  days: 90,
  baseline: Int32Array.from(table.ids, (_, i) => i % 3),
};
/** A later time in which the customers of each segment bought again as often as `shares` says, by segment. */
const later = (shares: readonly number[]) => {
  const seen = new Map<number, number>();
  const bought = Uint8Array.from(whole.labels, (label) => {
    const before = seen.get(label) ?? 0;
    seen.set(label, before + 1);
    const share = shares[label] ?? 0;
    return Math.floor((before + 1) * share) > Math.floor(before * share) ? 1 : 0;
  });
  const spent = Float64Array.from(bought, (yes, i) => (yes ? 100 / (1 + whole.labels[i]) : 0));
  return lookLater(whole, whole, { ...time, bought, spent });
};

describe('the interval of a share', () => {
  test.each([
    [0, 10, 0, 0.2775],
    [5, 10, 0.2366, 0.7634],
    [10, 10, 0.7225, 1],
    [81, 263, 0.2553, 0.3662], // Newcombe 1998, table I
  ])('%i of %i', (hits, of, low, high) => {
    const interval = wilson(hits, of);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });
});

describe('what groups explain', () => {
  test('is all when everybody of a group spends the same, and nothing when groups are drawn', () => {
    const labels = Int32Array.from({ length: 1000 }, (_, i) => (i * 7) % 4);
    const spent = Float64Array.from(labels, (label) => [0, 10, 100, 1000][label] ?? 0);
    expect(explainedBy(labels, spent)).toBeCloseTo(1, 12);
    const drawn = Int32Array.from({ length: 1000 }, (_, i) => Math.floor(i / 4) % 5);
    expect(Math.abs(explainedBy(drawn, spent) ?? 1)).toBeLessThan(0.02);
  });

  test('is not raised by cutting customers into many groups', () => {
    const spent = Float64Array.from({ length: 600 }, (_, i) => ((i * 7919) % 101) + 1);
    const many = Int32Array.from({ length: 600 }, (_, i) => i % 200);
    expect(explainedBy(many, spent)).toBeLessThan(0);
  });

  test('does not depend on the currency, and is null when nobody spent or all spent the same', () => {
    const labels = Int32Array.from({ length: 200 }, (_, i) => i % 2);
    const spent = Float64Array.from(labels, (label, i) => label * 50 + (i % 7));
    const own = explainedBy(labels, spent);
    expect(
      explainedBy(
        labels,
        spent.map((amount) => amount * 1000),
      ),
    ).toBeCloseTo(own ?? 0, 9);
    expect(explainedBy(labels, new Float64Array(200))).toBeNull();
    expect(explainedBy(labels, new Float64Array(200).fill(7))).toBeNull();
  });
});

describe('a later time', () => {
  test('says yes where every segment differs, partly where only the extremes do, no where none does', () => {
    expect(later([0.9, 0.6, 0.35, 0.1]).answer).toBe('yes');
    expect(later([0.9, 0.5, 0.5, 0.1]).answer).toBe('partly');
    expect(later([0.5, 0.5, 0.5, 0.5]).answer).toBe('no');
  });

  test('counts each group by hand, and matches it to the segment that it is', () => {
    const { groups, customers } = later([0.9, 0.6, 0.35, 0.1]);
    expect(customers).toBe(600);
    expect(groups.map(({ id, segment: same }) => [id, same])).toEqual([0, 1, 2, 3].map((id) => [id, id]));
    const [first] = groups;
    const size = whole.segments[0].size;
    expect(first.size).toBe(size);
    expect(first.share).toBeCloseTo(Math.floor(size * 0.9) / size, 12);
    expect(first.low).toBeLessThan(first.share);
    expect(first.spent).toBeCloseTo(first.share * 100, 9);
  });
});

describe('beside a baseline', () => {
  test('the same groups agree by 1 and are as far apart, drawn ones agree by about 0', () => {
    const same = besideBaseline(whole, whole.labels);
    expect(same.agreement).toBe(1);
    expect(same.baselineSilhouette).toBeCloseTo(same.silhouette ?? 0, 12);
    const drawn = besideBaseline(whole, time.baseline);
    expect(Math.abs(drawn.agreement)).toBeLessThan(0.03);
    expect(drawn.baselineSilhouette).toBeLessThan(0);
  });

  test('words say who is better, also where the baseline is, in three languages', () => {
    const baseline = besideBaseline(whole, time.baseline);
    const seen = later([0.9, 0.6, 0.35, 0.1]);
    const told = (explained: number, baselineExplained: number) =>
      languages.map((language) =>
        explain({ ...whole, baseline, later: { ...seen, explained, baselineExplained } }, language),
      );
    expect(
      told(0.3, 0.2).map((words) =>
        words.baseline?.match(/The segments said more|Los segmentos dijeron más|Os segmentos disseram mais/),
      ),
    ).not.toContain(null);
    expect(
      told(0.2, 0.3).map((words) =>
        words.baseline?.match(/The RFM tiers said more|Los niveles RFM dijeron más|Os níveis RFM disseram mais/),
      ),
    ).not.toContain(null);
    expect(told(0.2, 0.205)[0].baseline).toContain('Both said as much');
    const [english] = told(0.3, 0.2);
    expect(english.tests[2]).toMatchObject({ key: 'held_up', answer: 'Yes' });
    expect(english.tests[2].sentence).toMatch(
      /^Made of earlier orders: in the 90 days from 1 Jan 2026, 10% to 89% of a group bought again\.$/,
    );
    expect(explain(whole, 'en').baseline).toBeNull();
    expect(explain({ ...whole, baseline }, 'en').tests[2]).toMatchObject({
      answer: 'Not checked',
      sentence: 'This needs orders over 120 days or more.',
    });
  });
});
