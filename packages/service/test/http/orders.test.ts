import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bearerRfmPath, ordersPaths, type OrdersQuestion } from '../../src/contract/orders/orders.ts';
import { ordersExamples } from '../../src/contract/orders/orders-examples.ts';
import { jsonLimits } from '../../src/contract/json/json.ts';
import { decodeRfm } from '../../src/contract/orders/rfm-decode.ts';
import { flatRfmExample } from '../../src/contract/orders/rfm-flat.ts';
import { compute } from '../../src/runs/compute.ts';
import { jsonHeaders, purchasingPath, readingPool, tenant, testApp } from '../support/app.ts';
import { bytesOf } from '../support/bodies.ts';
import { documentedAt, faults, undocumented } from '../support/operations.ts';

let app: FastifyInstance;
beforeAll(async () => {
  app = await testApp({
    pool: { ...readingPool(), run: async (job) => compute(job) },
    verifyToken: async (token) =>
      token === '1|bound' ? { tokenId: '1', tenant, abilities: ['segmentation:run'] } : null,
  });
});
afterAll(() => app.close());

async function ask(question: OrdersQuestion, payload: object | string, headers: Record<string, string> = {}) {
  const all = { ...jsonHeaders, ...headers };
  const response = await app.inject({ method: 'POST', url: ordersPaths[question], headers: all, payload });
  return { status: response.statusCode, body: response.json(), language: response.headers['content-language'] };
}
const questions = Object.keys(ordersPaths) as OrdersQuestion[];
const buyer = (customer_id: string, ...transactions: object[]) => ({ customer_id, transactions });

describe.each(questions)('%s', (question) => {
  test('answers its example as documented, and nothing else', async () => {
    const operation = await documentedAt(app, ordersPaths[question]);
    const { status, body } = await ask(question, ordersExamples[question]);
    expect(status).toBe(200);
    expect(faults(operation.answer(200), body)).toEqual([]);
    expect(undocumented(operation.answer(200), body)).toEqual([]);
    expect(faults(operation.request, ordersExamples[question])).toEqual([]);
    expect(body.warnings).toEqual([]);
  });

  test.each([
    ['nothing', {}, 422],
    ['no customers', { customers: [] }, 422],
    ['a number for customers', { customers: 7 }, 422],
    ['customers that are none', { customers: [1, null, 'x', []] }, 422],
    ['no object', '[]', 400],
    ['no JSON', '{', 400],
    ['a key twice', '{"customers":[],"customers":[]}', 400],
  ])('refuses %s as documented', async (_, payload, expected) => {
    const operation = await documentedAt(app, ordersPaths[question]);
    const { status, body } = await ask(question, payload);
    expect(status).toBe(expected);
    expect(faults(operation.answer(expected), body)).toEqual([]);
  });

  test('wants credentials before anything else', async () => {
    const response = await app.inject({
      method: 'POST',
      url: ordersPaths[question],
      headers: { 'content-type': 'application/json' },
      payload: '{',
    });
    expect(response.statusCode).toBe(401);
  });

  test('names one parameter that nobody knows, and takes both spellings', async () => {
    const [first] = ordersExamples[question].customers;
    const { customer_id, ...rest } = first ?? { customer_id: '' };
    const { status, body } = await ask(question, { customers: [{ customerId: customer_id, ...rest }], surprise: 1 });
    expect([status, body.warnings.map(({ code }: { code: string }) => code)]).toEqual([200, ['UNKNOWN_PARAMETER']]);
  });
});

describe('customer_features', () => {
  test('gives the features of the example, ready for purchasing_segmentation', async () => {
    const { body } = await ask('customer_features', ordersExamples.customer_features);
    expect(body.customers).toEqual([
      {
        customer_id: 'C-1001',
        features: {
          purchase_total: 918.95,
          visit_frequency: 2,
          avg_ticket: 459.475,
          product_diversity: 2,
          loyalty_score: 0.97,
          recency_days: 3,
        },
      },
      {
        customer_id: 'C-1002',
        features: {
          purchase_total: 195.9,
          visit_frequency: 2,
          avg_ticket: 97.95,
          product_diversity: 2,
          loyalty_score: 0.166667,
          recency_days: 109,
        },
      },
    ]);
    expect(body.loyalty).toEqual({ given: 1, scored: 1 });
    const payload = { data: body.customers };
    const next = await app.inject({ method: 'POST', url: purchasingPath, headers: jsonHeaders, payload });
    expect(next.statusCode).toBe(200);
  });

  test('sets returns against purchases, counts what had none, and names who has nothing left', async () => {
    const customers = [
      buyer(
        'a',
        { date: '2026-01-01', amount: 10, product_id: 'p' },
        { date: '2026-01-02', amount: -4, product_id: 'p' },
      ),
      buyer('b', { date: '2026-01-01', amount: 5, product_id: 1 }, { date: '2026-01-02', amount: -7, product_id: 1 }),
    ];
    const { body } = await ask('customer_features', { today: '2026-01-31', customers });
    expect(body.customers.map(({ customer_id, features }: never) => [customer_id, features])).toEqual([
      ['a', expect.objectContaining({ purchase_total: 6, visit_frequency: 1, recency_days: 30 })],
    ]);
    expect(body.left_out).toEqual(['b']);
    expect(body.returns).toEqual({ lines: 2, amount: 11, unmatched_lines: 1, unmatched_amount: 2 });
    const kept = await ask('customer_features', { today: '2026-01-31', returns: 'drop', customers });
    expect(kept.body.left_out).toEqual([]);
  });

  test('counts days in the time zone that is named', async () => {
    const customers = [
      buyer('a', { date: '2026-01-01T23:30:00Z', amount: 1 }, { date: '2026-01-02T08:00:00+01:00', amount: 1 }),
    ];
    const visits = async (time_zone: string) => {
      const { body } = await ask('customer_features', { today: '2026-01-31', time_zone, customers });
      return body.customers[0].features.visit_frequency;
    };
    expect([await visits('UTC'), await visits('Europe/Madrid')]).toEqual([2, 1]);
  });

  test('every fault is named by its path, in the language asked for', async () => {
    const customers = [
      { customer_id: '', transactions: [{ date: '2026-02-30', amount: '5' }] },
      { transactions: [{ date: '2027-01-01', amount: 1e13, product_id: {} }, 7] },
      buyer('x'),
      { customer_id: 'y', loyalty_score: 2 },
      buyer('z', { date: '2026-01-01', amount: 1 }),
      buyer('z', { date: '2026-01-01', amount: 1 }),
    ];
    const payload = { today: '2026-06-01', visits: 'weeks', customers };
    const { status, body, language } = await ask('customer_features', payload, { 'accept-language': 'es' });
    expect([status, body.code, language]).toEqual([422, 'INVALID_PARAMETER', 'es']);
    expect(Object.keys(body.errors)).toEqual([
      'visits',
      'customers[0].customer_id',
      'customers[0].transactions[0].date',
      'customers[0].transactions[0].amount',
      'customers[1].customer_id',
      'customers[1].transactions[0].date',
      'customers[1].transactions[0].amount',
      'customers[1].transactions[0].product_id',
      'customers[1].transactions[1]',
      'customers[2].transactions',
      'customers[3].loyalty_score',
      'customers[3].transactions',
      'customers[5].customer_id',
    ]);
    expect(body.errors['customers[1].transactions[0].date']).toEqual([
      'customers[1].transactions[0].date es "2027-01-01", posterior a 2026-06-01. Envíe el día del pedido o un today posterior.',
    ]);
  });

  test.each([
    ['today', '2026-02-30', 'a day such as 2026-01-31'],
    ['time_zone', 'Mars/Olympus', 'a time zone such as UTC or Europe/Madrid'],
    ['returns', 'ignore', 'one of net, drop, keep'],
  ])('%s %j is refused with what it may be', async (parameter, value, words) => {
    const customers = [buyer('a', { date: '2026-01-01', amount: 1 })];
    const { status, body } = await ask('customer_features', { [parameter]: value, customers });
    expect([status, body.details.parameter]).toEqual([422, parameter]);
    expect(body.message).toContain(words);
  });

  test('a long whole number stays what it is as an id, and very many transactions are refused before they are parsed', async () => {
    const text =
      '{"today":"2026-01-31","customers":[{"customer_id":12345678901234567890,"transactions":[{"date":"2026-01-01","amount":1}]}]}';
    expect((await ask('customer_features', text)).body.customers[0].customer_id).toBe('12345678901234567890');
    const few = await testApp({
      pool: {
        ...readingPool(),
        run: async (job) => compute('limits' in job ? { ...job, limits: { ...job.limits, customers: 2 } } : job),
      },
    });
    const transactions = Array.from({ length: 1_500 }, () => ({ date: '2026-01-01', amount: 1 }));
    const url = ordersPaths.customer_features;
    const payload = { customers: [buyer('a', ...transactions)] };
    const refused = await few.inject({ method: 'POST', url, headers: jsonHeaders, payload });
    await few.close();
    expect([refused.statusCode, refused.json().message]).toEqual([
      413,
      expect.stringContaining('more than the limit of 8 transactions'),
    ]);
  });
});

describe('customer_rfm', () => {
  test('scores the example, publishes its thresholds and says each tier in words', async () => {
    const { body } = await ask('customer_rfm', ordersExamples.customer_rfm, { 'accept-language': 'pt' });
    expect(body.customers[0]).toEqual({
      customer_id: 'C-1001',
      recency_days: 3,
      frequency: 2,
      monetary_total: 830.55,
      recency_score: 5,
      frequency_score: 3,
      monetary_score: 5,
      rfm_class: '535',
      rfm_total: 13,
      rfm_tier: 'Champion',
      interpretation: 'Campeão: comprou há pouco, de vez em quando, gasta muito.',
    });
    expect(body.customers[1]).toMatchObject({ rfm_class: '131', rfm_tier: 'At-Risk' });
    expect(body.thresholds).toEqual({
      recency: [3, 3, 3, 3],
      frequency: [2, 2, null, null],
      monetary: [830.55, 830.55, 830.55, 830.55],
    });
    expect(body.tiers).toEqual({ Champion: 1, Loyal: 0, Potential: 0, Promising: 0, 'At-Risk': 1 });
  });

  test.each([1, 11, 2.5, '5'])('bins of %j are refused', async (bins) => {
    const { status, body } = await ask('customer_rfm', { ...ordersExamples.customer_rfm, bins });
    expect([status, body.details.parameter]).toEqual([422, 'bins']);
  });
});

describe('customer_loyalty', () => {
  test('takes weights and thresholds, and refuses those that make no sense', async () => {
    const example = ordersExamples.customer_loyalty;
    const { body } = await ask('customer_loyalty', example);
    expect(body.customers).toEqual([
      { customer_id: 'C-1001', loyalty_score: 1, segment: 'Platinum' },
      { customer_id: 'C-1002', loyalty_score: 0, segment: 'At-Risk' },
    ]);
    expect(body.summary).toMatchObject({ mean_score: 0.5, median_score: 0.5, top_decile_threshold: 0.9 });
    const other = await ask('customer_loyalty', { ...example, segment_thresholds: { Bronze: 0 } });
    expect(other.body.customers[1].segment).toBe('Bronze');
    for (const wrong of [
      { weights: { purchase_total: -1 } },
      { weights: { height: 1 } },
      { weights: { recency_days: 0 } },
    ])
      expect((await ask('customer_loyalty', { ...example, ...wrong })).status).toBe(422);
  });

  test('refuses a feature out of its range', async () => {
    const customers = [{ customer_id: 'a', features: { visit_frequency: 1.5 } }];
    const { status, body } = await ask('customer_loyalty', { customers });
    expect([status, body.details.parameter]).toEqual([422, 'customers[0].features.visit_frequency']);
  });
});

test('RFM by bearer token answers with the errors of that contract', async () => {
  const response = await app.inject({ method: 'POST', url: bearerRfmPath, headers: jsonHeaders, payload: '{}' });
  expect([response.statusCode, response.headers['www-authenticate']]).toEqual([401, 'Bearer']);
});

describe('RFM of one list of transactions', () => {
  const byToken = async (payload: object | string, headers: Record<string, string> = {}) => {
    const all = { ...jsonHeaders, authorization: 'Bearer 1|bound', ...headers };
    const response = await app.inject({ method: 'POST', url: bearerRfmPath, headers: all, payload });
    return { status: response.statusCode, body: response.json() };
  };

  test('answers in the form that the list came in, as documented', async () => {
    const operation = await documentedAt(app, bearerRfmPath);
    const { status, body } = await byToken(flatRfmExample, { 'accept-language': 'pt' });
    expect(status).toBe(200);
    expect(faults(operation.request, flatRfmExample)).toEqual([]);
    expect(faults(operation.answer(200), body)).toEqual([]);
    expect(undocumented(operation.answer(200), body)).toEqual([]);
    expect(body).toMatchObject({ bins: 5, reference_date: '2025-01-07', warnings: [] });
    expect(body.rfm_analysis).toEqual([
      {
        customer_id: 'C001',
        recency_score: 5,
        frequency_score: 5,
        monetary_score: 1,
        rfm_score: '551',
        segment: 'Potential Loyalists',
        recency_days: 2,
        frequency_count: 2,
        monetary_total: 239.9,
        recommendations: ['Dar um motivo para a próxima visita', 'Convidar para o programa de fidelidade'],
      },
      expect.objectContaining({ customer_id: 'C002', rfm_score: '115', segment: 'At Risk', recency_days: 84 }),
    ]);
    expect(body.segments_summary).toEqual({
      Champions: 0,
      'Loyal Customers': 0,
      'Potential Loyalists': 1,
      'At Risk': 1,
      Lost: 0,
    });
  });

  test('has the scores of the same transactions by customer', async () => {
    const transactions = Array.from({ length: 60 }, (_, i) => ({
      customer_id: `c${i % 13}`,
      date: `2026-0${1 + (i % 6)}-1${i % 9}`,
      amount: 5 + ((i * 37) % 50),
    }));
    const customers = [...new Set(transactions.map(({ customer_id }) => customer_id))].map((customer_id) => ({
      customer_id,
      transactions: transactions.filter((one) => one.customer_id === customer_id),
    }));
    const flat = await byToken({ transactions, reference_date: '2026-07-01T08:00:00Z' });
    const nested = await byToken({ customers, today: '2026-07-01', bins: 4, visits: 'orders' });
    expect(flat.body.rfm_analysis.map(({ customer_id, rfm_score }: never) => [customer_id, rfm_score])).toEqual(
      nested.body.customers.map(({ customer_id, rfm_class }: never) => [customer_id, rfm_class]),
    );
    expect(flat.body.thresholds).toEqual(nested.body.thresholds);
  });

  test.each([
    [{ transactions: [] }, 'transactions'],
    [{ transactions: 7 }, 'transactions'],
    [{ transactions: [7] }, 'transactions[0]'],
    [{ transactions: [{ date: '2026-01-01', amount: 1 }] }, 'transactions[0].customer_id'],
    [{ transactions: [{ customer_id: 'a', date: 'soon', amount: 1 }] }, 'transactions[0].date'],
    [{ transactions: [{ customer_id: 'a', date: '2026-01-01', amount: '1' }] }, 'transactions[0].amount'],
    [{ ...flatRfmExample, quintiles: 'yes' }, 'quintiles'],
    [{ ...flatRfmExample, reference_date: 'today' }, 'reference_date'],
    [{ ...flatRfmExample, reference_date: '2024-12-31' }, 'transactions[0].date'],
    [{ ...flatRfmExample, customers: [] }, 'customers'],
  ])('refuses %j by name', async (payload, parameter) => {
    const { status, body } = await byToken(payload);
    expect([status, body.details.parameter]).toEqual([422, parameter]);
  });

  test('more customers than the limit are refused, however few transactions they have', async () => {
    const transactions = Array.from({ length: 7 }, (_, i) => ({ customer_id: i, date: '2026-01-01', amount: 1 }));
    const few = { language: null, now: new Date('2026-06-01'), limits: { ...jsonLimits, customers: 6 } };
    expect(() => decodeRfm(bytesOf({ transactions }), few)).toThrow('TOO_MANY_CUSTOMERS');
    expect(decodeRfm(bytesOf({ transactions: transactions.slice(1) }), few).buyers).toHaveLength(6);
  });
});
