import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { usualGoal } from '../src/data/goal.ts';
import { kept, type Kept } from '../src/data/kept.ts';
import { onStage, open, type Place, violations } from './support/open.ts';
import { bring, csv, customers, files, orders, toOptions } from './support/wizard.ts';

describe('what is kept in the tab', () => {
  const store = new Map<string, string>();
  beforeEach(() => {
    store.clear();
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => store.get(key) ?? null,
      setItem: (key: string, text: string) => void store.set(key, text),
      removeItem: (key: string) => void store.delete(key),
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  const answers = (columns: number): Kept => ({
    rows: 'orders',
    file: { name: 'a.csv', size: 7 },
    columns: Array.from({ length: columns }, (_, i) => `column ${i}`),
    goal: usualGoal,
    asked: {},
    run: null,
    roles: {},
  });

  test('is there again for the same caller, and for nobody else', () => {
    kept.belongTo('a');
    kept.set(answers(3));
    kept.belongTo('a');
    expect(kept.get()).toEqual(answers(3));
    const strangers = vi.fn<() => void>();
    kept.onStranger(strangers);
    kept.belongTo('b');
    expect([kept.get(), store.size, strangers.mock.calls.length]).toEqual([null, 0, 1]);
  });

  test('has a bound, beyond which nothing of it stays, also of what was there before', () => {
    kept.belongTo('a');
    kept.set(answers(3));
    kept.set(answers(50_000));
    expect([kept.get(), store.size]).toEqual([null, 0]);
  });

  test('is not missed where the storage is full or broken', () => {
    kept.belongTo('a');
    vi.stubGlobal('sessionStorage', {
      getItem: () => '{',
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
      removeItem: () => undefined,
    });
    kept.set(answers(3));
    expect(kept.get()).toBeNull();
  });
});

describe('in the browser', () => {
  let place: Place;
  let browser: Browser;
  onStage((stage) => ({ place, browser } = stage));

  const method = (page: Page) => page.getByLabel('Methods');
  /** Brings a file, leaves a column out, and answers the options in another way than usual. */
  async function settle(page: Page): Promise<void> {
    await bring(page, files.customers);
    await page.getByLabel('Role of recency_days').selectOption('leave');
    await page.getByLabel('Meaning of purchase_total').selectOption('other');
    await page.getByRole('button', { name: 'Continue to options' }).click();
    await page.getByRole('radio', { name: /^Separation/ }).check();
    await method(page).selectOption('K-Means');
    await page.getByRole('radio', { name: 'Exactly' }).check();
    await page.getByLabel('Segments, exactly').fill('3');
    await page.locator('.options summary').click();
    await page.getByLabel('Seed').fill('7');
  }
  const columnsOf = (page: Page): Promise<string[]> =>
    Promise.all(
      ['Role of recency_days', 'Meaning of purchase_total'].map((name) => page.getByLabel(name).inputValue()),
    );
  const columns = ['leave', 'other'];
  /** What the options are answered with; the page ends at the columns. */
  async function optionsOf(page: Page): Promise<unknown[]> {
    await page.locator('.options summary').click();
    const found = [
      await page.getByRole('radio', { name: /^Separation/ }).isChecked(),
      await method(page).inputValue(),
      await page.getByLabel('Segments, exactly').inputValue(),
      await page.getByLabel('Seed').inputValue(),
    ];
    await page.getByRole('button', { name: 'Back' }).click();
    return found;
  }
  const options = [true, 'kmeans', '3', '7'];

  test.each(['en-GB', 'es', 'pt'])('a reload asks for the file, and says so without fault: %s', async (locale) => {
    const { page, context } = await open(browser, { place, path: '/new', locale, bypassCSP: true });
    await bring(page, files.customers);
    await page.locator('.columns').waitFor();
    await page.reload();
    expect(await page.locator('.notice').textContent()).toContain('customers.csv');
    expect(await violations(page)).toEqual([]);
    await page.locator('.notice button').click();
    await expect.poll(() => page.locator('.notice').count()).toBe(0);
    await expect.poll(() => page.evaluate(() => sessionStorage.getItem('clientele.draft'))).toBeNull();
    await context.close();
  });

  test('the same file finds its columns and options as they were, at the step of the address', async () => {
    const { page, context } = await open(browser, { place, path: '/new' });
    await settle(page);
    expect(new URL(page.url()).search).toBe('?step=options');
    const stored = await page.evaluate(() => sessionStorage.getItem('clientele.draft'));
    expect(stored).toContain('recency_days');
    for (const hidden of [place.token, 'c17', customers.split('\n')[5]?.split(',')[1] ?? '?'])
      expect(stored).not.toContain(`"${hidden}"`);
    await page.reload();
    await page.getByText('What you settled for customers.csv is kept in this tab.').waitFor();
    await bring(page, files.customers);
    expect(await optionsOf(page)).toEqual(options);
    expect(await columnsOf(page)).toEqual(columns);
    await page.getByText('What you settled for customers.csv before is applied.').waitFor();
    await context.close();
  });

  test('another file says that it is another; with the same columns it may have the answers all the same', async () => {
    const { page, context } = await open(browser, { place, path: '/new' });
    await settle(page);
    await page.reload();
    await bring(page, csv(`${customers}\nc900,100,3,20`, 'customers.csv'));
    await page.getByText('customers.csv is not customers.csv as it was').waitFor();
    expect(await page.getByLabel('Role of recency_days').inputValue()).toBe('use');
    await page.getByRole('button', { name: 'Apply it all the same' }).click();
    await page.getByText('What you settled for customers.csv before is applied.').waitFor();
    expect(await columnsOf(page)).toEqual(columns);
    await page.getByRole('button', { name: 'Continue to options' }).click();
    expect(await optionsOf(page)).toEqual(options);
    expect(await columnsOf(page)).toEqual(columns);
    await page.reload();
    await bring(page, csv('id,spend\na,1\nb,2\n', 'other.csv'));
    await page.getByText('other.csv is not customers.csv as it was').waitFor();
    expect(await page.getByRole('button', { name: 'Apply it all the same' }).count()).toBe(0);
    await context.close();
  });

  test('what the columns of orders are, and how orders are read, outlives a reload too', async () => {
    const { page, context } = await open(browser, { place, path: '/new' });
    await bring(page, files.orders);
    await page.getByLabel('Product', { exact: true }).selectOption('');
    await page.getByRole('button', { name: 'Continue to options' }).click();
    await page.getByLabel('Recency counts from').fill('2026-07-01');
    await page.reload();
    await bring(page, files.orders);
    await page.locator('.options').waitFor();
    expect(await page.getByLabel('Recency counts from').inputValue()).toBe('2026-07-01');
    await page.goBack();
    expect(await page.getByLabel('Product', { exact: true }).inputValue()).toBe('');
    await context.close();
  });

  test('of another file of orders the decimal sign is its own', async () => {
    const { page, context } = await open(browser, { place, path: '/new' });
    await bring(page, files.orders);
    await page.getByRole('button', { name: 'Continue to options' }).click();
    await page.getByLabel('Recency counts from').fill('2026-07-01');
    await page.reload();
    const commas = orders.replaceAll(',', ';').replaceAll(/;(\d+);(?=p)/g, ';$1,5;');
    await bring(page, csv(commas, 'orders.csv'));
    await page.getByRole('button', { name: 'Apply it all the same' }).click();
    await page.getByRole('button', { name: 'Continue to options' }).click();
    expect(await page.getByLabel('Recency counts from').inputValue()).toBe('2026-07-01');
    expect(await page.getByLabel('Decimal sign of amounts').inputValue()).toBe('comma');
    await context.close();
  });

  test('a file that cannot be read takes nothing from the one before it', async () => {
    const { page, context } = await open(browser, { place, path: '/new' });
    await settle(page);
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('button', { name: 'Another file' }).click();
    for (const [wrong, words] of [
      [csv('', 'empty.csv'), 'The file has no customers'],
      [csv('\0\0\0', 'picture.csv'), 'This is no text file'],
      [csv('a,b\n1,2,3\n', 'ragged.csv'), 'Row 2 has 3 cells'],
    ] as const) {
      await bring(page, wrong);
      await page.locator('#file-fault').getByText(words).waitFor();
    }
    await page.getByText('customers.csv is still there').waitFor();
    await page.getByRole('button', { name: 'Back to the columns' }).click();
    expect(await columnsOf(page)).toEqual(columns);
    await page.getByRole('button', { name: 'Continue to options' }).click();
    expect(await optionsOf(page)).toEqual(options);
    expect(await columnsOf(page)).toEqual(columns);
    await context.close();
  });

  test('a request that fails or is refused takes nothing, nor does a secret that ended meanwhile', async () => {
    const { page, context } = await open(browser, { place, path: '/new', signedIn: 'pair' });
    await settle(page);
    const start = page.getByRole('button', { name: 'Start grouping' });
    await page.route('**/purchasing_segmentation**', (route) => route.abort());
    await start.click();
    await page.getByText('The service cannot be reached.').waitFor();
    await page.unroute('**/purchasing_segmentation**');
    const refusal = { status: 422, json: { message: 'No.', code: 'INVALID_REQUEST', request_id: 'r1' } };
    await page.route('**/purchasing_segmentation**', (route) => route.fulfill(refusal));
    await start.click();
    await page.getByText('No.', { exact: true }).waitFor();
    await page.unroute('**/purchasing_segmentation**');
    await page.route('**/purchasing_segmentation**', (route) => route.fulfill({ ...refusal, status: 401 }));
    await start.click();
    await page.waitForURL('**/sign-in');
    await page.unroute('**/purchasing_segmentation**');
    const signIn = async (apiId: string, secret: string): Promise<void> => {
      await page.getByLabel('Tenant id', { exact: true }).fill(apiId);
      await page.getByLabel('Secret', { exact: true }).fill(secret);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('link', { name: 'New segmentation' }).first().click();
    };
    await signIn(place.pair.apiId, place.pair.secret);
    expect(await columnsOf(page)).toEqual(columns);
    await page.getByRole('button', { name: 'Continue to options' }).click();
    await start.click();
    await page.locator('#section-take-away').waitFor({ timeout: 60_000 });
    await context.close();
  });

  test('nothing of one caller is left for the next', async () => {
    const { page, context } = await open(browser, { place, path: '/new', signedIn: false });
    await page.getByLabel('Tenant id', { exact: true }).fill(place.pair.apiId);
    await page.getByLabel('Secret', { exact: true }).fill(place.pair.secret);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await toOptions(page, 'customers');
    await page.getByRole('link', { name: 'Settings' }).first().click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    await page.getByText('Token', { exact: true }).first().click();
    await page.getByLabel('Token', { exact: true }).last().fill(place.token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'New segmentation' }).first().click();
    await page.locator('.drop').waitFor();
    expect(await page.locator('.notice').count()).toBe(0);
    expect(await page.evaluate(() => sessionStorage.getItem('clientele.draft'))).toBeNull();
    await context.close();
  });
});
