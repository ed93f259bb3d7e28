import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compute } from '../../src/runs/compute.ts';
import { credentialHeaders, jsonHeaders, purchasingPath, readingPool, testApp } from '../support/app.ts';
import { exampleBody, shopBody } from '../support/bodies.ts';
import { type Documented, documentedAt, faults, undocumented } from '../support/operations.ts';

let app: FastifyInstance;
let operation: Documented;
beforeAll(async () => {
  app = await testApp({ pool: { ...readingPool(), run: async (job) => compute(job) } });
  operation = await documentedAt(app, purchasingPath);
});
afterAll(() => app.close());

const schemaOf = (status: number) => operation.answer(status);

const ask = async (payload: object | string, headers: Record<string, string> = jsonHeaders) => {
  const response = await app.inject({ method: 'POST', url: purchasingPath, headers, payload });
  return { status: response.statusCode, body: response.json<Record<string, unknown>>() };
};

test('the document’s schemas can fail', () => {
  expect(faults(schemaOf(200), { best_algorithm: 'Magic' })).not.toEqual([]);
  expect(faults(schemaOf(422), { error: 1 })).not.toEqual([]);
  expect(undocumented(schemaOf(422), { error: '', surprise: 1 })).toEqual(['.surprise']);
});

describe('a real 200', () => {
  test.each([
    ['the contract’s example', exampleBody()],
    ['groups', shopBody(150)],
    ['groups and a remark', { ...shopBody(60), surprise: true, max_clusters: 50 }],
    ['equal customers', { data: ['a', 'b', 'c'].map((customer_id) => ({ customer_id, features: { x: 1 } })) }],
  ])('%s: as documented, and nothing else', async (_, body) => {
    const answer = await ask(body);
    expect(answer.status).toBe(200);
    expect(faults(schemaOf(200), answer.body)).toEqual([]);
    expect([...new Set(undocumented(schemaOf(200), answer.body))]).toEqual([]);
    expect(faults(operation.request, body)).toEqual([]);
  });
});

describe('a real refusal', () => {
  test.each([
    ['nothing', {}, 422],
    ['a value out of range', { ...exampleBody(), max_clusters: 1 }, 422],
    ['one customer', { data: exampleBody().data.slice(0, 1) }, 422],
    ['two hundred faults', { data: Array.from({ length: 200 }, () => ({ features: { x: '1' } })) }, 422],
    ['a model that was not tried', { ...exampleBody(), choose: { algorithm: 'KMeans', k: 9 } }, 422],
    [
      'a mostly missing column',
      { data: [1, 2, 3].map((id) => ({ customer_id: id, features: { [`x${id}`]: 1 } })) },
      422,
    ],
    ['a key twice', '{"seed":1,"seed":2}', 400],
    ['too much', ' '.repeat(1_000_001), 413],
  ])('%s: as documented, and nothing else', async (_, body, status) => {
    const answer = await ask(body);
    expect(answer.status).toBe(status);
    expect(faults(schemaOf(status), answer.body)).toEqual([]);
    expect(undocumented(schemaOf(status), answer.body)).toEqual([]);
  });

  test('of credentials, and of a type', async () => {
    const types = { ...credentialHeaders, 'content-type': 'text/plain' };
    for (const [headers, status] of [[{}, 401] as const, [types, 415] as const]) {
      const answer = await ask('{}', headers);
      expect(answer.status).toBe(status);
      expect(faults(schemaOf(status), answer.body)).toEqual([]);
    }
  });
});
