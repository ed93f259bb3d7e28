import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '@clientele/engine';
import { describe, expect, test } from 'vitest';
import { featuresCommand } from '../../src/cli/features.ts';
import { loyaltyCommand } from '../../src/cli/loyalty.ts';
import { rfmCommand } from '../../src/cli/rfm.ts';
import { segmentCommand } from '../../src/cli/segment.ts';
import { openStore } from '../../src/store/store.ts';
import { type Ran, ranHere } from '../support/ran-here.ts';
import { testFolder } from '../support/orders.ts';
import { seededBytes } from '../support/random.ts';

const folder = testFolder('cli-orders');
const file = join(folder, 'orders.csv');
const lines = Array.from({ length: 1_200 }, (_, i) => {
  const customer = i % 80;
  const month = String(1 + (((i * 7) % 5) + (customer % 2))).padStart(2, '0');
  return `c${customer},2026-${month}-${String(1 + (i % 28)).padStart(2, '0')},${customer < 20 ? 90 : 5 + (i % 7)},p${i % (2 + customer)}`;
});
writeFileSync(file, ['customer_id,order_date,amount,product_id', ...lines, ''].join('\n'));

const commands = { segment: segmentCommand, features: featuresCommand, rfm: rfmCommand, loyalty: loyaltyCommand };

const run = (
  [name, ...args]: readonly [keyof typeof commands, ...string[]],
  given: { stdin?: string; language?: Language } = {},
): Promise<Ran> => ranHere(commands[name], args, { ...given, now: '2026-07-01T09:41:00Z' });

describe('clientele features', () => {
  test('prints CSV that clientele segment reads, and says what was taken for what', async () => {
    const { out, err, fault } = await run(['features', file]);
    expect(fault).toBe('');
    expect(out.split('\n')[0]).toBe(
      'customer_id,purchase_total,visit_frequency,avg_ticket,product_diversity,loyalty_score,recency_days',
    );
    expect(out.trimEnd().split('\n')).toHaveLength(81);
    expect(err).toContain(
      'note: Columns: customer = customer_id, date = order_date, amount = amount, product = product_id.',
    );
    expect(err).toContain('note: 1,200 lines, 80 customers, 2026-01-01 to');
  });

  test('reads standard input, keeps quiet, and speaks the language asked for', async () => {
    const whole = readFileSync(file, 'utf8');
    const { out, err } = await run(['features', '-', '--quiet'], { stdin: whole });
    expect([out, err]).toEqual([(await run(['features', file])).out, '']);
    expect((await run(['features', file, '--lang', 'pt'])).err).toContain('nota: Colunas: customer = customer_id');
  });

  test('--json is a body for purchasing_segmentation, with what was found beside it', async () => {
    const { data, orders } = JSON.parse((await run(['features', file, '--json', '--quiet'])).out);
    expect(data).toHaveLength(80);
    expect(data[0]).toEqual({
      customer_id: 'c0',
      features: {
        purchase_total: 1350,
        visit_frequency: expect.any(Number),
        avg_ticket: expect.any(Number),
        product_diversity: 1,
        loyalty_score: expect.any(Number),
        recency_days: expect.any(Number),
      },
    });
    expect(orders.census).toMatchObject({ lines: 1200, returns: { lines: 0 } });
  });

  test('--out writes the file and shows a summary; it never writes over the orders', async () => {
    const target = join(folder, 'customers.csv');
    const { out, err } = await run(['features', file, '--out', target]);
    expect(out).toMatch(/Feature +Lowest +Median +Mean +Highest\n purchase_total/);
    expect(err).toContain(`Wrote ${target}`);
    expect(readFileSync(target, 'utf8')).toBe((await run(['features', file])).out);
    expect((await run(['features', file, '--out', file])).fault).toContain('is the same file as');
  });

  test.each([
    [['features', join(folder, 'nothing.csv')], /nothing\.csv: there is no such file/],
    [['features', folder], /is a folder/],
    [['features', file, '--visits', 'weeks'], /^--visits is "weeks"; it must be one of days, orders\./],
    [['features', file, '--points-cap', 'many'], /^--points-cap is "many"; it must be a number above 0\./],
    [['features', file, '--as-of', '2026-13-01'], /^--as-of is "2026-13-01"; it must be a day/],
    [['features', file, '--customer', 'who'], /orders\.csv: There is no column who \(named in --customer\)/],
    [['features', file, '--as-of', '2026-02-01'], /orders\.csv: Line \d+, order_date: 2026-.* is after 2026-02-01/],
    [['features', 'postgres://x:secret@127.0.0.1:1/y', '--table', 't'], /^PostgreSQL: PostgreSQL says: (?!.*secret)/],
    [['segment', file, '--orders', file], /^Name either a file of customers or --orders/],
    [['segment'], /^Name either a file of customers or --orders/],
    [['segment', '--orders', file, '--features', 'spend'], /has no column spend/],
  ] as const)('%j is refused in one line', async (args, said) => {
    const { fault } = await run(args);
    expect(fault).toMatch(said);
    expect(fault).not.toContain('\n');
  });
});

test('clientele segment --orders gives what features and segment give one after the other', async () => {
  const customers = join(folder, 'two-steps.csv');
  await run(['features', file, '--out', customers, '--quiet']);
  const flags = ['--json', '--quiet', '--k', '3', '--algorithm', 'kmeans'] as const;
  const two = JSON.parse((await run(['segment', customers, ...flags])).out);
  const one = JSON.parse((await run(['segment', '--orders', file, ...flags])).out);
  const labels = (result: { customers: { customer_id: string; segment: number }[] }) =>
    result.customers.map(({ customer_id, segment }) => [customer_id, segment]);
  expect(labels(one)).toEqual(labels(two));
});

test('what clientele segment hints at repeats all that was asked for, so that following it gives the same segments', async () => {
  const asked = [
    'segment',
    '--orders',
    file,
    '--as-of',
    '2026-07-02',
    '--returns',
    'drop',
    '--max-clusters',
    '4',
  ] as const;
  const { err } = await run([...asked, '--features', 'purchase_total, recency_days']);
  const line = /clientele (segment .*) --out labels.csv/.exec(err)?.[1] ?? '';
  expect(line).toBe(
    `segment --orders ${file} --features 'purchase_total, recency_days' --max-clusters 4 --as-of 2026-07-02 --returns drop`,
  );
  const target = join(folder, 'labels.csv');
  const again = line.split(/ (?=(?:[^']*'[^']*')*[^']*$)/).map((word) => word.replaceAll("'", ''));
  await run([...(again as ['segment', ...string[]]), '--out', target, '--quiet']);
  const first = join(folder, 'first.csv');
  await run([...asked, '--features', 'purchase_total, recency_days', '--out', first, '--quiet']);
  expect(readFileSync(target, 'utf8')).toBe(readFileSync(first, 'utf8'));
});

test('a run that orders are stored as tells how they were read', async () => {
  const data = join(folder, 'data');
  const { fault } = await run(['segment', '--orders', file, '--max-clusters', '3', '--data', data, '--quiet']);
  expect(fault).toBe('');
  const store = await openStore({ folder: data, now: Date.now, random: seededBytes(1) });
  const [{ apiId } = { apiId: '' }] = await store.listTenants();
  const [{ id } = { id: '' }] = await store.listRuns(apiId, {}, { limit: 1 });
  const shown = await store.showRun(apiId, id);
  await store.close();
  expect(shown?.notes.map(({ code }) => code)).toEqual(expect.arrayContaining(['COLUMNS', 'READ', 'LOYALTY']));
  expect(shown?.notes.find(({ message }) => message.includes('--'))).toBeUndefined();
});

describe('clientele rfm', () => {
  test('shows tiers and thresholds beside the file, and a row for each customer in it', async () => {
    const target = join(folder, 'rfm.csv');
    const { out, fault } = await run(['rfm', file, '--bins', '4', '--out', target]);
    expect(fault).toBe('');
    expect(out).toMatch(/Tier +Customers +Share +Money, share\n Champion/);
    expect(out).toMatch(/Reached at +score 2 +score 3 +score 4/);
    const [head, first] = readFileSync(target, 'utf8').split('\n');
    expect(head).toBe(
      'customer_id,recency_days,frequency,monetary_total,recency_score,frequency_score,monetary_score,rfm_class,rfm_total,rfm_tier,interpretation',
    );
    expect(first).toMatch(/^c0,\d+,\d+,1350,[1-4],[1-4],[1-4],[1-4]{3},\d+,/);
    expect((await run(['rfm', file, '--bins', '11'])).fault).toContain('from 2 to 10');
  });
});

describe('clientele loyalty', () => {
  test('scores the features that clientele features made', async () => {
    const { out: customers } = await run(['features', file]);
    const { out, fault } = await run(['loyalty', '-', '--json', '--quiet'], { stdin: customers });
    expect(fault).toBe('');
    const result = JSON.parse(out);
    expect(result.customers).toHaveLength(80);
    expect(Object.values(result.summary.segment_counts as Record<string, number>).reduce((a, b) => a + b)).toBe(80);
  });

  test.each([
    ['spend=1', '--weights has spend=1'],
    ['recency_days=-1', '--weights has recency_days=-1'],
    ['recency_days', '--weights has recency_days='],
    ['recency_days=0', '--weights has recency_days=0'],
  ])('refuses the weights %s', async (weights, said) => {
    const { out: customers } = await run(['features', file]);
    expect((await run(['loyalty', '-', '--weights', weights], { stdin: customers })).fault).toContain(said);
  });

  test('refuses a file without any of its features', async () => {
    expect((await run(['loyalty', '-'], { stdin: 'id,height\na,1\nb,2\n' })).fault).toContain(
      'stdin has none of the columns that loyalty is made of',
    );
  });
});

test('nothing is left of the temporary files', async () => {
  await run(['features', file, '--work', folder]);
  await run(['features', file, '--work', folder, '--customer', 'who']);
  expect(readdirSync(folder).filter((name) => name.startsWith('clientele-orders-'))).toEqual([]);
});
