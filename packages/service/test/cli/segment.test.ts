import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Language, shop } from '@clientele/engine';
import { afterAll, expect, test } from 'vitest';
import { segmentCommand } from '../../src/cli/segment.ts';
import { localeLanguage } from '../../src/cli/surroundings.ts';
import { type Ran, ranHere } from '../support/ran-here.ts';

const folder = mkdtempSync(join(tmpdir(), 'clientele-segment-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function csvOf(n: number, rename: (id: string) => string = (id) => id): string {
  const { table } = shop({ n, seed: 5 });
  const rows = table.ids.map((id, row) => [rename(id), ...table.columns.map((column) => column[row])].join(','));
  return ['customer_id,' + table.names.join(','), ...rows, ''].join('\n');
}
const file = join(folder, 'shop.csv');
writeFileSync(file, csvOf(300));

const run = (args: readonly string[], given: { stdin?: string; language?: Language } = {}): Promise<Ran> =>
  ranHere(segmentCommand, args, { ...given, now: '2026-01-02T09:41:00Z' });

test('it tells the verdict, a row for each segment, the decision and what to do next', async () => {
  const { out, err, fault } = await run([file]);
  expect(fault).toBe('');
  expect(out).toMatch(/^\s+A /m);
  expect(out).toMatch(/Customers +Share/);
  expect(out).toMatch(/^\d+ models tried, \d+ could win\.$/m);
  expect(err).toContain('note: Customers are named by column customer_id.');
  expect(err).toContain('--report report.html');
});

test('piped it writes no bar, no colour and no cursor', async () => {
  const { out, err } = await run([file]);
  expect(`${out}${err}`.includes('\u001B')).toBe(false);
  expect(`${out}${err}`).not.toContain('░');
});

test('--quiet prints nothing; --json prints only JSON that can be read, with a row for every customer', async () => {
  expect(await run([file, '--quiet'])).toEqual({ out: '', err: '', fault: '' });
  const { out, err } = await run([file, '--json', '--quiet', '--k', '4', '--algorithm', 'kmeans']);
  const result = JSON.parse(out) as {
    segments: { id: number; size: number; key: string }[];
    customers: { customer_id: string; segment: number; confidence: number }[];
    winner: { algorithm: string; nClusters: number };
    notices: { message: string }[];
  };
  expect(err).toBe('');
  expect(result.winner).toMatchObject({ algorithm: 'KMeans', nClusters: 4 });
  expect(result.customers).toHaveLength(300);
  for (const { id, size } of result.segments)
    expect(result.customers.filter(({ segment }) => segment === id)).toHaveLength(size);
  expect(result.notices.map(({ message }) => message).join()).toContain('300');
});

test('standard input and a file give the same result', async () => {
  const text = readFileSync(file, 'utf8');
  const [piped, named] = [await run(['-', '--json'], { stdin: text }), await run([file, '--json'])];
  expect(piped.fault).toBe('');
  expect(piped.out).toBe(named.out);
});

test('labels.csv has every customer in the order of the file, ids exactly as they were read', async () => {
  const odd = join(folder, 'odd.csv');
  const quoted = new Map([
    ['C-1', '"a,1"'],
    ['C-2', '=1+1'],
    ['C-3', ' 007 '],
  ]);
  writeFileSync(
    odd,
    csvOf(60, (id) => quoted.get(id) ?? id),
  );
  const out = join(folder, 'labels.csv');
  const { fault } = await run([odd, '--out', out, '--quiet']);
  const lines = readFileSync(out, 'utf8').trimEnd().split('\n');
  expect(fault).toBe('');
  expect(lines[0]).toBe('customer_id,segment,persona,confidence');
  expect(lines).toHaveLength(61);
  expect(lines[1]).toMatch(/^"a,1",[A-Z],.+,[01]\.\d{4}$/);
  expect(lines[2]).toMatch(/^=1\+1,/);
  expect(lines[3]).toMatch(/^ 007 ,/);
});

test('the report is one page in the language asked for, made at the time handed in', async () => {
  const out = join(folder, 'report.html');
  const { fault, err } = await run([file, '--report', out, '--lang', 'es']);
  const html = readFileSync(out, 'utf8');
  expect(fault).toBe('');
  expect(err).toContain(`Escrito ${out}`);
  expect(html.slice(0, 100)).toContain('<html lang="es">');
  expect(html.includes('<p class="title">shop.csv</p>')).toBe(true);
  expect(html.includes('2 ene 2026, 09:41 UTC')).toBe(true);
});

test.each([
  [['nowhere.csv'], 'nowhere.csv: there is no such file. Check the path.'],
  [[file, '--k', 'many'], '--k is "many"; it must be a whole number from 1 to 50.'],
  [[file, '--k', '0'], '--k is 0; it must be a whole number from 1 to 50.'],
  [[file, '--max-clusters', '1'], '--max-clusters is 1; it must be a whole number from 2 to 50.'],
  [[file, '--algorithm', 'best'], '--algorithm is "best"; it must be one of auto, kmeans, gmm, hierarchical, dbscan.'],
  [[file, '--eps', '0'], '--eps is 0; it must be a number above 0.'],
  [[file, '--min-cluster-share', '0.9'], '--min-cluster-share is 0.9; it must be a number from 0 to 0.5.'],
  [[file, '--lang', 'fr'], '--lang is "fr"; it must be one of en, es, pt.'],
  [
    [file, '--features', 'purchase_total,age'],
    `${file} has no column age (named in --features). It has: customer_id, purchase_total, visit_frequency, avg_ticket, product_diversity, loyalty_score, recency_days.`,
  ],
])('%j fails with its line', async (args, line) => {
  expect((await run(args)).fault).toBe(line);
});

test('one customer, and none, are too few', async () => {
  expect((await run(['-'], { stdin: 'id,n\na,1\n' })).fault).toBe(
    'stdin: Segmentation needs at least 2 customers; 1 was sent. Send more customers.',
  );
  expect((await run(['-'], { stdin: 'id,n\n' })).fault).toContain('none was sent');
});

test('no output is written over the customers or over the other output', async () => {
  const own = join(folder, 'own.csv');
  writeFileSync(own, csvOf(20));
  expect((await run([own, '--out', own])).fault).toBe(
    `--out ${own} is the same file as ${own}. Name another file, or the one would be lost.`,
  );
  const both = join(folder, 'both');
  expect((await run([own, '--out', both, '--report', `${folder}/./both`])).fault).toMatch(/^--report .* same file as/);
  expect(readFileSync(own, 'utf8')).toBe(csvOf(20));
});

test('a fault that only the data show names the file and the flag', async () => {
  const stdin = 'id,n\na,1e308\nb,-1e308\nc,0\n';
  expect((await run(['-', '--preprocessing', 'none'], { stdin })).fault).toMatch(/^stdin: --preprocessing is "none"/);
  expect((await run(['-'], { stdin: 'id,n\na,1\nb,\nc,\n' })).fault).toMatch(/^stdin: n is missing for 2 of 3/);
});

test('a number too large for a flag is shown as it was typed', async () => {
  expect((await run([file, '--eps', '1e999'])).fault).toMatch(/^--eps is "1e999"/);
});

test('a fault of the input is told in the language asked for', async () => {
  expect((await run(['-', '--lang', 'pt'], { stdin: 'id,n\na,1\n' })).fault).toContain(
    'A segmentação precisa de pelo menos 2 clientes',
  );
  expect((await run(['nowhere.csv'], { language: 'es' })).fault).toBe(
    'nowhere.csv: el archivo no existe. Revise la ruta.',
  );
});

test('a file that cannot be written is the caller’s to mend', async () => {
  const { fault } = await run([file, '--quiet', '--out', join(folder, 'no', 'such', 'folder.csv')]);
  expect(fault).toMatch(/folder\.csv cannot be written \(ENOENT\)/);
});

test('an unknown flag is refused by name', async () => {
  expect((await run([file, '--cluster', '3'])).fault).toContain("unknown option '--cluster'");
});

test('every option of a flag is described with its limits and default', () => {
  const help = segmentCommand().helpInformation();
  expect(help).toContain('from 2 to 50; default 10');
  expect(help.replaceAll(/\s+/g, ' ')).toContain('ward, average, complete, single; default ward');
});

test('a locale names a language, or English', () => {
  expect(['pt_BR.UTF-8', 'es', 'C.UTF-8', undefined].map(localeLanguage)).toEqual(['pt', 'es', 'en', 'en']);
});
