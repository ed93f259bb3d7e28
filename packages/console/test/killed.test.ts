import { randomBytes } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, type Group, launch, untilReady } from '../../service/test/faults/process.ts';
import { type EmptyStore, sqlite } from '../../service/test/support/stores.ts';
import { openStore } from '../../service/src/store/store.ts';
import { open, openBrowser, type Place } from './support/open.ts';

/** So many that one thread is at work for some seconds, on a fast machine too. */
const CUSTOMERS = 200_000;

let browser: Browser;
let own: EmptyStore;
let group: Group;
let place: Pick<Place, 'url' | 'pair'>;
let serve: () => Group;
beforeAll(async () => {
  own = await sqlite.empty();
  const store = await openStore({ ...own.place, now: Date.now, random: randomBytes });
  const pair = await store.createTenant('Shop');
  await store.close();
  const port = await freePort();
  place = { url: `http://127.0.0.1:${port}`, pair };
  serve = () => launch(own, ['serve', '--port', String(port), '--workers', '1', '--threads', '1']);
  group = serve();
  [browser] = await Promise.all([openBrowser(), untilReady(place.url, group)]);
});
afterAll(async () => {
  await browser?.close();
  await group?.end('SIGKILL');
  await own?.remove();
});

test('a service that is killed in the middle of a job and started again goes on with it, and so does the page', async () => {
  const { page, context } = await open(browser, { place: { ...place, token: '' }, path: '/new', signedIn: 'pair' });
  const rows = Array.from(
    { length: CUSTOMERS },
    (_, i) => `${i},${(i * 7919) % 1009},${(i * 104_729) % 997},${(i * 31) % 365}`,
  );
  const buffer = Buffer.from(['id,spend,orders,recency_days', ...rows].join('\n'));
  await page.locator('input[type=file]').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer });
  await page.locator('.will .primary').click();
  await page.locator('.options .will .primary').click();
  // Begun, and far from its end.
  await page.locator('.model-grid').waitFor({ timeout: 30_000 });
  await group.end('SIGKILL');
  await page.getByText('Connection lost. The job goes on.').waitFor();
  group = serve();
  await untilReady(place.url, group);
  // Whether the page is back before the job has ended is chance; progress.test.ts holds what it says then.
  await page.locator('.plane-box canvas').waitFor({ timeout: 120_000 });
  expect(await page.locator('.meta').first().textContent()).toContain('200,000 customers');
  await context.close();
}, 240_000);
