import { languages } from '@clientele/engine';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { characteristicKeys } from '../../src/contract/segmentation/customer-segmentation-encode.ts';
import type { CustomerAnswer } from '../../src/contract/segmentation/customer-segmentation-answer.ts';
import { jsonLimits } from '../../src/contract/json/json.ts';
import { compute } from '../../src/runs/compute.ts';
import { checkedAnswer } from '../support/answers.ts';
import { type Body, bytesOf, shopBody } from '../support/bodies.ts';
import { answered, customerBody, flatShop, outcomeOf, refused } from '../support/customers.ts';

const codes = ({ warnings }: CustomerAnswer) => warnings.map(({ code }) => code);
const withRows = (rows: object[]): Body => ({ data: rows.map((row, i) => ({ customer_id: `c${i}`, ...row })) });
const more = (extra: object): Body => ({ ...customerBody(), ...extra });

describe('the printed example', () => {
  test('two customers and n_clusters 3: two segments, a warning, and no score that cannot be known', () => {
    const answer = answered(customerBody());
    expect(answer.segments.map(({ customers }) => customers)).toEqual([['456'], ['123']]);
    expect(answer.segments[0]).toMatchObject({
      segment_id: 0,
      size: 1,
      percentage: 50,
      characteristics: { avg_purchases: 3000, avg_frequency: 24 },
      medians: { total_purchases: 3000, frequency: 24 },
    });
    expect(answer.metrics).toMatchObject({ silhouette_score: null, davies_bouldin_score: null, algorithm: 'kmeans' });
    expect(codes(answer)).toContain('CLUSTERS_CLIPPED');
  });

  test('starts with the printed members', () => {
    const keys = Object.keys(answered(customerBody()));
    expect(keys.slice(0, 2)).toEqual(['segments', 'metrics']);
  });
});

describe('an answer', () => {
  const body = flatShop(150);

  test('has the means and medians of its customers, and shares of a hundred', () => {
    const { segments } = answered(body);
    for (const { customers, characteristics, medians, percentage } of segments) {
      const spent = body.data
        .filter((row) => customers.includes(String(row['customer_id'])))
        .map((row) => Number(row['purchase_total']))
        .toSorted((a, b) => a - b);
      const mean = spent.reduce((sum, value) => sum + value, 0) / spent.length;
      expect(characteristics['avg_purchase_total']).toBeCloseTo(mean, 6);
      const [low, high] = [spent[Math.floor((spent.length - 1) / 2)], spent[Math.ceil((spent.length - 1) / 2)]];
      expect(medians['purchase_total']).toBeCloseTo((low + high) / 2, 6);
      expect(percentage).toBeCloseTo((100 * customers.length) / 150, 2);
      expect(Object.keys(characteristics)).toContain('avg_ticket');
    }
  });

  test('keeps the order sent within a segment, and ids as they are', () => {
    const ids = ['001', 'ä"\\\n', '\u{1F600}', '9007199254740993', '\uD800'];
    const rows = ids.map((id, i) => ({ id, spent: i % 2 }));
    const text = JSON.stringify({ data: rows }).replace('"9007199254740993"', '9007199254740993');
    const sent = answered(text).segments.map(({ customers }) => customers);
    expect(sent.toSorted((a, b) => b.length - a.length)).toEqual([
      [ids[0], ids[2], '\uD800'],
      [ids[1], '9007199254740993'],
    ]);
  });

  test('the noise of DBSCAN is segment -1', () => {
    const answer = answered({ ...body, algorithm: 'dbscan', eps: 0.5, min_samples: 4 });
    const noise = answer.segments.at(-1);
    expect(noise).toMatchObject({ segment_id: -1, persona: { label: 'Outliers' } });
    expect(answer.metrics.algorithm).toBe('dbscan');
  });

  test('speaks three languages and says the same figures', () => {
    const [en, es, pt] = languages.map((language) => answered(body, language));
    expect(new Set([en, es, pt].map((answer) => answer?.structure.headline)).size).toBe(3);
    expect(es?.metrics).toEqual(en?.metrics);
    expect(pt?.segments.map(({ customers }) => customers)).toEqual(en?.segments.map(({ customers }) => customers));
  });

  test('Accept-Language beats lang, which beats English', () => {
    expect(outcomeOf({ ...customerBody(), lang: 'pt' }, 'es').language).toBe('es');
    expect(outcomeOf({ ...customerBody(), lang: 'pt-BR' }).language).toBe('pt');
    expect(outcomeOf(customerBody()).language).toBe('en');
  });
});

test('both contracts find the same segments and figures in the same customers', () => {
  const [flat, nested] = [answered(flatShop(150)), purchasing(shopBody(150))];
  const members = nested.clusters.map(({ cluster_id: id }) =>
    nested.customer_labels.flatMap(({ customer_id, cluster_id }) => (cluster_id === id ? [customer_id] : [])),
  );
  expect(flat.segments.map(({ customers }) => customers)).toEqual(members);
  expect(flat.segments.map(({ medians }) => medians)).toEqual(nested.clusters.map(({ median }) => median));
  expect(flat.segments.map(({ persona }) => persona)).toEqual(nested.clusters.map(({ persona }) => persona));
  expect(flat.metrics.evaluated).toEqual(nested.evaluation_metrics);
});

function purchasing({ data }: Body) {
  const job = { body: [bytesOf({ data })], language: null, runId: 'run', limits: jsonLimits };
  const outcome = compute(job);
  return checkedAnswer(outcome.kind === 'answer' ? new TextDecoder().decode(outcome.body) : JSON.stringify(outcome));
}

describe('characteristics are named', () => {
  test.each([
    [['total_purchases', 'frequency'], { total_purchases: 'avg_purchases', frequency: 'avg_frequency' }],
    [['avg_ticket'], { avg_ticket: 'avg_ticket' }],
    [['total_spend', 'spend'], { total_spend: 'avg_total_spend', spend: 'avg_spend' }],
    [['total_spend', 'avg_spend'], { total_spend: 'avg_total_spend', avg_spend: 'avg_avg_spend' }],
    [['total_', 'avg_'], { total_: 'avg_total_', avg_: 'avg_avg_' }],
  ])('%j', (features, keys) => {
    expect(Object.fromEntries(characteristicKeys(features))).toEqual(keys);
  });

  test('apart, whatever the features', () => {
    const part = fc.constantFrom('total_', 'avg_', 'x', 'y', '_');
    const names = fc.uniqueArray(fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')));
    fc.assert(
      fc.property(names, (features) => {
        expect(new Set(characteristicKeys(features).values()).size).toBe(features.length);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe('parameters', () => {
  const body = flatShop(80);
  const winner = (extra: object) => answered({ ...body, ...extra }).metrics;

  test.each([
    ['agglomerative', 'hierarchical'],
    ['hierarchical', 'hierarchical'],
    ['gaussian_mixture', 'gmm'],
    ['kmeans', 'kmeans'],
  ])('algorithm %s answers as %s', (algorithm, name) => {
    expect(winner({ algorithm, n_clusters: 3 })).toMatchObject({ algorithm: name, n_clusters: 3 });
  });

  test('without any, the same sweep as the other contract’s', () => {
    const { evaluated } = winner({});
    expect(evaluated.map(({ algorithm }) => algorithm).filter((name, at, all) => all.indexOf(name) === at)).toEqual([
      'KMeans',
      'GaussianMixture',
      'Agglomerative',
      'DBSCAN',
    ]);
  });

  test.each(['davies_bouldin', 'davies-bouldin'])('validation_method %s decides by it', (validation_method) => {
    const answer = answered({ ...body, validation_method });
    const scores = answer.metrics.evaluated.flatMap(({ eligible, davies_bouldin: score }) =>
      eligible && score !== null ? [score] : [],
    );
    expect(answer.metrics.davies_bouldin_score).toBe(Math.min(...scores));
    expect(answer.selection).toMatchObject({ validation_method: 'davies_bouldin', k_selection: null });
  });

  test.each(['elbow', 'bic', 'gap'])('k_selection %s is recorded', (k_selection) => {
    const { selection, metrics } = answered({ ...body, k_selection });
    expect(selection.k_selection?.method).toBe(k_selection);
    expect(metrics.n_clusters).toBe(selection.k_selection?.k ?? metrics.n_clusters);
  });

  test('features are the fields to use, and camelCase means the same', () => {
    const { preprocessing, segments } = answered({ ...body, features: ['recency_days', 'avg_ticket', 'avg_ticket'] });
    expect(preprocessing.features_used.toSorted()).toEqual(['avg_ticket', 'recency_days']);
    expect(Object.keys(segments[0]?.characteristics ?? {}).toSorted()).toEqual(['avg_recency_days', 'avg_ticket']);
    const camel = outcomeOf({ ...body, nClusters: 3, minClusterShare: 0, validationMethod: 'silhouette' });
    const snake = outcomeOf({ ...body, n_clusters: 3, min_cluster_share: 0, validation_method: 'silhouette' });
    expect(camel).toEqual(snake);
  });

  test('null, and no features, are left out', () => {
    expect(outcomeOf({ ...body, features: [], n_clusters: null, algorithm: null })).toEqual(outcomeOf(body));
  });

  test('n_clusters is ignored for dbscan, and so is a way to find it', () => {
    const answer = answered({ ...body, algorithm: 'dbscan', n_clusters: 4, k_selection: 'elbow', eps: 0.8 });
    expect(codes(answer)).toEqual(expect.arrayContaining(['N_CLUSTERS_IGNORED', 'K_SELECTION_IGNORED']));
  });

  test('the order of rows changes no segment', () => {
    const turned = answered({ ...body, data: body.data.toReversed() });
    const sets = ({ segments }: CustomerAnswer) => segments.map(({ customers }) => customers.toSorted());
    expect(sets(turned)).toEqual(sets(answered(body)));
  });
});

describe('fields', () => {
  test('of text are ignored with a warning, numbers of some customers are filled', () => {
    const rows = Array.from({ length: 12 }, (_, i) => ({ city: 'Lima', vip: true, spent: i, orders: i % 4 || null }));
    const answer = answered(withRows(rows));
    expect(answer.preprocessing).toMatchObject({ features: 2, imputed: { spent: 0, orders: 3 } });
    const ignored = answer.warnings.filter(({ code }) => code === 'TEXT_FIELD_IGNORED').map(({ message }) => message);
    expect(ignored).toEqual(['city', 'vip'].map((name) => expect.stringContaining(`data[].${name} `)));
  });

  test('a second id is not a feature, and unknown members are named', () => {
    const answer = answered({ ...more({ colour: 1 }), data: customerBody().data.map((row, id) => ({ ...row, id })) });
    expect(answer.preprocessing.features).toBe(2);
    const unknown = answer.warnings.filter(({ code }) => code === 'UNKNOWN_PARAMETER').map(({ message }) => message);
    expect(unknown).toEqual([expect.stringContaining('colour'), expect.stringContaining('data[].id')]);
  });

  test('rows need not look alike', () => {
    const rows = [
      { a: 1, b: 2 },
      { b: 3, a: 4 },
      { a: 5, b: 7, c: 'x' },
      { c: null, b: 1, a: 0 },
    ];
    expect(answered(withRows(rows)).preprocessing.columns.map(({ feature }) => feature)).toEqual(['a', 'b']);
  });
});

describe('400: something required is missing, or of another type', () => {
  const missing = (parameter: string) => ({ code: 'MISSING_PARAMETER', details: { parameter, location: 'body' } });
  test.each([
    ['no body', '', missing('data')],
    ['no data', {}, missing('data')],
    ['data null', { data: null }, missing('data')],
    ['data a text', { data: 'x' }, { ...missing('data'), details: expect.objectContaining({ expected: 'array' }) }],
    ['no id', { data: [{ x: 1 }, { x: 2 }] }, missing('data[0].customer_id')],
    ['an id of true', { data: [{ id: true, x: 2 }] }, missing('data[0].customer_id')],
    ['a row that is a number', { data: [7] }, { code: 'INVALID_PARAMETER' }],
    ['a text for a number', more({ n_clusters: '3' }), { code: 'INVALID_PARAMETER' }],
    ['a text for a list', more({ features: 'frequency' }), { code: 'INVALID_PARAMETER' }],
    ['a number in a list of texts', more({ features: ['frequency', 1] }), { code: 'INVALID_PARAMETER' }],
    ['a number for a text', more({ algorithm: 3 }), { code: 'INVALID_PARAMETER' }],
    ['no JSON', '{"data": [', { code: 'BAD_REQUEST' }],
    ['no object', '[]', { code: 'BAD_REQUEST' }],
    ['a key twice', '{"seed":1,"seed":2}', { code: 'BAD_REQUEST' }],
  ])('%s', (_, body, expected) => {
    expect(refused(body)).toMatchObject({ status: 400, error: 'Invalid parameters', ...expected });
  });

  test('the printed body, in three languages', () => {
    expect(refused({}, 'en')).toEqual({
      status: 400,
      error: 'Invalid parameters',
      message: 'The data field is required.',
      code: 'MISSING_PARAMETER',
      details: { parameter: 'data', location: 'body' },
      request_id: 'id',
    });
    expect(new Set(languages.map((language) => refused({}, language).message)).size).toBe(3);
    expect(refused({ lang: 'es', data: 1 }).message).toBe('El campo data es obligatorio.');
  });
});

describe('422: the shape is right and a value is not', () => {
  test.each([
    ['n_clusters of 0', more({ n_clusters: 0 }), 'n_clusters'],
    ['n_clusters of 2.5', more({ n_clusters: 2.5 }), 'n_clusters'],
    ['an unknown algorithm', more({ algorithm: 'kmeens' }), 'algorithm'],
    ['an unknown way to validate', more({ validation_method: 'magic' }), 'validation_method'],
    ['an unknown feature', more({ features: ['frequency', 'age'] }), 'features[1]'],
    ['bic with kmeans', more({ k_selection: 'bic' }), 'k_selection'],
    ['two spellings that differ', more({ nClusters: 2 }), 'n_clusters'],
    ['a text in a column of numbers', withRows([{ x: 1 }, { x: '2' }]), 'data[1].x'],
    ['a text field that is asked for', { ...withRows([{ x: 'a' }, { x: 'b' }]), features: ['x'] }, 'data[0].x'],
    ['a number too large', '{"data":[{"id":1,"x":1e999},{"id":2,"x":2}]}', 'data[0].x'],
    [
      'an empty id',
      {
        data: [
          { id: '', x: 1 },
          { id: 'b', x: 2 },
        ],
      },
      'data[0].id',
    ],
    [
      'an id twice',
      {
        data: [
          { id: 1, x: 1 },
          { id: '1', x: 2 },
        ],
      },
      'data[1].id',
    ],
    ['no numbers at all', withRows([{ x: 'a' }, { x: 'b' }]), 'data'],
    ['a column mostly missing', withRows([{ x: 1, y: 1 }, { x: 2 }]), 'data[*].y'],
    [
      'a column wholly missing',
      withRows([
        { x: 1, y: null },
        { x: 2, y: null },
      ]),
      'data[*].y',
    ],
    ['a model that was not tried', more({ choose: { algorithm: 'gmm', k: 2 } }), 'choose'],
    ['a choice without an algorithm', more({ choose: { k: 2 } }), 'choose.algorithm'],
  ])('%s', (_, body, parameter) => {
    const answer = refused(body);
    expect(answer).toMatchObject({ status: 422, error: 'Validation failed', details: { parameter, location: 'body' } });
    expect(Object.keys(answer)).not.toContain('errors');
    expect(Object.keys(answer)).not.toContain('detail');
  });

  test('one customer', () => {
    expect(refused({ data: customerBody().data.slice(1) })).toMatchObject({
      status: 422,
      code: 'INSUFFICIENT_DATA',
      details: { minimum_required: 2, provided: 1 },
    });
  });

  test('a hundred faults are listed', () => {
    const rows = [{ x: 1 }, ...Array.from({ length: 150 }, () => ({ x: 'no' }))];
    const { details } = refused(withRows(rows));
    expect(details).toMatchObject({ parameter: 'data[1].x', truncated: true });
    expect((details as { faults: unknown[] }).faults).toHaveLength(100);
  });
});

test('more customers, fields or bytes of text than the limits are refused', () => {
  const limited = (body: unknown, limits: Partial<typeof jsonLimits>) =>
    outcomeOf(body, null, { ...jsonLimits, ...limits }).status;
  expect(limited(customerBody(), { customers: 1 })).toBe(413);
  const wide = withRows([{ a: 1 }, { b: 1 }, { c: 1 }]);
  expect(limited(wide, { keysPerObject: 3 })).toBe(422);
  expect(limited(wide, { keysPerObject: 2 })).toBe(400);
  expect(limited(withRows([{ a: 'long' }, { a: 1 }]), { textBytes: 3 })).toBe(400);
  expect(limited('{"data":[{"id":1,"constructor":1},{"id":1,"constructor":{"prototype":1}}]}', {})).toBe(400);
  expect(limited('{"data":[{"id":1,"__proto__":1}]}', {})).toBe(400);
});

test('however a valid body is spoiled, it is answered or refused, never a fault of ours', () => {
  const junk = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom(1e308, -1e308, 5e-324, -0, 2 ** 53, '12', '', '__proto__', null, true, [], {}),
  );
  const parameter = fc.constantFrom(
    'n_clusters',
    'algorithm',
    'features',
    'eps',
    'choose',
    'k_selection',
    'lang',
    'data',
  );
  const place = fc.oneof(
    parameter.map((name) => [name] as const),
    fc.tuple(fc.constant('data'), fc.nat(11)),
    fc.tuple(
      fc.constant('data'),
      fc.nat(11),
      fc.constantFrom('customer_id', 'id', 'frequency', 'other', 'constructor'),
    ),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(place, junk), { minLength: 1, maxLength: 4 }), (changes) => {
      const body: Body = flatShop(12);
      for (const [steps, value] of changes) put(body, steps, value);
      const { status, text } = outcomeOf(bytesOf(body));
      expect([200, 400, 422]).toContain(status);
      const answer = JSON.parse(text) as Record<string, unknown>;
      expect(typeof answer['message']).toBe(status === 200 ? 'undefined' : 'string');
      expect(status === 200 ? answered(bytesOf(body)) : answer).toEqual(answer);
    }),
    { seed: 1, numRuns: 150 },
  );
});

/** Puts `value` at `place` if there is something to hold it. */
function put(body: Body, place: readonly (string | number)[], value: unknown): void {
  let at: unknown = body;
  for (const step of place.slice(0, -1)) at = (at as Record<string | number, unknown> | undefined)?.[step];
  if (typeof at === 'object' && at !== null) (at as Record<string | number, unknown>)[place.at(-1)!] = value;
}
