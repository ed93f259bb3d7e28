import { describe, expect, test } from 'vitest';
import type { CustomerAnswer } from '../../src/contract/segmentation/customer-segmentation-answer.ts';
import type { ErrorBody } from '../../src/contract/errors.ts';
import { checkedAnswer } from '../support/answers.ts';
import { type AwkwardCase, awkwardCases, flatBody, nestedBody, wide } from '../support/awkward.ts';
import { checkedCustomerAnswer, outcomeOf } from '../support/customers.ts';
import { outcomeBy } from '../support/outcomes.ts';

const algorithms: readonly (readonly [string, object])[] = [
  ['auto', {}],
  ['kmeans', { algorithm: 'kmeans' }],
  ['gmm', { algorithm: 'gmm' }],
  ...['ward', 'complete', 'average', 'single'].map(
    (linkage) => [`hierarchical, ${linkage}`, { algorithm: 'hierarchical', linkage }] as const,
  ),
  ['dbscan', { algorithm: 'dbscan' }],
];

describe.each(algorithms)('customer-intelligence/segmentation by %s', (_, parameters) => {
  test.each(awkwardCases)('$what: $due', (customers) => {
    const { status, text } = outcomeOf(flatBody(customers, parameters));
    expect(said(customers, status, text)).toEqual(customers.due);
    expect(status === 200 ? strays(customers, checkedCustomerAnswer(text)) : []).toEqual([]);
  });

  test('more segments than customers are as many as there can be, and it is said', () => {
    const { status, text } = outcomeOf(flatBody(wide(2, 5), { ...parameters, n_clusters: 10 }));
    const { metrics, warnings } = checkedCustomerAnswer(text);
    expect([status, metrics.n_clusters <= 5]).toEqual([200, true]);
    const either = ['CLUSTERS_CLIPPED', 'N_CLUSTERS_IGNORED'];
    expect(warnings.map(({ code }) => code)).toEqual(expect.arrayContaining([expect.toBeOneOf(either)]));
  });
});

describe('purchasing_segmentation', () => {
  test.each(awkwardCases)('$what: $due', (customers) => {
    const { status, text } = outcomeBy('purchasing_segmentation', nestedBody(customers));
    expect(said(customers, status, text)).toEqual(customers.due);
    expect(status === 200 && checkedAnswer(text).clusters.length).not.toBe(0);
  });
});

/** The status, and which of the codes that are due the answer has; all of the text when they are not even alike. */
function said({ due: [due, ...codes] }: AwkwardCase, status: number, text: string): (string | number)[] {
  if (status !== due || /\b(?:NaN|Infinity|undefined)\b/.test(text)) return [status, text];
  const { code, warnings = [] } = JSON.parse(text) as ErrorBody & Partial<CustomerAnswer>;
  const all = new Set(status === 200 ? warnings.map((warning) => warning.code) : [code]);
  return [status, ...codes.filter((one) => all.has(one))];
}

/** As far as the last digit of the smallest numbers goes, a mean may lie beside its values. */
const LEAST_SLACK = 1e-322;

/** Means and medians that lie outside the values of their segment's customers: a sum ran over, or something was lost. */
function strays({ ids, columns }: AwkwardCase, { segments }: CustomerAnswer): unknown[] {
  const place = new Map(ids.map((id, i) => [id.startsWith('"') ? (JSON.parse(id) as string) : id, i]));
  return segments.flatMap(({ customers, medians, characteristics }) =>
    Object.entries(medians).flatMap(([name, median], at) => {
      const values = customers.map((id) => columns[name][place.get(id) ?? -1]);
      // A missing value counts as the median of all customers.
      if (values.some((value) => value === undefined || value === 'null')) return [];
      const [low, high] = [Math.min(...values.map(Number)), Math.max(...values.map(Number))];
      const slack = Math.max(1e-9 * Math.abs(low), 1e-9 * Math.abs(high), LEAST_SLACK);
      const figures = [median, Object.values(characteristics)[at]];
      return figures.filter((figure) => figure < low - slack || figure > high + slack).map((stray) => [name, stray]);
    }),
  );
}
