import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { seededRandom } from '@clientele/engine';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { customerPath } from '../../service/src/contract/segmentation/customer-segmentation.ts';
import { onStage, open, type Opened, overhang, type Place, taken, violations } from './support/open.ts';

let place: Place;
let browser: Browser;
onStage((stage) => ({ place, browser } = stage));

const ask = (path: string, method = 'GET', body?: object): Promise<Response> =>
  fetch(place.url + path, {
    method,
    headers: {
      authorization: `Bearer ${place.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
let seeds = 0;
/** The id of a run of three crowds that lie far apart, under a name. */
async function grouped(name: string, previous_run_id?: string): Promise<string> {
  const random = seededRandom(++seeds);
  const data = Array.from({ length: 90 }, (_, i) => ({
    customer_id: `C${i}`,
    spend: Math.round((i % 3) * 1_000 + random() * 50),
    orders: Math.round((i % 3) * 20 + random() * 3),
  }));
  const answer = await ask(customerPath, 'POST', { data, ...(previous_run_id && { previous_run_id }) });
  const { run_id: id } = (await answer.json()) as { run_id: string };
  await ask(`/api/v1/runs/${id}`, 'PATCH', { name });
  return id;
}
const isThere = async (id: string): Promise<boolean> => (await ask(`/api/v1/runs/${id}`)).ok;
const rowOf = (page: Page, name: string): Locator => page.locator('.row', { hasText: name });
const menuOf = (row: Locator): Locator => row.getByRole('button', { name: /^Actions for / });
async function act(row: Locator, words: string): Promise<void> {
  await menuOf(row).click();
  await row.getByRole('menuitem', { name: words, exact: true }).click();
}
const hasFocus = (one: Locator): Promise<boolean> => one.evaluate((element) => element === document.activeElement);
const undo = (page: Page): Locator => page.getByRole('button', { name: 'Undo' });

describe('rows', () => {
  let opened: Opened;
  let page: Page;
  beforeAll(async () => {
    for (const name of ['Spring', 'Summer', 'Autumn']) await grouped(name);
    await ask(`${customerPath}?async=true&name=Broken`, 'POST', {
      data: [{ customer_id: 'A', spend: 'x' }],
    });
    await vi.waitUntil(async () => (await (await ask('/api/v1/runs?state=failed')).text()).includes('Broken'), {
      timeout: 20_000,
    });
  });
  beforeEach(async () => {
    opened = await open(browser, { place, bypassCSP: true });
    ({ page } = opened);
    await rowOf(page, 'Spring').waitFor();
    return () => opened.context.close();
  });

  test('a row tells the verdict, the sizes of the segments in their colours, the model, when and by whom', async () => {
    const row = rowOf(page, 'Spring');
    const bar = row.getByRole('img', { name: 'Customers of each segment: 30, 30, 30' });
    const colours = await bar
      .locator('rect')
      .evaluateAll((parts) => parts.map((part) => [part.getAttribute('class'), getComputedStyle(part).fill]));
    expect(colours.map(([tone]) => tone)).toEqual(['fill s-1', 'fill s-2', 'fill s-3']);
    expect(new Set(colours.map(([, colour]) => colour)).size).toBe(3);
    expect(await bar.evaluate((svg) => [svg.clientWidth, svg.clientHeight])).toEqual([120, 8]);
    expect(await row.textContent()).toMatch(/90 customers.*strong.*3 segments\d+ \w+ \d{4}, \d\d:\d\dby token \d+/);
  });

  test('two are chosen by the keyboard, a third cannot be, and the earlier one is compared with the later one', async () => {
    const box = (name: string): Locator => rowOf(page, name).getByRole('checkbox');
    await box('Autumn').press('Space');
    await expect.poll(() => page.locator('.will').textContent()).toContain('1 of 2 chosen. Choose another one');
    expect(await page.getByRole('button', { name: 'Compare' }).count()).toBe(0);
    await box('Spring').press('Space');
    await expect.poll(() => box('Summer').isDisabled()).toBe(true);
    expect(await page.locator('.will [role=status]').textContent()).toBe('2 of 2 chosen.');
    await page.getByRole('button', { name: 'Compare' }).press('Enter');
    await page.waitForURL('**/compare?*');
    const runs = (await (await ask('/api/v1/runs?state=completed')).json()) as {
      runs: { run_id: string; name: string }[];
    };
    const search = new URL(page.url()).searchParams;
    expect(['from', 'to'].map((side) => runs.runs.find(({ run_id: id }) => id === search.get(side))?.name)).toEqual([
      'Spring',
      'Autumn',
    ]);
  });

  test('the menu begins to choose, and begins anew once two are chosen', async () => {
    const checked = (): Promise<boolean[]> =>
      Promise.all(['Spring', 'Summer', 'Autumn'].map((name) => rowOf(page, name).getByRole('checkbox').isChecked()));
    await act(rowOf(page, 'Spring'), 'Compare');
    await expect.poll(checked).toEqual([true, false, false]);
    await act(rowOf(page, 'Summer'), 'Compare');
    await expect.poll(checked).toEqual([true, true, false]);
    await act(rowOf(page, 'Autumn'), 'Compare');
    await expect.poll(checked).toEqual([false, false, true]);
    await page.getByRole('button', { name: 'Clear' }).click();
    await expect.poll(checked).toEqual([false, false, false]);
  });

  test('the list is filtered by state, and what is not completed cannot be compared', async () => {
    await page.getByLabel('State').selectOption('failed');
    await expect.poll(() => page.locator('.row-name').allTextContents()).toEqual(['Broken']);
    const row = rowOf(page, 'Broken');
    expect(await row.textContent()).toContain('Failed');
    expect(await row.getByRole('checkbox').count()).toBe(0);
    await menuOf(row).click();
    expect(await row.getByRole('menuitem').allTextContents()).toEqual(['Rename', 'Delete']);
    await page.keyboard.press('Escape');
    await page.getByLabel('Structure').selectOption('strong');
    await expect.poll(() => page.getByText('None fits').count()).toBe(1);
    await page.getByLabel('State').selectOption('completed');
    await expect.poll(() => page.locator('.row').count()).toBe(3);
  });

  test('a run is renamed in its row, and what is refused is told there', async () => {
    const row = page.locator('.row').nth(1);
    const name = (await row.locator('.row-name').textContent()) ?? '';
    await act(row, 'Rename');
    await page.keyboard.type('=1+1');
    await page.keyboard.press('Enter');
    await expect.poll(() => row.locator('.trouble').textContent()).toContain('does not begin with =');
    await row.getByRole('textbox').fill('Christmas');
    await page.keyboard.press('Enter');
    await expect.poll(() => row.locator('.row-name').textContent()).toBe('Christmas');
    expect(await hasFocus(menuOf(row))).toBe(true);
    await act(row, 'Rename');
    await row.getByRole('textbox').fill(name);
    await page.keyboard.press('Enter');
    await expect.poll(() => row.locator('.row-name').textContent()).toBe(name);
  });

  test('the report is saved', async () => {
    const file = await taken(page, () => act(rowOf(page, 'Summer'), 'The report as HTML'));
    expect(file.suggestedFilename()).toMatch(/^report-[\da-f]{8}\.html$/);
    expect(readFileSync(await file.path(), 'utf8')).toMatch(/^<!doctype html>[^]*Summer/i);
    await expect.poll(() => page.getByText(/^Downloaded: report-/).count()).toBe(1);
  });

  test('a run at work shows how far it is', async () => {
    await page.route('**/api/v1/runs?*', async (route) => {
      const answer = (await (await route.fetch()).json()) as { runs: object[] };
      const running = {
        ...answer.runs[0],
        state: 'running',
        verdict: null,
        task_id: 'a'.repeat(32),
        segment_sizes: null,
      };
      await route.fulfill({ json: { ...answer, runs: [running] } });
    });
    await page.route('**/api/v1/tasks/*', (route) => route.fulfill({ json: { progress: { percent: 40 } } }));
    await page.reload();
    await expect.poll(() => page.getByRole('progressbar', { name: 'At work' }).getAttribute('value')).toBe('40');
    await page.unrouteAll({ behavior: 'wait' });
  });

  test.each([
    [360, 'light'],
    [360, 'dark'],
    [768, 'light'],
    [1440, 'dark'],
  ] as const)(
    'at %d, %s, with all that can be open: axe finds nothing, and nothing hangs over',
    async (width, scheme) => {
      const { page: own, context } = await open(browser, { place, width, scheme, bypassCSP: true, locale: 'es' });
      await own.getByRole('checkbox').nth(0).check();
      await own.getByRole('checkbox').nth(1).check();
      await own.locator('.row .menu > button').first().click();
      await own.getByRole('menuitem', { name: 'Cambiar el nombre' }).click();
      await own.locator('.row .menu > button').nth(1).click();
      expect([await overhang(own), await violations(own)]).toEqual([0, []]);
      await context.close();
    },
  );
});

describe('what is deleted', () => {
  let opened: Opened;
  let page: Page;
  let doomed: string;
  /** The requests that delete. */
  let sent: string[];
  beforeEach(async () => {
    doomed = await grouped('Doomed');
    opened = await open(browser, { place, bypassCSP: true });
    ({ page } = opened);
    sent = [];
    page.on('request', (request) => {
      if (request.method() === 'DELETE') sent.push(request.url());
    });
    await rowOf(page, 'Doomed').waitFor();
    return async () => {
      await opened.context.close();
      await ask(`/api/v1/runs/${doomed}`, 'DELETE');
    };
  });
  const remove = async (): Promise<void> => {
    await act(rowOf(page, 'Doomed'), 'Delete');
    await expect.poll(() => rowOf(page, 'Doomed').count()).toBe(0);
  };

  test('goes at once and comes back by one button, and the service hears nothing of it', async () => {
    await remove();
    expect(await page.locator('.will').textContent()).toContain('Deleted: Doomed');
    expect([await overhang(page), await violations(page)]).toEqual([0, []]);
    await expect.poll(() => hasFocus(undo(page))).toBe(true);
    await page.keyboard.press('Enter');
    await rowOf(page, 'Doomed').waitFor();
    await expect.poll(() => hasFocus(menuOf(rowOf(page, 'Doomed')))).toBe(true);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.waitForURL('**/settings');
    expect([sent, await isThere(doomed)]).toEqual([[], true]);
  });

  test('is gone for good after 10 s, and not long before', async () => {
    await page.clock.install(); // which goes on by itself besides
    await remove();
    await page.clock.runFor(6_000);
    expect([sent, await undo(page).count()]).toEqual([[], 1]);
    await page.clock.runFor(4_000);
    await expect.poll(() => isThere(doomed)).toBe(false);
    await expect.poll(() => undo(page).count()).toBe(0);
    expect(await hasFocus(page.locator('h1'))).toBe(true);
    expect(await rowOf(page, 'Doomed').count()).toBe(0);
  });

  const ways: Readonly<Record<string, () => Promise<unknown>>> = {
    'for another page': () => page.getByRole('link', { name: 'Settings' }).click(),
    'by a reload': () => page.reload(),
    'for another site': () => page.goto('about:blank'),
    'with the tab': () => page.close({ runBeforeUnload: true }),
    'by signing out': async () => {
      await page.getByRole('button', { name: 'Signed in as: Demo' }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
    },
  };
  test.each(Object.entries(ways))('is gone at once when the list is left %s', async (_, leave) => {
    await remove();
    expect(await isThere(doomed)).toBe(true);
    await leave();
    await expect.poll(() => isThere(doomed), { timeout: 5_000 }).toBe(false);
  });

  test('is in the list again where the service refuses, with why', async () => {
    await page.route(`**/api/v1/runs/${doomed}`, (route) =>
      route.fulfill({ status: 403, json: { message: 'This token may not delete.', code: 'FORBIDDEN' } }),
    );
    await page.clock.install();
    await remove();
    await page.clock.runFor(10_100);
    await expect.poll(() => rowOf(page, 'Doomed').locator('.trouble').textContent()).toContain('may not delete');
    expect(await isThere(doomed)).toBe(true);
  });

  test('asks for its name where another run goes on from it', async () => {
    const next = await grouped('Next', doomed);
    const row = rowOf(page, 'Doomed');
    await act(row, 'Delete');
    const name = row.getByRole('textbox');
    await expect.poll(() => hasFocus(name)).toBe(true);
    expect([await overhang(page), await violations(page)]).toEqual([0, []]);
    await page.keyboard.type('doomed');
    await page.keyboard.press('Enter');
    const button = row.getByRole('button', { name: 'Delete', exact: true });
    expect([await button.isDisabled(), await isThere(doomed)]).toEqual([true, true]);
    await page.keyboard.press('Escape');
    await expect.poll(() => hasFocus(menuOf(row))).toBe(true);
    await act(row, 'Delete');
    await name.fill('Doomed');
    await button.click();
    await expect.poll(() => isThere(doomed)).toBe(false);
    expect([await row.count(), await undo(page).count()]).toEqual([0, 0]);
    await ask(`/api/v1/runs/${next}`, 'DELETE');
  });
});
