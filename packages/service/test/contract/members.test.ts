import { Type } from 'typebox';
import { describe, expect, test } from 'vitest';
import { errorBody, Refusal } from '../../src/contract/errors.ts';
import { decodeQuery } from '../../src/contract/members.ts';

const schema = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  async: Type.Optional(Type.Boolean()),
  format: Type.Optional(Type.Enum(['json', 'csv'])),
  share: Type.Optional(Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 })),
});

function refused(query: object): Refusal {
  try {
    decodeQuery(schema, query);
  } catch (error) {
    if (error instanceof Refusal) return error;
  }
  throw new Error('was not refused');
}

describe('the parameters of an address', () => {
  test('are read as what they stand for', () => {
    expect(decodeQuery(schema, { limit: '20', async: 'true', format: 'csv' })).toEqual({
      limit: 20,
      async: true,
      format: 'csv',
    });
    for (const [text, value] of [
      ['1', true],
      ['', true],
      ['false', false],
      ['0', false],
    ] as const)
      expect(decodeQuery(schema, { async: text })).toEqual({ async: value });
    for (const [text, value] of [
      ['0.25', 0.25],
      ['0.30000000000000004', 0.1 + 0.2],
      ['1e-7', 1e-7],
    ] as const)
      expect(decodeQuery(schema, { share: text })).toEqual({ share: value });
    expect(decodeQuery(schema, {})).toEqual({});
  });

  test.each([
    [{ limit: '0' }, 'limit'],
    [{ limit: '101' }, 'limit'],
    [{ limit: '1e1' }, 'limit'],
    [{ limit: '5.0' }, 'limit'],
    [{ limit: ['1', '2'] }, 'limit'],
    [{ share: '0' }, 'share'],
    [{ share: '1' }, 'share'],
    [{ share: '-0.5' }, 'share'],
    [{ share: '1e999' }, 'share'],
    [{ share: '0x1' }, 'share'],
    [{ share: '.5' }, 'share'],
    [{ share: ' 0.5' }, 'share'],
    [{ share: '0,5' }, 'share'],
    [{ share: ['0.1', '0.2'] }, 'share'],
    [{ async: 'yes' }, 'async'],
    [{ format: 'xml' }, 'format'],
    [{ fromat: 'csv' }, 'fromat'],
  ])('%j is refused, and told to stand in the address', (query, parameter) => {
    const { data } = refused(query);
    const body = errorBody(data, 'en', 'id');
    expect(body.details).toMatchObject({ parameter, location: 'query' });
    expect(Object.keys(body.errors ?? {})).toEqual([parameter]);
  });
});
