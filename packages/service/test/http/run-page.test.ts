import { afterAll, beforeAll, expect, test } from 'vitest';
import { Value } from 'typebox/value';
import {
  type RunCustomers,
  runCustomers,
  type RunFigures,
  runFigures,
  type SegmentFigures,
  segmentFigures,
} from '../../src/contract/runs/run-page.ts';
import { shopBody } from '../support/bodies.ts';
import { served, type Served } from '../support/served.ts';
import { storedRun } from '../support/stored-run.ts';

let it: Served;
let headers: Record<string, string>;
let run: string;
let labels: { customer_id: string; cluster_id: number; confidence: number }[];
const body = shopBody(300);
beforeAll(async () => {
  it = await served();
  const { apiId, secret } = await it.store.createTenant('A');
  headers = { 'x-customer-api-id': apiId, 'x-secret': secret };
  const { id, answer } = await storedRun(it.store, apiId, { body });
  run = id;
  labels = (JSON.parse(answer) as { customer_labels: typeof labels }).customer_labels;
});
afterAll(() => it.close());

const get = (path: string) => it.app.inject({ url: `/api/v1/runs/${run}/${path}`, headers });

test('the figures of the page are those of the report, to the letter and in every language', async () => {
  for (const lang of ['en', 'es', 'pt']) {
    const told = (await get(`figures?lang=${lang}`)).json<RunFigures>();
    expect(Value.Errors(runFigures, told)).toEqual([]);
    const report = (await get(`report?lang=${lang}`)).body;
    expect(Object.keys(told.figures)).toEqual(expect.arrayContaining(['verdict', 'segments', 'candidates', 'method']));
    for (const [name, html] of Object.entries(told.figures))
      expect(report.includes(html), `${lang} ${name}`).toBe(true);
    expect(report).toContain(told.map?.title);
    expect(told.candidates.filter(({ chosen }) => chosen)).toHaveLength(1);
  }
});

test('what either objective would choose is told, and what the rule chose beside what was', async () => {
  const { objectives, rule, candidates } = (await get('figures')).json<RunFigures>();
  expect(objectives.map(({ objective }) => objective)).toEqual(['actionable', 'separation']);
  expect(rule).toEqual(candidates.find(({ chosen }) => chosen));
  const other = candidates.find(({ chosen }) => !chosen);
  const chosen = await it.app.inject({
    method: 'POST',
    url: `/api/v1/runs/${run}/choose`,
    headers,
    payload: { algorithm: other?.algorithm, ...(other?.k == null ? {} : { k: other.k }) },
  });
  const { run_id: id } = chosen.json<{ run_id: string }>();
  const again = (await it.app.inject({ url: `/api/v1/runs/${id}/figures`, headers })).json<RunFigures>();
  expect(again.rule).toEqual({ ...rule, chosen: false });
  expect(again.candidates.find((one) => one.chosen)).toEqual({ ...other, chosen: true });
  const unmarked = (told: RunFigures) =>
    told.objectives.map(({ objective, algorithm, k }) => [objective, algorithm, k]);
  expect(unmarked(again)).toEqual(unmarked((await get('figures')).json<RunFigures>()));
});

test('the page of a segment tells of it alone, beside the one that most of its customers would be in otherwise', async () => {
  const { segments } = (await get('figures')).json<RunFigures>();
  const { labels: all } = (await get('labels')).json<{ labels: { segment_id: number; second_segment_id: number }[] }>();
  expect(segments.length).toBeGreaterThan(2);
  for (const { segment_id: id } of segments) {
    const told = (await get(`segments/${id}/figures`)).json<SegmentFigures>();
    expect(Value.Errors(segmentFigures, told)).toEqual([]);
    expect([told.segment.segment_id, told.segments]).toEqual([id, segments]);
    const seconds = all.filter((one) => one.segment_id === id).map((one) => one.second_segment_id);
    const often = (other: number | undefined) => seconds.filter((second) => second === other).length;
    expect(often(told.neighbour?.segment_id)).toBe(Math.max(...segments.map((one) => often(one.segment_id))));
    const { rules = '', facts = '', distributions = '' } = told.figures;
    const others = segments.filter(({ segment_id: other }) => other !== id).map(({ name }) => name);
    expect(others.filter((name) => (rules + facts).includes(name))).toEqual([]);
    expect(others.filter((name) => distributions.includes(name))).toEqual([told.neighbour?.name]);
    for (const html of Object.values(told.figures)) expect(html).not.toMatch(/\sstyle=|<style|<script|\son\w+=/);
  }
  for (const id of ['99', 'x', '1.5']) expect((await get(`segments/${id}/figures`)).statusCode).toBe(404);
});

test('the customers of a segment are told from the least sure to the surest, all of them once', async () => {
  const wanted = labels.filter(({ cluster_id: id }) => id === 0);
  const seen: RunCustomers['customers'][number][] = [];
  for (;;) {
    const page = (await get(`customers?segment=0&limit=7&from=${seen.length}`)).json<RunCustomers>();
    expect(page.total).toBe(wanted.length);
    if (page.customers.length === 0) break;
    seen.push(...page.customers);
  }
  expect(seen.map(({ customer_id: id }) => id).toSorted()).toEqual(wanted.map(({ customer_id: id }) => id).toSorted());
  const sure = seen.map(({ confidence }) => confidence);
  expect(sure).toEqual(sure.toSorted((a, b) => a - b));
  expect((await get('customers?segment=99')).json()).toMatchObject({ total: 0, customers: [] });
  expect((await get('customers?segment=-2')).statusCode).toBe(422);
});

test('no figure carries a style or a script of its own: the policy of the page forbids both', async () => {
  const { figures } = (await get('figures')).json<RunFigures>();
  for (const html of Object.values(figures)) expect(html).not.toMatch(/\sstyle=|<style|<script|\son\w+=/);
});

test('points are ten bytes each, in the order sent, with the labels of the answer', async () => {
  const { rawPayload, headers: told } = await get('points');
  expect(told['content-type']).toBe('application/octet-stream');
  const n = labels.length;
  expect(rawPayload).toHaveLength(10 * n);
  labels.forEach(({ cluster_id, confidence }, row) => {
    expect(rawPayload[8 * n + row]).toBe(cluster_id < 0 ? 255 : cluster_id);
    expect((rawPayload[9 * n + row] ?? 0) / 255).toBeCloseTo(confidence, 2);
  });
  const across = Array.from({ length: n }, (_, row) => rawPayload.readFloatLE(4 * row));
  expect(Math.abs(across.reduce((sum, x) => sum + x, 0)) / n).toBeLessThan(1e-4); // principal axes are about the mean
});

test('a customer is told with its values in words; rows after the last are not there', async () => {
  const { total, customers } = (await get('customers?from=297&limit=10')).json<RunCustomers>();
  expect(Value.Errors(runCustomers, { run_id: run, total, customers })).toEqual([]);
  expect(customers.map(({ row, customer_id }) => [row, customer_id])).toEqual(
    [297, 298, 299].map((row) => [row, labels[row]?.customer_id]),
  );
  expect(customers[0]?.values.map(({ label }) => label)).toContain('Spend');
  expect((await get('customers?from=-1')).statusCode).toBe(422);
  expect((await get('customers?limit=101')).statusCode).toBe(422);
});
