import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { score, type SegmentModel, shop } from '@clientele/engine';
import { customerPath } from '../../src/contract/segmentation/customer-segmentation.ts';
import { purchasingPath } from '../../src/contract/segmentation/purchasing-segmentation.ts';
import { compute } from '../../src/runs/compute.ts';
import type { ComputePool } from '../../src/runs/pool.ts';
import type { NewTenant } from '../../src/store/tenants.ts';
import { readingPool, unlimited } from '../support/app.ts';
import { type Body, shopBody } from '../support/bodies.ts';
import { by } from '../support/credentials.ts';
import { bearer, pair } from '../support/offers.ts';
import { documentedAt, faults, undocumented } from '../support/operations.ts';
import { served, type Served } from '../support/served.ts';
import { stores } from '../support/stores.ts';

const pool: ComputePool = { ...readingPool(), run: async (job) => compute(job) };
type Row = { customer_id: string; features: Record<string, number | null> };
interface Answered {
  readonly run_id: string;
  readonly clusters: readonly { cluster_id: number; persona_label: string }[];
  readonly customer_labels: readonly { customer_id: string; cluster_id: number; confidence: number }[];
  readonly identity?: {
    previous_run_id: string;
    basis: string;
    shared_customers: number;
    segments: readonly { segment_id: number | null; state: string; message: string }[];
  };
}

describe.each(stores)('change on $name', ({ empty }) => {
  let it: Served;
  let tenant: NewTenant;
  let first: Answered;
  const body = { ...shopBody(300), choose: { algorithm: 'KMeans', k: 4 } };
  beforeAll(async () => {
    it = await served({ pool, protection: { ...unlimited, now: () => it.clock.at } }, { empty });
    tenant = await it.store.createTenant('A');
    first = await segmented(body);
  });
  afterAll(() => it.close());

  interface Asked<Answer> {
    readonly status: number;
    readonly body: Answer;
  }
  async function ask<Answer = Record<string, unknown>>(
    method: 'GET' | 'POST',
    url: string,
    payload?: object,
    headers: Record<string, string> = pair(tenant),
  ): Promise<Asked<Answer>> {
    const response = await it.app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
    return { status: response.statusCode, body: response.json<Answer>() };
  }
  const segmented = async (payload: object, headers?: Record<string, string>): Promise<Answered> => {
    const { status, body: answer } = await ask<Answered>('POST', purchasingPath, payload, headers);
    expect([status, answer]).toEqual([200, answer]);
    return answer;
  };
  const rows = (given: Body): Row[] => given['data'] as Row[];
  const at = (path: string): string => `/api/v1/runs/${first.run_id}/${path}`;

  interface Scored {
    readonly labels: readonly { customer_id: string; segment_id: number; confidence: number; out_of_range: boolean }[];
    readonly out_of_range: Record<string, number>;
    readonly warnings: readonly { code: string; message: string }[];
  }

  describe('scoring', () => {
    test('gives the customers of a K-Means run their own segments and confidences back, in either shape', async () => {
      const nested = await ask<Scored>('POST', at('score'), { data: rows(body) });
      expect(nested.status).toBe(200);
      expect(faults((await documentedAt(it.app, '/api/v1/runs/{run}/score')).answer(200), nested.body)).toEqual([]);
      const { labels, out_of_range: out, warnings } = nested.body;
      const expected = first.customer_labels.map(({ customer_id, cluster_id, confidence }) => ({
        customer_id,
        segment_id: cluster_id,
        confidence,
        out_of_range: false,
      }));
      expect([labels, out, warnings]).toEqual([expected, {}, []]);
      const flat = rows(body).map(({ customer_id, features }) => ({ id: customer_id, ...features, note: 'text' }));
      const told = await ask<Scored>('POST', at('score'), { data: flat });
      expect(told.body.labels).toEqual(expected);
      expect(told.body.warnings.map(({ code }) => code)).toEqual(['TEXT_FIELD_IGNORED']);
    });

    test('takes one customer, missing values and unknown features, and says what is out of range', async () => {
      const [{ features }] = rows(body);
      const whale = {
        customer_id: 'whale',
        features: { ...features, purchase_total: 1e9, loyalty_score: null, shoes: 4 },
      };
      const { status, body: answer } = await ask<Scored>('POST', at('score'), { data: [whale] });
      expect(status).toBe(200);
      expect(answer.labels).toMatchObject([{ customer_id: 'whale', out_of_range: true }]);
      expect(answer.out_of_range).toEqual({ purchase_total: 1 });
      expect(answer.warnings).toMatchObject([{ code: 'UNKNOWN_PARAMETER', message: expect.stringContaining('shoes') }]);
    });

    test.each([
      [{}, 422, 'data'],
      [{ data: [] }, 422, 'data[0]'],
      [{ data: 7 }, 422, 'data'],
      [{ data: [{ customer_id: 'a', features: { purchase_total: 1 } }] }, 422, 'Send the same features'],
      [{ data: [{ customer_id: 'a', features: { purchase_total: 'much' } }] }, 422, 'purchase_total'],
    ])('refuses %j', async (payload, status, told) => {
      const answer = await ask('POST', at('score'), payload);
      expect(answer.status).toBe(status);
      expect(JSON.stringify(answer.body)).toContain(told);
    });

    test('needs a run of one’s own that is completed', async () => {
      const other = await it.store.createTenant('B');
      const asked = await ask('POST', at('score'), { data: rows(body) }, pair(other));
      expect([asked.status, asked.body['code']]).toEqual([404, 'NOT_FOUND']);
      const token = await it.store.createToken({ tenant: tenant.apiId, abilities: ['runs:read'], name: 't' }, by);
      const allowed = await ask('POST', at('score'), { data: rows(body) }, bearer(token?.token ?? ''));
      expect(allowed.status).toBe(200);
    });

    test('a DBSCAN of many core customers, too large to be kept apart, is scored from the whole run', async () => {
      const many = await segmented({ ...shopBody(4000, 3), dbscan_eps: 1, choose: { algorithm: 'DBSCAN' } });
      const kept = await it.store.readModel(tenant.apiId, many.run_id);
      expect(kept).toEqual({ model: null });
      const { body: told } = await ask<Scored>('POST', `/api/v1/runs/${many.run_id}/score`, {
        data: rows(shopBody(50, 3)),
      });
      const known = new Map(many.customer_labels.map((each) => [each.customer_id, each.cluster_id]));
      const same = told.labels.filter((each) => known.get(each.customer_id) === each.segment_id);
      expect(same.length).toBeGreaterThan(45);
    });
  });

  describe('the model', () => {
    test('as JSON scores in the library what the service scores, and tells how many of its own it keeps', async () => {
      const { body: told } = await ask<{ own_agreement: number; model: SegmentModel }>('GET', at('model'));
      expect(told.own_agreement).toBe(1);
      const { table } = shop({ n: 300, seed: 1 });
      expect([...score(told.model, table).labels]).toEqual(first.customer_labels.map(({ cluster_id }) => cluster_id));
    });

    test('as SQL names the table and the column that were asked for', async () => {
      const response = await it.app.inject({
        url: at('model?format=sql&dialect=duckdb&table=shop.people&id_column=person'),
        headers: pair(tenant),
      });
      expect(response.headers['content-type']).toBe('application/sql; charset=utf-8');
      expect(response.body).toContain('FROM "shop"."people"');
      expect(response.body).toContain('AS "person"');
      const wrong = await ask('GET', at('model?format=sql&dialect=oracle'));
      expect([wrong.status, JSON.stringify(wrong.body)]).toEqual([422, expect.stringContaining('duckdb, postgres')]);
    });
  });

  describe('a run with a previous one', () => {
    /** May: every customer bought a little more, one in ten is gone, some are new. */
    const may = (): Body => {
      const old = rows(structuredClone(body)).filter((_, i) => i % 10 !== 0);
      for (const { features } of old) features['recency_days'] = (features['recency_days'] ?? 0) + 3;
      const fresh = rows(shopBody(30, 9)).map((row) => ({ ...row, customer_id: `new ${row.customer_id}` }));
      return { ...body, data: [...old, ...fresh] };
    };

    test('keeps the ids of segments that go on, tells what became of each, and answers the same when asked again', async () => {
      it.clock.at += 86_400_000;
      const answer = await segmented({ ...may(), previous_run_id: first.run_id });
      expect(answer.identity).toMatchObject({
        previous_run_id: first.run_id,
        basis: 'customers',
        shared_customers: 270,
      });
      expect(answer.identity?.segments.map(({ state }) => state)).toEqual(['kept', 'kept', 'kept', 'kept']);
      const before = new Map(first.customer_labels.map((each) => [each.customer_id, each.cluster_id]));
      const shared = answer.customer_labels.filter(({ customer_id }) => before.has(customer_id));
      const same = shared.filter(({ customer_id, cluster_id }) => before.get(customer_id) === cluster_id);
      expect(same.length / shared.length).toBeGreaterThan(0.95);
      expect(faults((await documentedAt(it.app, purchasingPath)).answer(200), answer)).toEqual([]);
      expect(undocumented((await documentedAt(it.app, purchasingPath)).answer(200), answer)).toEqual([]);

      const again = await ask('GET', `/api/v1/runs/${answer.run_id}/answer`);
      expect(again.body).toEqual(answer);
      const shown = await ask('GET', `/api/v1/runs/${answer.run_id}`);
      expect(shown.body).toMatchObject({ previous_run_id: first.run_id, result: { identity: answer.identity } });
      const spanish = await ask<{ result: Answered }>('GET', `/api/v1/runs/${answer.run_id}`, undefined, {
        ...pair(tenant),
        'accept-language': 'es',
      });
      expect(spanish.body.result.identity?.segments[0].message).toContain('como antes');
      const report = await it.app.inject({ url: `/api/v1/runs/${answer.run_id}/report`, headers: pair(tenant) });
      expect(report.statusCode).toBe(200);
    });

    test('is told of by the other contract too', async () => {
      const token = await it.store.createToken({ tenant: tenant.apiId, abilities: ['*'], name: 't' }, by);
      const flat = rows(body).map(({ customer_id, features }) => ({ customer_id, ...features }));
      const { status, body: answer } = await ask<Answered>(
        'POST',
        customerPath,
        { data: flat, algorithm: 'kmeans', n_clusters: 4, previousRunId: first.run_id },
        bearer(token?.token ?? ''),
      );
      expect(status).toBe(200);
      expect(answer.identity?.segments.map(({ segment_id, state }) => [segment_id, state])).toEqual(
        [0, 1, 2, 3].map((id) => [id, 'kept']),
      );
    });

    test.each([['11111111-1111-4111-8111-111111111111'], ["' or 1=1"], ['']])(
      'that nobody has (%s) is refused by name',
      async (previous_run_id) => {
        const { status, body: answer } = await ask('POST', purchasingPath, { ...body, previous_run_id });
        expect([status, answer['code'], Object.keys(answer['errors'] as object)]).toEqual([
          422,
          'INVALID_PARAMETER',
          ['previous_run_id'],
        ]);
      },
    );

    test('an answer without one has no word of it', () => {
      expect(first).not.toHaveProperty('identity');
    });
  });

  describe('a customer through time', () => {
    test('shows its segment in every run, the one before, and since when', async () => {
      const own = await it.store.createTenant('C');
      const asOwn = pair(own);
      const two = (moved: boolean): Body => ({
        choose: { algorithm: 'KMeans', k: 2 },
        data: Array.from({ length: 40 }, (_, i) => {
          const high = i < 20 !== (moved && i === 0);
          return {
            customer_id: `C-${i}`,
            features: { purchase_total: (high ? 1000 : 10) + i, recency_days: high ? 5 : 90 },
          };
        }),
      });
      const start = it.clock.at;
      const january = await segmented(two(false), asOwn);
      it.clock.at += 86_400_000;
      const february = await segmented({ ...two(true), previous_run_id: january.run_id }, asOwn);
      it.clock.at += 86_400_000;
      const march = await segmented({ ...two(true), previous_run_id: february.run_id }, asOwn);
      const day = (days: number): string => new Date(start + days * 86_400_000).toISOString();

      const url = (id: string): string => `/api/v1/customers/${id}/segments`;
      const moved = await ask('GET', url('C-0'), undefined, asOwn);
      expect(faults(await documentedGet(it, '/api/v1/customers/{customer}/segments'), moved.body)).toEqual([]);
      expect(moved.body).toMatchObject({
        customer_id: 'C-0',
        segments: [
          { run_id: march.run_id, segment_id: 1, previous_segment_id: 0, changed_at: day(1) },
          { run_id: february.run_id, segment_id: 1, previous_segment_id: 0, changed_at: day(1) },
          { run_id: january.run_id, segment_id: 0, previous_segment_id: null, changed_at: day(0) },
        ],
      });
      const stayed = await ask('GET', `${url('C-5')}?limit=1`, undefined, asOwn);
      expect(stayed.body['segments']).toMatchObject([{ segment_id: 0, previous_segment_id: null, changed_at: day(0) }]);
      expect((await ask('GET', url('C-99'), undefined, asOwn)).status).toBe(404);
      expect((await ask('GET', url('C-0'))).body).not.toMatchObject({ segments: [{ run_id: march.run_id }] });

      // Who is deleted is gone from there too, and the others keep their record.
      await it.app.inject({ method: 'DELETE', url: '/api/v1/customers/C-1', headers: asOwn });
      expect((await ask('GET', url('C-1'), undefined, asOwn)).status).toBe(404);
      expect((await ask('GET', url('C-0'), undefined, asOwn)).body).toEqual(moved.body);
    });
  });

  describe('a comparison', () => {
    test('tells who went where, what has drifted and what to do, as documented', async () => {
      const crept = structuredClone(body);
      for (const { features } of rows(crept))
        features['recency_days'] = Math.round((features['recency_days'] ?? 0) * 1.15);
      const after = await segmented(crept);
      const { status, body: told } = await ask('GET', `/api/v1/runs/${first.run_id}/compare/${after.run_id}`);
      expect(status).toBe(200);
      expect(faults(await documentedGet(it, '/api/v1/runs/{run}/compare/{other_run}'), told)).toEqual([]);
      expect(told).toMatchObject({
        before: first.run_id,
        after: after.run_id,
        recommendation: 'rescore',
        customers: { before: 300, after: 300, shared: 300 },
        drift: {
          input: expect.arrayContaining([
            expect.objectContaining({ feature: 'recency_days', level: expect.stringMatching(/some|large/) }),
          ]),
        },
      });
      const ways = told['migration'] as { customers: number; value_before: number | null }[];
      expect(ways.reduce((sum, { customers }) => sum + customers, 0)).toBe(300);
    });

    test('with oneself says keep, in the language asked for', async () => {
      const url = `/api/v1/runs/${first.run_id}/compare/${first.run_id}`;
      const { body: told } = await ask('GET', url, undefined, { ...pair(tenant), 'accept-language': 'pt' });
      expect(told).toMatchObject({ recommendation: 'keep', message: 'Mantenha os segmentos anteriores.' });
    });

    test('with another’s run finds nothing', async () => {
      const other = await it.store.createTenant('D');
      const theirs = await segmented(body, pair(other));
      const { status } = await ask('GET', `/api/v1/runs/${first.run_id}/compare/${theirs.run_id}`);
      expect(status).toBe(404);
    });
  });
});

/** The documented answer of GET `path`. */
async function documentedGet(it: Served, path: string) {
  const document = (await it.app.inject('/openapi.json')).json<{
    paths: Record<string, { get: { responses: Record<string, { content: Record<string, { schema: object }> }> } }>;
  }>();
  return document.paths[path].get.responses['200'].content['application/json'].schema;
}
