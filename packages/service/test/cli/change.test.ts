import { mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
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

async function stored(name: string, table: CustomerTable): Promise<string> {
  const done = await run([
    'segment',
    file(name, csvOf(table)),
    '--algorithm',
    'kmeans',
    '--max-clusters',
    '4',
    '--quiet',
    ...data(),
  ]);
  expect([done.code, done.stdout]).toEqual([0, '']);
  const [latest] = JSON.parse((await run(['runs', 'list', '--json', ...data()])).stdout) as { run_id: string }[];
  return latest.run_id;
}

test('a file is scored against a stored run, and two runs are compared', async () => {
  const { table } = shop({ n: 400, seed: 1 });
  const march = await stored('march.csv', table);
  const own = await run(['runs', 'labels', march, ...data()]);
  const scored = await run(['score', march, join(folder, 'march.csv'), ...data()]);
  expect([scored.code, scored.stderr]).toEqual([0, 'note: Customers are named by column customer_id.\n']);
  const [head, first] = scored.stdout.split('\n');
  expect(head).toBe('customer_id,segment_id,segment,confidence,out_of_range');
  // Its own customers have their own segments, by the same names.
  expect(first.split(',').slice(0, 3)).toEqual(own.stdout.split('\n')[1]?.trim().split(',').slice(0, 3));

  const out = join(folder, 'scored.csv');
  const written = await run(['score', march, join(folder, 'march.csv'), '--out', out, ...data()]);
  expect([written.code, readFileSync(out, 'utf8')]).toEqual([0, scored.stdout]);

  const crept = {
    ...table,
    columns: table.columns.map((column, j) => column.map((value) => (j === 5 ? value * 1.4 : value))),
  };
  const april = await stored('april.csv', crept);
  const compared = await run(['compare', march, april, '--lang', 'es', ...data()]);
  expect(compared.code).toBe(0);
  expect(compared.stdout).toContain('recency_days');
  expect(compared.stdout).toContain('como antes');
  const told = JSON.parse((await run(['compare', march, march, '--json', ...data()])).stdout) as object;
  expect(told).toMatchObject({ recommendation: 'keep', before: march, after: march });
});

test('what cannot be scored is said in one line', async () => {
  const march = await stored('march.csv', shop({ n: 60, seed: 2 }).table);
  const other = await run([
    'score',
    march,
    file('other.csv', 'customer_id,shoe_size\na,42\n'),
    '--lang',
    'pt',
    ...data(),
  ]);
  expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('Envie as mesmas variáveis')]);
  const unknown = await run(['score', 'no-run', join(folder, 'march.csv'), ...data()]);
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('There is no run no-run')]);
  const missing = await run(['compare', march, 'no-run', ...data()]);
  expect(missing.code).toBe(2);
});
