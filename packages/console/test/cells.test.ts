import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellsIn, numberIn, Unreadable } from '../src/data/cells.ts';

const faultOf = (text: string, name = 'a.csv'): unknown => {
  try {
    return cellsIn(text, name);
  } catch (error) {
    if (error instanceof Unreadable) return error.fault;
    throw error;
  }
};

describe('a file becomes cells', () => {
  test.each([
    ['id,spend\n1,2.5\n', ','],
    ['id;spend\n1;2.5\n', ';'],
    ['id\tspend\n1\t2.5\n', '\t'],
    ['\uFEFF"id","spend"\r\n"1","2.5"\r\n\r\n', ','],
  ])('CSV %j', (text, delimiter) => {
    expect(cellsIn(text, 'a.csv')).toEqual({ columns: ['id', 'spend'], rows: [['1', '2.5']], delimiter });
  });

  test.each(['[{"customer_id":"1","spend":2.5}]', '{"data":[{"customer_id":"1","features":{"spend":2.5}}]}'])(
    'JSON %s',
    (text) => {
      expect(cellsIn(text, 'a.json')).toEqual({
        columns: ['customer_id', 'spend'],
        rows: [['1', 2.5]],
        delimiter: null,
      });
    },
  );

  test('customers without a feature that others have miss it', () => {
    expect(cellsIn('[{"id":1,"a":2},{"id":2,"b":3}]', 'a.json').rows).toEqual([
      [1, 2, null],
      [2, null, 3],
    ]);
  });

  test.each([
    ['', { kind: 'empty' }],
    ['id,spend\n', { kind: 'empty' }],
    ['id,spend\n1\n', { kind: 'ragged', row: 2, found: 1, expected: 2 }],
    ['id,\n1,2\n', { kind: 'header_empty', column: 2 }],
    ['id,id\n1,2\n', { kind: 'header_twice', name: 'id' }],
    ['{"rows":[]}', { kind: 'not_rows' }],
    ['[1,2]', { kind: 'not_rows' }],
    ['PK\u0003\u0004\0\0', { kind: 'type' }],
  ])('%j is refused with its place', (text, fault) => expect(faultOf(text)).toEqual(fault));

  test('broken JSON is refused in the words of the parser', () =>
    expect(faultOf('[{"id":1,}]')).toMatchObject({ kind: 'not_json' }));
});

test('a number reads back from how it is written, with a point and with a comma', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(numberIn(String(value), '.')).toBe(value + 0);
    }),
  );
  expect(numberIn('1.234,50', ',')).toBe(1234.5);
  expect(numberIn('0,5', ',')).toBe(0.5);
});

test.each(['0.125', '1.5', '1,234.5', '12.34,5', '£3', ''])('%j is no number with a decimal comma', (cell) =>
  expect(numberIn(cell, ',')).toBe(null),
);

test.each(['1.234,50', '0,5', '£3', '', 'n/a', '1e999', 'Infinity'])('%j is no number with a decimal point', (cell) =>
  expect(numberIn(cell, '.')).toBe(null),
);
