import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { customerPath } from '../../src/contract/segmentation/customer-segmentation.ts';
import { cursorOf } from '../../src/contract/cursor.ts';
import { purchasingPath } from '../../src/contract/segmentation/purchasing-segmentation.ts';
import { compute } from '../../src/runs/compute.ts';
import type { ComputePool } from '../../src/runs/pool.ts';
import type { NewTenant } from '../../src/store/tenants.ts';
import { readingPool } from '../support/app.ts';
import { shopBody } from '../support/bodies.ts';
import { by } from '../support/credentials.ts';
import { flatShop } from '../support/customers.ts';
import { served, type Served } from '../support/served.ts';
import { storedRun } from '../support/stored-run.ts';
import { stores } from '../support/stores.ts';

const DAY = 86_400_000;
/** What happens while another model is being chosen. */
let choosing = async () => {};
const pool: ComputePool = {
  ...readingPool(),
  async run(job) {
    const outcome = compute(job);
    if ('choose' in job) await choosing();
    return outcome;
  },
};
/** Members of the answers, as far as these tests look at them. */
interface Told {
  readonly run_id: string;
  readonly contract: string;
  readonly asked_by: string;
  readonly next_cursor: string | null;
  readonly result: { readonly structure: { readonly headline: string } };
  readonly clusters: readonly unknown[];
  readonly selection: { readonly decided_by: string };
  readonly customer_id: string;
  readonly cluster_id: number;
  readonly segment_id: number;
  readonly size: number;
  readonly code: string;
}

describe.each(stores)('stored runs on $name', ({ empty }) => {
  let it: Served;
  let a: NewTenant;
  let b: NewTenant;
  let ids = 0;
  beforeAll(async () => {
    it = await served({ pool, newId: () => `run-${++ids}` }, { empty });
  });
  afterAll(() => it.close());
  beforeEach(async () => {
    [a, b] = [await it.store.createTenant('A'), await it.store.createTenant('B')];
  });

  const as = ({ apiId, secret }: NewTenant) => ({ 'x-customer-api-id': apiId, 'x-secret': secret });
  const get = (path: string, tenant = a, headers: Record<string, string> = {}) =>
    it.app.inject({ method: 'GET', url: `/api/v1/${path}`, headers: { ...as(tenant), ...headers } });
  const remove = (path: string, tenant = a) =>
    it.app.inject({ method: 'DELETE', url: `/api/v1/${path}`, headers: as(tenant) });
  const post = (url: string, payload: object, headers: Record<string, string> = as(a)) =>
    it.app.inject({ method: 'POST', url, payload, headers });
  const tokenWith = async (...abilities: string[]): Promise<Record<string, string>> => {
    const made = await it.store.createToken({ tenant: a.apiId, abilities }, by);
    return { authorization: `Bearer ${made?.token}` };
  };

  test('an answer of either contract names a run that can be asked for at once, and is told again byte for byte', async () => {
    const first = await post(purchasingPath, shopBody(30));
    const second = await post(customerPath, flatShop(30), await tokenWith('segmentation:run'));
    for (const answer of [first, second]) {
      expect(answer.statusCode).toBe(200);
      const again = await get(`runs/${answer.json<Told>().run_id}/answer`);
      expect([again.statusCode, again.headers['content-type']]).toEqual([200, answer.headers['content-type']]);
      expect(again.body).toBe(answer.body);
    }
    const { runs } = (await get('runs')).json<{ runs: Told[] }>();
    expect(runs.map(({ contract, asked_by }) => [contract, asked_by.split(' ')[0]])).toEqual([
      ['customer_segmentation', 'token'],
      ['purchasing_segmentation', 'key'],
    ]);
  });

  test('a run tells how it came about, and its result in the language asked for', async () => {
    const { id, answer } = await storedRun(it.store, a.apiId);
    const shown = (await get(`runs/${id}`)).json<Told>();
    expect(shown).toMatchObject({ run_id: id, state: 'completed', customers: 24, language: 'en', asked_by: 'cli' });
    expect(shown).toMatchObject({
      parameters: { max_clusters: 4, seed: 42, dbscan_eps: 0.4, objective: 'separation' },
    });
    const { customer_labels: _, ...rest } = JSON.parse(answer) as Record<string, unknown>;
    expect(shown.result).toEqual(rest);
    const spanish = await get(`runs/${id}`, a, { 'accept-language': 'es' });
    expect(spanish.headers['content-language']).toBe('es');
    const headlines = [shown, spanish.json<Told>()].map((one) => one.result.structure.headline);
    expect(headlines[0]).not.toBe(headlines[1]);
  });

  test('labels come as JSON in pages, CSV, Arrow and Parquet', async () => {
    const { id, answer } = await storedRun(it.store, a.apiId);
    const labels: Told[] = [];
    let cursor = '';
    do {
      const page = await get(`runs/${id}/labels?limit=10${cursor}`);
      expect(page.statusCode).toBe(200);
      labels.push(...page.json<{ labels: Told[] }>().labels);
      const next = page.json<Told>().next_cursor;
      cursor = next === null ? '' : `&cursor=${encodeURIComponent(next)}`;
    } while (cursor !== '');
    const expected = (JSON.parse(answer) as { customer_labels: Told[] }).customer_labels;
    expect(labels.map(({ customer_id, segment_id }) => [customer_id, segment_id])).toEqual(
      expected.map(({ customer_id, cluster_id }) => [customer_id, cluster_id]),
    );
    const csv = await get(`runs/${id}/labels?format=csv`);
    expect(csv.body.split('\n')).toHaveLength(1 + 24 + 1);
    expect(csv.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="labels-${id}.csv"`,
    });
    const marks = { arrow: 'ARROW1', parquet: 'PAR1' };
    for (const [format, mark] of Object.entries(marks))
      expect(
        (await get(`runs/${id}/labels?format=${format}`)).rawPayload.toString('latin1').slice(0, mark.length),
      ).toBe(mark);
  });

  test('tiers by value come as JSON in pages and as CSV, and say what the answer says of their sizes', async () => {
    const { id, answer } = await storedRun(it.store, a.apiId);
    const { tiers } = JSON.parse(answer) as { tiers: { tiers: { name: string; from: number; size: number }[] } };
    interface TierPage {
      readonly customers: readonly { customer_id: string; tier: string; value: number }[];
      readonly next_cursor: string | null;
    }
    const told: TierPage['customers'][number][] = [];
    let cursor = '';
    do {
      const page = (await get(`runs/${id}/tiers?limit=10${cursor}`)).json<TierPage>();
      expect(page).toMatchObject({ run_id: id, ...tiers });
      told.push(...page.customers);
      cursor = page.next_cursor === null ? '' : `&cursor=${encodeURIComponent(page.next_cursor)}`;
    } while (cursor !== '');
    for (const { name, from, size } of tiers.tiers) {
      const own = told.filter(({ tier }) => tier === name);
      expect([name, own.length, Math.min(...own.map(({ value }) => value))]).toEqual([name, size, from]);
    }
    const csv = await get(`runs/${id}/tiers?format=csv`);
    expect(csv.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="tiers-${id}.csv"`,
    });
    const lines = told.map(({ customer_id, tier, value }) => `${customer_id},${tier},${value}`);
    expect(csv.body).toBe(`${['customer_id,tier,value', ...lines].join('\n')}\n`);
    expect((await get(`runs/${id}/tiers`, b)).statusCode).toBe(404);
    expect((await get(`runs/${id}/tiers?format=arrow`)).statusCode).toBe(422);
  });

  test('the report is a page in the language of its address', async () => {
    const { id } = await storedRun(it.store, a.apiId);
    const page = await get(`runs/${id}/report?lang=pt`, a, { 'accept-language': 'es' });
    expect([page.headers['content-type'], page.headers['content-language']]).toEqual([
      'text/html; charset=utf-8',
      'pt',
    ]);
    expect(page.body).toMatch(/^<!doctype html>\s*<html lang="pt">/);
  });

  test('one segment is told with its customers; one that is not there is not found', async () => {
    const { id } = await storedRun(it.store, a.apiId);
    const { segment, customers } = (await get(`runs/${id}/segments/0`)).json<{ segment: Told; customers: unknown[] }>();
    expect(segment.cluster_id).toBe(0);
    expect(customers).toHaveLength(segment.size);
    for (const none of ['49', 'x', '-2', '1e3'])
      expect((await get(`runs/${id}/segments/${none}`)).statusCode).toBe(404);
  });

  test('lists are filtered and paged, and what is asked wrongly is named', async () => {
    const stored: string[] = [];
    for (let i = 0; i < 3; i++) stored.unshift((await storedRun(it.store, a.apiId, { startedAt: i * DAY })).id);
    const idsOf = async (query: string) =>
      (await get(`runs?${query}`)).json<{ runs: Told[] }>().runs.map(({ run_id: id }) => id);
    expect(await idsOf('')).toEqual(stored);
    expect(await idsOf('created_from=1970-01-02')).toEqual(stored.slice(0, 2));
    expect(await idsOf('created_to=1970-01-03T02:00:00%2B02:00')).toEqual(stored.slice(1));
    expect(await idsOf('state=failed')).toEqual([]);
    const first = (await get('runs?limit=2')).json<Told>();
    expect(await idsOf(`limit=2&cursor=${first.next_cursor}`)).toEqual(stored.slice(2));
    const wrong = {
      'limit=0': 'limit',
      'limit=101': 'limit',
      'state=over': 'state',
      'created_from=yesterday': 'created_from',
      'colour=red': 'colour',
      'limit=1&limit=2': 'limit',
    };
    for (const [query, parameter] of Object.entries(wrong)) {
      const answer = await get(`runs?${query}`);
      const { details } = answer.json<{ details: Record<string, unknown> }>();
      expect([query, answer.statusCode, details['parameter'], details['location']]).toEqual([
        query,
        422,
        parameter,
        'query',
      ]);
    }
    for (const cursor of ['nonsense', cursorOf(['2026']), cursorOf(['2026', '\0']), cursorOf(['\uD800', 'x'])])
      expect([cursor, (await get(`runs?cursor=${cursor}`)).statusCode]).toEqual([cursor, 422]);
  });

  test('a list tells how large the segments are, as the answer does', async () => {
    const { answer } = await storedRun(it.store, a.apiId);
    const { clusters } = JSON.parse(answer) as { clusters: { cluster_id: number; size: number }[] };
    const { runs } = (await get('runs')).json<{ runs: { segment_sizes: unknown }[] }>();
    expect(clusters.length).toBeGreaterThan(1);
    expect(runs[0]?.segment_sizes).toEqual(clusters.map(({ cluster_id: segment_id, size }) => ({ segment_id, size })));
  });

  test('what goes on from a run is found by it', async () => {
    const { run_id: first } = (await post(purchasingPath, shopBody(30))).json<Told>();
    const { run_id: next } = (await post(purchasingPath, { ...shopBody(30), previous_run_id: first })).json<Told>();
    const after = async (id: string) =>
      (await get(`runs?previous_run_id=${id}`)).json<{ runs: Told[] }>().runs.map(({ run_id }) => run_id);
    expect(await after(first)).toEqual([next]);
    for (const none of [next, 'none', '%00']) expect(await after(none)).toEqual([]);
  });

  test('another model is chosen without a sweep: a run of its own, that knows where it came from', async () => {
    const { id, answer } = await storedRun(it.store, a.apiId);
    const chosen = await post(`/api/v1/runs/${id}/choose`, { algorithm: 'KMeans', k: 3 });
    expect(chosen.statusCode).toBe(200);
    const { run_id: other, clusters, selection } = chosen.json<Told>();
    expect([clusters.length, selection.decided_by, other === id]).toEqual([3, 'caller', false]);
    expect((await get(`runs/${other}`)).json()).toMatchObject({ chosen_from: id, n_clusters: 3 });
    expect((await get(`runs/${id}/answer`)).body).toBe(answer);
    const unknown = await post(`/api/v1/runs/${id}/choose`, { algorithm: 'KMeans', k: 40 });
    expect([unknown.statusCode, unknown.json<Told>().code]).toEqual([422, 'INVALID_PARAMETER']);
    expect((await post(`/api/v1/runs/${id}/choose`, {})).statusCode).toBe(422);
    expect((await post('/api/v1/runs/none/choose', { algorithm: 'DBSCAN' })).statusCode).toBe(404);
  });

  test('what a token may do with runs is what it was given', async () => {
    const { id } = await storedRun(it.store, a.apiId);
    const reader = await tokenWith('runs:read');
    const runner = await tokenWith('segmentation:run');
    const ask = async (method: 'GET' | 'DELETE', headers: Record<string, string>) =>
      (await it.app.inject({ method, url: `/api/v1/runs/${id}`, headers })).statusCode;
    expect([await ask('GET', reader), await ask('DELETE', reader)]).toEqual([200, 403]);
    expect([await ask('GET', runner), await ask('DELETE', runner)]).toEqual([403, 403]);
    expect(await ask('DELETE', await tokenWith('runs:write'))).toBe(204);
  });

  test('a deleted run is gone in every form', async () => {
    const { id } = await storedRun(it.store, a.apiId);
    expect((await remove(`runs/${id}`)).statusCode).toBe(204);
    for (const path of ['', '/answer', '/labels', '/report', '/segments/0'])
      expect((await get(`runs/${id}${path}`)).statusCode).toBe(404);
    expect((await remove(`runs/${id}`)).statusCode).toBe(404);
  });

  test('a customer is deleted from every run of its tenant, and of nobody else', async () => {
    const [first, second] = [await storedRun(it.store, a.apiId), await storedRun(it.store, a.apiId)];
    const tiny = shopBody(24).data.slice(4, 6);
    const few = await storedRun(it.store, a.apiId, { body: { data: tiny } });
    const other = await storedRun(it.store, b.apiId);
    const gone = String(tiny[0]?.['customer_id']);
    const answer = await remove(`customers/${encodeURIComponent(gone)}`);
    expect(answer.json()).toEqual({ customer_id: gone, runs: 3, deleted_runs: 1, unfinished_runs: 0 });
    for (const { id } of [first, second]) {
      expect((await get(`runs/${id}`)).json()).toMatchObject({ customers: 23 });
      expect((await get(`runs/${id}/labels`)).body).not.toContain(`"${gone}"`);
    }
    expect((await get(`runs/${few.id}`)).statusCode).toBe(404);
    expect((await get(`runs/${other.id}/answer`, b)).body).toBe(other.answer);
    const entry = (await it.store.listAudit(9)).find(({ action }) => action === 'customer.delete');
    expect(entry).toMatchObject({ tenant: a.apiId, details: { runs: 3 } });
    expect(JSON.stringify(entry)).not.toContain(gone);
    expect((await remove(`customers/${encodeURIComponent(gone)}`)).json()).toMatchObject({ runs: 0 });
  });

  test('a customer deleted while another model is chosen does not come back with it', async () => {
    const { id } = await storedRun(it.store, a.apiId);
    const gone = String(shopBody(24).data[4]?.['customer_id']);
    let deleted: Promise<unknown> | undefined;
    choosing = async () => void (await (deleted ??= remove(`customers/${encodeURIComponent(gone)}`)));
    const chosen = await post(`/api/v1/runs/${id}/choose`, { algorithm: 'KMeans', k: 3 });
    choosing = async () => {};
    expect(chosen.statusCode).toBe(200);
    expect(chosen.body).not.toContain(`"${gone}"`);
    const { runs } = (await get('runs')).json<{ runs: { customers: number }[] }>();
    expect(runs.map(({ customers }) => customers)).toEqual([23, 23]);
  });

  test('ids that no address can hold plainly are found all the same', async () => {
    const odd = `a/b?c=1&%2F ${'é'.repeat(30)}`;
    const body = shopBody(24);
    body.data[3]['customer_id'] = odd;
    await storedRun(it.store, a.apiId, { body });
    expect((await remove(`customers/${encodeURIComponent(odd)}`)).json()).toMatchObject({ customer_id: odd, runs: 1 });
  });
});
