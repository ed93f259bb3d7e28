import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FinishedRun, RunFigures } from '../../src/store/run.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { type NewTenant, uuid } from '../../src/store/tenants.ts';
import { seededBytes } from '../support/random.ts';
import { type EmptyStore, partsKept, sqlite, stores } from '../support/stores.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const by = { actor: 'cli' };
const random = seededBytes(3);

const figures: RunFigures = {
  customers: 5,
  algorithm: 'KMeans',
  nClusters: 3,
  verdict: 'weak',
  summary: '{"best_algorithm":"KMeans"}',
};

describe.each(stores)('runs on $name', ({ empty }) => {
  let own: EmptyStore;
  let store: Store;
  let now = START;
  let a: NewTenant;
  let b: NewTenant;
  beforeEach(async () => {
    now = START;
    own = await empty();
    store = await openStore({ ...own.place, now: () => now, random: seededBytes(1) });
    [a, b] = [await store.createTenant('A'), await store.createTenant('B')];
  });
  afterEach(async () => {
    await store.close();
    await own.remove();
  });

  const run = (given: Partial<FinishedRun> = {}): FinishedRun => ({
    id: uuid(random),
    contract: 'purchasing_segmentation',
    actor: 'key 1',
    startedAt: now - 40,
    figures,
    timings: { decode: 2, sweep: 30 },
    snapshot: Uint8Array.of(1, 2, 3),
    ...given,
  });
  const saved = async (tenant: NewTenant, given: Partial<FinishedRun> = {}): Promise<string> => {
    const one = run(given);
    await store.saveRun(tenant.apiId, one);
    return one.id;
  };
  const left = (): Promise<number> => partsKept(own);

  test('a run is shown as it was saved, to its own tenant only', async () => {
    const notes = [{ code: 'COLUMNS', message: 'Columnas: cliente = id.' }];
    const id = await saved(a, { requestId: 'request-1', language: 'es', notes });
    expect(await store.showRun(a.apiId, id)).toEqual({
      id,
      contract: 'purchasing_segmentation',
      state: 'completed',
      actor: 'key 1',
      createdAt: '2025-12-31T23:59:59.960Z',
      startedAt: '2025-12-31T23:59:59.960Z',
      finishedAt: '2026-01-01T00:00:00.000Z',
      customers: 5,
      algorithm: 'KMeans',
      nClusters: 3,
      verdict: 'weak',
      segmentSizes: null,
      version: '0.1.0',
      language: 'es',
      taskId: null,
      chosenFrom: null,
      previousRunId: null,
      name: null,
      segmentNames: {},
      requestId: 'request-1',
      notes,
      parameters: null,
      summary: { best_algorithm: 'KMeans' },
      timings: { decode: 2, sweep: 30 },
      error: null,
    });
    const { file } = (await store.readSnapshot(a.apiId, id))!;
    expect(await store.showRun(b.apiId, id)).toBeNull();
    expect(await store.readSnapshot(b.apiId, id)).toBeNull();
    expect(await store.deleteRun(b.apiId, id, by)).toBe(false);
    expect(await store.replaceSnapshot(b.apiId, id, file, { snapshot: Uint8Array.of(9), figures })).toBe(false);
    expect(await store.listRuns(b.apiId, {}, { limit: 10 })).toEqual([]);
    expect((await store.readSnapshot(a.apiId, id))?.bytes).toEqual(Uint8Array.of(1, 2, 3));
  });

  test('a snapshot of many parts comes back byte by byte', async () => {
    const snapshot = Uint8Array.from({ length: 2.5 * 1024 * 1024 }, (_, i) => (i * 7 + (i >> 8)) & 255);
    const id = await saved(a, { snapshot });
    const read = await store.readSnapshot(a.apiId, id);
    expect(read && Buffer.compare(read.bytes, snapshot)).toBe(0);
    expect(read?.bytes.buffer.byteLength).toBe(snapshot.length);
    expect(await left()).toBe(3);
  });

  test('lists are paged latest first and can be filtered', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) {
      now += 1_000;
      const verdict = i % 2 === 0 ? 'weak' : 'strong';
      ids.push(await saved(a, { figures: { ...figures, verdict } }));
    }
    const all = await store.listRuns(a.apiId, {}, { limit: 100 });
    expect(all.map(({ id }) => id)).toEqual(ids.toReversed());
    const first = await store.listRuns(a.apiId, {}, { limit: 2 });
    const rest = await store.listRuns(a.apiId, {}, { limit: 100, after: first[1] });
    expect([...first, ...rest]).toEqual(all);
    const strong = await store.listRuns(a.apiId, { verdict: 'strong' }, { limit: 100 });
    expect(strong.map(({ id }) => id)).toEqual([ids[3], ids[1]]);
    const createdAt = all[2]?.createdAt;
    expect(await store.listRuns(a.apiId, { from: createdAt }, { limit: 100 })).toHaveLength(3);
    expect(await store.listRuns(a.apiId, { to: createdAt }, { limit: 100 })).toHaveLength(2);
  });

  test('a list finds the runs that go on from another, of their own tenant only', async () => {
    const first = await saved(a);
    const next = await saved(a, { previousRunId: first });
    await saved(b, { previousRunId: first });
    const found = (tenant: NewTenant, previousRunId: string) =>
      store.listRuns(tenant.apiId, { previousRunId }, { limit: 100 });
    expect((await found(a, first)).map(({ id }) => id)).toEqual([next]);
    expect(await found(a, next)).toEqual([]);
  });

  test('lists tell the sizes of segments as they are after customers were taken out', async () => {
    const sizes = (...given: number[]) => given.map((size, i) => ({ id: i === 2 ? -1 : i, size }));
    const id = await saved(a, { figures: { ...figures, segmentSizes: sizes(3, 1, 1) } });
    const listed = async () => (await store.listRuns(a.apiId, {}, { limit: 1 }))[0]?.segmentSizes;
    expect(await listed()).toEqual(sizes(3, 1, 1));
    const { file } = (await store.readSnapshot(a.apiId, id))!;
    const change = { snapshot: Uint8Array.of(2), figures: { ...figures, segmentSizes: sizes(2, 1, 1) } };
    await store.replaceSnapshot(a.apiId, id, file, change);
    expect(await listed()).toEqual(sizes(2, 1, 1));
  });

  test('runs of the same millisecond are neither lost nor shown twice between pages', async () => {
    for (let i = 0; i < 7; i++) await saved(a);
    const seen: string[] = [];
    let after: { createdAt: string; id: string } | undefined;
    for (;;) {
      const page = await store.listRuns(a.apiId, {}, { limit: 3, after });
      if (page.length === 0) break;
      seen.push(...page.map(({ id }) => id));
      after = page.at(-1);
    }
    expect(new Set(seen).size).toBe(7);
    expect(seen).toHaveLength(7);
  });

  test('of two that replace a snapshot at once one wins, and nothing of the other stays', async () => {
    const id = await saved(a);
    const change = (value: number) => ({ snapshot: Uint8Array.of(value), figures: { ...figures, customers: value } });
    const { file } = (await store.readSnapshot(a.apiId, id))!;
    const done = await Promise.all([7, 8].map((value) => store.replaceSnapshot(a.apiId, id, file, change(value))));
    expect(done.filter((replaced) => replaced)).toHaveLength(1);
    const winner = done[0] ? 7 : 8;
    expect((await store.readSnapshot(a.apiId, id))?.bytes).toEqual(Uint8Array.of(winner));
    expect((await store.showRun(a.apiId, id))?.customers).toBe(winner);
    expect(await left()).toBe(1);
  });

  test('a deleted run is gone with its bytes, and the audit log knows', async () => {
    const id = await saved(a);
    const kept = await saved(a);
    expect(await store.deleteRun(a.apiId, id, by)).toBe(true);
    expect(await store.deleteRun(a.apiId, id, by)).toBe(false);
    expect(await store.showRun(a.apiId, id)).toBeNull();
    expect(await store.readSnapshot(a.apiId, kept)).not.toBeNull();
    expect(await left()).toBe(1);
    expect((await store.listAudit(1))[0]).toMatchObject({ action: 'run.delete', tenant: a.apiId, object: id });
    await store.deleteTenant(a.apiId, by);
    expect(await left()).toBe(0);
  });

  test('a run made from another is stored only where that is as it was read', async () => {
    const id = await saved(a);
    const { file: sourceFile } = (await store.readSnapshot(a.apiId, id))!;
    const other = (source: string) => store.saveRun(a.apiId, run({ chosenFrom: id, sourceFile: source }));
    expect(await other(sourceFile)).toBe(true);
    expect(await store.saveRun(b.apiId, run({ chosenFrom: id, sourceFile }))).toBe(false);
    await store.replaceSnapshot(a.apiId, id, sourceFile, { snapshot: Uint8Array.of(2), figures });
    expect(await other(sourceFile)).toBe(false);
    expect(await left()).toBe(2);
  });

  test('a run leaves 90 days after it ended, and no day before', async () => {
    const old = await saved(a);
    now += DAY;
    const young = await saved(b);
    now = START + 90 * DAY;
    expect(await store.sweepRuns({ data: 90, results: 30 })).toBe(0);
    now += 1;
    expect(await store.sweepRuns({ data: 90, results: 30 })).toBe(1);
    expect(await store.showRun(a.apiId, old)).toBeNull();
    expect(await store.readSnapshot(b.apiId, young)).not.toBeNull();
    expect(await left()).toBe(1);
  });

  test('bytes of a run that could not be stored are removed after an hour', async () => {
    const id = await saved(a);
    const refused = (bytes: number) => store.saveRun(b.apiId, run({ id, snapshot: new Uint8Array(bytes) }));
    // The row is refused, for there is one with this id. Bytes of one part went with it, more were written before.
    await expect(refused(1024 * 1024)).rejects.toThrow(/unique/i);
    expect(await left()).toBe(1);
    await expect(refused(1024 * 1024 + 1)).rejects.toThrow(/unique/i);
    expect(await left()).toBe(3);
    now += 3_600_000;
    expect(await store.sweepRuns({ data: 90, results: 30 })).toBe(0);
    now += 1;
    expect(await store.sweepRuns({ data: 90, results: 30 })).toBe(1);
    expect(await left()).toBe(1);
    expect(await store.readSnapshot(a.apiId, id)).not.toBeNull();
  });

  test('nothing is stored for a tenant that is gone', async () => {
    await store.deleteTenant(a.apiId, by);
    expect(await store.saveRun(a.apiId, run())).toBeNull();
    expect(await left()).toBe(0);
  });
});

test('of a deleted run no byte stays in the file of SQLite', async () => {
  const own = await sqlite.empty();
  const open = () => openStore({ ...own.place, now: () => START, random: seededBytes(4) });
  const words = 'the values of one customer ';
  const holds = () => readFileSync(`${own.place.folder}/clientele.db`).includes(words);
  let store = await open();
  const { apiId } = await store.createTenant('A');
  const snapshot = Buffer.from(words.repeat(50_000));
  const run = { id: 'run', contract: 'purchasing_segmentation', actor: 'cli', startedAt: START, figures, snapshot };
  await store.saveRun(apiId, run);
  await store.close();
  expect(holds()).toBe(true);
  store = await open();
  await store.deleteRun(apiId, 'run', by);
  await store.close();
  expect(holds()).toBe(false);
  await own.remove();
});
