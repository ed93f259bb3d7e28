import { explain, type Language, segment, shop } from '@clientele/engine';
import { parquetReadObjects } from 'hyparquet';
import { tableFromIPC } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { decodeCustomerRequest } from '../../src/contract/segmentation/customer-segmentation-decode.ts';
import { jsonLimits } from '../../src/contract/json/json.ts';
import { decode } from '../../src/contract/segmentation/purchasing-decode.ts';
import { readCursor } from '../../src/contract/cursor.ts';
import { renderReport } from '../../src/report/report.ts';
import { compute } from '../../src/runs/compute.ts';
import type { PurchasingAnswer } from '../../src/contract/segmentation/purchasing-answer.ts';
import type { ContractName } from '../../src/contract/runs/runs.ts';
import type { TimeSplit } from '../../src/orders/time-check.ts';
import { packSplit } from '../../src/runs/split.ts';
import type { Outcome } from '../../src/runs/job.ts';
import type { Bytes } from '../../src/runs/bytes.ts';
import { unpackRun } from '../../src/runs/snapshot.ts';
import type { View } from '../../src/runs/view.ts';
import { productVersion } from '../../src/contract/version.ts';
import { bytesOf, shopBody } from '../support/bodies.ts';
import { flatShop } from '../support/customers.ts';

type Answer = Extract<Outcome, { kind: 'answer' }>;

const RUN = 'run-1';
const n = 120;
const bodies: Record<ContractName, object> = {
  purchasing_segmentation: { ...shopBody(n), vip: true },
  customer_segmentation: {
    data: flatShop(n).data.map((row) => ({ ...row, town: 'Vigo' })),
    algorithm: 'kmeans',
    n_clusters: 3,
    vip: true,
  },
};

function answered(outcome: Outcome): Answer {
  if (outcome.kind !== 'answer') throw new Error(JSON.stringify(outcome));
  return outcome;
}
function made(contract: ContractName, language: Language = 'en'): Answer {
  return answered(compute({ contract, body: [bytesOf(bodies[contract])], language, runId: RUN, limits: jsonLimits }));
}
const copy = (bytes: Bytes): Bytes => bytes.slice();
const snapshotOf = ({ run }: Answer): Bytes => copy(run!.snapshot);

function look(snapshot: Bytes, view: View, language: Language | null = null): Outcome {
  return compute({ kind: 'view', snapshot: copy(snapshot), view, runId: RUN, language });
}
const text = (outcome: Outcome): string => new TextDecoder().decode(answered(outcome).body);
const told = (outcome: Outcome) => JSON.parse(text(outcome)) as Record<string, never>;

describe.each(['purchasing_segmentation', 'customer_segmentation'] as const)('a stored run of %s', (contract) => {
  const run = made(contract);
  const snapshot = snapshotOf(run);

  test('answers with the very bytes that its caller got, and in other languages what another caller would have got', () => {
    expect(text(look(snapshot, { kind: 'answer' }))).toBe(text(run));
    for (const language of ['es', 'pt'] as const)
      expect(text(look(snapshot, { kind: 'answer' }, language))).toBe(text(made(contract, language)));
  });

  test('lists show its figures, and the answer without a customer', () => {
    const { customers, algorithm, verdict, summary } = run.run!.figures;
    expect([customers, verdict]).toEqual([n, told(run)['structure']['verdict']]);
    expect(['KMeans', 'GaussianMixture', 'Agglomerative', 'DBSCAN']).toContain(algorithm);
    expect(summary).toBe(text(look(snapshot, { kind: 'summary' })));
    expect(summary).not.toMatch(/C-\d|customer_labels|"customers":\[/);
    expect(JSON.parse(summary)).toMatchObject({ run_id: RUN, structure: told(run)['structure'] });
  });

  test('its report is the page that is made of the segmentation itself', () => {
    const request = contract === 'purchasing_segmentation' ? decode : decodeCustomerRequest;
    const { table, options } = request(bytesOf(bodies[contract]), 'pt');
    const segmentation = segment(table, options);
    const madeAt = new Date('2026-01-02T03:04:05Z');
    const html = renderReport({
      segmentation,
      explanation: explain(segmentation, 'pt'),
      dataName: null,
      runId: RUN,
      madeAt,
      productVersion,
      language: 'pt',
    });
    expect(text(look(snapshot, { kind: 'report', madeAt: madeAt.getTime() }, 'pt')) === html).toBe(true);
  });

  test('a candidate chosen again is answered as a request that chooses it, and is a run of its own', () => {
    const choose = contract === 'purchasing_segmentation' ? { algorithm: 'gmm', k: 3 } : { algorithm: 'kmeans', k: 3 };
    const asked = { ...bodies[contract], choose };
    const anew = compute({ contract, body: [bytesOf(asked)], language: 'en', runId: 'run-2', limits: jsonLimits });
    const job = { kind: 'choose', snapshot: copy(snapshot), choose, runId: 'run-2', language: null } as const;
    const again = answered(compute(job as never));
    expect(text(again)).toBe(text(anew));
    expect(text(look(again.run!.snapshot, { kind: 'answer' })).replaceAll(RUN, 'run-2')).toBe(text(again));
  });

  test('a candidate that was not tried is refused as the contract refuses', () => {
    const choose = { algorithm: 'kmeans', k: 49 } as const;
    const job = { kind: 'choose', snapshot: copy(snapshot), choose, runId: 'run-2', language: null } as const;
    expect(compute(job)).toMatchObject({ kind: 'refusal', refusal: { reason: 'INVALID_REQUEST' }, language: 'en' });
  });

  test('a customer taken out is in no view any more, and everybody else is', () => {
    const gone = compute({ kind: 'forget', snapshot: copy(snapshot), customers: ['C-7', 'nobody'], runId: RUN });
    if (gone.kind !== 'forgotten' || !gone.run) throw new Error(gone.kind);
    expect([gone.removed, gone.run.figures.customers]).toEqual([1, n - 1]);
    const before = text(look(snapshot, { kind: 'label-file', format: 'csv' })).split('\n');
    const after = text(look(gone.run.snapshot, { kind: 'label-file', format: 'csv' })).split('\n');
    expect(after.map(idOf)).toEqual(before.map(idOf).filter((id) => id !== 'C-7'));
    expect(text(look(gone.run.snapshot, { kind: 'answer' }))).not.toContain('"C-7"');
    expect(text(look(gone.run.snapshot, { kind: 'report', madeAt: 0 }))).not.toMatch(/C-7\b/);
    expect(JSON.stringify(unpackRun(gone.run.snapshot))).not.toContain('"C-7"');
  });

  test('a segment that is forgotten whole leaves every view standing', () => {
    const lines = text(look(snapshot, { kind: 'label-file', format: 'csv' }))
      .trim()
      .split('\n')
      .slice(1);
    const customers = lines.filter((line) => line.split(',')[1] === '1').map(idOf);
    const gone = compute({ kind: 'forget', snapshot: copy(snapshot), customers, runId: RUN });
    if (gone.kind !== 'forgotten' || !gone.run) throw new Error(gone.kind);
    const left = gone.run.snapshot;
    const page = { limit: 1000, after: null };
    const views: View[] = [
      { kind: 'answer' },
      { kind: 'report', madeAt: 0 },
      { kind: 'labels', page },
      { kind: 'segment', segment: 0, page },
    ];
    for (const view of views) expect([view.kind, look(left, view).kind]).toEqual([view.kind, 'answer']);
    expect(look(left, { kind: 'segment', segment: 1, page })).toMatchObject({ refusal: { reason: 'NOT_FOUND' } });
    expect(told(look(left, { kind: 'labels', page }))['labels']).toHaveLength(n - customers.length);
  });

  test('who is not in it changes nothing', () => {
    const same = compute({ kind: 'forget', snapshot: copy(snapshot), customers: ['nobody'], runId: RUN });
    expect(same).toEqual({ kind: 'forgotten', removed: 0, run: null });
  });
});

const idAfter = (cursor: string | null): string | null => (cursor === null ? null : (readCursor(cursor, 1)[0] ?? null));
const idOf = (line: string): string => line.split(',')[0] ?? '';

describe('labels', () => {
  const run = made('purchasing_segmentation');
  const snapshot = snapshotOf(run);
  const labels = told(run)['customer_labels'] as readonly { customer_id: string; cluster_id: number }[];
  const pairs = labels.map(({ customer_id, cluster_id }) => [customer_id, cluster_id]);

  test('in pages are all of them once, in the order sent', () => {
    const seen: unknown[] = [];
    let after: string | null = null;
    do {
      const page = told(look(snapshot, { kind: 'labels', page: { limit: 50, after } }));
      seen.push(...(page['labels'] as { customer_id: string; segment_id: number }[]));
      after = idAfter(page['next_cursor']);
    } while (after !== null);
    expect(seen.map((label) => Object.values(label as object).slice(0, 2))).toEqual(pairs);
    expect(seen[0]).toEqual({
      customer_id: labels[0]?.customer_id,
      segment_id: labels[0]?.cluster_id,
      segment: expect.any(String) as string,
      confidence: expect.any(Number) as number,
      second_segment_id: expect.any(Number) as number,
      generated_name: expect.any(String) as string,
    });
  });

  test('a page that goes on after somebody who is not there is refused, in the language of the run', () => {
    const stale = look(snapshot, { kind: 'labels', page: { limit: 50, after: 'nobody' } }, 'es');
    expect(stale).toMatchObject({ kind: 'refusal', refusal: { reason: 'STALE_CURSOR' }, language: 'es' });
  });

  test('of one segment are its customers, in pages', () => {
    const wanted = pairs.filter(([, own]) => own === 1).map(([id]) => id);
    const first = told(
      look(snapshot, { kind: 'segment', segment: 1, page: { limit: wanted.length - 1, after: null } }),
    );
    const {
      customers,
      next_cursor: after,
      segment: shown,
    } = first as unknown as {
      customers: { customer_id: string }[];
      next_cursor: string;
      segment: object;
    };
    const rest = told(look(snapshot, { kind: 'segment', segment: 1, page: { limit: 9, after: idAfter(after) } }));
    const ids = [...customers, ...(rest['customers'] as { customer_id: string }[])].map(({ customer_id: id }) => id);
    expect(ids).toEqual(wanted);
    expect(rest['next_cursor']).toBeNull();
    expect(shown).toEqual((told(run)['clusters'] as object[])[1]);
    expect(look(snapshot, { kind: 'segment', segment: 99, page: { limit: 1, after: null } })).toMatchObject({
      refusal: { reason: 'NOT_FOUND' },
    });
  });

  test('as CSV keep every id as it was sent, quoted where it must be', () => {
    const odd = ['=1+1', 'a,b', 'say "hi"', 'tab\tand é', '007'];
    const data = shopBody(odd.length).data.map((customer, i) => ({ ...customer, customer_id: odd[i] }));
    const body = [bytesOf({ data })];
    const small = answered(compute({ body, language: 'en', runId: RUN, limits: jsonLimits }));
    const csv = text(look(small.run!.snapshot, { kind: 'label-file', format: 'csv' })).split('\n');
    expect(csv[0]).toBe('customer_id,segment_id,segment,confidence,second_segment_id,generated_name');
    expect(csv.slice(1, 6).map((line) => line.replace(/,-?\d.*$/, ''))).toEqual([
      '=1+1',
      '"a,b"',
      '"say ""hi"""',
      'tab\tand é',
      '007',
    ]);
  });

  test('as Arrow and as Parquet are read by other libraries as they were written', async () => {
    const csv = text(look(snapshot, { kind: 'label-file', format: 'csv' }))
      .trim()
      .split('\n')
      .slice(1);
    const line = (row: Record<string, string | number | null>) =>
      Object.values(row)
        .map((value) => value ?? '')
        .join(',');
    const arrow = answered(look(snapshot, { kind: 'label-file', format: 'arrow' }));
    const rows = tableFromIPC(arrow.body).toArray() as { toJSON(): Record<string, string | number | null> }[];
    expect(rows.map((row) => line(row.toJSON()))).toEqual(csv);
    expect(arrow.type).toBe('application/vnd.apache.arrow.file');
    const parquet = answered(look(snapshot, { kind: 'label-file', format: 'parquet' }));
    const file = parquet.body.slice().buffer;
    expect((await parquetReadObjects({ file })).map(line)).toEqual(csv);
    expect(parquet.type).toBe('application/vnd.apache.parquet');
  });
});

test('bytes that are no snapshot, or of a later form, are a fault that says so', () => {
  const read = (snapshot: Bytes) =>
    compute({ kind: 'view', snapshot, view: { kind: 'answer' }, runId: RUN, language: 'en' });
  expect(read(new Uint8Array(16))).toMatchObject({
    kind: 'failure',
    report: expect.stringMatching(/no snapshot/) as string,
  });
  const later = snapshotOf(made('purchasing_segmentation'));
  later[4] = 9;
  expect(read(later)).toMatchObject({ kind: 'failure', report: expect.stringMatching(/form 9/) as string });
});

describe('a run that was made of orders', () => {
  const { table } = shop({ n, seed: 1 });
  const { ids } = table;
  const split: TimeSplit = {
    baseline: Int32Array.from(ids, (_, row) => row % 5),
    earlier: {
      table,
      from: '2026-05-01',
      until: '2026-06-30',
      days: 61,
      bought: Uint8Array.from(ids, (_, row) => row % 2),
      spent: Float64Array.from(ids, (_, row) => (row % 2) * row),
      baseline: Int32Array.from(ids, (_, row) => row % 5),
    },
  };
  const run = answered(
    compute({ body: [bytesOf(shopBody(n))], split: packSplit(split), language: 'en', runId: RUN, limits: jsonLimits }),
  );
  const snapshot = snapshotOf(run);
  const choice = { algorithm: 'kmeans', k: 3 } as const;
  const laterOf = (outcome: Outcome) => told(outcome) as unknown as PurchasingAnswer;

  test('tells of another choice too whether it holds up', () => {
    const { later, baseline } = laterOf(run);
    expect(later).toMatchObject({ from: '2026-05-01', customers: n });
    expect(baseline?.sentence).toContain('RFM');
    const other = laterOf(
      compute({ kind: 'choose', snapshot: copy(snapshot), choose: choice, runId: 'run-2', language: 'es' }),
    );
    expect(other.later?.groups).toHaveLength(3);
    expect(other.baseline?.sentence).toContain('niveles RFM');
  });

  test('keeps nothing of a customer who is taken out, not in its earlier time either', () => {
    const gone = ids.slice(0, 7);
    const left = compute({ kind: 'forget', snapshot: copy(snapshot), customers: gone, runId: RUN });
    if (left.kind !== 'forgotten' || !left.run) throw new Error(left.kind);
    const kept = unpackRun(left.run.snapshot).split;
    expect(kept?.baseline).toEqual(split.baseline.slice(7));
    expect(kept?.earlier?.table.ids).toEqual(ids.slice(7));
    expect(kept?.earlier?.table.columns[0]).toEqual(split.earlier?.table.columns[0]?.slice(7));
    expect(kept?.earlier?.spent).toEqual(split.earlier?.spent.slice(7));
    const again = laterOf(
      compute({ kind: 'choose', snapshot: left.run.snapshot, choose: choice, runId: 'run-3', language: 'en' }),
    );
    expect(again.later?.customers).toBe(n - 7);
  });
});
