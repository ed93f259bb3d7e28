import { describe, expect, test } from 'vitest';
import { errorBody } from '../../src/contract/errors.ts';
import { jsonLimits } from '../../src/contract/json/json.ts';
import { warningsOf } from '../../src/contract/segmentation/decode-parameters.ts';
import { decode } from '../../src/contract/segmentation/purchasing-decode.ts';
import { bytesOf, exampleBody, featuresOf, shopBody } from '../support/bodies.ts';
import { refusalFor } from '../support/refusals.ts';

/** The first fault of a body: its reason for a 400, its path and kind for a 422. */
function faultsOf(body: unknown, limits = jsonLimits): readonly string[] {
  const { reason, issues } = refusalFor(body, limits).data;
  return issues.length === 0 ? [reason] : issues.map((issue) => `${issue.path}: ${issue.kind}`);
}

/** JSON of a certain depth. */
const nested = (depth: number) => `{"x":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;

/** The example with one value of its second customer replaced. */
const spoiled = (feature: string, value: unknown) => {
  const body = exampleBody();
  featuresOf(body, 1)[feature] = value;
  return body;
};

describe('a body that is understood', () => {
  test('the example becomes a table with the standard features in the order of the contract', () => {
    const { table, options, remarks } = decode(bytesOf(exampleBody()), null);
    expect(table.ids).toEqual(['C-1001', 'C-1002']);
    expect(table.names).toEqual([
      'purchase_total',
      'visit_frequency',
      'avg_ticket',
      'product_diversity',
      'loyalty_score',
      'recency_days',
    ]);
    expect(table.columns.map((column) => [...column])).toEqual([
      [17850.55, 2340],
      [62, 18],
      [287.27, 130],
      [36, 10],
      [0.97, 0.72],
      [3, 15],
    ]);
    expect(options).toEqual({ maxClusters: 10, eps: 0.4, minSamples: 5 });
    expect(remarks).toEqual([]);
  });

  test('camelCase spells parameters, ids and standard features too', () => {
    const [a, b] = exampleBody().data;
    const camel = {
      maxClusters: 3,
      dbscanEps: 0.5,
      minClusterShare: 0.1,
      data: [
        { customerId: 'a', features: { purchaseTotal: 5, recency_days: 3 } },
        { customerId: 'b', features: { purchaseTotal: 6, recency_days: 4 } },
      ],
    };
    expect(a !== b).toBe(true);
    const { table, options } = decode(bytesOf(camel), null);
    expect(options).toEqual({ maxClusters: 3, eps: 0.5, minClusterShare: 0.1 });
    expect(table.names).toEqual(['purchase_total', 'recency_days']);
    expect(table.ids).toEqual(['a', 'b']);
  });

  test('a missing, null or absent value is missing, and other numeric features are taken', () => {
    const body = exampleBody();
    featuresOf(body, 0)['recency_days'] = null;
    delete featuresOf(body, 1)['loyalty_score'];
    featuresOf(body, 1)['returns'] = -3.5;
    const { table } = decode(bytesOf(body), null);
    const column = (name: string) => [...table.columns[table.names.indexOf(name)]];
    expect(column('recency_days')).toEqual([Number.NaN, 15]);
    expect(column('loyalty_score')).toEqual([0.97, Number.NaN]);
    expect(column('returns')).toEqual([Number.NaN, -3.5]);
  });

  test('ids stay text: zeros in front, whole numbers as sent even beyond 2^53, and the name of a prototype', () => {
    const rows = ['"001"', '7', '9007199254740993', '"__proto__"', '-0'].map(
      (id) => `{"customer_id":${id},"features":{"purchase_total":1}}`,
    );
    const { table } = decode(bytesOf(`{"data":[${rows.join(',')}]}`), null);
    expect(table.ids).toEqual(['001', '7', '9007199254740993', '__proto__', '0']);
  });

  test('a byte order mark is skipped', () => {
    const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, ...bytesOf(exampleBody()));
    expect(decode(bytes, null).table.ids).toHaveLength(2);
  });

  test('unknown members are ignored with a warning in the language asked for', () => {
    const body = { ...exampleBody(), colour: 'red', lang: 'es-419' };
    body.data[0]['vip'] = true;
    const { remarks, language } = decode(bytesOf(body), null);
    const warnings = warningsOf(remarks, language);
    expect(language).toBe('es');
    expect(warnings.map(({ code }) => code)).toEqual(['UNKNOWN_PARAMETER', 'UNKNOWN_PARAMETER']);
    expect(warnings[0].message).toBe('data[].vip no es un parámetro de esta petición y se ignoró.');
    expect(warnings[1].message).toContain('colour');
  });

  test('Accept-Language beats lang, and an unknown lang is English', () => {
    expect(decode(bytesOf({ ...exampleBody(), lang: 'es' }), 'pt').language).toBe('pt');
    expect(decode(bytesOf({ ...exampleBody(), lang: 'fr' }), null).language).toBe('en');
  });

  test('choose takes the names of the answer and those of the options', () => {
    for (const algorithm of ['Agglomerative', 'hierarchical'])
      expect(decode(bytesOf({ ...exampleBody(), choose: { algorithm, k: 2 } }), null).options.choose).toEqual({
        algorithm: 'hierarchical',
        k: 2,
      });
  });

  test('the same value in both spellings is no conflict', () => {
    expect(decode(bytesOf({ ...exampleBody(), maxClusters: 10 }), null).options.maxClusters).toBe(10);
  });
});

describe('a body that is not JSON in order is refused as a whole', () => {
  const cases: readonly (readonly [string, string | Uint8Array, string])[] = [
    ['nothing', '', 'EMPTY_BODY'],
    ['blanks', ' \n ', 'EMPTY_BODY'],
    ['text', 'customers', 'NOT_JSON'],
    ['NaN', '{"data": NaN}', 'NOT_JSON'],
    ['an array', '[]', 'NOT_AN_OBJECT'],
    ['a number', '5', 'NOT_AN_OBJECT'],
    ['bad UTF-8', Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d), 'NOT_UTF8'],
    ['UTF-16', new Uint8Array(new Uint16Array([0xfeff, 0x7b, 0x7d]).buffer), 'NOT_UTF8'],
    ['depth 40', nested(40), 'TOO_DEEP'],
    ['depth 33', nested(33), 'TOO_DEEP'],
    ['depth 100,000 without an end', '['.repeat(100_000), 'TOO_DEEP'],
    ['__proto__', '{"__proto__": {"admin": true}, "data": []}', 'FORBIDDEN_KEY'],
    ['__proto__ of a customer', '{"data": [{"customer_id": "1", "__proto__": 1}]}', 'FORBIDDEN_KEY'],
    ['__proto__ as a feature', '{"data": [{"customer_id": "1", "features": {"__proto__": 1}}]}', 'FORBIDDEN_KEY'],
    ['constructor.prototype', '{"x": {"constructor": {"prototype": {}}}}', 'FORBIDDEN_KEY'],
    [
      '300 keys',
      JSON.stringify(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`k${i}`, 1]))),
      'TOO_MANY_KEYS',
    ],
    ['a long key', JSON.stringify({ ['k'.repeat(300)]: 1 }), 'KEY_TOO_LONG'],
    ['a long text', JSON.stringify({ note: 'x'.repeat(70_000) }), 'TEXT_TOO_LONG'],
  ];
  test.each(cases)('%s', (_, body, reason) => {
    expect(faultsOf(body)).toEqual([reason]);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  test('32 levels are accepted by the parser', () => {
    expect(faultsOf(nested(32))).toEqual(['data: missing']);
  });

  test('the place where JSON breaks is told', () => {
    expect(refusalFor('{"data": [\n  {"a": 1,}\n]}').data.values).toEqual({ position: 21, line: 2, column: 11 });
    expect(refusalFor('{"a": "x').data.values).toEqual({ position: 8, line: 1, column: 9 });
    expect(refusalFor('{"a": 01}').data.values).toEqual({ position: 7, line: 1, column: 8 });
  });

  test('more customers than the limit are refused, naming it', () => {
    const { reason, values } = refusalFor(shopBody(11), { ...jsonLimits, customers: 10 }).data;
    expect([reason, values]).toEqual(['TOO_MANY_CUSTOMERS', { limit: 10 }]);
  });

  test('a swarm of empty containers is refused before it is parsed', () => {
    const swarm = `{"data":[${'{},'.repeat(5_000)}{}]}`;
    expect(faultsOf(swarm, { ...jsonLimits, customers: 10 })).toEqual(['TOO_MANY_CUSTOMERS']);
  });
});

describe('a value that is wrong is named by its path', () => {
  const withValue = (feature: string, json: string) => JSON.stringify(spoiled(feature, 'HERE')).replace('"HERE"', json);
  const cases: readonly (readonly [string, unknown, string])[] = [
    ['a negative total', spoiled('purchase_total', -1), 'data[1].features.purchase_total: value'],
    ['a loyalty above 1', spoiled('loyalty_score', 1.01), 'data[1].features.loyalty_score: value'],
    ['half a visit', spoiled('visit_frequency', 2.5), 'data[1].features.visit_frequency: value'],
    ['numeric text', spoiled('avg_ticket', '12'), 'data[1].features.avg_ticket: value'],
    ['true', spoiled('avg_ticket', true), 'data[1].features.avg_ticket: value'],
    ['an object', spoiled('extra', { a: 1 }), 'data[1].features.extra: value'],
    ['1e999', withValue('extra', '1e999'), 'data[1].features.extra: overflow'],
    ['data missing', { max_clusters: 3 }, 'data: missing'],
    ['data an object', { data: {} }, 'data: value'],
    ['data null', { data: null }, 'data: value'],
    ['a customer that is a number', { data: [1] }, 'data[0]: value'],
    ['max_clusters 1', { ...exampleBody(), max_clusters: 1 }, 'max_clusters: value'],
    ['max_clusters 2.5', { ...exampleBody(), max_clusters: 2.5 }, 'max_clusters: value'],
    ['max_clusters 10000', { ...exampleBody(), max_clusters: 10_000 }, 'max_clusters: value'],
    ['max_clusters as text', { ...exampleBody(), max_clusters: '10' }, 'max_clusters: value'],
    ['eps 0', { ...exampleBody(), dbscan_eps: 0 }, 'dbscan_eps: value'],
    ['eps 1.5', { ...exampleBody(), dbscanEps: 1.5, dbscan_eps: undefined }, 'dbscanEps: value'],
    ['min_samples 2', { ...exampleBody(), dbscan_min_samples: 2 }, 'dbscan_min_samples: value'],
    ['an unknown objective', { ...exampleBody(), objective: 'profit' }, 'objective: value'],
    ['an unknown algorithm', { ...exampleBody(), choose: { algorithm: 'magic' } }, 'choose.algorithm: value'],
    ['no such method', { ...exampleBody(), algorithm: 'magic' }, 'algorithm: value'],
    ['n_clusters 51', { ...exampleBody(), n_clusters: 51 }, 'n_clusters: value'],
    ['a hint that is none', { ...exampleBody(), feature_hints: { a: { kind: 'gold' } } }, 'feature_hints.a'],
    ['two spellings', { ...exampleBody(), maxClusters: 4 }, 'max_clusters: spelling'],
  ];
  test.each(cases)('%s', (_, body, fault) => {
    const faults = faultsOf(body);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(fault);
  });

  test('a range is told with the value, in the language asked for', () => {
    const { data } = refusalFor(spoiled('loyalty_score', 7));
    const { message, details, errors, detail, code } = errorBody(data, 'pt', 'request-1');
    expect(message).toBe('data[1].features.loyalty_score é 7; deve ser um número de 0 a 1.');
    expect(detail).toBe(message);
    expect(code).toBe('INVALID_PARAMETER');
    expect(details).toMatchObject({ parameter: 'data[1].features.loyalty_score', value: '7', minimum: 0, maximum: 1 });
    expect(errors).toEqual({ 'data[1].features.loyalty_score': [message] });
  });

  test('a customer without id and features misses both', () => {
    expect(faultsOf({ data: [{ name: 'x' }] })).toEqual(['data[0].customer_id: missing', 'data[0].features: missing']);
  });

  test('a duplicate names the first pair with its rows', () => {
    const body = shopBody(5);
    for (const i of [2, 3, 4]) body.data[i]['customer_id'] = 'C-1';
    const refusal = refusalFor(body);
    expect(refusal.data.issues).toEqual([
      {
        code: 'INVALID_PARAMETER',
        path: 'data[2].customer_id',
        kind: 'duplicate',
        value: '"C-1"',
        first: 0,
        second: 2,
      },
    ]);
    expect(errorBody(refusal.data, 'en', 'r').message).toContain('data[0] and data[2]');
  });

  test('7 and "7" are the same customer', () => {
    const body = exampleBody();
    body.data[0]['customer_id'] = 7;
    body.data[1]['customer_id'] = '7';
    expect(faultsOf(body)).toEqual(['data[1].customer_id: duplicate']);
  });

  test('the first hundred faults are listed in document order, then it says so', () => {
    const body = shopBody(150);
    body.data.forEach((_, i) => (featuresOf(body, i)['loyalty_score'] = 2));
    const { data } = refusalFor({ data: body.data, seed: 'x' });
    expect(data.issues.map(({ path }) => path)).toEqual(
      Array.from({ length: 100 }, (_, i) => `data[${i}].features.loyalty_score`),
    );
    expect(errorBody(data, 'en', 'r').details).toMatchObject({ truncated: true });
    const first = refusalFor({ seed: 'x', data: body.data }).data.issues[0];
    expect(first?.path).toBe('seed');
  });

  test('one customer and none are too few', () => {
    for (const provided of [0, 1]) {
      const { data } = refusalFor({ data: exampleBody().data.slice(0, provided) });
      const body = errorBody(data, 'en', 'r');
      expect(body.code).toBe('INSUFFICIENT_DATA');
      expect(body.details).toEqual({
        minimum_required: 2,
        provided,
        recommendation: 'Send at least 500 customers for stable segments.',
      });
    }
  });

  test('a missing parameter alone has exactly the documented details', () => {
    const body = errorBody(refusalFor({}).data, 'en', 'r');
    expect(body).toEqual({
      error: 'Validation failed',
      message: "Required parameter 'data' is missing",
      code: 'MISSING_PARAMETER',
      details: { parameter: 'data', location: 'body' },
      detail: "Required parameter 'data' is missing",
      errors: { data: ["Required parameter 'data' is missing"] },
      request_id: 'r',
    });
  });
});
