import { seededRandom, tierShares } from '@clientele/engine';
import type { Browser, Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { customerPath } from '../../service/src/contract/segmentation/customer-segmentation.ts';
import { cutsIn, readCuts, typedCuts, usualCuts } from '../src/data/cuts.ts';
import { linesOf, onStage, open, overhang, type Place, taken, violations } from './support/open.ts';

describe('cuts as they are typed and as an address has them', () => {
  test('the usual ones are those of the engine', () => expect(usualCuts).toEqual(tierShares));

  test.each([
    [{}, undefined],
    [{ focus: 'a' }, undefined],
    [
      { top: 0.1, middle: 0.4 },
      { top: 0.1, middle: 0.4 },
    ],
    [{ top: 0.1 }, { top: 0.1, middle: 0.3 }],
    [{ middle: 0.1 }, { top: 0.2, middle: 0.1 }],
    [{ top: 0.7 }, undefined],
    [{ top: 0.5, middle: 0.5 }, undefined],
    [{ top: 0 }, undefined],
    [{ top: -0.1 }, undefined],
    [{ top: '0.1' }, undefined],
    [{ top: null, middle: true }, undefined],
    [{ top: NaN }, undefined],
  ])('an address with %j', (search, cuts) => expect(cutsIn(search)).toEqual(cuts));

  test('what is typed is per cent, and what stands in the fields is what was typed', () => {
    for (let top = 1; top < 980; top++) {
      const typed = { top: String(top / 10), middle: '1.9' };
      const { cuts = usualCuts, faults } = readCuts(typed);
      expect([typedCuts(cuts), faults]).toEqual([typed, {}]);
      expect(String(cuts.top).length).toBeLessThanOrEqual(5);
    }
  });

  test.each([
    ['', '40', { top: 'cut_no_share' }],
    ['0', '', { top: 'cut_no_share', middle: 'cut_no_share' }],
    ['-5', '30', { top: 'cut_no_share' }],
    ['100', '30', { top: 'cut_no_share' }],
    ['10', '0.001', { middle: 'cut_no_share' }],
    ['70', '30', { middle: 'cut_too_much' }],
    ['70', '99', { middle: 'cut_too_much' }],
  ])('%j and %j are told at their field', (top, middle, faults) =>
    expect(readCuts({ top, middle })).toEqual({ cuts: undefined, faults }),
  );
});

describe('the tiers of customers in whom there is nothing to find', () => {
  const CUSTOMERS = 320;
  let place: Place;
  let browser: Browser;
  /** Their page. */
  let crowd: string;
  onStage((stage) => ({ place, browser } = stage));
  beforeAll(async () => {
    const random = seededRandom(7);
    const data = Array.from({ length: CUSTOMERS }, (_, i) => ({
      customer_id: `C${i}`,
      spend: Math.round(random() * 1e6),
      orders: Math.round(random() * 1e4),
    }));
    const headers = { authorization: `Bearer ${place.token}`, 'content-type': 'application/json' };
    const response = await fetch(place.url + customerPath, { method: 'POST', headers, body: JSON.stringify({ data }) });
    crowd = `/segmentations/${((await response.json()) as { run_id: string }).run_id}`;
  });

  const opener = (page: Page): Locator => page.getByRole('button', { name: 'Change the cuts' });
  const saidBy = (page: Page): Promise<string | null> => page.locator('#tiers .sub').textContent();
  /** Customers of each tier, by the table of the figure. */
  const drawnOn = (page: Page): Promise<string[]> => page.locator('#tiers tbody td:nth-child(3)').allTextContents();
  const type = async (page: Page, top: string, next: string): Promise<void> => {
    await page.getByLabel(/^Top tier/).fill(top);
    await page.getByLabel(/^Middle tier/).fill(next);
  };

  test('are cut elsewhere: figure, files, report and address say the same, and a reload and a sent link show it', async () => {
    const { page, context, faults } = await open(browser, { place, path: crowd, bypassCSP: true });
    await opener(page).click();
    await expect.poll(() => page.getByLabel(/^Top tier/).inputValue()).toBe('20');
    expect(await page.locator('.cuts output').textContent()).toBe('50%');
    await type(page, '12.5', '40');
    await expect.poll(() => page.locator('.cuts output').textContent()).toBe('47.5%');
    expect([await overhang(page), await violations(page)]).toEqual([0, []]);
    await page.getByRole('button', { name: 'Cut there' }).click();
    await expect.poll(() => saidBy(page)).toContain('the top 12.5% of the customers, the next 40%, the rest');
    expect(await drawnOn(page)).toEqual(['40', '128', '152']);
    expect(new URL(page.url()).search).toBe('?top=0.125&middle=0.4');
    const status = page.locator('.take-tiers [role=status]');
    expect(await status.textContent()).toContain('Cut at the top 12.5% of the customers and the next 40%.');

    const lines = await linesOf(await taken(page, () => page.getByRole('button', { name: 'Use these tiers' }).click()));
    const tiersIn = (all: readonly (string | undefined)[]): number[] =>
      ['top', 'middle', 'base'].map((name) => all.filter((tier) => tier === name).length);
    expect(tiersIn(lines.map((line) => line.split(',')[1]))).toEqual([40, 128, 152]);
    const [whole = ''] = await linesOf(
      await taken(page, () => page.getByRole('button', { name: 'The same as JSON' }).click()),
    );
    const { cuts, customers } = JSON.parse(whole) as { cuts: object; customers: { tier: string }[] };
    expect([cuts, tiersIn(customers.map(({ tier }) => tier))]).toEqual([{ top: 0.125, middle: 0.4 }, [40, 128, 152]]);
    const report = await linesOf(
      await taken(page, () => page.getByRole('button', { name: 'Download The report as HTML' }).click()),
    );
    expect(report.join('\n')).toContain('the top 12.5% of the customers');

    await page.reload();
    await expect.poll(() => saidBy(page)).toContain('the top 12.5%');
    const { page: sent, context: other } = await open(browser, { place, path: `${crowd}?top=0.5`, locale: 'es' });
    await expect.poll(() => saidBy(sent)).toContain('el 50\u00A0% superior de los clientes, el 30\u00A0% siguiente');
    await sent.getByRole('button', { name: 'Cambiar los cortes' }).click();
    await expect.poll(() => sent.getByLabel('Nivel alto, % de los clientes').inputValue()).toBe('50');
    await other.close();

    await page.getByRole('button', { name: 'Back to 20% and 30%' }).click();
    await expect.poll(() => saidBy(page)).toContain('The cuts are ours');
    expect([await drawnOn(page), new URL(page.url()).search]).toEqual([['64', '96', '160'], '']);
    expect(await page.getByRole('button', { name: /^Back to/ }).count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('by keyboard: a fault is said at its field, Escape leaves, and the focus is never lost', async () => {
    const { page, context, faults } = await open(browser, { place, path: crowd, bypassCSP: true });
    await opener(page).press('Enter');
    const top = page.getByLabel(/^Top tier/);
    const next = page.getByLabel(/^Middle tier/);
    const hasFocus = (one: Locator): Promise<boolean> => one.evaluate((element) => element === document.activeElement);
    await expect.poll(() => hasFocus(top)).toBe(true);
    await page.keyboard.type('70');
    await page.keyboard.press('Tab');
    await expect.poll(() => hasFocus(next)).toBe(true);
    expect(await next.getAttribute('aria-invalid')).toBe('false');
    await page.keyboard.press('Enter');
    await expect.poll(() => next.getAttribute('aria-invalid')).toBe('true');
    const describedBy = async (one: Locator): Promise<string | null> =>
      page.locator(`#${await one.getAttribute('aria-describedby')}`).textContent();
    expect([await describedBy(top), await describedBy(next)]).toEqual([
      '',
      'Type less than 30: the top tier has 70% already.',
    ]);
    expect([await page.locator('.cuts output').textContent(), new URL(page.url()).search]).toEqual(['–', '']);
    expect(await violations(page)).toEqual([]);
    await top.fill('0');
    await expect.poll(() => describedBy(top)).toBe('Type a number above 0 and below 100.');
    await next.press('Enter');
    await expect.poll(() => hasFocus(top)).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => hasFocus(opener(page))).toBe(true);
    expect([await page.locator('.cuts').count(), await opener(page).getAttribute('aria-expanded')]).toEqual([
      0,
      'false',
    ]);

    await page.keyboard.press('Enter');
    await expect.poll(() => hasFocus(top)).toBe(true);
    expect(await top.inputValue()).toBe('20');
    await page.keyboard.type('10');
    await page.keyboard.press('Enter');
    await expect.poll(() => saidBy(page)).toContain('the top 10% of the customers, the next 30%');
    expect(await hasFocus(opener(page))).toBe(true);
    await page.getByRole('button', { name: 'Back to 20% and 30%' }).press('Enter');
    await expect.poll(() => saidBy(page)).toContain('The cuts are ours');
    expect(await hasFocus(opener(page))).toBe(true);
    expect(faults).toEqual([]);
    await context.close();
  });

  test.each(['light', 'dark'] as const)('on a phone nothing hangs over, %s', async (scheme) => {
    const path = `${crowd}?top=0.1&middle=0.4`;
    const { page, context, faults } = await open(browser, { place, path, width: 360, scheme, bypassCSP: true });
    await opener(page).click();
    await type(page, '80', '30');
    await page.getByRole('button', { name: 'Cut there' }).click();
    await expect.poll(() => page.locator('#cut-middle-fault').textContent()).toContain('less than 20');
    expect([await overhang(page), await violations(page), faults]).toEqual([0, [], []]);
    await context.close();
  });

  test('an address with cuts that cannot be shows the usual ones', async () => {
    const { page, context, faults } = await open(browser, { place, path: `${crowd}?top=0.9&middle=0.9` });
    await expect.poll(() => saidBy(page)).toContain('The cuts are ours');
    await opener(page).click();
    await expect.poll(() => page.getByLabel(/^Top tier/).inputValue()).toBe('20');
    expect(faults).toEqual([]);
    await context.close();
  });
});
