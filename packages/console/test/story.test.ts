import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { seededRandom } from '@clientele/engine';
import { describe, expect, test } from 'vitest';
import {
  linesOf,
  onStageWithResult,
  open,
  openPlace,
  overhang,
  type Place,
  sample,
  taken,
  violations,
} from './support/open.ts';

let place: Place;
let browser: Browser;
/** The page of a result of the real sample. */
let result: string;
onStageWithResult((stage) => ({ place, browser, result } = stage));

describe('from drop to download', () => {
  test('a visitor groups the real sample, looks at a customer, draws around some, chooses another model and takes files away', async () => {
    const { page, context, faults } = await open(browser, { place, signedIn: false });
    await page.waitForURL('**/sign-in');
    await page.getByRole('button', { name: 'Look around with 4,338 real customers' }).click();
    await page.locator('input[type=file]').setInputFiles(sample);
    await expect
      .poll(() => page.locator('.will p').first().textContent())
      .toContain('4,338 customers will be grouped by 6 features');
    await page.getByLabel('Role of avg_ticket').selectOption('leave');
    expect(await page.locator('.will p').first().textContent()).toContain('5 features');
    await page.getByRole('button', { name: 'Continue to options' }).click();
    await page.getByRole('button', { name: 'Start grouping' }).click();
    await page.getByRole('button', { name: 'Cancel the job' }).waitFor();
    await page.locator('.plane-box canvas').waitFor({ timeout: 60_000 });
    const here = new URL(page.url()).pathname;
    const headline = await page.locator('h1').textContent();
    expect(await page.title()).toBe(`Ready: ${headline} · Clientele`);
    expect(await page.locator('.meta').first().textContent()).toContain('4,338 customers · 5 features');

    const canvas = page.locator('.plane-box canvas');
    await canvas.scrollIntoViewIfNeeded();
    const box = (await canvas.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await expect.poll(() => page.locator('.tip').textContent()).toMatch(/Customer \d{5}.*Spend/);

    await page.getByRole('button', { name: 'Draw around customers' }).click();
    await page.mouse.move(box.x + 20, box.y + 20);
    await page.mouse.down();
    for (const [x, y] of [
      [0.5, 0.05],
      [0.5, 0.6],
      [0.3, 0.9],
      [0.05, 0.5],
    ] as const)
      await page.mouse.move(box.x + box.width * x, box.y + box.height * y);
    await page.mouse.up();
    const picked = Number((await page.locator('.picked h4').textContent())?.replaceAll(/\D/g, ''));
    expect(picked).toBeGreaterThan(100);
    const list = await taken(page, () => page.getByRole('button', { name: 'Download the list' }).click());
    expect(await linesOf(list)).toHaveLength(picked + 1);

    const first = page.locator('.segment').first();
    await first.hover();
    await first.getByRole('button', { name: /^Rename/ }).click();
    await page.keyboard.type('Best of spring');
    await page.keyboard.press('Enter');
    await expect.poll(() => first.locator('h3').textContent()).toContain('Best of spring');
    expect(await first.textContent()).toContain('Generated name: ');
    expect(await page.locator('#ribbon').textContent()).toContain('Best of spring');
    await page.getByRole('button', { name: 'Rename customers.csv' }).click();
    await page.keyboard.type('=1+1');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.run-title .trouble').textContent()).toContain('does not begin with =');
    await page.getByRole('textbox', { name: 'Rename customers.csv' }).fill('Gift shop');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.run-title .given').textContent()).toBe('Gift shop');
    const size = Number((await first.locator('.size strong').first().textContent())?.replaceAll(/\D/g, ''));
    const audience = await linesOf(await taken(page, () => first.getByRole('button', { name: /^Audience/ }).click()));
    expect(audience).toHaveLength(size + 1);
    const labels = await linesOf(
      await taken(page, () => page.getByRole('button', { name: 'Download Labels as CSV' }).click()),
    );
    expect(labels).toHaveLength(4_339);
    expect(labels.filter((line) => line.split(',')[1] === '0')).toHaveLength(size);
    await page.locator('#ribbon').getByRole('button', { name: 'Save' }).click();
    const picture = readFileSync(
      await (await taken(page, () => page.getByRole('menuitem', { name: 'Picture as SVG' }).click())).path(),
      'utf8',
    );
    expect(picture).toMatch(/^<svg xmlns.*Clientele · ribbon/s);
    expect(picture).not.toMatch(/class=|var\(/);
    expect(picture).toMatch(/<style>@font-face\{font-family:Geist;.*base64,[\w+/=]{20000,}\) format/);

    await page
      .getByRole('button', { name: /^Use this one instead/ })
      .first()
      .click();
    await page.getByText(/^You chose .* with \d+ segments; the rule chose K-Means with/).waitFor();
    const other = new URL(page.url()).pathname;
    expect(other).not.toBe(here);
    await page.getByRole('link', { name: 'Go back' }).click();
    await page.locator('.plane-box canvas').waitFor();
    expect(new URL(page.url()).pathname).toBe(here);
    // The same model again is the same page again, and either way to decide leads to its own.
    await page
      .getByRole('button', { name: /^Use this one instead/ })
      .first()
      .click();
    await page.waitForURL(`**${other}`);
    const campaigns = page.getByRole('button', { name: /^For campaigns: / });
    await campaigns.click();
    await page.waitForURL(`**${here}`);
    expect(await campaigns.getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('link', { name: 'Segmentations' }).first().click();
    await expect.poll(() => page.locator('.rows .row').count()).toBe(3);
    await page.getByLabel('Search').fill('best OF spring');
    await expect.poll(() => page.locator('.rows .row').count()).toBe(1);
    expect(await page.locator('.row-name').textContent()).toContain('Gift shop');
    await page.getByLabel('Search').fill('');
    const runs = await page
      .locator('.row-name')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')?.split('/').pop()));
    await page.getByRole('link', { name: 'Compare' }).click();
    await page.getByLabel('Earlier').selectOption(runs[1] ?? '');
    await page.getByLabel('Later').selectOption(runs[0] ?? '');
    await page.locator('svg.moves').waitFor();
    expect(await page.locator('.sankey li').count()).toBeGreaterThan(4);
    expect(await page.locator('main').textContent()).toContain('Of 4,338 customers in both');
    await page.getByRole('link', { name: 'Segmentations' }).first().click();
    await expect.poll(() => page.locator('.rows .row').count()).toBe(3);
    const latest = page.locator('.rows .row').first();
    await latest.getByRole('button', { name: /^Actions for / }).click();
    await latest.getByRole('menuitem', { name: 'Delete' }).click();
    await expect.poll(() => page.locator('.rows .row').count()).toBe(2);
    // The browser complains of the name that was refused, and of nothing else.
    expect(faults).toEqual([expect.stringContaining('status of 422')]);
    await context.close();
  });

  test.each(['es', 'pt'])('the whole page speaks %s where the browser does', async (locale) => {
    const { page, context, faults } = await open(browser, { place, path: result, locale });
    await page.locator('.plane-box canvas').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe(locale);
    expect(await page.locator('main').textContent()).not.toMatch(
      /\b(?:customers|segments|Download|How to read|usual)\b/,
    );
    await page.locator('header .icon-button[aria-haspopup=menu]').first().click();
    await page.getByRole('menuitemradio', { name: 'English' }).click();
    await expect.poll(() => page.locator('h1').textContent()).toMatch(/customers|slices|groups/);
    expect(faults).toEqual([]);
    await context.close();
  });

  const ready: Readonly<Record<string, string>> = { result: '.plane-box canvas', segment: '.virtual' };
  const pages = { list: '/', file: '/new', settings: '/settings', result: '', segment: '/segments/a' };
  for (const [name, path] of Object.entries(pages))
    for (const [width, scheme] of [
      [360, 'light'],
      [360, 'dark'],
      [768, 'light'],
      [1440, 'light'],
      [1440, 'dark'],
    ] as const)
      test(`${name} at ${width}, ${scheme}: axe finds nothing, and nothing hangs over`, async () => {
        const { page, context } = await open(browser, {
          place,
          path: name in ready ? result + path : path,
          width,
          scheme,
          bypassCSP: true,
        });
        await page.locator(ready[name] ?? 'h1').waitFor();
        if (name in ready)
          for (const opener of await page.locator('.figure-tools > .icon-button').all()) await opener.click();
        expect(await overhang(page)).toBe(0);
        expect(await violations(page)).toEqual([]);
        await context.close();
      });
});

test.each([360, 1440])(
  'signing in and mapping columns at %d: axe finds nothing, and nothing hangs over',
  async (width) => {
    const { page, context } = await open(browser, { place, width, signedIn: false, bypassCSP: true });
    await page.locator('form').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: /Look around/ }).click();
    await page.locator('input[type=file]').setInputFiles(sample);
    await page.locator('.columns').waitFor();
    expect([await overhang(page), await violations(page)]).toEqual([0, []]);
    await page.locator('.will .primary').click();
    await page.locator('.options').waitFor();
    await page.locator('.options summary').click();
    expect([await overhang(page), await violations(page)]).toEqual([0, []]);
    await context.close();
  },
);

const csv = (text: string | Buffer, name = 'a.csv') => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

test.each([
  [csv(''), 'The file has no customers'],
  [csv('id,spend\n1,2\n2\n'), 'Row 3 has 1 cell, the first row has 2'],
  [csv('id,id\n1,2\n'), 'Two columns are called id'],
  [csv('[{"id":1,}]', 'a.json'), 'The file is not JSON'],
  [csv('{"rows":1}', 'a.json'), 'The JSON holds no list of customers'],
  [csv(Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0])), 'This is no text file'],
  [csv(Buffer.from([1, 2, 3]), 'a.csv.gz'), 'This is no text file'],
])('a bad file is told at the drop zone: %#', async (file, words) => {
  const { page, context } = await open(browser, { place, path: '/new' });
  await page.locator('input[type=file]').setInputFiles(file);
  await expect.poll(() => page.locator('.drop .fault').textContent()).toContain(words);
  await context.close();
});

test('a cell that is no number is told in its row, and mended by leaving the column out', async () => {
  const { page, context } = await open(browser, { place, path: '/new' });
  const rows = Array.from({ length: 30 }, (_, i) => `${i},${i * 3},${i === 7 ? 'oops' : i}`);
  await page.locator('input[type=file]').setInputFiles(csv(['id,spend,orders', ...rows].join('\n')));
  const fault = page.locator('.column').nth(2).locator('.fact');
  await expect.poll(() => fault.textContent()).toContain('Customer 8: oops');
  const next = page.getByRole('button', { name: 'Continue to options' });
  expect(await next.isDisabled()).toBe(true);
  await page.getByLabel('Role of orders').selectOption('leave');
  expect(await next.isEnabled()).toBe(true);
  await context.close();
});

test('a file of decimal commas is read as such', async () => {
  const { page, context } = await open(browser, { place, path: '/new' });
  const rows = Array.from({ length: 30 }, (_, i) => `${i};${i},5`);
  await page.locator('input[type=file]').setInputFiles(csv(['id;spend', ...rows].join('\n')));
  await expect.poll(() => page.getByLabel('Decimal sign').inputValue()).toBe(',');
  expect(await page.locator('.fact.fault').count()).toBe(0);
  await context.close();
});

test('what the service refuses is told with its customer and column, and the columns are still there', async () => {
  const { page, context } = await open(browser, { place, path: '/new', signedIn: 'pair' });
  const rows = Array.from({ length: 30 }, (_, i) => `${i},${i * 3},${i === 4 ? 1.2 : i / 30}`);
  await page.locator('input[type=file]').setInputFiles(csv(['id,purchase_total,loyalty_score', ...rows].join('\n')));
  await page.locator('.will .primary').click();
  await page.locator('.options .will .primary').click();
  await expect.poll(() => page.locator('h1').textContent()).toBe('The segmentation failed');
  await expect.poll(() => page.locator('tbody tr').first().textContent()).toMatch(/^5loyalty_score.*1\.2.*from 0 to 1/);
  expect(await page.title()).toBe('The segmentation failed · Clientele');
  // The fault is in the file: the same once more would fail as well.
  expect(await page.locator('.button.primary').last().textContent()).toBe('Back to the columns');
  await page.getByRole('link', { name: 'Back to the columns' }).click();
  await page.locator('.columns').waitFor();
  await page.getByLabel('Role of loyalty_score').selectOption('leave');
  await page.locator('.will .primary').click();
  await page.locator('.options .will .primary').click();
  await page.locator('#section-take-away').waitFor();
  await context.close();
});

test('a file with a row for each order is told so', async () => {
  const { page, context } = await open(browser, { place, path: '/new' });
  await page.locator('input[type=file]').setInputFiles(csv('customer_id,amount\nA,1\nA,2\nB,3\n'));
  await expect.poll(() => page.locator('.fact.fault').textContent()).toContain('3 rows, but 2 different ids');
  expect(await page.getByRole('button', { name: 'Continue to options' }).isDisabled()).toBe(true);
  await context.close();
});

test('where there is nothing to find the page says so, offers tiers, and gives groups neither name nor colour', async () => {
  const { page, context } = await open(browser, { place, path: '/new', bypassCSP: true });
  const random = seededRandom(7);
  const rows = Array.from(
    { length: 600 },
    (_, i) => `${i},${Math.round(random() * 1e4)},${Math.round(random() * 1e4)}`,
  );
  await page.locator('input[type=file]').setInputFiles(csv(['id,spend,orders', ...rows].join('\n')));
  await page.locator('.will .primary').click();
  await page.locator('.options .will .primary').click();
  await page.locator('.plane-box canvas').waitFor();
  expect(await page.locator('h1').textContent()).toBe('These customers form no natural groups.');
  expect(await page.locator('#section-instead h3').textContent()).toContain('tiers');
  expect([await page.locator('.pick').count(), await page.locator('.pill-label').count()]).toEqual([0, 0]);
  const tiers = await linesOf(await taken(page, () => page.getByRole('button', { name: 'Use these tiers' }).click()));
  expect(tiers).toHaveLength(601);
  expect(tiers.filter((line) => line.split(',')[1] === 'top')).toHaveLength(120);
  await page.getByText(/^Downloaded: tiers-/).waitFor();
  const [whole = ''] = await linesOf(
    await taken(page, () => page.getByRole('button', { name: 'The same as JSON' }).click()),
  );
  const { feature, customers } = JSON.parse(whole) as { feature: string; customers: { tier: string }[] };
  expect([feature, customers.length]).toEqual(['spend', 600]);
  expect(customers.map(({ tier }) => tier)).toEqual(tiers.slice(1).map((line) => line.split(',')[1]));
  expect(await page.locator('#section-take-away .notice').textContent()).toContain('drawn by us');
  expect(await page.locator('table.candidates tbody tr').count()).toBeGreaterThan(10);
  expect(await violations(page)).toEqual([]);
  await context.close();
});

test('wrong credentials get one line, and a stored session that ended leads to signing in', async () => {
  const { page, context } = await open(browser, { place, signedIn: false });
  await page.getByLabel('Tenant id', { exact: true }).fill('0b6f1f5e-7a3c-4d2b-9c1d-2f3e4a5b6c7d');
  await page.getByLabel('Secret', { exact: true }).fill('x'.repeat(64));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect.poll(() => page.locator('.trouble').textContent()).toContain('Invalid or expired authentication token');
  await context.close();
  const ended = await open(browser, { place: { ...place, token: '9|cltt_none' } });
  await ended.page.waitForURL('**/sign-in');
  expect(await ended.page.evaluate(() => sessionStorage.length)).toBe(0);
  await ended.context.close();
});

test('the whole way by keyboard', async () => {
  const { page, context } = await open(browser, { place, signedIn: false });
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  /** Goes on by Tab until the focus is on what has this name. */
  const reach = async (name: RegExp): Promise<void> => {
    for (let i = 0; i < 120; i++) {
      await press('Tab');
      const here = await page.evaluate(() => {
        const { activeElement: element } = document;
        if (element === document.body) return '';
        return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
      });
      if (name.test(here)) return;
    }
    throw new Error(`Nothing called ${name} is reached by Tab.`);
  };
  await page.getByRole('button', { name: /Look around/ }).waitFor();
  await reach(/Look around/);
  await press('Enter');
  await page.getByRole('button', { name: /real sample/ }).waitFor();
  await reach(/real sample/);
  await press('Enter');
  await page.locator('.columns').waitFor();
  await reach(/Continue to options/);
  await press('Enter');
  await page.locator('.options').waitFor();
  await reach(/Start grouping/);
  await press('Enter');
  await page.locator('.plane-box canvas').waitFor({ timeout: 60_000 });
  await reach(/Arrow keys move/);
  await press('+', '+', 'ArrowLeft', 'a');
  expect(await page.locator('.pick button[aria-pressed=true]').textContent()).toMatch(/^A/);
  await reach(/List those shown/);
  await press('Enter');
  await expect.poll(() => page.getByRole('button', { name: 'Download the list' }).isEnabled()).toBe(true);
  await reach(/Download the list/);
  expect(await linesOf(await taken(page, () => press('Enter')))).not.toHaveLength(0);
  await context.close();
});

test('a service that dies in the middle comes back, and the page with it', async () => {
  const own = await openPlace();
  const { page, context } = await open(browser, { place: own, path: '/new' });
  const rows = Array.from(
    { length: 30_000 },
    (_, i) => `${i},${(i * 7919) % 1009},${(i * 104_729) % 997},${(i * 31) % 365}`,
  );
  await page.locator('input[type=file]').setInputFiles(csv(['id,spend,orders,recency_days', ...rows].join('\n')));
  await page.locator('.will .primary').click();
  await page.locator('.options .will .primary').click();
  await page.getByRole('button', { name: 'Cancel the job' }).waitFor();
  await own.stop();
  await page.getByText('Connection lost. The job goes on.').waitFor();
  await own.restart();
  await page.locator('.plane-box canvas').waitFor({ timeout: 60_000 });
  expect(await page.locator('.meta').first().textContent()).toContain('30,000 customers');
  await context.close();
  await own.close();
});

test('cancelling ends the job and says so, and the same is begun anew at once', async () => {
  const { page, context } = await open(browser, { place, path: '/new' });
  const rows = Array.from({ length: 60_000 }, (_, i) => `${i},${(i * 7919) % 10_009},${(i * 104_729) % 9973}`);
  await page.locator('input[type=file]').setInputFiles(csv(['id,spend,orders', ...rows].join('\n')));
  await page.locator('.will .primary').click();
  await page.locator('.options .will .primary').click();
  await page.getByRole('button', { name: 'Cancel the job' }).click();
  await expect.poll(() => page.locator('h1').textContent()).toBe('The segmentation was cancelled');
  const first = page.url();
  await page.getByRole('button', { name: 'Try again with the same settings' }).click();
  await expect.poll(() => page.url()).not.toBe(first);
  await page.getByRole('button', { name: 'Cancel the job' }).click();
  await expect.poll(() => page.locator('h1').textContent()).toBe('The segmentation was cancelled');
  await context.close();
});

test('the first load is small: what a visitor gets before the figures', async () => {
  const { page, context } = await open(browser, { place, signedIn: false });
  await page.locator('form').waitFor();
  const bytes = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .concat(performance.getEntriesByType('navigation'))
      .filter(({ name }) => !name.endsWith('.woff2'))
      .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).encodedBodySize, 0),
  );
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThan(250_000);
  await context.close();
});
