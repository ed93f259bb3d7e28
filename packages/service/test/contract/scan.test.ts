import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/contract/errors.ts';
import { jsonLimits, type JsonLimits } from '../../src/contract/json/json.ts';
import { decode } from '../../src/contract/segmentation/purchasing-decode.ts';
import { scanBody } from '../../src/contract/json/scan-body.ts';
import { scanNumber } from '../../src/contract/json/scan-number.ts';
import { bytesOf, shopBody } from '../support/bodies.ts';

const seeded = { seed: 1, numRuns: 300 };

/** What becomes of a body: the request, or the refusal with all it says. */
function outcome(bytes: Uint8Array, limits: JsonLimits, scan?: typeof scanBody): unknown {
  try {
    return decode(bytes, null, limits, scan);
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error.data, language: error.language };
    throw error;
  }
}

/** Whatever the scanner makes of the body, the answer is the parser's. Tells whether the scanner read it. */
function sameAsParsed(body: string | Uint8Array, limits = jsonLimits): boolean {
  const bytes = typeof body === 'string' ? bytesOf(body) : body;
  expect(outcome(bytes, limits)).toStrictEqual(outcome(bytes, limits, () => null));
  return scanBody(bytes, limits) !== null;
}

const row = (id: string, features: string) => `{"customer_id":${id},"features":${features}}`;
const withRow = (text: string) => `{"data":[${row('"a"', '{"x":1}')},${text}]}`;
const withNumber = (number: string) => withRow(row('"b"', `{"x":${number}}`));

describe('plain bodies are scanned', () => {
  test('as this product and as Python write them, with the members in either order', () => {
    const body = shopBody(200);
    expect(sameAsParsed(JSON.stringify(body))).toBe(true);
    expect(sameAsParsed(JSON.stringify(body, null, 2))).toBe(true);
    expect(sameAsParsed(JSON.stringify(body).replaceAll(',', ', ').replaceAll(':', ': '))).toBe(true);
    const data = body.data.map(({ customer_id, features }) => ({ features, customer_id }));
    expect(sameAsParsed(JSON.stringify({ data, seed: 7, lang: 'pt', colour: 'red' }))).toBe(true);
  });

  test.each([
    ['a missing feature', row('"b"', '{}')],
    ['a null', row('"b"', '{"x":null}')],
    ['a feature that comes later', row('"b"', '{"y":1,"x":2}')],
    ['a number as id', row('9', '{"x":2}')],
    ['an id beyond ASCII', row('"añó 😀"', '{"x":2}')],
    ['a feature beyond ASCII', row('"b"', '{"região":2}')],
    ['camelCase', '{"features":{"avgTicket":2},"customerId":"b"}'],
    ['a feature named as a prototype has it', row('"b"', '{"constructor":2,"toString":3}')],
  ])('%s', (_, text) => {
    expect(sameAsParsed(withRow(text))).toBe(true);
  });

  test('behind a byte order mark', () => {
    expect(sameAsParsed(Uint8Array.of(0xef, 0xbb, 0xbf, ...bytesOf(shopBody(3))))).toBe(true);
  });

  test('more rows than the first ones foretold, and more features', () => {
    const data = Array.from({ length: 3_000 }, (_, i) => ({
      customer_id: i < 300 ? `${'long'.repeat(50)}${i}` : i,
      features: { a: i, ...(i > 1_000 ? { b: -i } : {}) },
    }));
    expect(sameAsParsed(JSON.stringify({ data }))).toBe(true);
  });
});

describe('the parser gets what is not plain, or not in order', () => {
  test.each([
    ['an escape in an id', row('"\\u0062"', '{"x":2}')],
    ['an escape in a feature', row('"b"', '{"\\u0078":2}')],
    ['an id twice', row('"a"', '{"x":2}')],
    ['an id twice, as number and text', `${row('7', '{"x":2}')},${row('"7"', '{"x":2}')}`],
    ['an empty id', row('""', '{"x":2}')],
    ['an id with zeros in front', row('007', '{"x":2}')],
    ['an id of minus zero', row('-0', '{"x":2}')],
    ['an id beyond 2^53', row('9007199254740993', '{"x":2}')],
    ['an id that is no whole number', row('1.0', '{"x":2}')],
    ['a control character in an id', row('"b\n"', '{"x":2}')],
    ['a text as value', row('"b"', '{"x":"2"}')],
    ['an object as value', row('"b"', '{"x":{}}')],
    ['true', row('"b"', '{"x":true}')],
    ['a value out of range', row('"b"', '{"loyalty_score":2}')],
    ['half a visit', row('"b"', '{"visitFrequency":0.5}')],
    ['a number too large', row('"b"', '{"x":-1e999}')],
    ['a feature twice', row('"b"', '{"x":1,"x":1}')],
    ['a feature in two spellings', row('"b"', '{"avg_ticket":1,"avgTicket":1}')],
    ['a feature in another spelling', `${row('"b"', '{"avg_ticket":1}')},${row('"c"', '{"avgTicket":1}')}`],
    ['a feature that is a number', row('"b"', '{"7":1,"1":2}')],
    ['a feature that is a prototype', row('"b"', '{"__proto__":1}')],
    ['another member', '{"customer_id":"b","features":{"x":1},"vip":true}'],
    ['no id', '{"features":{"x":1}}'],
    ['no features', '{"customer_id":"b"}'],
    ['an id in two spellings', '{"customer_id":"b","customerId":"b","features":{"x":1}}'],
    ['features twice', '{"customer_id":"b","features":{"x":1},"features":{"x":1}}'],
    ['a comma too many', row('"b"', '{"x":1,}')],
    ['a customer that is none', '7'],
  ])('%s', (_, text) => {
    expect(sameAsParsed(withRow(text))).toBe(false);
  });

  test.each([
    ['nothing', ''],
    ['an array', `[${withNumber('1')}]`],
    ['no customers', '{"data":[]}'],
    ['data twice', `{"data":[${row('1', '{}')}],"data":[]}`],
    ['data twice, once in disguise', `{"d\\u0061ta":[],"data":[${row('1', '{}')},${row('2', '{}')}]}`],
    ['something behind the end', `${withNumber('1')} x`],
    ['a second body', `${withNumber('1')}${withNumber('1')}`],
    ['a colon too many', withNumber('1').replace('{"data":', '{"data"::')],
    ['a parameter twice', withNumber('1').replace('{', '{"seed":1,"seed":1,')],
    ['a parameter that is no JSON', withNumber('1').replace('{', '{"seed":01,')],
  ])('%s', (_, body) => {
    expect(sameAsParsed(body)).toBe(false);
  });

  test('bytes that are no UTF-8, in ids, features and parameters', () => {
    for (const place of ['"b"', '"x"', 'note']) {
      const bytes = bytesOf(`{"note":1,"data":[${row('"a"', '{}')},${row('"b"', '{"x":1}')}]}`);
      bytes[new TextDecoder().decode(bytes).indexOf(place) + 1] = 0xff;
      expect(sameAsParsed(bytes)).toBe(false);
    }
  });

  test('every limit is kept', () => {
    const body = `{"a":[[1],[2]],"data":[${row('"aaaa"', '{"xx":1,"y":2}')},${row('"b"', '{"zzzzzzzzzzzzz":1}')}]}`;
    for (const name of Object.keys(jsonLimits) as (keyof JsonLimits)[])
      for (let limit = 0; limit < 20; limit++) sameAsParsed(body, { ...jsonLimits, [name]: limit });
    const swarm = `{"a":[${'[],'.repeat(1_100)}1],${withNumber('2').slice(1)}`;
    expect(sameAsParsed(swarm, { ...jsonLimits, customers: 2 })).toBe(false);
  });
});

describe('any body ends as the parser has it', () => {
  test('cut after any byte, or with any byte replaced', () => {
    const body = bytesOf(
      `{"seed":1, "data":[${row('"é"', '{"x":1.5e1,"loyalty_score":null}')},\n${row('7', '{"x":-0.25}')}],"lang":"es"}`,
    );
    let scanned = 0;
    for (let at = 0; at < body.length; at++) {
      expect(sameAsParsed(body.slice(0, at))).toBe(false);
      for (const byte of '"{}[]:,\\0-.e \n\u0000'.split('').map((character) => character.charCodeAt(0)))
        if (sameAsParsed(body.with(at, byte))) scanned++;
    }
    expect(scanned).toBeGreaterThan(body.length);
  });

  const blank = fc.constantFrom('', '', '', ' ', '\n', '\t\r\n  ');
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.integer().map(String),
    fc.constantFrom(
      '1e5',
      '-0',
      '1.0E+2',
      '0.1234567890123456789',
      '12345678901234567890',
      '01',
      '.5',
      '5.',
      '1e',
      '+1',
    ),
  );
  const value = fc.oneof(
    { weight: 20, arbitrary: number },
    fc.constantFrom('null', 'true', '"1"', '[]', '{}', '1e999'),
  );
  const key = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom('x', 'y', 'avg_ticket', 'recency_days', 'ação') },
    fc.constantFrom('avgTicket', '1', '__proto__', '\\u0078', ''),
  );
  const id = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }).map((text) => JSON.stringify(text)),
    },
    {
      weight: 20,
      arbitrary: fc.string({ minLength: 6 }).map((text) => JSON.stringify(text.replaceAll(/["\\]/g, '-'))),
    },
    fc.nat().map(String),
  );
  const customer = fc
    .tuple(id, fc.uniqueArray(fc.tuple(key, value), { maxLength: 4, selector: ([name]) => name }), blank, fc.nat(30))
    .map(([text, features, gap, turn]) => {
      const members = [
        `"customer_id"${gap}:${text}`,
        `"features":${gap}{${features.map(([name, json]) => `"${name}":${gap}${json}${gap}`).join(`,${gap}`)}}`,
        ...(turn === 0 ? ['"extra":[{"a":1}]'] : []),
      ];
      return `{${gap}${(turn % 2 === 0 ? members : members.toReversed()).join(`,${gap}`)}}`;
    });

  test('random bodies', () => {
    let scanned = 0;
    fc.assert(
      fc.property(fc.array(customer, { maxLength: 5 }), blank, (customers, gap) => {
        const data = `"data"${gap}:[${gap}${customers.join(`${gap},`)}${gap}]`;
        if (sameAsParsed(`${gap}{"max_clusters":3,${data}${gap},"objective":"actionable"}${gap}`)) scanned++;
      }),
      { ...seeded, numRuns: 2_000 },
    );
    // The claim would hold of a scanner that reads nothing.
    expect(scanned).toBeGreaterThan(200);
  });

  test('a number is the double that the parser makes of it, bit for bit', () => {
    const digits = fc.integer({ min: 0, max: 25 }).chain((length) => fc.stringMatching(new RegExp(`^\\d{${length}}$`)));
    const decimal = fc
      .tuple(fc.boolean(), digits, digits, fc.option(fc.integer({ min: -330, max: 310 })))
      .map(([minus, whole, part, exponent]) => {
        const head = `${minus ? '-' : ''}${whole.replace(/^0+(?=.)/, '') || '0'}${part === '' ? '' : `.${part}`}`;
        return exponent === null ? head : `${head}e${exponent}`;
      });
    const to = new Float64Array(1);
    fc.assert(
      fc.property(fc.oneof(decimal, fc.double({ noNaN: true, noDefaultInfinity: true }).map(String)), (text) => {
        expect(scanNumber(bytesOf(`[${text}]`), 1, to, 0)).toBe(text.length + 1);
        expect(to[0]).toBe(JSON.parse(text));
      }),
      { ...seeded, numRuns: 20_000 },
    );
  });
});
