import type { Browser } from 'playwright-core';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { onStage, open, overhang, type Place, violations } from './support/open.ts';

let place: Place;
let browser: Browser;
onStage((stage) => ({ place, browser } = stage));

const lines = Array.from(
  { length: 1_200 },
  (_, i) =>
    `c${i % 120},2026-0${1 + ((i + Math.floor(i / 60)) % 6)}-1${i % 9},${5 + (i % 60) * (1 + (i % 3))},p${i % 9}`,
);
const orders = (rows: readonly string[], header = 'customer_id,order_date,amount,sku') => ({
  name: 'orders.csv.gz',
  mimeType: 'application/gzip',
  buffer: gzipSync([header, ...rows].join('\n')),
});

test.each([
  ['token', 1440],
  ['pair', 360],
] as const)('a file of orders becomes segments, by %s at %d', async (who, width) => {
  const signedIn = who === 'pair' ? 'pair' : true;
  const { page, context, faults } = await open(browser, { place, path: '/new', width, signedIn, bypassCSP: true });
  await page.locator('input[type=file]').setInputFiles(orders(lines));
  await page.getByText('One row per order: we will make the features.').waitFor();
  const chosen = await page
    .locator('.column.order select')
    .evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).value));
  expect(chosen).toEqual(['customer_id', 'order_date', 'amount', '', '', '', 'sku', '', '']);
  expect(await page.locator('.values').first().textContent()).toBe('c0 · c1 · c2');
  expect([await overhang(page), await violations(page)]).toEqual([0, []]);
  await page.getByRole('button', { name: 'Continue to options' }).click();
  await page.getByLabel('Recency counts from').fill('2026-07-01');
  await page.locator('.rules summary').click();
  expect(await page.getByLabel('Returns, rows below zero').inputValue()).toBe('net');
  expect([await overhang(page), await violations(page)]).toEqual([0, []]);
  const asked = page.waitForRequest(/order_files/);
  await page.getByRole('button', { name: 'Start grouping' }).click();
  expect(Object.fromEntries(new URL((await asked).url()).searchParams)).toEqual({
    customer: 'customer_id',
    date: 'order_date',
    amount: 'amount',
    product: 'sku',
    as_of: '2026-07-01',
    objective: 'actionable',
    max_clusters: '10',
    name: 'orders.csv.gz',
  });
  await page.locator('.plane-box canvas').waitFor({ timeout: 60_000 });
  expect(await page.locator('.meta').first().textContent()).toMatch(/^120 customers · \d features/);
  const read = page.locator('#section-method .reading li');
  const columns = expect.stringMatching(/customer_id.*order_date.*amount/);
  expect(await read.allTextContents()).toContainEqual(columns);
  await page.reload();
  await page.locator('.plane-box canvas').waitFor({ timeout: 60_000 });
  expect(await read.allTextContents()).toContainEqual(columns);
  expect(faults).toEqual([]);
  await context.close();
});

test('what is wrong with the orders is told with its line, column and remedy, and nothing that was chosen is lost', async () => {
  const { page, context } = await open(browser, { place, path: '/new', bypassCSP: true });
  await page
    .locator('input[type=file]')
    .setInputFiles(orders([...lines, 'c1,someday,9,p1'], 'who,order_date,amount,sku'));
  // Without a customer nobody takes it for orders.
  await page.getByLabel('A row is').selectOption('orders');
  const next = page.getByRole('button', { name: 'Continue to options' });
  await page.locator('#why-not').getByText('Choose the column for: Customer.', { exact: true }).waitFor();
  expect(await next.isDisabled()).toBe(true);
  await page.getByLabel('Customer', { exact: true }).selectOption('sku');
  await page.getByText('sku is chosen for two things').waitFor();
  expect(await next.isDisabled()).toBe(true);
  await page.getByLabel('Customer', { exact: true }).selectOption('who');
  await next.click();
  await page.getByLabel('Recency counts from').fill('2026-07-01');
  await page.getByRole('button', { name: 'Start grouping' }).click();
  const trouble = page.locator('.trouble');
  await trouble.waitFor();
  expect(await trouble.textContent()).toMatch(/Line 1202, order_date: "someday" is not a date.*bad_lines skip/);
  expect(await violations(page)).toEqual([]);
  await page.locator('.rules summary').click();
  await page.getByLabel('Rows that cannot be read').selectOption('skip');
  expect(await page.getByLabel('Recency counts from').inputValue()).toBe('2026-07-01');
  await page.getByRole('button', { name: 'Start grouping' }).click();
  await page.locator('.plane-box canvas').waitFor({ timeout: 60_000 });
  await context.close();
});

test('amounts with a decimal comma are noticed, shown and summed up', async () => {
  const { page, context } = await open(browser, { place, path: '/new' });
  const commas = lines.map((line) => line.replaceAll(',', ';').replace(/;(\d+);p/, ';$1,50;p'));
  await page.locator('input[type=file]').setInputFiles(orders(commas, 'customer_id;order_date;amount;sku'));
  await page.getByRole('button', { name: 'Continue to options' }).click();
  expect(await page.getByLabel('Decimal sign of amounts').inputValue()).toBe('comma');
  await page.getByLabel('Recency counts from').fill('2026-07-01');
  const asked = page.waitForRequest(/order_files/);
  await page.getByRole('button', { name: 'Start grouping' }).click();
  expect(new URL((await asked).url()).searchParams.get('decimal')).toBe('comma');
  await page.locator('.plane-box canvas').waitFor({ timeout: 60_000 });
  await context.close();
});

test('a file that is taken for orders can be taken for customers', async () => {
  const { page, context } = await open(browser, { place, path: '/new' });
  const rows = Array.from({ length: 40 }, (_, i) => `c${i},2026-01-0${1 + (i % 9)},${i},p`);
  await page.locator('input[type=file]').setInputFiles(orders(rows));
  await page.getByLabel('A row is').selectOption('customers');
  await page.getByLabel('Role of amount').waitFor();
  expect(await page.locator('.will p').first().textContent()).toContain('40 customers will be grouped by 1 feature');
  await context.close();
});

test('a file that is on its way is given up at once, and the options stay', async () => {
  const { page, context } = await open(browser, { place, path: '/new' });
  await page.route('**/order_files**', () => undefined);
  await page.locator('input[type=file]').setInputFiles(orders(lines));
  await page.getByRole('button', { name: 'Continue to options' }).click();
  await page.getByRole('button', { name: 'Start grouping' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect.poll(() => page.getByRole('button', { name: 'Start grouping' }).isEnabled()).toBe(true);
  expect(await page.locator('.trouble').count()).toBe(0);
  await context.close();
});
