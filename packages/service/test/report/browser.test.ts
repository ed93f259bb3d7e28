import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderReport } from '../../src/report/report.ts';
import { chromiumPath } from '../support/chromium.ts';
import { reportInput } from '../support/segmentation.ts';

const folder = mkdtempSync(join(tmpdir(), 'clientele-report-'));
const pages = {
  weak: reportInput({ n: 600 }),
  noise: reportInput({ n: 400, noise: 20 }, { language: 'es' }),
  none: reportInput({ n: 600, verdict: 'none' }, { language: 'pt' }),
};
type Name = keyof typeof pages;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', '--disable-gpu'] });
  for (const [name, input] of Object.entries(pages)) writeFileSync(join(folder, `${name}.html`), renderReport(input));
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a report and gathers everything the browser complains about or asks for. */
async function open(
  name: Name,
  options: { width: number; scheme?: 'light' | 'dark'; bypassCSP?: boolean },
): Promise<{ page: Page; faults: string[] }> {
  const { width, scheme = 'light', bypassCSP = false } = options;
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme, bypassCSP });
  const faults: string[] = [];
  page.on('console', (message) => faults.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!/^(?:data|file):/.test(request.url())) faults.push(`request: ${request.url()}`);
  });
  await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
  return { page, faults };
}

for (const name of Object.keys(pages) as Name[])
  for (const width of [360, 768, 1440])
    test(`${name} at ${width}: no complaint, no request, no sideways scroll`, async () => {
      const { page, faults } = await open(name, { width });
      const widths = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.clientWidth,
      ]);
      const fonts = await page.evaluate(async () => {
        await document.fonts.ready;
        return [...document.fonts]
          .filter((face) => face.status === 'loaded')
          .map((face) => face.family.replaceAll('"', ''));
      });
      expect(widths[0]).toBe(widths[1]);
      expect(fonts.toSorted()).toEqual(['Geist', 'Source Serif 4']);
      expect(faults).toEqual([]);
      await page.close();
    });

for (const name of Object.keys(pages) as Name[])
  for (const scheme of ['light', 'dark'] as const)
    for (const width of [360, 1440])
      test(`${name} at ${width}, ${scheme}: axe finds nothing`, async () => {
        // axe is a script of ours; the policy of the page would refuse it, and is tested above.
        const { page } = await open(name, { width, scheme, bypassCSP: true });
        for (const summary of await page.locator('summary').all()) await summary.click();
        await page.addScriptTag({ content: axe });
        const found = await page.evaluate(async () => {
          const { axe: checker } = globalThis as unknown as {
            axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
          };
          const { violations } = await checker.run();
          return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
        });
        expect(found).toEqual([]);
        await page.close();
      });

test('on paper a table behind a closed disclosure is laid out', async () => {
  const { page } = await open('none', { width: 794 });
  const table = page.locator('#gap .twin table');
  expect(await table.isVisible()).toBe(false);
  await page.emulateMedia({ media: 'print' });
  expect((await table.boundingBox())?.height).toBeGreaterThan(50);
  await page.close();
});

test('a table stays closed on paper only where its numbers stand elsewhere', async () => {
  const { page } = await open('weak', { width: 794 });
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('#distributions .twin').isVisible()).toBe(false);
  expect(await page.locator('.profile table').count()).toBe(pages.weak.segmentation.segments.length);
  expect(await page.locator('.profile table').first().isVisible()).toBe(true);
  expect(await page.locator('.guide').isVisible()).toBe(true);
  await page.close();
});

test('dark follows the system on a screen and never on paper', async () => {
  const { page } = await open('weak', { width: 1440, scheme: 'dark' });
  const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(await ground()).toBe('rgb(14, 17, 18)');
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  expect(await ground()).toBe('rgb(255, 255, 255)');
  await page.close();
});
