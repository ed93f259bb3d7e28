import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { linesOf, onStageWithResult, open, overhang, type Place, taken, violations, wordsIn } from './support/open.ts';

let place: Place;
let browser: Browser;
onStageWithResult((stage) => ({ place, browser } = stage));

/** Whether credentials let their holder in. */
const status = async (headers: Record<string, string>): Promise<number> =>
  (await fetch(`${place.url}/api/v1/runs`, { headers })).status;
const accept = (page: Page): void => void page.on('dialog', (dialog) => void dialog.accept());

describe.each([
  [360, 'dark'],
  [1440, 'light'],
] as const)('at %d, %s', (width, scheme) => {
  test('axe finds nothing in the settings of who has a secret, and nothing hangs over', async () => {
    const { page, context, faults } = await open(browser, {
      place,
      path: '/settings',
      width,
      scheme,
      signedIn: 'pair',
      bypassCSP: true,
    });
    await page.locator('.life').first().waitFor();
    await page.getByText('No tokens yet.').waitFor();
    await page.locator('.usage svg').first().waitFor();
    expect([await overhang(page), await violations(page), faults]).toEqual([0, [], []]);
    await context.close();
  });
});

test('a secret is rotated, shown until it is kept elsewhere, and the old one ended', async () => {
  const { page, context } = await open(browser, { place, path: '/settings', signedIn: 'pair' });
  accept(page);
  const { apiId } = place.pair;
  await page.getByText('you are signed in by it').waitFor();
  expect(await page.locator('.life').allTextContents()).toEqual(['90 days left']);
  await page.getByLabel('The old one goes on for').selectOption('1');
  await page.getByRole('button', { name: 'Rotate secret' }).click();
  const secret = (await page.locator('.notice pre').textContent()) ?? '';
  expect(await status({ 'x-customer-api-id': apiId, 'x-secret': secret })).toBe(200);
  await expect.poll(() => page.locator('.keys li').count()).toBe(2);
  // The page goes on with the new one, and ends the old one.
  await page.getByText('replaced, works until its end').waitFor();
  await page.getByRole('button', { name: /^Revoke/ }).click();
  await expect.poll(() => page.locator('.keys li').count()).toBe(1);
  expect(await status({ 'x-customer-api-id': apiId, 'x-secret': place.pair.secret })).toBe(401);
  expect(await page.locator('.notice pre').textContent()).toBe(secret);
  await page.getByRole('button', { name: 'I have stored it' }).click();
  expect(await page.content()).not.toContain(secret);
  await page.getByRole('heading', { name: 'Make a token' }).waitFor();

  await page.getByLabel('What it is for').fill('warehouse');
  await page.getByLabel('segment customers').uncheck();
  await page.getByLabel('look at results').check();
  await page.getByLabel('Days until it ends').fill('30');
  await page.getByRole('button', { name: 'Make a token' }).click();
  const token = (await page.locator('.notice pre').textContent()) ?? '';
  expect(await status({ authorization: `Bearer ${token}` })).toBe(200);
  const listed = page.locator('.keys li', { hasText: 'warehouse' });
  expect(await listed.textContent()).toMatch(/look at results.*ends \d+ \w+ \d{4}.*never used/);
  await listed.getByRole('button', { name: 'Revoke warehouse' }).click();
  await page.getByText('No tokens yet.').waitFor();
  expect(await status({ authorization: `Bearer ${token}` })).toBe(401);
  await context.close();
});

test('who is signed in by a token sees what was used, and no credentials', async () => {
  const { page, context } = await open(browser, { place, path: '/settings' });
  await expect.poll(() => page.locator('.bars h3').allTextContents()).toEqual(['1 job', '4,338 customers grouped']);
  await page.getByText('Secrets and tokens are shown to who signs in by id and secret.').waitFor();
  expect(await page.getByRole('heading', { name: 'Tokens' }).count()).toBe(0);
  await page.getByLabel('Shown').selectOption('90');
  await expect.poll(() => page.locator('.bars').first().locator('g').count()).toBe(90);
  await context.close();
});

test('what was used is a figure: it says how it is read, is walked day by day, and leaves as table, picture and numbers', async () => {
  const { page, context } = await open(browser, { place, path: '/settings', bypassCSP: true });
  const [jobs, customers] = [page.locator('.bars').first(), page.locator('.bars').last()];
  await expect.poll(() => customers.locator('h3').textContent()).toBe('4,338 customers grouped');
  await customers.getByRole('button', { name: 'How to read' }).click();
  await customers.getByText('who is in two counts twice').waitFor();
  await customers.getByRole('button', { name: 'Show as table' }).click();
  expect(await customers.locator('tbody tr').allTextContents()).toEqual([expect.stringMatching(/\d{4}4,338$/)]);
  await jobs.getByRole('application', { name: /^1 job\. Arrow keys/ }).focus();
  await page.keyboard.press('End');
  await expect.poll(() => jobs.locator('.mark-tip').textContent()).toMatch(/\d{4}Jobs: 1Failed: 0$/);
  expect([await overhang(page), await violations(page)]).toEqual([0, []]);
  await page.keyboard.press('Escape');

  const save = async (form: string) => {
    await customers.getByRole('button', { name: 'Save' }).click();
    return taken(page, () => page.getByRole('menuitem', { name: form }).click());
  };
  const numbers = await linesOf(await save('Numbers as CSV'));
  const today = new Date().toISOString().slice(0, 10);
  expect([numbers.length, numbers[0], numbers.at(-1)]).toEqual([31, 'day,customers', `${today},4338`]);
  const drawing = readFileSync(await (await save('Picture as SVG')).path(), 'utf8');
  expect(wordsIn(drawing)).toMatch(/^4,338 customers grouped Most on .* Clientele · usage-customers/);
  expect(drawing.match(/<rect[^>]*width="3.2"/g)).toHaveLength(30);
  expect(drawing).not.toMatch(/class=|var\(/);
  expect((await save('Picture as PNG')).suggestedFilename()).toBe('usage-customers.png');
  await context.close();
});

test('single keys lead on, but not out of a field, and not once they are switched off', async () => {
  const { page, context } = await open(browser, { place, bypassCSP: true });
  const at = (): string => new URL(page.url()).pathname;
  const search = page.getByLabel('Search', { exact: true });
  await search.waitFor();
  await page.keyboard.press('n');
  await page.waitForURL('**/new');
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await expect.poll(at).toBe('/');
  await search.waitFor();
  await page.keyboard.press('/');
  await expect.poll(() => search.evaluate((field) => field === document.activeElement)).toBe(true);
  await page.keyboard.type('n/?');
  expect([at(), await search.inputValue()]).toEqual(['/', 'n/?']);
  await page.locator('h1').click();
  await search.evaluate((field) => (field as HTMLElement).blur());
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('n');
  expect(at()).toBe('/');
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);

  await page.getByRole('link', { name: 'Settings' }).click();
  const wanted = page.getByLabel(/Single keys lead on/);
  await wanted.uncheck();
  await page.reload();
  expect(await wanted.isChecked()).toBe(false);
  await page.keyboard.press('n');
  await page.keyboard.press('?');
  expect([at(), await page.getByRole('dialog').count()]).toEqual(['/settings', 0]);
  await context.close();
});
