import type { Browser, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { onStageWithResult, open, type Place, violations } from './support/open.ts';

let place: Place;
let browser: Browser;
let result: string;
onStageWithResult((stage) => ({ place, browser, result } = stage));

const tip = (page: Page): Promise<string> =>
  page
    .locator('.mark-tip')
    .innerText()
    .then((text) => text.replaceAll(/\n+/g, ' | '));
/** Walks to a figure as the keyboard does: from the last sign beside its title. */
const enter = async (page: Page, id: string): Promise<void> => {
  await page.locator(`#${id} .figure-tools .icon-button`).last().focus();
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('Tab');
    if (!(await page.locator(`#${id} svg.wide`).evaluate((svg) => svg === document.activeElement))) continue;
    return page.locator('.mark-tip').waitFor();
  }
  throw new Error(`${id} is no stop`);
};

test('the ribbon is one stop whose marks are walked, say what the table says, and stand out', async () => {
  const { page, context, faults } = await open(browser, { place, path: result });
  await page.locator('.plane-box canvas').waitFor();
  const names = await page.locator('#ribbon .twin tbody th').allTextContents();
  const [size, share] = await page.locator('#ribbon .twin tbody tr').first().locator('td').allTextContents();
  await enter(page, 'ribbon');
  expect(await tip(page)).toBe(`${names[0]} | Customers: ${size} | Share of customers: ${share}`);
  await expect.poll(() => page.locator('#ribbon .mark-ring').count()).toBe(1);
  await expect.poll(() => page.locator('article').getAttribute('data-focus')).toBe('1');
  const walked: (string | undefined)[] = [];
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowLeft', 'Home', 'End', 'ArrowUp']) {
    await page.keyboard.press(key);
    walked.push((await tip(page)).split(' | ')[0]);
  }
  const [a, b, c] = names;
  expect(walked).toEqual([b, c, c, b, a, c, b]);
  await page.keyboard.press('Enter');
  await page.waitForURL('**?focus=b');
  await page.keyboard.press('t');
  await expect.poll(() => page.locator('#ribbon .twin table').isVisible()).toBe(true);
  await expect.poll(() => page.getByRole('button', { name: 'Show as table', expanded: true }).count()).toBe(1);
  await page.keyboard.press('T');
  await expect.poll(() => page.locator('#ribbon .twin table').isVisible()).toBe(false);
  await page.keyboard.press('Escape');
  await expect.poll(() => page.locator('.mark-tip, .mark-ring').count()).toBe(0);
  // It left the figure, and freed nobody: that is what the next one does.
  expect(new URL(page.url()).search).toBe('?focus=b');
  await page.keyboard.press('Escape');
  await page.waitForURL((url) => url.search === '');
  expect(faults).toEqual([]);
  await context.close();
});

test.each([
  ['distributions', 23, /^All customers \| Loyalty score: 0\.487 \(0\.\d+ to 0\.\d+\)$/],
  ['silhouette', 3, /^Near the average \| Customers: 1,684 \| mean: 0\.20/],
  ['why', 70, / \| Apart: 0\.\d\d$/],
  ['ward', 15, / customers$/],
])('%s: marks are walked from the first to the last, each with its words', async (id, least, first) => {
  const { page, context, faults } = await open(browser, { place, path: result });
  await page.locator('.plane-box canvas').waitFor();
  await enter(page, id);
  expect(await tip(page)).toMatch(first);
  const said = new Set<string>();
  let last = '';
  for (let i = 0; i < 100; i++) {
    last = await tip(page);
    expect(last).not.toMatch(/^ \||undefined|: $/);
    said.add(last);
    await page.keyboard.press('ArrowRight');
  }
  expect(said.size).toBeGreaterThanOrEqual(least);
  await page.keyboard.press('End');
  expect(await tip(page)).toBe(last);
  await page.keyboard.press('Tab');
  await expect.poll(() => page.locator('.mark-tip').count()).toBe(0);
  expect(faults).toEqual([]);
  await context.close();
});

test('a pointer gets the same words, on a phone too, and axe finds nothing while they are there', async () => {
  for (const width of [360, 1440]) {
    const { page, context } = await open(browser, { place, path: result, width, bypassCSP: true });
    await page.locator('.plane-box canvas').waitFor();
    const mark = page.locator(`#silhouette svg.${width === 360 ? 'narrow' : 'wide'} [data-mark="1"]`);
    await mark.hover({ position: { x: 20, y: 60 } });
    await expect.poll(() => tip(page)).toMatch(/Customers: 1,679/);
    expect(await violations(page)).toEqual([]);
    await page.mouse.move(0, 0);
    await expect.poll(() => page.locator('.mark-tip').count()).toBe(0);
    await context.close();
  }
});
