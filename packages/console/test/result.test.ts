import type { Browser } from 'playwright-core';
import { expect, test } from 'vitest';
import { customerPath } from '../../service/src/contract/segmentation/customer-segmentation.ts';
import { linesOf, onStageWithResult, open, overhang, type Place, taken, violations } from './support/open.ts';

let place: Place;
let browser: Browser;
/** The page of a result of the real sample. */
let result: string;
onStageWithResult((stage) => ({ place, browser, result } = stage));

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

test('a segment that is pointed at stands out everywhere, stays when it is clicked, and Escape lets it go', async () => {
  const { page, context, faults } = await open(browser, { place, path: result, bypassCSP: true });
  await page.locator('.plane-box canvas').waitFor();
  const focused = () => page.locator('article').getAttribute('data-focus');
  const bar = page.locator('#ribbon svg.wide g.s-2').first();
  const opacityOf = (tone: string) =>
    page
      .locator(`#distributions svg.wide g.${tone}`)
      .first()
      .evaluate((mark) => getComputedStyle(mark).opacity);
  await bar.hover();
  await expect.poll(focused).toBe('2');
  await expect.poll(() => opacityOf('s-1')).toBe('0.16');
  expect(await opacityOf('s-2')).toBe('1');
  expect(new URL(page.url()).search).toBe('');
  await page.mouse.move(0, 0);
  await expect.poll(focused).toBeNull();
  await expect.poll(() => opacityOf('s-1')).toBe('1');

  await bar.click();
  await page.waitForURL('**?focus=b');
  await page.mouse.move(0, 0);
  const pressed = page.locator('.pick button[aria-pressed=true]');
  expect(await pressed.textContent()).toMatch(/^B/);
  await page.reload();
  await expect.poll(focused).toBe('2');
  await page.locator('.plane-box canvas').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'List those shown' }).click();
  await expect.poll(() => page.locator('.picked tbody td').first().textContent()).not.toBe('');
  expect(await page.locator('.picked tbody td:nth-child(2)').allTextContents()).toSatisfy(
    (names: string[]) => new Set(names).size === 1,
  );
  await page.keyboard.press('Escape');
  await page.waitForURL((url) => url.search === '');
  expect([await focused(), await pressed.count()]).toEqual([null, 0]);

  await page.locator('.pick button').nth(2).focus();
  await expect.poll(focused).toBe('3');
  await page.keyboard.press('Enter');
  await page.waitForURL('**?focus=c');
  await page.getByRole('button', { name: 'Show everybody' }).click();
  await page.waitForURL((url) => url.search === '');
  expect(faults).toEqual([]);
  await context.close();
});

test.each([1200, 1440])(
  'an address may name a place of the page, and the one that is read is marked at %d',
  async (width) => {
    const { page, context } = await open(browser, { place, path: `${result}#section-rules`, width });
    await page.locator('#section-rules h2').waitFor();
    await expect.poll(() => page.locator('.rail [aria-current]').textContent()).toBe('Rules');
    await page.locator('.rail').getByRole('link', { name: 'Segments' }).click();
    await expect.poll(() => page.locator('.rail [aria-current]').textContent()).toBe('Segments');
    expect(
      await page.locator('#section-segments').evaluate((element) => element.getBoundingClientRect().top),
    ).toBeLessThan(200);
    await context.close();
  },
);

test('on a phone a bar at the foot leads to every place, and to what can be taken away', async () => {
  const { page, context, faults } = await open(browser, { place, path: result, width: 360, bypassCSP: true });
  await page.locator('.plane-box canvas').waitFor();
  expect(await page.locator('.rail').isVisible()).toBe(false);
  const topOf = (id: string): Promise<number> =>
    page.locator(id).evaluate((element) => element.getBoundingClientRect().top);
  await page.getByRole('button', { name: 'Contents' }).click();
  const sheet = page.getByRole('dialog', { name: 'On this page' });
  await sheet.waitFor();
  expect([await overhang(page), await violations(page)]).toEqual([0, []]);
  await sheet.getByRole('link', { name: 'Rules' }).press('Enter');
  await expect.poll(() => sheet.count()).toBe(0);
  await expect.poll(() => topOf('#section-rules')).toBeLessThan(200);
  await page.locator('.foot-bar').getByRole('link', { name: 'Take away' }).click();
  await expect.poll(() => topOf('#section-take-away')).toBeLessThan(200);
  await page.getByRole('button', { name: 'Contents' }).press('Enter');
  await page.keyboard.press('Escape');
  await expect.poll(() => sheet.count()).toBe(0);
  expect(faults).toEqual([]);
  await context.close();
});

test('under the verdict stand the three most serious notes, and how many more there are', async () => {
  const data = Array.from({ length: 90 }, (_, i) => ({
    customer_id: `C${i}`,
    spend: i * i,
    twice: 2 * i * i,
    orders: i === 5 ? null : i % 9,
    zone: 1,
    region: 2,
    shop: 3,
  }));
  const headers = { authorization: `Bearer ${place.token}`, 'content-type': 'application/json' };
  const response = await fetch(place.url + customerPath, { method: 'POST', headers, body: JSON.stringify({ data }) });
  const { run_id: run } = (await response.json()) as { run_id: string };
  const { page, context, faults } = await open(browser, { place, path: `/segmentations/${run}` });
  const shown = page.locator('.notes > ul li');
  await shown.first().waitFor();
  expect(await shown.allTextContents()).toEqual([
    expect.stringMatching(/^90 customers\. With fewer than 500/),
    expect.stringMatching(/tell almost the same story/),
    expect.stringMatching(/^1 missing value of/),
  ]);
  const more = page.locator('.notes summary');
  expect(await more.textContent()).toBe('3 more notes on this run');
  await more.press('Enter');
  await expect.poll(() => page.locator('.notes details li').allTextContents()).toHaveLength(3);
  const all = await page.locator('section.notices li').allTextContents();
  expect(all).toEqual(expect.arrayContaining(await page.locator('.notes li').allTextContents()));
  expect(faults).toEqual([]);
  await context.close();
});

test('of the models that may win six stand there, those refused as well, and one button shows the others', async () => {
  const { page, context, faults } = await open(browser, { place, path: result, bypassCSP: true });
  const rows = page.locator('table.candidates tbody tr');
  await rows.first().waitFor();
  const seen = (): Promise<boolean[]> => rows.evaluateAll((all) => all.map((row) => row.checkVisibility()));
  const [every, apart] = [await rows.count(), await page.locator('table.candidates .divider, .divider ~ tr').count()];
  expect((await seen()).filter(Boolean)).toHaveLength(6 + apart);
  expect((await seen()).slice(-apart)).not.toContain(false);
  const more = page.getByRole('button', { name: `${every - apart - 6} more candidates` });
  await more.press('Enter');
  expect(await more.getAttribute('aria-expanded')).toBe('true');
  expect(await seen()).not.toContain(false);
  const use = page.getByRole('button', { name: /^Use this one instead/ }).nth(2);
  const opacity = (): Promise<string> => use.evaluate((button) => getComputedStyle(button).opacity);
  expect(await opacity()).toBe('0');
  await use.focus();
  await expect.poll(opacity).toBe('1');
  expect([await violations(page), faults]).toEqual([[], []]);
  await context.close();
});
