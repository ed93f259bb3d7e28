import { languages } from '@clientele/engine';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { interpretation, tierName } from '../../src/orders/rfm-words.ts';
import { rfmGroups, rfmTiers } from '../../src/contract/orders/order-names.ts';
import { groupOf } from '../../src/orders/rfm-groups.ts';
import { classOf, rfm, type RfmCell, rfmMetrics, tierOf, totalOf } from '../../src/orders/rfm.ts';

const columns = (recencyDays: number[], visitFrequency: number[], purchaseTotal: number[]) => ({
  recencyDays: Float64Array.from(recencyDays),
  visitFrequency: Float64Array.from(visitFrequency),
  purchaseTotal: Float64Array.from(purchaseTotal),
});

function allCells(bins: number): RfmCell[] {
  const scores = Array.from({ length: bins }, (_, i) => i + 1);
  return scores.flatMap((recency) =>
    scores.flatMap((frequency) => scores.map((monetary) => ({ recency, frequency, monetary }))),
  );
}

describe('tiers', () => {
  test('each of the 125 cells has exactly one tier, and every tier has cells', () => {
    const counts = new Map(rfmTiers.map((tier) => [tier, 0]));
    // By hand: sums 13 to 15; 12; 9 to 11; 6 to 8; the rest. A recency of 1 is taken out of each: 25 cells.
    for (const cell of allCells(5)) counts.set(tierOf(cell, 5), (counts.get(tierOf(cell, 5)) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({
      Champion: 10,
      Loyal: 10,
      Potential: 46,
      Promising: 30,
      'At-Risk': 29,
    });
    expect([...counts.values()].reduce((a, b) => a + b)).toBe(125);
  });

  test.each([
    ['555', 'Champion'],
    ['553', 'Champion'],
    ['454', 'Champion'],
    ['444', 'Loyal'],
    ['533', 'Potential'],
    ['333', 'Potential'],
    ['322', 'Promising'],
    ['212', 'At-Risk'],
    ['155', 'At-Risk'],
    ['111', 'At-Risk'],
  ])('%s is %s', (scores, tier) => {
    const [recency = 0, frequency = 0, monetary = 0] = scores.split('').map(Number);
    expect(tierOf({ recency, frequency, monetary }, 5)).toBe(tier);
  });

  test('a better score never leads to a worse tier, with any number of bins', () => {
    for (let bins = 2; bins <= 10; bins++)
      for (const cell of allCells(bins))
        for (const metric of rfmMetrics) {
          if (cell[metric] === bins) continue;
          const better = { ...cell, [metric]: cell[metric] + 1 };
          expect(rfmTiers.indexOf(tierOf(better, bins))).toBeLessThanOrEqual(rfmTiers.indexOf(tierOf(cell, bins)));
        }
  });
});

describe('scores', () => {
  test('five different customers have the scores 1 to 5; few days are the best', () => {
    const { cells, thresholds } = rfm(columns([50, 40, 30, 20, 10], [1, 2, 3, 4, 5], [10, 20, 30, 40, 50]));
    expect(cells.map((cell) => classOf(cell, 5))).toEqual(['111', '222', '333', '444', '555']);
    expect(thresholds).toEqual({ recency: [40, 30, 20, 10], frequency: [2, 3, 4, 5], monetary: [20, 30, 40, 50] });
  });

  test('equal values have equal scores, and a threshold that nobody reaches is null', () => {
    const { cells, thresholds } = rfm(columns([5, 5, 5, 5], [1, 1, 1, 9], [7, 7, 8, 8]));
    expect(cells.map(({ recency }) => recency)).toEqual([3, 3, 3, 3]);
    expect(cells.map(({ frequency }) => frequency)).toEqual([2, 2, 2, 5]);
    expect(cells.map(({ monetary }) => monetary)).toEqual([1, 1, 5, 5]);
    expect(thresholds.recency).toEqual([5, 5, null, null]);
    expect(thresholds.frequency).toEqual([1, 9, 9, 9]);
  });

  test('of any customers: the published thresholds give every score, and the order of customers does not matter', () => {
    const drawn = fc.array(fc.record({ r: fc.nat(20), f: fc.integer({ min: 1, max: 5 }), m: fc.nat(100) }), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(drawn, fc.integer({ min: 2, max: 10 }), (customers, bins) => {
        const of = (list: typeof customers) =>
          rfm(
            columns(
              list.map(({ r }) => r),
              list.map(({ f }) => f),
              list.map(({ m }) => m),
            ),
            bins,
          );
        const { cells, thresholds, tiers } = of(customers);
        const reached = (cuts: readonly (number | null)[], holds: (cut: number) => boolean): number =>
          1 + cuts.filter((cut) => cut !== null && holds(cut)).length;
        customers.forEach(({ r, f, m }, i) => {
          expect(cells[i]).toEqual({
            recency: reached(thresholds.recency, (cut) => r <= cut),
            frequency: reached(thresholds.frequency, (cut) => f >= cut),
            monetary: reached(thresholds.monetary, (cut) => m >= cut),
          });
          expect(tiers[i]).toBe(tierOf(cells[i] ?? { recency: 0, frequency: 0, monetary: 0 }, bins));
        });
        expect(of(customers.toReversed()).cells.toReversed()).toEqual(cells);
      }),
      { seed: 6, numRuns: 200 },
    );
  });

  test('with ten bins the scores of a class are kept apart', () => {
    expect(classOf({ recency: 10, frequency: 1, monetary: 5 }, 10)).toBe('10-1-5');
    expect(totalOf({ recency: 10, frequency: 1, monetary: 5 })).toBe(16);
  });
});

test('every cell has a sentence in each language, and different cells differ in the same words', () => {
  const said = languages.map((language) =>
    allCells(5).map((cell) => interpretation(tierOf(cell, 5), cell, 5, language)),
  );
  for (const sentences of said)
    expect(sentences.every((sentence) => /^[A-ZÀ-Ý].+: .+, .+, .+\.$/.test(sentence))).toBe(true);
  const kinds = said.map((sentences) => sentences.map((sentence) => sentences.indexOf(sentence)));
  expect(kinds[1]).toEqual(kinds[0]);
  expect(kinds[2]).toEqual(kinds[0]);
  expect(languages.map((language) => tierName('At-Risk', language))).toEqual(['At risk', 'En riesgo', 'Em risco']);
  expect(interpretation('Champion', { recency: 5, frequency: 4, monetary: 5 }, 5, 'en')).toBe(
    'Champion: bought recently, often, spends much.',
  );
});

describe('the five usual groups', () => {
  /** The cells that the usual tables list. */
  const listed = {
    Champions: '555 554 544 545 454 455 445',
    'Loyal Customers': '444 435 355 354 345 344 335',
    'Potential Loyalists':
      '553 551 552 541 542 533 532 531 452 451 442 441 431 453 433 432 423 353 352 351 342 341 333 323',
    'At Risk': '255 254 245 244 253 252 243 242 235 234 225 224 153 152 145 143 142 135 134 133 125 124',
    Lost: '111 112 121 131 141 211 212 114 214 221 213 113 222 132',
  };

  test.each(Object.entries(listed))('%s are the cells that tables list', (group, cells) => {
    for (const cell of cells.split(' ')) {
      const [recency = 0, frequency = 0, monetary = 0] = cell.split('').map(Number);
      expect([cell, groupOf({ recency, frequency, monetary }, 5)]).toEqual([cell, group]);
    }
  });

  test.each([2, 4, 5, 10])(
    'with %d bins the best cell is a champion, the worst is lost, and each metric pays',
    (bins) => {
      const of = (recency: number, frequency: number, monetary: number) =>
        groupOf({ recency, frequency, monetary }, bins);
      expect([of(bins, bins, bins), of(1, 1, 1), of(1, bins, bins)]).toEqual(['Champions', 'Lost', 'At Risk']);
      for (let recency = 1; recency <= bins; recency++)
        for (let frequency = 1; frequency <= bins; frequency++)
          for (let monetary = 1; monetary < bins; monetary++)
            expect(rfmGroups.indexOf(of(recency, frequency, monetary + 1))).toBeLessThanOrEqual(
              rfmGroups.indexOf(of(recency, frequency, monetary)),
            );
    },
  );
});
