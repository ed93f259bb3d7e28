import type { Language } from '@clientele/engine';
import { describe, expect, test } from 'vitest';
import { errorBody } from '../../src/contract/errors.ts';
import { warningsOf } from '../../src/contract/segmentation/decode-parameters.ts';
import { decode } from '../../src/contract/segmentation/purchasing-decode.ts';
import { bytesOf, exampleBody } from '../support/bodies.ts';
import { refusalFor } from '../support/refusals.ts';

const two = '"data":[{"customer_id":"a","features":{"x":1}},{"customer_id":"b","features":{"x":2}}]';
const messageFor = (body: unknown, language: Language = 'en') =>
  errorBody(refusalFor(body).data, language, 'r').message;

describe('a number too large to be held', () => {
  const body = '{"data":[{"customer_id":"a","features":{"x":1e999}},{"customer_id":"b","features":{"x":-1e999}}]}';

  test.each([
    ['en', /^data\[0\]\.features\.x is too large for a number: the limit is about 1\.8e308/],
    ['es', /^data\[0\]\.features\.x es demasiado grande para un número/],
    ['pt', /^data\[0\]\.features\.x é grande demais para um número/],
  ] as const)('%s: is said in words, without the name of a special value', (language, words) => {
    const { message, errors } = errorBody(refusalFor(body).data, language, 'r');
    expect(message).toMatch(words);
    expect(Object.keys(errors ?? {})).toEqual(['data[0].features.x', 'data[1].features.x']);
    expect(JSON.stringify(errors)).not.toMatch(/Infinit/);
  });

  test('as a parameter too, with its range', () => {
    expect(messageFor(`{"max_clusters":1e999,${two}}`)).toMatch(/^max_clusters is too large .* from 2 to 50\.$/);
  });
});

describe('a key that stands twice in one object', () => {
  test.each([
    ['a parameter', `{"seed":1,\n"seed":2,${two}}`, 'seed', 2, 1],
    ['a parameter with one value', `{"seed":1,"seed":1,${two}}`, 'seed', 1, 11],
    ['data', `{${two},${two}}`, 'data', 1, two.length + 3],
    ['a key written with an escape', `{"seed":1,"\\u0073eed":2,${two}}`, 'seed', 1, 11],
    ['a feature', '{"data":[{"customer_id":"{\\"x\\":","features":{"x":1,"x" : 2}}]}', 'x', 1, 53],
    ['a member of an unknown parameter', `{"note":{"a":[{"b":1}],"b":2,"a":3},${two}}`, 'a', 1, 30],
  ])('%s: refused with the place of the second', (_, body, key, line, column) => {
    expect(refusalFor(body).data).toMatchObject({
      reason: 'DUPLICATE_KEY',
      values: { key: JSON.stringify(key), line, column },
    });
  });

  test('colons in texts, and one key in many objects, are no reason', () => {
    const body = exampleBody();
    body.data.forEach((row, i) => (row['customer_id'] = `"a":{"a":${i}\\`));
    expect(decode(bytesOf(body), null).table.ids).toEqual(['"a":{"a":0\\', '"a":{"a":1\\']);
  });
});

test('features that differ by customer are refused at the first too many, before they fill the memory', () => {
  const data = Array.from({ length: 20_000 }, (_, i) => ({ customer_id: `c${i}`, features: { [`f${i}`]: 1 } }));
  expect(refusalFor({ data }).data).toMatchObject({ reason: 'TOO_MANY_FEATURES', values: { limit: 256 } });
});

test('either spelling of a feature counts as one', () => {
  const extra = Object.fromEntries(Array.from({ length: 255 }, (_, i) => [`f${i}`, i]));
  const data = [
    { customer_id: 'a', features: { avg_ticket: 1, ...extra } },
    { customer_id: 'b', features: { avgTicket: 2, ...extra } },
  ];
  expect(decode(bytesOf({ data }), null).table.names).toHaveLength(256);
});

test.each([
  [
    { feature_hints: { x: {} } },
    'feature_hints.x.kind',
    /^Required parameter 'feature_hints\.x\.kind' is missing \(and 1/,
  ],
  [{ feature_hints: { x: { kind: 'money' } } }, 'feature_hints.x.direction', /^Required parameter/],
  [
    { feature_hints: { 'a/b': { kind: 'money', direction: 'up' } } },
    'feature_hints.a/b.direction',
    / is "up"; it must be one of more, less, neither\.$/,
  ],
  [
    { feature_hints: { x: { kind: 'money', direction: 'more', label: 'l'.repeat(81) } } },
    'feature_hints.x.label',
    /must be text of 1 to 80 characters\.$/,
  ],
  [
    { feature_hints: { x: { kind: 'money', direction: 'more', unit: '$' } } },
    'feature_hints.x.unit',
    / is not known\. Leave it out, or use one of kind, direction, label\.$/,
  ],
  [{ choose: { k: 3 } }, 'choose.algorithm', /^Required parameter 'choose\.algorithm' is missing$/],
  [{ choose: { algorithm: 'KMeans', K: 3 } }, 'choose.K', /^choose\.K is not known/],
])('%j: the member at fault is named with the remedy', (parameter, path, message) => {
  const refusal = refusalFor({ ...exampleBody(), ...parameter });
  expect(refusal.data.issues[0]?.path).toBe(path);
  expect(errorBody(refusal.data, 'en', 'r').message).toMatch(message);
});

test('a hint finds its feature in either spelling; one for a feature that nobody sent is told', () => {
  const hint = { kind: 'money', direction: 'more' };
  const body = { ...exampleBody(), feature_hints: { avgTicket: hint, visits: hint } };
  const { options, remarks } = decode(bytesOf(body), null);
  expect(Object.keys(options.featureHints ?? {})).toEqual(['avg_ticket', 'visits']);
  expect(warningsOf(remarks, 'en').map(({ code, message }) => `${code} ${message}`)).toEqual([
    'UNKNOWN_PARAMETER feature_hints.visits is not a parameter of this request and was ignored.',
  ]);
});

test('a language that nobody speaks means English, however long its name', () => {
  expect(decode(bytesOf({ ...exampleBody(), lang: 'x'.repeat(500) }), null).language).toBe('en');
});

test('what is shortened keeps whole characters: half of one breaks other JSON readers', () => {
  for (const fill of ['', 'x']) {
    const long = fill + '😀'.repeat(100);
    expect(messageFor({ ...exampleBody(), max_clusters: long }).isWellFormed()).toBe(true);
    const { remarks } = decode(bytesOf({ ...exampleBody(), [fill + '😀'.repeat(50)]: 1 }), null);
    expect(warningsOf(remarks, 'en')[0]?.message.isWellFormed()).toBe(true);
  }
});

test('a long id that was sent twice is shown shortened', () => {
  const id = 'z'.repeat(60_000);
  const data = [1, 2].map((x) => ({ customer_id: id, features: { x } }));
  expect(messageFor({ data }).length).toBeLessThan(250);
});

test.each([
  ['en', 'an array', 'null'],
  ['es', 'una lista', 'null'],
  ['pt', 'uma lista', 'null'],
] as const)('what the body is instead of an object: %s', (language, list, nothing) => {
  expect(messageFor('[]', language)).toContain(list);
  expect(messageFor('null', language)).toContain(nothing);
});
