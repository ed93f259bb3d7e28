/**
 * Takes the pictures of README and docs: the top of demo-report.html, and the main pages of the console with the real
 * sample, light and dark. Run it after `npm run demo`.
 *
 *     npm run picture
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { startServer } from '../packages/service/src/http/server.ts';
import { findBrowser, installBrowser } from './browser.ts';
import buildConsole from './console-setup.ts';

const root = join(import.meta.dirname, '..');
const images = join(root, 'docs/images');
const report = join(root, 'demo-report.html');
const sample = join(root, 'examples/online-retail/customers.csv');

if (!existsSync(report)) {
  console.error('There is no demo-report.html. Run "npm run demo" first.');
  process.exit(2);
}
buildConsole();
const browser = await chromium.launch({
  executablePath: findBrowser() ?? installBrowser(),
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
try {
  await ofReport(browser);
  await ofConsole(browser);
} finally {
  await browser.close();
}

async function ofReport(from: Browser): Promise<void> {
  const page = await from.newPage({ viewport: { width: 1200, height: 1180 }, colorScheme: 'light' });
  await page.goto(pathToFileURL(report).href);
  await take(page, 'report');
}

/** Goes the way of a visitor once, then looks at the pages in both themes. */
async function ofConsole(from: Browser): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-picture-'));
  const server = await startServer({ port: 0, folder, demo: true });
  try {
    const page = await from.newPage({ viewport: { width: 1440, height: 1000 }, locale: 'en-GB', colorScheme: 'light' });
    await page.goto(server.url);
    await page.getByRole('button', { name: /Look around/ }).click();
    await page.locator('input[type=file]').setInputFiles(sample);
    await page.locator('.columns').waitFor();
    await inBoth(page, 'console-columns');
    await page.locator('.will .primary').click();
    await page.locator('.options .will .primary').click();
    await page.locator('.plane-box canvas').waitFor();
    await inBoth(page, 'console-result');
    await page.locator('#section-map').scrollIntoViewIfNeeded();
    await page.evaluate(() => document.querySelector('#section-map')?.scrollIntoView());
    await inBoth(page, 'console-map');
    const result = page.url();
    await page
      .locator('.segment')
      .first()
      .getByRole('link', { name: /^Look closer/ })
      .click();
    await page.locator('.virtual tbody tr').first().waitFor();
    await inBoth(page, 'console-segment');
    await page.goto(result);
    await page.locator('.plane-box canvas').waitFor();
    await page.setViewportSize({ width: 360, height: 780 });
    await page.evaluate(() => window.scrollTo(0, 0));
    await inBoth(page, 'console-phone');
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inBoth(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // The dots are drawn again in the colours of the theme, in the frame after next.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await take(page, `${name}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

async function take(page: Page, name: string): Promise<void> {
  const path = join(images, `${name}.png`);
  await page.screenshot({ path });
  console.log(`wrote ${path}`);
}
