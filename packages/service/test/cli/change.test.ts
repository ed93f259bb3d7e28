import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CustomerTable, shop } from '@clientele/engine';
import { run } from '../support/command.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clientele-change-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const csvOf = ({ ids, names, columns }: CustomerTable): string =>
  [
    ['customer_id', ...names].join(','),
    ...ids.map((id, i) => [id, ...columns.map((column) => column[i])].join(',')),
  ].join('\n');
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const data = (): string[] => ['--data', join(folder, 'data')];

/** The id of a run, and what was said when it was made. */
async function stored(csv: string, ...flags: string[]): Promise<{ id: string; told: string }> {
  const done = await run(['segment', csv, '--algorithm', 'kmeans', '--max-clusters', '4', ...flags, ...data()]);
  expect(done.code).toBe(0);
  const id = /[0-9a-f]{8}-[0-9a-f-]{27}(?= )/.exec(done.stderr.split('\n').find((line) => line.includes('data')) ?? '');
  return { id: id?.[0] ?? '', told: done.stderr };
}

test('a file is scored against a stored run: its own customers have their own segments, by the same names', async () => {
  const march = file('march.csv', csvOf(shop({ n: 300, seed: 1 }).table));
  const { id } = await stored(march);
  const labels = await run(['runs', 'labels', id, ...data()]);
  const out = join(folder, 'scored.csv');
  const scored = await run(['score', id, march, '--out', out, ...data()]);
  expect([scored.code, scored.stdout]).toEqual([0, `Wrote ${out}\n`]);
  const three = (csv: string): string[] =>
    csv
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(',').slice(0, 3).join());
  expect(readFileSync(out, 'utf8')).toMatch(/^customer_id,segment_id,segment,confidence,out_of_range\n/);
  expect(three(readFileSync(out, 'utf8'))).toEqual(three(labels.stdout));
});

test('a run keeps the segments of an earlier one, and both are compared', async () => {
  const { table } = shop({ n: 300, seed: 1 });
  const march = await stored(file('march.csv', csvOf(table)));
  const columns = table.columns.map((column, j) => (j === 5 ? column.map((value) => value * 1.4) : column));
  const april = file('april.csv', csvOf({ ...table, columns }));
  const after = await stored(april, '--previous-run', march.id, '--lang', 'pt');
  expect(after.told).toContain('O segmento A como antes');
  const compared = await run(['compare', march.id, after.id, '--lang', 'es', ...data()]);
  expect(compared.stdout).toMatch(/^(rescore|retrain): /);
  expect(compared.stdout).toContain('El segmento A como antes');
  expect(compared.stdout).toContain('recency_days');
});

test('a run from orders keeps the segments of an earlier one', async () => {
  const orders = (numbered: (at: number) => number): string =>
    Array.from(
      { length: 400 },
      (_, i) => `c${numbered(i % 40)},2026-0${1 + (i % 5)}-1${i % 7},${i % 40 < 20 ? 4 : 200}`,
    ).join('\n');
  const half = async (name: string, lines: string, ...flags: string[]) => {
    const from = file(name, `customer_id,order_date,amount\n${lines}\n`);
    const out = join(folder, `${name}.labels`);
    const made = await stored(`--orders=${from}`, '--as-of', '2026-06-30', '--out', out, ...flags);
    return {
      ...made,
      labels: readFileSync(out, 'utf8')
        .split(/\r?\n/)
        .slice(1)
        .map((line) => line.split(',').slice(0, 2).join())
        .toSorted(),
    };
  };
  const june = await half(
    'june.csv',
    orders((at) => at),
    '--k',
    '2',
  );
  const turned = orders((at) => 39 - at);
  const july = await half('july.csv', turned, '--k', '2', '--previous-run', june.id);
  const alone = await half('alone.csv', turned, '--k', '2');
  expect(july.told).toContain('Segment A as before');
  expect(july.labels).toEqual(june.labels);
  expect(alone.labels).not.toEqual(june.labels);
});

test('what cannot be scored or carried on is said in one line', async () => {
  const other = file('other.csv', 'customer_id,shoe_size\na,42\nb,43\n');
  const { id } = await stored(other);
  const wrong = await run(['score', id, file('wrong.csv', 'customer_id,age\na,42\n'), '--lang', 'pt', ...data()]);
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('Envie as mesmas variáveis')]);
  const unknown = await run(['segment', other, '--previous-run', 'no-run', ...data()]);
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('--previous-run is no-run')]);
  const nowhere = await run(['segment', other, '--previous-run', id]);
  expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringContaining('--data')]);
});
