import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { groupedSample, linesOf, open, openBrowser, openPlace, type Place, taken } from './support/open.ts';

let place: Place;
let browser: Browser;
/** The page of a result of the real sample. */
let result: string;
beforeAll(async () => {
  [place, browser] = await Promise.all([openPlace(), openBrowser()]);
  result = `/segmentations/${await groupedSample(place)}`;
});
afterAll(async () => {
  await browser?.close();
  await place?.close();
});

test('a segment is looked at closer: its figures, its customers from the closest call on, and the way to the others', async () => {
  const { page, context, faults } = await open(browser, { place, path: result });
  await page
    .locator('.segment')
    .nth(1)
    .getByRole('link', { name: /^Look closer/ })
    .click();
  await page.waitForURL('**/segments/*');
  const name = await page.locator('.segment-title h1').textContent();
  expect(await page.title()).toBe(`${name} · Clientele`);
  expect(await page.locator('#distributions svg.wide').count()).toBe(1);
  const window = page.locator('.virtual');
  await expect.poll(() => window.locator('tbody tr').first().textContent()).toMatch(/^\d{5}0\.00/);
  expect(await window.locator('tbody tr').count()).toBeLessThan(40);
  await window.evaluate((element) => (element.scrollTop = element.scrollHeight));
  const all = Number(await window.locator('table').getAttribute('aria-rowcount'));
  await expect.poll(() => window.locator('tbody tr').last().getAttribute('aria-rowindex')).toBe(String(all));
  await expect.poll(() => window.locator('tbody tr').last().textContent()).toMatch(/^\d{5}0\.[5-9]/);
  const lines = await linesOf(await taken(page, () => page.getByRole('button', { name: 'Audience' }).click()));
  expect(lines).toHaveLength(all);
  await page.locator('.segment-places a').first().click();
  await expect.poll(() => page.locator('h1').textContent()).not.toBe(name);
  expect(faults).toEqual([]);
  await page.goto(`${place.url}${result}/segments/q`);
  await page.getByText('There is nothing here').waitFor();
  await page.getByRole('link', { name: 'The whole segmentation' }).click();
  await page.locator('.plane-box canvas').waitFor();
  await context.close();
});
