import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customerPath } from '../../src/contract/segmentation/customer-segmentation.ts';
import { purchasingPath } from '../../src/contract/segmentation/purchasing-segmentation.ts';
import type { RunFigures } from '../../src/contract/runs/run-page.ts';
import { compute } from '../../src/runs/compute.ts';
import type { ComputePool } from '../../src/runs/pool.ts';
import { readingPool } from '../support/app.ts';
import { shopBody } from '../support/bodies.ts';
import { owner, type Owner } from '../support/owners.ts';
import { bearer, pair } from '../support/offers.ts';
import { served, type Served } from '../support/served.ts';
import { stores } from '../support/stores.ts';

const pool: ComputePool = { ...readingPool(), run: async (job) => compute(job) };
interface Answered {
  readonly run_id: string;
  readonly clusters: readonly { cluster_id: number; persona_label: string }[];
}
interface Listed {
  readonly runs: readonly { run_id: string; name: string | null; segment_names: Record<string, string> }[];
}
interface Refused {
  readonly message: string;
  readonly errors: Record<string, string[]>;
}

describe.each(stores)('names on $name', ({ empty }) => {
  let it: Served;
  let tenant: Owner;
  let run: string;
  let generated: readonly string[];
  const body = { ...shopBody(300), choose: { algorithm: 'KMeans', k: 4 } };
  beforeAll(async () => {
    it = await served({ pool }, { empty });
    tenant = await owner(it.store, 'A');
    const made = await segmented(`${purchasingPath}?name=%20Spring%20`, body);
    run = made.run_id;
    generated = made.clusters.map(({ persona_label }) => persona_label);
  });
  afterAll(() => it.close());

  const segmented = async (url: string, payload: object): Promise<Answered> => {
    const answer = await it.app.inject({ method: 'POST', url, headers: pair(tenant), payload });
    expect([answer.statusCode, answer.body]).toEqual([200, answer.body]);
    return answer.json<Answered>();
  };
  const get = async <Told>(path: string, from = run) =>
    (await it.app.inject({ url: `/api/v1/runs/${from}${path}`, headers: pair(tenant) })).json<Told>();
  const rename = (path: string, name: unknown, headers = pair(tenant)) =>
    it.app.inject({ method: 'PATCH', url: `/api/v1/runs/${run}${path}`, headers, payload: { name } });
  const listed = async (id = run) => {
    const { runs } = (await it.app.inject({ url: '/api/v1/runs?limit=100', headers: pair(tenant) })).json<Listed>();
    return runs.find(({ run_id }) => run_id === id);
  };

  test('a run has the name that was sent with its request, by either contract and also when it is computed later', async () => {
    expect(await listed()).toMatchObject({ name: 'Spring', segment_names: {} });
    expect((await get<RunFigures>('/figures')).name).toBe('Spring');
    const later = await it.app.inject({
      method: 'POST',
      url: `${customerPath}?async=true&name=Later`,
      headers: bearer(tenant.token),
      payload: { data: [1, 2, 3].map((id) => ({ customer_id: id, spend: id })) },
    });
    expect(await listed(later.json<{ run_id: string }>().run_id)).toMatchObject({ name: 'Later' });
    expect(await listed(tenant.runId)).toMatchObject({ name: null });
  });

  test('the same body under another name is another run', async () => {
    const [a, b] = await Promise.all(
      ['One', 'Two'].map((name) => segmented(`${purchasingPath}?name=${name}`, shopBody(40))),
    );
    expect([await listed(a?.run_id), await listed(b?.run_id)]).toMatchObject([{ name: 'One' }, { name: 'Two' }]);
  });

  test('a run is renamed, and loses its name', async () => {
    expect((await rename('', 'Summer')).json()).toMatchObject({ run_id: run, name: 'Summer' });
    expect(await get('')).toMatchObject({ name: 'Summer' });
    expect((await rename('', null)).json()).toMatchObject({ name: null });
    expect((await get<RunFigures>('/figures')).name).toBeNull();
    const told = (await it.store.listAudit(2)).map(({ action, object, tenant: of }) => [action, object, of]);
    expect(told).toEqual([0, 1].map(() => ['run.rename', run, tenant.apiId]));
  });

  test('a segment is called by its given name in report, labels and list, with the generated one beside it', async () => {
    const answer = await rename('/segments/0', 'Best & <b>brightest</b>');
    expect(answer.json()).toEqual({
      run_id: run,
      segment_id: 0,
      name: 'Best & <b>brightest</b>',
      generated_name: generated[0],
    });
    const { segments, figures } = await get<RunFigures>('/figures');
    expect(segments[0]).toMatchObject({ name: 'Best & <b>brightest</b>', generated_name: generated[0] });
    expect(figures.segments).toContain('Best &amp; &lt;b&gt;brightest&lt;/b&gt;');
    expect(figures.segments).toContain(`Generated name: ${generated[0]}`);
    expect(figures.segments).not.toContain(`Generated name: ${generated[1]}`);
    const { labels } = await get<{ labels: { segment_id: number; segment: string; generated_name: string }[] }>(
      '/labels',
    );
    for (const { segment_id: id, ...label } of labels)
      expect(label).toMatchObject(
        id === 0
          ? { segment: 'Best & <b>brightest</b>', generated_name: generated[0] }
          : { segment: generated[id], generated_name: generated[id] },
      );
    expect(await get('/segments/0')).toMatchObject({
      given_name: 'Best & <b>brightest</b>',
      segment: { persona_label: generated[0] },
    });
    expect(await listed()).toMatchObject({ segment_names: { 0: 'Best & <b>brightest</b>' } });
  });

  test('the answer stays what it was, to the letter', async () => {
    const before = await get<Answered>('/answer');
    await rename('/segments/1', 'Another');
    expect(await get('/answer')).toEqual(before);
    expect(before.clusters.map(({ persona_label }) => persona_label)).toEqual(generated);
  });

  test('a later run goes on with the names of the segments that it keeps', async () => {
    await rename('/segments/0', 'Kept');
    const next = await segmented(purchasingPath, { ...body, previous_run_id: run });
    expect(next.clusters.map(({ persona_label }) => persona_label)).toEqual(generated);
    expect(await listed(next.run_id)).toMatchObject({ name: null, segment_names: { 0: 'Kept', 1: 'Another' } });
    const few = await segmented(purchasingPath, {
      ...shopBody(60, 9),
      choose: { algorithm: 'KMeans', k: 2 },
      previous_run_id: run,
    });
    const left = few.clusters.map(({ cluster_id }) => String(cluster_id));
    for (const id of Object.keys((await listed(few.run_id))?.segment_names ?? {})) expect(left).toContain(id);
    await rename('/segments/0', 'Only here');
    expect(await listed(next.run_id)).toMatchObject({ segment_names: { 0: 'Kept' } });
  });

  test('another model of a run has its name; its segments are others', async () => {
    await rename('', 'Spring again');
    const chosen = await it.app.inject({
      method: 'POST',
      url: `/api/v1/runs/${run}/choose`,
      headers: pair(tenant),
      payload: { algorithm: 'KMeans', k: 3 },
    });
    const { run_id: id } = chosen.json<Answered>();
    expect(await listed(id)).toMatchObject({ name: 'Spring again', segment_names: {} });
  });

  test('names survive the deletion of a customer', async () => {
    const before = await listed();
    const url = `/api/v1/customers/${String(body.data[0]?.['customer_id'])}`;
    expect((await it.app.inject({ method: 'DELETE', url, headers: pair(tenant) })).statusCode).toBe(200);
    expect(await listed()).toMatchObject({ name: before?.name, segment_names: before?.segment_names });
  });

  test('null gives the generated name back', async () => {
    for (const id of [0, 1]) expect((await rename(`/segments/${id}`, null)).json()).toMatchObject({ name: null });
    expect((await get<RunFigures>('/figures')).segments.map(({ name }) => name)).toEqual(generated);
    expect(await listed()).toMatchObject({ segment_names: {} });
  });

  test('two segments of a run cannot have one name, whatever its case', async () => {
    await rename('/segments/0', 'Alpha');
    for (const taken of [' alpha ', generated[2]?.toUpperCase()]) {
      const { statusCode, ...answer } = await rename('/segments/1', taken);
      expect([statusCode, answer.json<Refused>().errors['name']]).toEqual([
        422,
        [expect.stringMatching(/which segment [02] of this run is called/) as string],
      ]);
    }
    expect((await rename('/segments/1', generated[0])).statusCode).toBe(200); // nobody is called so now
    await rename('/segments/1', null);
    await rename('/segments/0', null);
  });

  test.each([
    [''],
    ['  '],
    ['a'.repeat(121)],
    ['two\nlines'],
    ['nul\u0000'],
    ['\u202Eeman'],
    ['half \uD83D'],
    ['=1+1'],
    ['@sum'],
    [7],
    [{}],
  ])('%j is no name', async (name) => {
    for (const path of ['', '/segments/0']) {
      const { statusCode, ...answer } = await rename(path, name);
      expect([statusCode, answer.json<Refused>().errors['name']?.[0]]).toEqual([
        422,
        expect.stringContaining('text of 1 to 120 characters on one line') as string,
      ]);
    }
    if (typeof name !== 'string' || /[\uD800-\uDFFF]/.test(name)) return;
    const url = `${purchasingPath}?name=${encodeURIComponent(name)}`;
    const refused = await it.app.inject({ method: 'POST', url, headers: pair(tenant), payload: body });
    expect([refused.statusCode, Object.keys(refused.json<Refused>().errors)]).toEqual([422, ['name']]);
  });

  test('a body without a name is told what is missing', async () => {
    const answer = await it.app.inject({
      method: 'PATCH',
      url: `/api/v1/runs/${run}`,
      headers: pair(tenant),
      payload: {},
    });
    expect([answer.statusCode, answer.json<Refused>().errors['name']?.[0]]).toEqual([
      422,
      "Required parameter 'name' is missing",
    ]);
  });

  test.each(['77', '-1', 'x', '1e0'])('there is no segment %s to be named', async (segment) => {
    expect((await rename(`/segments/${segment}`, 'Nobody')).statusCode).toBe(404);
  });

  test('a token that may only read renames nothing', async () => {
    const made = await it.store.createToken(
      { tenant: tenant.apiId, name: 'r', abilities: ['runs:read'] },
      { actor: 'cli' },
    );
    for (const path of ['', '/segments/0'])
      expect((await rename(path, 'No', bearer(made?.token ?? ''))).statusCode).toBe(403);
  });
});
