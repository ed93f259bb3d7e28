import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { onStage, open, overhang, type Place, violations } from './support/open.ts';

let place: Place;
let browser: Browser;
onStage((stage) => ({ place, browser } = stage));

const focused = (page: Page): Promise<string | null | undefined> =>
  page.evaluate(() => document.activeElement?.textContent?.trim());

test('the tenant stands there by its name, and its menu leads out', async () => {
  const { page, context, faults } = await open(browser, { place, signedIn: 'pair' });
  const asNobody: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/') && !request.headers()['x-secret']) asNobody.push(request.url());
  });
  const tenant = page.getByRole('button', { name: 'Signed in as: Shop' });
  await tenant.click();
  expect(await page.getByRole('menuitem').allTextContents()).toEqual(['Settings', 'Sign out']);
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
  await expect.poll(() => tenant.count()).toBe(0);
  await page.locator('form.stack').waitFor();
  await page.waitForLoadState('networkidle');
  expect([asNobody, faults]).toEqual([[], []]);
  await context.close();
});

test('a menu is walked by arrow keys, Home, End and first letters, chooses, and gives the focus back', async () => {
  const { page, context } = await open(browser, { place });
  const language = page.getByRole('button', { name: 'Language' });
  await language.focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => focused(page)).toBe('English');
  const walked: unknown[] = [];
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'Home', 'End', 'e']) {
    await page.keyboard.press(key);
    walked.push(await focused(page));
  }
  expect(walked).toEqual(['Español', 'Português', 'English', 'Português', 'English', 'Português', 'English']);
  await page.keyboard.press('Escape');
  expect([await page.getByRole('menu').count(), await language.evaluate((button) => button.matches(':focus'))]).toEqual(
    [0, true],
  );
  await page.keyboard.press('Enter');
  await page.getByRole('menuitemradio', { name: 'English', checked: true }).waitFor();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('pt');
  expect(await page.getByRole('button', { name: 'Idioma' }).evaluate((button) => button.matches(':focus'))).toBe(true);
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark');
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await page.locator('h1').click();
  await expect.poll(() => page.getByRole('menu').count()).toBe(0);
  await context.close();
});

test('a button that is a sign alone says its name to the focus and to a pointer, until Escape', async () => {
  const { page, context } = await open(browser, { place });
  const theme = page.getByRole('button', { name: 'Theme' });
  const tooltip = theme.locator('.tooltip');
  expect(await tooltip.isVisible()).toBe(false);
  await theme.hover();
  await expect.poll(() => tooltip.isVisible()).toBe(true);
  await page.mouse.move(0, 400);
  await expect.poll(() => tooltip.isVisible()).toBe(false);
  await page.getByRole('button', { name: 'Language' }).focus();
  await page.keyboard.press('Tab');
  await expect.poll(() => tooltip.isVisible()).toBe(true);
  await page.keyboard.press('Escape');
  await expect.poll(() => tooltip.count()).toBe(0);
  await context.close();
});

/** The way to what is behind one button there. */
const openBar = (page: Page): Promise<void> => page.getByRole('button', { name: 'Places' }).press('Enter');
const nothing = async (): Promise<void> => {};

describe.each([
  [360, 'dark', openBar],
  [768, 'light', openBar],
  [960, 'light', nothing],
  [1440, 'light', nothing],
] as const)('at %d, %s', (width, scheme, reach) => {
  test('every place is reached by the keyboard, with its menu open axe finds nothing, and nothing hangs over', async () => {
    const { page, context, faults } = await open(browser, { place, width, scheme, bypassCSP: true, locale: 'pt' });
    await page.locator('h1').waitFor();
    await page.evaluate(() => localStorage.setItem('clientele.look', '{"language":"en"}'));
    expect(await overhang(page)).toBe(0);
    await page.reload();
    await reach(page);
    const tenant = page.getByRole('button', { name: 'Signed in as: Demo' });
    await tenant.press('ArrowDown');
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
    expect([await overhang(page), await violations(page)]).toEqual([0, []]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Language' }).press('Enter');
    await page.getByRole('menu').waitFor();
    expect(await overhang(page)).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Settings' }).press('Enter');
    await page.waitForURL('**/settings');
    expect(faults).toEqual([]);
    await context.close();
  });
});

test('on a phone the places come and go with their button, with a place that is opened, and with Escape', async () => {
  const { page, context } = await open(browser, { place, width: 360 });
  const opener = page.getByRole('button', { name: 'Places' });
  const settings = page.getByRole('link', { name: 'Settings' });
  await page.locator('h1').waitFor();
  expect(await settings.isVisible()).toBe(false);
  await opener.click();
  await settings.click();
  await page.waitForURL('**/settings');
  await expect.poll(() => settings.isVisible()).toBe(false);
  await opener.click();
  await settings.waitFor();
  await page.locator('h1').focus();
  await page.keyboard.press('Escape');
  await expect.poll(() => settings.isVisible()).toBe(false);
  expect(await opener.evaluate((button) => button.matches(':focus'))).toBe(true);
  await context.close();
});
