import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { groupedSample, open, openBrowser, openPlace, overhang, type Place, violations } from './support/open.ts';

let place: Place;
let browser: Browser;
/** The address of two runs beside each other. */
let path: string;
beforeAll(async () => {
  [place, browser] = await Promise.all([openPlace(), openBrowser()]);
  const from = await groupedSample(place);
  const headers = { authorization: `Bearer ${place.token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ algorithm: 'KMeans', k: 4 });
  const chosen = await fetch(`${place.url}/api/v1/runs/${from}/choose`, { method: 'POST', headers, body });
  const { run_id: to } = (await chosen.json()) as { run_id: string };
  path = `/compare?from=${from}&to=${to}`;
});
afterAll(async () => {
  await browser?.close();
  await place?.close();
});

test.each([
  [360, 'light'],
  [360, 'dark'],
  [768, 'light'],
  [1440, 'light'],
  [1440, 'dark'],
] as const)('two runs at %d, %s: axe finds nothing, and nothing hangs over', async (width, scheme) => {
  const { page, context, faults } = await open(browser, { place, path, width, scheme, bypassCSP: true });
  await page.locator('svg.moves').waitFor();
  expect(await page.locator('.recommendation h3').textContent()).not.toBe('');
  for (const summary of await page.locator('main summary').all()) await summary.click();
  expect([await overhang(page), await violations(page), faults]).toEqual([0, [], []]);
  await context.close();
});

test('before two are chosen axe finds nothing either, and a run that is not there is told so', async () => {
  const { page, context } = await open(browser, { place, path: '/compare', bypassCSP: true });
  await page.getByLabel('Earlier').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.goto(`${place.url}/compare?from=nothing&to=${path.split('=').at(-1)}`);
  await page.locator('.trouble').waitFor();
  expect(await violations(page)).toEqual([]);
  await context.close();
});
