import type { Browser, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { onStage, open, overhang, type Place, violations } from './support/open.ts';
import { bring, files, type Rows, sentBy, start, toOptions } from './support/wizard.ts';

let place: Place;
let browser: Browser;
onStage((stage) => ({ place, browser } = stage));

const RUN = '5a7e0b8e-8f5f-4d5c-9b49-0d6a3f1c2e4b';
const begin = /segmentation\?|order_files/;

/** Begins a run of a method and number, and has the service say that it failed; resolves with what was sent. */
async function failed(page: Page, rows: Rows) {
  await toOptions(page, rows);
  await page.getByLabel('Methods').selectOption('K-Means');
  await page.getByRole('radio', { name: 'Exactly' }).check();
  await page.getByLabel('Segments, exactly').fill('3');
  await page.route(begin, (route) => route.fulfill({ status: 202, json: { run_id: RUN } }));
  await page.route(`**/api/v1/runs/${RUN}`, (route) =>
    route.fulfill({ json: { run_id: RUN, state: 'failed', task_id: 'none' } }),
  );
  const error = { message: 'It took too long.', code: 'TIMEOUT', request_id: 'r1' };
  await page.route('**/api/v1/tasks/none', (route) => route.fulfill({ json: { status: 'failed', error } }));
  const sent = await start(page);
  await page.getByText('It took too long.').waitFor();
  await page.unroute(begin);
  return sent;
}

test.each(['customers', 'orders'] as const)('what failed is sent once more from where it says so: %s', async (rows) => {
  const { page, context } = await open(browser, { place, path: '/new', width: 360, bypassCSP: true });
  const sent = await failed(page, rows);
  expect([await overhang(page), await violations(page)]).toEqual([0, []]);
  const again = await sentBy(page, () =>
    page.getByRole('button', { name: 'Try again with the same settings' }).click(),
  );
  expect([again.url, again.body]).toEqual([sent.url, sent.body]);
  await page.locator('#section-take-away').waitFor({ timeout: 60_000 });
  expect(page.url()).not.toContain(RUN);
  await context.close();
});

test('after a reload the file is asked for, and the settings are those of the run that failed', async () => {
  const { page, context } = await open(browser, { place, path: '/new' });
  const sent = await failed(page, 'customers');
  await page.reload();
  await page.getByText('What you settled for customers.csv is kept; the file is asked for once more.').waitFor();
  await page.getByRole('link', { name: 'Try again with the same settings' }).click();
  await bring(page, files.customers);
  await page.locator('.options').waitFor();
  const again = await start(page);
  expect([again.url, again.body]).toEqual([sent.url, sent.body]);
  await context.close();
});

test('a run that this tab did not begin is not promised to be tried again', async () => {
  const { page, context } = await open(browser, { place, path: '/new' });
  await failed(page, 'customers');
  const other = RUN.replace('5', '6');
  await page.route(`**/api/v1/runs/${other}`, (route) =>
    route.fulfill({ json: { run_id: other, state: 'failed', task_id: 'none' } }),
  );
  await page.goto(`${place.url}/segmentations/${other}`);
  await page.getByText('It took too long.').waitFor();
  expect(await page.getByText('Try again with the same settings').count()).toBe(0);
  await page.locator('main').getByRole('link', { name: 'New segmentation' }).click();
  await page.locator('.drop').waitFor();
  await context.close();
});

test('whoever begins anew after a run begins with the file, and finds the one before', async () => {
  const { page, context } = await open(browser, { place, path: '/new' });
  await toOptions(page, 'customers');
  await start(page);
  await page.locator('#section-take-away').waitFor({ timeout: 60_000 });
  await page.getByRole('link', { name: 'New segmentation' }).first().click();
  await page.getByText('customers.csv is still there').waitFor();
  await page.getByRole('button', { name: 'Back to the columns' }).click();
  await expect.poll(() => page.locator('.columns').count()).toBe(1);
  await context.close();
});
