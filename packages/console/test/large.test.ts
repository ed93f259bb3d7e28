import type { Browser } from 'playwright-core';
import { seededRandom } from '@clientele/engine';
import { expect, test } from 'vitest';
import { onStage, open, type Place } from './support/open.ts';

let place: Place;
let browser: Browser;
onStage((stage) => ({ place, browser } = stage));

const CUSTOMERS = 100_000;

test('100,000 customers are grouped, moved about, looked at, drawn around and taken away', async () => {
  const { page, context, faults } = await open(browser, { place, path: '/new' });
  const random = seededRandom(7);
  const rows = Array.from({ length: CUSTOMERS }, (_, i) => {
    const centre = 1 + (i % 4) * 3;
    return `c${i},${(centre * 100 * (0.7 + 0.6 * random())).toFixed(2)},${Math.ceil(centre * (0.5 + random()))},${Math.floor(360 / centre + 20 * random())}`;
  });
  const buffer = Buffer.from(['customer_id,spend,orders,recency_days', ...rows].join('\n'));
  await page.locator('input[type=file]').setInputFiles({ name: 'large.csv', mimeType: 'text/csv', buffer });
  await page.getByText('100,000 customers will be grouped by 3 features').waitFor();
  await page.locator('.will .primary').click();
  await page.locator('.options .will .primary').click();
  const canvas = page.locator('.plane-box canvas');
  await canvas.waitFor({ timeout: 90_000 });
  expect(await page.locator('.meta').first().textContent()).toContain('100,000 customers');

  await canvas.scrollIntoViewIfNeeded();
  await canvas.focus();
  const drawn = () => canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL());
  const before = await drawn();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('+');
  await expect.poll(async () => (await drawn()) === before).toBe(false);
  await page.keyboard.press('0');
  const box = (await canvas.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const tip = page.locator('.tip');
  for (let i = 1; i < 10 && !(await tip.textContent({ timeout: 500 }).catch(() => '')); i++)
    await page.mouse.move(box.x + (box.width * i) / 10, box.y + (box.height * i) / 10);
  await expect.poll(() => tip.textContent()).toMatch(/Customer c\d+.*Spend/);

  await page.getByRole('button', { name: 'Draw around customers' }).click();
  await page.mouse.move(box.x + 5, box.y + 5);
  await page.mouse.down();
  for (const [x, y] of [
    [box.width - 5, 5],
    [box.width - 5, box.height - 5],
    [5, box.height - 5],
  ] as const)
    await page.mouse.move(box.x + x, box.y + y);
  await page.mouse.up();
  const picked = Number((await page.locator('.picked h4').textContent())?.replaceAll(/\D/g, ''));
  expect(picked).toBeGreaterThan(CUSTOMERS * 0.9);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download Labels as Parquet' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.parquet$/);
  expect(faults).toEqual([]);
  await context.close();
}, 180_000);
