import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shop } from '@clientele/engine';
import { run } from '../support/command.ts';

let folder = '';
let file = '';
let data = '';
/** The run that the first test makes. */
let first = '';
const { table } = shop({ n: 40, seed: 5 });
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clientele-cli-runs-'));
  file = join(folder, 'customers.csv');
  data = join(folder, 'data');
  const rows = table.ids.map((id, i) => [id, ...table.columns.map((column) => column[i])].join(','));
  writeFileSync(file, [`customer_id,${table.names.join(',')}`, ...rows, ''].join('\n'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const runs = (...args: string[]) => run(['runs', ...args, '--data', data]);
async function told<Told>(...args: string[]): Promise<Told> {
  const { code, stdout, stderr } = await runs(...args, '--json');
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Told;
}
interface Listed {
  readonly run_id: string;
  readonly customers: number;
  readonly asked_by: string;
  readonly chosen_from: string | null;
  readonly n_clusters: number;
}
const list = () => told<Listed[]>('list');

describe('runs from the command line', () => {
  test('a file that was segmented with --data is a run, and its report is the page that was written', async () => {
    const report = join(folder, 'report.html');
    const args = ['--max-clusters', '4', '--data', data, '--report', report];
    const { code, stderr } = await run(['segment', file, ...args]);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/Made the tenant Local .*\n.*Stored as run /) as string]);
    const [stored] = await list();
    first = stored?.run_id ?? '';
    expect(stored).toMatchObject({ customers: 40, asked_by: 'cli', chosen_from: null });
    const again = (await runs('report', first)).stdout;
    // It was written a moment before it was stored; pages tell times to the minute.
    const timeless = (page: string) => page.replaceAll(/\d\d:\d\d/g, '');
    expect(timeless(again) === timeless(readFileSync(report, 'utf8'))).toBe(true);
  });

  test('labels are written in every form, one line a customer', async () => {
    const { stdout } = await runs('labels', first);
    expect(
      stdout
        .split('\n')
        .slice(1, -1)
        .map((line) => line.split(',')[0]),
    ).toEqual(table.ids);
    const out = join(folder, 'labels.parquet');
    expect(await told('labels', first, '--format', 'parquet', '--out', out)).toMatchObject({ file: out });
    expect(readFileSync(out).subarray(0, 4).toString()).toBe('PAR1');
  });

  test('another model is chosen, and a customer forgotten in both runs', async () => {
    const { run_id: other } = await told<Listed>('choose', first, '--algorithm', 'KMeans', '--k', '3');
    const forgotten = { customer_id: table.ids[4], runs: 2, deleted_runs: 0, unfinished_runs: 0 };
    expect(await told('forget', table.ids[4])).toEqual(forgotten);
    expect(await list()).toMatchObject([
      { run_id: other, chosen_from: first, n_clusters: 3, customers: 39 },
      { run_id: first, chosen_from: null, customers: 39 },
    ]);
  });

  test('a run is called by its file until it is renamed, and segments by their names until they are', async () => {
    await told('rename', first, 'Best of spring', '--segment', '0');
    expect((await told<object[]>('list'))[1]).toMatchObject({
      name: 'customers.csv',
      segment_names: { 0: 'Best of spring' },
    });
    expect((await runs('labels', first)).stdout).toContain('Best of spring');
    await told('rename', first, 'Spring');
    await told('rename', first, '--segment', '0');
    expect((await told<object[]>('list'))[1]).toMatchObject({ name: 'Spring', segment_names: {} });
    expect((await runs('rename', first, '=1+1')).stderr).toMatch(/does not begin with =/);
    expect((await runs('rename', first, 'Far', '--segment', '77')).stderr).toMatch(/has no segment 77/);
  });

  test('a deleted run is not there any more', async () => {
    await told('delete', first);
    expect((await runs('show', first)).stderr).toMatch(/There is no run/);
  });

  test.each([
    [['show', 'nothing'], 'There is no run nothing. See them: clientele runs list'],
    [['labels', 'nothing', '--format', 'xlsx'], /xlsx.*csv, arrow, parquet/],
    [['list', '--tenant', 'nobody'], 'There is no tenant nobody.'],
    [['choose', 'nothing'], /--algorithm/],
  ])('%j says what to mend', async (args, words) => {
    const { code, stderr, stdout } = await runs(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(words);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('where there are several tenants, one has to be named', async () => {
    await run(['tenant', 'create', 'Second', '--data', data]);
    const { code, stderr } = await run(['segment', 'no such file', '--data', data, '--quiet']);
    // Before the file is read: nobody should wait for a result that cannot be stored.
    expect([code, stderr]).toEqual([2, expect.stringMatching(/several tenants.*--tenant/) as string]);
    const alone = await run(['segment', file, '--tenant', 'x', '--lang', 'es']);
    expect([alone.code, alone.stderr]).toEqual([2, expect.stringMatching(/con --data/) as string]);
  });
});
