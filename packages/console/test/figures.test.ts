import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import type { Browser, Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { onStageWithResult, open, type Place, taken, wordsIn } from './support/open.ts';

let place: Place;
let browser: Browser;
let result: string;
onStageWithResult((stage) => ({ place, browser, result } = stage));

const saved = async (page: Page, figure: Locator, choice: string): Promise<Buffer> => {
  await figure.getByRole('button', { name: 'Save' }).click();
  const file = await taken(page, () => figure.getByRole('menuitem', { name: choice }).click());
  // Where the pointer rests on no segment, so that none stands out.
  await page.mouse.move(0, 0);
  await expect.poll(() => page.locator('article').getAttribute('data-focus')).toBeNull();
  return readFileSync(await file.path());
};
const rowsOf = (csv: Buffer): Record<string, string>[] =>
  Papa.parse<Record<string, string>>(csv.toString(), { header: true, skipEmptyLines: true }).data;
/** The size of a PNG, as its header has it. */
const sizeOf = (png: Buffer): [number, number] => [png.readUInt32BE(16), png.readUInt32BE(20)];

/** How often each word is there, less those taken out. */
const tally = (words: readonly string[], less: readonly string[] = []): Record<string, number> => {
  const times: Record<string, number> = {};
  for (const word of words) times[word] = (times[word] ?? 0) + 1;
  for (const word of less) if (times[word] !== undefined) times[word]--;
  return Object.fromEntries(Object.entries(times).filter(([, n]) => n > 0));
};

test('how to read a figure and its table open by signs beside its title, that say whether they are open', async () => {
  const { page, context, faults } = await open(browser, { place, path: result });
  const ribbon = page.locator('#ribbon');
  for (const [name, behind] of [
    ['How to read', '.aids > .on-screen p'],
    ['Show as table', '.twin table'],
  ] as const) {
    const opener = ribbon.getByRole('button', { name });
    expect([await opener.getAttribute('aria-expanded'), await ribbon.locator(behind).isVisible()]).toEqual([
      'false',
      false,
    ]);
    await opener.press('Enter');
    await expect.poll(() => opener.getAttribute('aria-expanded')).toBe('true');
    await expect.poll(() => ribbon.locator(behind).isVisible()).toBe(true);
    await opener.press('Enter');
    await expect.poll(() => ribbon.locator(behind).isVisible()).toBe(false);
  }
  expect(faults).toEqual([]);
  await context.close();
});

test('every figure gives its numbers as CSV: as many rows as its table, as exact as they are', async () => {
  const { page, context, faults } = await open(browser, { place, path: result });
  await page.locator('.plane-box canvas').waitFor();
  const figures = await page.locator('figure').all();
  expect(figures.length).toBeGreaterThan(8);
  for (const figure of figures) {
    const rows = rowsOf(await saved(page, figure, 'Numbers as CSV'));
    expect(rows.length).toBeGreaterThan(1);
    const table = figure.locator('.twin tbody tr');
    if ((await table.count()) > 0 && (await figure.getAttribute('id')) !== null)
      // oxlint-disable-next-line vitest/no-conditional-expect -- the map's table is of segments, its file of customers
      expect(rows).toHaveLength(await table.count());
  }
  const [first] = rowsOf(await saved(page, page.locator('#ribbon'), 'Numbers as CSV'));
  const total = await page.locator('#segment-A .size strong').first().textContent();
  expect(Number(first?.['Customers'])).toBe(Number(total?.replaceAll(/\D/g, '')));
  expect(Number(first?.['Share of customers'])).toBeCloseTo(Number(first?.['Customers']) / 4_338, 9);
  expect(faults).toEqual([]);
  await context.close();
});

test('a figure with a picture gives it as SVG, and as PNG of twice its size', async () => {
  const { page, context, faults } = await open(browser, { place, path: result });
  const svg = (await saved(page, page.locator('#silhouette'), 'Picture as SVG')).toString();
  const [, width = 0, height = 0] = /^<svg[^>]* width="(\d+)" height="([\d.]+)"/.exec(svg)?.map(Number) ?? [];
  expect(width).toBeGreaterThan(1_000);
  const png = await saved(page, page.locator('#silhouette'), 'Picture as PNG');
  expect(sizeOf(png)).toEqual([2 * width, 2 * Math.trunc(height)]);
  expect(faults).toEqual([]);
  await context.close();
});

test('a table is a picture too: every word that is seen stands in it as often, and no button', async () => {
  const { page, context, faults } = await open(browser, { place, path: result });
  for (const id of ['profile', 'candidates', 'rules', 'data']) {
    const figure = page.locator(`#${id}`);
    const svg = (await saved(page, figure, 'Picture as SVG')).toString();
    const table = figure.locator('table').first();
    const seen = (await table.innerText()).split(/\s+/).filter((word) => word !== '');
    const around = (await table.locator('button, .hidden:not(button *)').allInnerTexts()).join(' ').split(/\s+/);
    const pictured = tally(wordsIn(svg).split(' '));
    expect(Object.entries(tally(seen, around)).filter(([word, n]) => (pictured[word] ?? 0) < n)).toEqual([]);
    expect(wordsIn(svg)).not.toContain('Use this one instead');
    const [, width = 0, height = 0] = /^<svg[^>]* width="(\d+)" height="(\d+)"/.exec(svg)?.map(Number) ?? [];
    const png = await saved(page, figure, 'Picture as PNG');
    expect(sizeOf(png)).toEqual([2 * width, 2 * height]);
  }
  expect(faults).toEqual([]);
  await context.close();
});

test('the map gives every customer where it lies, and a picture with the names of segments as text', async () => {
  const { page, context, faults } = await open(browser, { place, path: result });
  await page.locator('.plane-box canvas').waitFor();
  const map = page.locator('.map-figure');
  const rows = rowsOf(await saved(page, map, 'Numbers as CSV'));
  expect(rows).toHaveLength(4_338);
  expect(Object.keys(rows[0] ?? {})).toEqual(['customer_id', 'x', 'y', 'segment', 'confidence']);
  expect(new Set(rows.map(({ customer_id }) => customer_id)).size).toBe(4_338);
  const svg = (await saved(page, map, 'Picture as SVG')).toString();
  const names = await page.locator('.pill-name').allTextContents();
  expect(names.filter((name) => !wordsIn(svg).includes(name))).toEqual([]);
  expect(svg).toContain('href="data:image/png;base64,');
  const [width, height] = sizeOf(await saved(page, map, 'Picture as PNG'));
  expect([width > 1_000, height > 1_000]).toEqual([true, true]);
  expect(faults).toEqual([]);
  await context.close();
});

test('where nothing was found and on the page of a segment figures give the same', async () => {
  const { page, context, faults } = await open(browser, { place, path: `${result}/segments/a` });
  await page.locator('#facts').waitFor();
  for (const id of ['facts', 'distributions', 'rules'])
    expect(rowsOf(await saved(page, page.locator(`#${id}`), 'Numbers as CSV')).length).toBeGreaterThan(0);
  expect(faults).toEqual([]);
  await context.close();
});

test('the map is zoomed by buttons that are named, and shown whole again', async () => {
  const { page, context, faults } = await open(browser, { place, path: result });
  const label = page.locator('.pill-label').first();
  await label.waitFor();
  const at = (): Promise<string> => label.evaluate(({ style }) => `${style.left} ${style.top}`);
  const whole = await at();
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect.poll(at).not.toBe(whole);
  await page.getByRole('button', { name: 'Zoom out' }).click();
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect.poll(at).toBe(whole);
  expect(faults).toEqual([]);
  await context.close();
});
