import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customerPath } from '../../src/contract/segmentation/customer-segmentation.ts';
import { compute } from '../../src/runs/compute.ts';
import { readingPool, tenant, testApp } from '../support/app.ts';
import { customerBody, flatShop } from '../support/customers.ts';
import { type Documented, documentedAt, faults, undocumented } from '../support/operations.ts';

let app: FastifyInstance;
let operation: Documented;
beforeAll(async () => {
  const abilities = ['segmentation:run'];
  app = await testApp({
    pool: { ...readingPool(), run: async (job) => compute(job) },
    verifyToken: async (token) =>
      token === '1|t'
        ? { tokenId: '1', tenant, abilities }
        : token === '2|t'
          ? { tokenId: '2', tenant, abilities: [] }
          : null,
  });
  operation = await documentedAt(app, customerPath);
});
afterAll(() => app.close());

const ask = async (payload: object | string, headers: Record<string, string> = {}) => {
  const all = { authorization: 'Bearer 1|t', 'content-type': 'application/json', ...headers };
  const response = await app.inject({ method: 'POST', url: customerPath, headers: all, payload });
  return { status: response.statusCode, body: response.json<Record<string, unknown>>() };
};

describe('a real 200', () => {
  test.each([
    ['the contract’s example', customerBody()],
    ['groups', { ...flatShop(150), validation_method: 'davies-bouldin', k_selection: 'bic' }],
    ['outliers and a remark', { ...flatShop(80), algorithm: 'dbscan', eps: 0.5, colour: 'red' }],
    ['equal customers', { data: ['a', 'b', 'c'].map((id) => ({ id, x: 1, city: 'Lima' })) }],
    [
      'one feature, and every parameter',
      {
        ...flatShop(60),
        algorithm: 'agglomerative',
        n_clusters: 3,
        features: ['purchase_total'],
        linkage: 'average',
        eps: 0.5,
        min_samples: 4,
        max_clusters: 6,
        objective: 'actionable',
        preprocessing: 'standard',
        seed: 7,
        min_cluster_share: 0,
        choose: { algorithm: 'Agglomerative', k: 3 },
        feature_hints: { purchase_total: { kind: 'money', direction: 'more' } },
        lang: 'es',
      },
    ],
  ])('%s: as documented, and nothing else', async (_, body) => {
    const answer = await ask(body);
    expect([answer.status, answer.body['message']]).toEqual([200, undefined]);
    expect(faults(operation.answer(200), answer.body)).toEqual([]);
    expect([...new Set(undocumented(operation.answer(200), answer.body))]).toEqual([]);
    expect(faults(operation.request, body)).toEqual([]);
  });
});

describe('a real refusal', () => {
  test.each([
    ['nothing', {}, 400],
    ['no JSON', '{', 400],
    ['another type', { ...customerBody(), n_clusters: 'three' }, 400],
    ['a value out of range', { ...customerBody(), n_clusters: 0 }, 422],
    ['one customer', { data: customerBody().data.slice(0, 1) }, 422],
    ['an unknown feature', { ...customerBody(), features: ['age'] }, 422],
    ['two hundred faults', { data: Array.from({ length: 200 }, (_, id) => ({ id, x: id % 2 ? 1 : '1' })) }, 422],
    ['a rule that does not fit', { ...customerBody(), k_selection: 'bic' }, 422],
    ['too much', ' '.repeat(1_000_001), 413],
  ])('%s: as documented, and nothing else', async (_, body, status) => {
    const answer = await ask(body);
    expect(answer.status).toBe(status);
    expect(faults(operation.answer(status), answer.body)).toEqual([]);
    expect(undocumented(operation.answer(status), answer.body)).toEqual([]);
  });

  test.each([
    [{ authorization: 'Bearer no' }, 401],
    [{ authorization: 'Bearer 2|t' }, 403],
    [{ 'content-type': 'text/plain' }, 415],
  ])('of headers: %j', async (headers: Record<string, string>, status) => {
    const answer = await ask('{}', headers);
    expect(answer.status).toBe(status);
    expect(faults(operation.answer(status), answer.body)).toEqual([]);
    expect(undocumented(operation.answer(status), answer.body)).toEqual([]);
  });
});

test('the document’s schemas can fail', () => {
  expect(faults(operation.answer(200), { segments: [{}] })).not.toEqual([]);
  expect(undocumented(operation.answer(400), { error: '', detail: '' })).toEqual(['.detail']);
});
