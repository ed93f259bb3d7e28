import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { curlRequest } from './support/curl.ts';
import { onStage, open, overhang, type Place, taken, violations } from './support/open.ts';
import { files, orders, type Sent, sentBy, start, toOptions } from './support/wizard.ts';

let place: Place;
let browser: Browser;
onStage((stage) => ({ place, browser } = stage));

/** What a request asks for, in its address or its body. */
function asked({ url, body }: Sent): Record<string, unknown> {
  const query = Object.fromEntries(new URL(url).searchParams);
  return url.includes('order_files') ? query : (JSON.parse(body) as typeof query);
}

describe.each([
  ['customers', 'token'],
  ['customers', 'pair'],
  ['orders', 'token'],
] as const)('%s, signed in by %s', (rows, who) => {
  const signedIn = who === 'pair' ? 'pair' : true;

  test('one method and an exact number are asked for, and the result says so', async () => {
    const { page, context } = await open(browser, { place, path: '/new', width: 360, signedIn, bypassCSP: true });
    await toOptions(page, rows);
    await page.getByRole('radio', { name: 'Exactly' }).check();
    await expect.poll(() => page.getByLabel('Segments at most').isDisabled()).toBe(true);
    await page.getByLabel('Segments, exactly').fill('4');
    await page.getByLabel('Methods').selectOption('Gaussian mixture');
    expect([await overhang(page), await violations(page)]).toEqual([0, []]);
    const wanted = rows === 'orders' ? { algorithm: 'gmm', n_clusters: '4' } : { algorithm: 'gmm', n_clusters: 4 };
    const sent = asked(await start(page));
    expect(sent).toMatchObject(wanted);
    expect(Object.keys(sent)).not.toContain('max_clusters');
    await page.locator('#section-why').waitFor({ timeout: 60_000 });
    expect(await page.locator('#section-why').textContent()).toContain(
      'You asked for Gaussian mixture with exactly 4 segments.',
    );
    await context.close();
  });
});

test.each([
  ['customers', 'token'],
  ['customers', 'pair'],
  ['orders', 'token'],
  ['orders', 'pair'],
] as const)('the line of curl beside the options makes the request that is sent: %s by %s', async (rows, who) => {
  const { page, context } = await open(browser, {
    place,
    path: '/new',
    locale: 'es',
    signedIn: who === 'pair' ? 'pair' : true,
    bypassCSP: true,
  });
  await page.locator('input[type=file]').setInputFiles({ ...files[rows], name: `it's "${rows}" & [more].csv` });
  await page.locator('.will .primary').click();
  await page.locator('.options').waitFor();
  await page.getByLabel('Segmentos como máximo').fill('7');
  const { apiId, secret } = place.pair;
  const line = await page.locator('.beside-options pre').textContent();
  const curl = curlRequest(line ?? '', { TOKEN: place.token, ID: apiId, SECRET: secret });
  const saved =
    rows === 'orders'
      ? orders
      : readFileSync(
          await (await taken(page, () => page.getByRole('button', { name: /^Guardar .*json/ }).click())).path(),
          'utf8',
        );
  const sent = await sentBy(page, () => page.locator('.will .primary').click());
  expect(sent.url).toBe(curl.url);
  expect(sent.headers).toMatchObject(curl.headers);
  expect(Object.keys(curl.headers)).toEqual([
    ...(who === 'pair' ? ['x-customer-api-id', 'x-secret'] : ['authorization']),
    'content-type',
    'accept-language',
  ]);
  expect([curl.method, curl.file]).toEqual([
    'POST',
    `it's "${rows}" & [more]${rows === 'orders' ? '' : '-request'}.${rows === 'orders' ? 'csv' : 'json'}`,
  ]);
  expect(sent.body).toBe(saved);
  expect(line).not.toContain(who === 'pair' ? secret : place.token);
  await page.locator('#section-take-away').waitFor({ timeout: 60_000 });
  await context.close();
});

test('beside the options stands what they come to', async () => {
  const { page, context } = await open(browser, { place, path: '/new', width: 1440, bypassCSP: true });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await toOptions(page, 'customers');
  const beside = page.locator('.beside-options');
  await beside.getByText('28 models at the most').waitFor();
  expect(await beside.locator('.claim').textContent()).toBe('Under a second');
  await page.getByLabel('Methods').selectOption('K-Means');
  await page.getByRole('radio', { name: 'Exactly' }).check();
  await beside.getByText('One model').waitFor();
  await beside.getByRole('button', { name: 'Copy' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await beside.locator('pre').textContent());
  expect([await overhang(page), await violations(page)]).toEqual([0, []]);
  await context.close();
});

test('DBSCAN is not asked for a number', async () => {
  const { page, context } = await open(browser, { place, path: '/new' });
  await toOptions(page, 'customers');
  await page.getByRole('radio', { name: 'Exactly' }).check();
  await page.getByLabel('Methods').selectOption('DBSCAN');
  await page.getByText('DBSCAN finds the number itself.').waitFor();
  await expect.poll(() => page.getByRole('radio', { name: 'Exactly' }).isDisabled()).toBe(true);
  await page.getByLabel('Methods').selectOption('Hierarchical');
  expect(await page.getByRole('radio', { name: 'Exactly' }).isChecked()).toBe(true);
  await context.close();
});

test.each(['customers', 'orders'] as const)('a segmentation of %s goes on from an earlier one', async (rows) => {
  const { page, context } = await open(browser, { place, path: '/new' });
  await toOptions(page, rows);
  const earlier = page.getByLabel('Go on from an earlier segmentation');
  await earlier.selectOption({ index: 1 });
  const previous = await earlier.inputValue();
  expect(asked(await start(page))).toMatchObject({ previous_run_id: previous });
  await page.locator('#section-take-away').waitFor({ timeout: 60_000 });
  await context.close();
});
