import Papa from 'papaparse';
import type { Browser } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import {
  groupedSample,
  linesOf,
  onStage,
  open,
  overhang,
  type Place,
  taken,
  violations,
  wordsIn,
} from './support/open.ts';

let place: Place;
let browser: Browser;
/** The address of two runs beside each other. */
let path: string;
onStage((stage) => ({ place, browser } = stage));
beforeAll(async () => {
  const from = await groupedSample(place, 'purchase_total');
  const headers = { authorization: `Bearer ${place.token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ algorithm: 'KMeans', k: 4 });
  const chosen = await fetch(`${place.url}/api/v1/runs/${from}/choose`, { method: 'POST', headers, body });
  const { run_id: to } = (await chosen.json()) as { run_id: string };
  path = `/compare?from=${from}&to=${to}`;
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
  for (const opener of await page.locator('.figure-tools > .icon-button').all()) await opener.click();
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

test('the bands are walked by the keyboard, and leave as a picture and as numbers', async () => {
  const { page, context, faults } = await open(browser, { place, path });
  await page.locator('svg.moves').waitFor();
  const figure = page.locator('#moves');
  await figure.locator('.figure-tools .icon-button').last().focus();
  await page.keyboard.press('Tab');
  const tip = page.locator('.mark-tip');
  const rows = await figure.locator('.twin tbody tr').count();
  const said = new Set<string>();
  for (let i = 0; i < rows; i++) {
    said.add(await tip.innerText());
    await page.keyboard.press('ArrowDown');
  }
  expect(said.size).toBe(rows);
  const band = /^.+ → .+: [\d,]+ customers?, \d+% of .+, worth [\d,.]+$/;
  expect([...said].filter((words) => !band.test(words))).toEqual([]);
  await page.keyboard.press('t');
  await expect.poll(() => figure.locator('.twin table').isVisible()).toBe(true);
  await page.keyboard.press('Escape');
  await expect.poll(() => tip.count()).toBe(0);
  const save = async (choice: string): Promise<string[]> => {
    await figure.getByRole('button', { name: 'Save' }).click();
    return linesOf(await taken(page, () => figure.getByRole('menuitem', { name: choice }).click()));
  };
  expect(await save('Numbers as CSV')).toHaveLength(rows + 1);
  const svg = (await save('Picture as SVG')).join('');
  const names = await figure.locator('.end-name:is(strong)').allTextContents();
  expect(names.filter((name) => !wordsIn(svg).includes(name))).toEqual([]);
  expect(svg.match(/<path[^>]* fill="rgb\(/g)).toHaveLength(rows);
  expect(faults).toEqual([]);
  await context.close();
});

test('bands are as high as customers are many or as they are worth, all or those of movers, and the files follow', async () => {
  const { page, context, faults } = await open(browser, { place, path, bypassCSP: true });
  const bands = page.locator('svg.moves .band');
  await bands.first().waitFor();
  const figure = page.locator('#moves');
  const all = await bands.count();
  const stayed = await page.locator('svg.moves .band.stayed').count();
  const outline = (): Promise<string | null> => bands.first().getAttribute('d');
  const byCustomers = await outline();
  const worth = figure.getByRole('button', { name: 'Worth' });
  await worth.press('Enter');
  await expect.poll(() => worth.getAttribute('aria-pressed')).toBe('true');
  expect(await outline()).not.toBe(byCustomers);
  await expect.poll(() => figure.locator('.sub').textContent()).toContain('worth');
  expect(await figure.locator('.ends.left .quiet').first().textContent()).toMatch(/^[\d.]+[KM]$/);
  await figure.getByRole('button', { name: 'Movers only' }).click();
  await expect.poll(() => bands.count()).toBe(all - stayed);
  await figure.getByRole('button', { name: 'Save' }).click();
  const csv = await linesOf(await taken(page, () => figure.getByRole('menuitem', { name: 'Numbers as CSV' }).click()));
  expect(csv).toHaveLength(1 + all - stayed);
  expect(await violations(page)).toEqual([]);
  expect(faults).toEqual([]);
  await context.close();
});

test('earlier and later change places by one button', async () => {
  const { page, context } = await open(browser, { place, path });
  await page.locator('svg.moves').waitFor();
  const { searchParams } = new URL(page.url());
  await page.getByRole('button', { name: 'Swap earlier and later' }).click();
  await expect
    .poll(() => new URL(page.url()).search)
    .toBe(`?from=${searchParams.get('to')}&to=${searchParams.get('from')}`);
  await page.locator('svg.moves').waitFor();
  await context.close();
});

test('moves, matrix and drift leave as pictures in colours that any program reads', async () => {
  const { page, context, faults } = await open(browser, { place, path });
  await page.locator('svg.moves').waitFor();
  for (const title of [/largest move/, /earlier customers/, /kinds of drift/]) {
    const figure = page.locator('figure').filter({ has: page.getByRole('heading', { name: title }) });
    await figure.getByRole('button', { name: 'Save' }).click();
    const lines = await linesOf(
      await taken(page, () => figure.getByRole('menuitem', { name: 'Picture as SVG' }).click()),
    );
    const svg = lines.join('');
    expect(svg).not.toMatch(/color\(|color-mix|var\(/);
    const words = await figure.locator('.disc').allTextContents();
    expect(words.filter((letter) => !wordsIn(svg).split(' ').includes(letter))).toEqual([]);
  }
  expect(faults).toEqual([]);
  await context.close();
});

test('moves, matrix and drift leave as the numbers that they show', async () => {
  const { page, context, faults } = await open(browser, { place, path });
  await page.locator('svg.moves').waitFor();
  const numbersOf = async (title: RegExp): Promise<string[][]> => {
    const figure = page.locator('figure', { has: page.getByRole('heading', { name: title }) });
    await figure.getByRole('button', { name: 'Save' }).click();
    const file = await taken(page, () => figure.getByRole('menuitem', { name: 'Numbers as CSV' }).click());
    return Papa.parse<string[]>((await linesOf(file)).join('\n')).data;
  };
  const moves = await numbersOf(/largest move/);
  expect(moves).toHaveLength(1 + (await page.locator('.largest li').count()));
  const [, ...shares] = await numbersOf(/earlier customers are now/);
  expect(shares).toHaveLength(await page.locator('.matrix tbody tr').count());
  for (const [, ...row] of shares) expect(row.reduce((sum, share) => sum + Number(share), 0)).toBeCloseTo(100, 9);
  const drift = await numbersOf(/kinds of drift/);
  expect(drift).toHaveLength(1 + (await page.locator('.drift tbody tr').count()));
  expect(faults).toEqual([]);
  await context.close();
});
