/**
 * Takes the README's picture: the top of demo-report.html in Chromium. Run it after `npm run demo`.
 *
 *     npm run picture
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findBrowser, installBrowser } from './browser.ts';

const root = join(import.meta.dirname, '..');
const report = join(root, 'demo-report.html');
const picture = join(root, 'docs/images/report.png');
if (!existsSync(report)) {
  console.error('There is no demo-report.html. Run "npm run demo" first.');
  process.exit(2);
}
const browser = await chromium.launch({
  executablePath: findBrowser() ?? installBrowser(),
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1200, height: 1180 }, colorScheme: 'light' });
  await page.goto(pathToFileURL(report).href);
  await page.screenshot({ path: picture });
  console.log(`wrote ${picture}`);
} finally {
  await browser.close();
}
