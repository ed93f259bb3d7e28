import type { FastifyInstance } from 'fastify';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compute } from '../../src/runs/compute.ts';
import type { ComputePool } from '../../src/runs/pool.ts';
import { checkedAnswer } from '../support/answers.ts';
import { jsonHeaders, purchasingPath, testApp } from '../support/app.ts';
import { type Body, exampleBody, featuresOf, shopBody } from '../support/bodies.ts';

/** The real computation, on this thread. */
const pool: ComputePool = { admit() {}, run: async (job) => compute(job), async close() {} };
let app: FastifyInstance;
beforeAll(async () => {
  app = await testApp({ pool });
});
afterAll(() => app.close());

const post = (payload: string | object, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: purchasingPath, headers: { ...jsonHeaders, ...headers }, payload });

async function answered(payload: string | object, headers: Record<string, string> = {}) {
  const response = await post(payload, headers);
  expect([response.statusCode, response.statusCode === 200 ? '' : response.body]).toEqual([200, '']);
  return checkedAnswer(response.body);
}
const codes = ({ warnings }: { warnings: readonly { code: string }[] }) => warnings.map(({ code }) => code);

describe('an answer', () => {
  test('the example of the contract gets two customers, warnings, and nothing that cannot be known', async () => {
    const answer = await answered(exampleBody());
    expect(answer.customer_labels.map(({ customer_id }) => customer_id)).toEqual(['C-1001', 'C-1002']);
    expect(codes(answer)).toContain('SMALL_SAMPLE');
    for (const row of answer.evaluation_metrics) expect(row.silhouette).toBeNull();
  });

  test('has the printed members, models in the printed order, and the winner’s name', async () => {
    const answer = await answered({ ...shopBody(300), max_clusters: 4 });
    const order = ['KMeans', 'GaussianMixture', 'Agglomerative', 'DBSCAN'];
    const tried = answer.evaluation_metrics.map(({ algorithm, params }) => [algorithm, params]);
    expect(tried).toEqual([
      ...order.slice(0, 3).flatMap((algorithm) => [2, 3, 4].map((k) => [algorithm, { k }])),
      ['DBSCAN', { eps: 0.4, min_samples: 5 }],
    ]);
    const best = answer.evaluation_metrics
      .filter(({ eligible }) => eligible)
      .toSorted((a, b) => (b.silhouette ?? -2) - (a.silhouette ?? -2))[0];
    expect(answer.best_algorithm).toBe(best?.algorithm);
    expect(answer.selection.winner).toEqual({ algorithm: best?.algorithm, params: best?.params });
    const totals = answer.clusters.map(({ centroid }) => centroid['purchase_total'] ?? 0);
    expect(totals).toEqual(totals.toSorted((a, b) => b - a));
  });

  test('the figures of a segment are those of its customers', async () => {
    const body = shopBody(200);
    const { clusters, customer_labels } = await answered(body);
    const total = body.data.reduce((sum, _, i) => sum + Number(featuresOf(body, i)['purchase_total']), 0);
    for (const { cluster_id, centroid, kpis, size, share } of clusters) {
      const rows = body.data.map((_, i) => i).filter((i) => customer_labels[i]?.cluster_id === cluster_id);
      const sum = (feature: string) => rows.reduce((all, i) => all + Number(featuresOf(body, i)[feature]), 0);
      expect(size).toBe(rows.length);
      expect(share).toBeCloseTo(rows.length / 200, 6);
      expect(kpis.revenue).toBeCloseTo(sum('purchase_total'), 4);
      expect(kpis.revenue_share).toBeCloseTo(sum('purchase_total') / total, 6);
      expect(kpis.avg_recency_days).toBeCloseTo(sum('recency_days') / size, 6);
      expect((kpis as Record<string, unknown>)['avg_loyalty_score']).toBe(centroid['loyalty_score']);
    }
  });

  test('is the same for the same body, apart from its ids', async () => {
    const anew = { 'cache-control': 'no-cache' };
    const [a, b] = [await answered(shopBody(150), anew), await answered(shopBody(150), anew)];
    expect({ ...a, run_id: '' }).toEqual({ ...b, run_id: '' });
    expect(a.run_id).not.toBe(b.run_id);
  });

  test('speaks three languages and says the same figures', async () => {
    const [en, es, pt] = await Promise.all(
      ['en', 'es', 'pt'].map((language) => answered(shopBody(150), { 'accept-language': language })),
    );
    expect(new Set([en, es, pt].map((answer) => answer?.structure.headline)).size).toBe(3);
    expect(es?.evaluation_metrics).toEqual(en?.evaluation_metrics);
    expect(pt?.customer_labels).toEqual(en?.customer_labels);
  });

  test('choose returns the model asked for, by the name the answer uses', async () => {
    const answer = await answered({ ...shopBody(150), choose: { algorithm: 'Agglomerative', k: 3 } });
    expect(answer.selection).toMatchObject({ decided_by: 'caller', winner: { algorithm: 'Agglomerative' } });
    expect(answer.clusters).toHaveLength(3);
  });

  test.each([
    [{ n_clusters: 3 }, ['KMeans', 'GaussianMixture', 'Agglomerative'], /^You asked for exactly 3 segments\. /],
    [{ algorithm: 'dbscan' }, ['DBSCAN'], /^You asked for DBSCAN alone\. /],
    [
      { algorithm: 'gaussian_mixture', nClusters: 3 },
      ['GaussianMixture'],
      /Gaussian mixture with exactly 3 segments\. /,
    ],
  ])('%o tries no other models, and says so', async (asked, tried, said) => {
    const {
      evaluation_metrics: models,
      best_algorithm: best,
      selection,
    } = await answered({ ...shopBody(150), ...asked });
    expect(models.map(({ algorithm }) => algorithm)).toEqual(tried);
    expect(tried).toContain(best);
    expect(selection.explanation).toMatch(said);
  });
});

/** Customers who are all the same. */
const twins = (n: number): Body => ({
  data: Array.from({ length: n }, (_, i) => ({ customer_id: `${i}`, features: { purchase_total: 5, orders: 2 } })),
});

describe('awkward but valid bodies get 200 and a warning', () => {
  const extreme = shopBody(40);
  extreme.data.forEach((_, i) => (featuresOf(extreme, i)['extra'] = [1e308, -1e308, 1, 5e-324][i % 4]));
  const holes = shopBody(60);
  for (let i = 0; i < 20; i++) featuresOf(holes, i)['recency_days'] = null;
  const named = exampleBody();
  named.data[0]['customer_id'] = '__proto__';

  test.each([
    ['two identical customers', twins(2), 'ALL_IDENTICAL'],
    ['all customers identical', twins(50), 'ALL_IDENTICAL'],
    ['the largest doubles', extreme, 'SMALL_SAMPLE'],
    ['missing values', holes, 'IMPUTED'],
    ['an unknown parameter', { ...exampleBody(), colour: 1 }, 'UNKNOWN_PARAMETER'],
    ['more clusters than customers', { ...shopBody(5), max_clusters: 50 }, 'CLUSTERS_CLIPPED'],
    ['a customer called __proto__', named, 'SMALL_SAMPLE'],
    ['a constant feature', shopWith('channel', () => 1), 'CONSTANT_COLUMN'],
  ])('%s', async (_, body, code) => {
    expect(codes(await answered(body))).toContain(code);
  });

  test('the documented 1e308 stays finite in every figure', async () => {
    const text = (await post(extreme)).body;
    expect(text).not.toMatch(/NaN|Infinity/);
    checkedAnswer(text);
  });
});

function shopWith(feature: string, value: (i: number) => unknown): Body {
  const body = shopBody(60);
  body.data.forEach((_, i) => (featuresOf(body, i)[feature] = value(i)));
  return body;
}

describe('bodies that cannot be computed are refused with their reason', () => {
  test.each([
    ['a column missing for half', shopWith('age', (i) => (i % 2 ? null : i)), 'data[*].features.age'],
    ['a column missing for all', shopWith('age', () => null), 'data[*].features.age'],
    [
      'no features at all',
      {
        data: [
          { customer_id: 'a', features: {} },
          { customer_id: 'b', features: {} },
        ],
      },
      'data[0].features',
    ],
    ['a model that was not tried', { ...shopBody(60), choose: { algorithm: 'kmeans', k: 9 } }, 'choose'],
  ])('%s: 422', async (_, body, path) => {
    const response = await post(body);
    expect([response.statusCode, Object.keys(response.json().errors)]).toEqual([422, [path]]);
  });
});

test('however a valid body is spoiled, the answer is JSON of the contract and never a 5xx', async () => {
  const junk = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom(1e308, -1e308, 5e-324, -0, 2 ** 53, '12', '', '__proto__', null, true, [], {}),
  );
  const places = fc.oneof(
    fc.constantFrom(['max_clusters'], ['dbscan_eps'], ['data'], ['seed'], ['choose'], ['lang'], ['feature_hints']),
    fc.tuple(fc.constant('data'), fc.nat(11)),
    fc.tuple(fc.constant('data'), fc.nat(11), fc.constantFrom('customer_id', 'features', 'other')),
    fc.tuple(
      fc.constant('data'),
      fc.nat(11),
      fc.constant('features'),
      fc.constantFrom('purchase_total', 'loyalty_score', 'recency_days', 'extra', 'constructor'),
    ),
  );
  const spoil = fc.array(fc.tuple(places, junk), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(spoil, async (changes) => {
      const body = shopBody(12);
      for (const [place, value] of changes) put(body, place, value);
      const response = await post(body);
      expect([200, 400, 422]).toContain(response.statusCode);
      if (response.statusCode === 200) checkedAnswer(response.body);
      const { detail, message } = response.json();
      expect(response.statusCode === 200 || (typeof detail === 'string' && detail === message)).toBe(true);
    }),
    { seed: 1, numRuns: 100 },
  );
});

/** Puts `value` at `place` if there is something to hold it. */
function put(body: Body, place: readonly (string | number)[], value: unknown): void {
  let at: unknown = body;
  for (const step of place.slice(0, -1)) at = (at as Record<string | number, unknown> | undefined)?.[step];
  if (typeof at === 'object' && at !== null) (at as Record<string | number, unknown>)[place.at(-1)!] = value;
}
