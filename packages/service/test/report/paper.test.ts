import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CustomerTable, explain, type Language, languages, segment, type SegmentOptions } from '@clientele/engine';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderReport } from '../../src/report/report.ts';
import { reportInput } from '../support/segmentation.ts';
import { chromiumPath } from '../support/chromium.ts';

const folder = mkdtempSync(join(tmpdir(), 'clientele-paper-'));
/** A4 less the margins of the sheet, in CSS pixels: 178 mm across, 269 mm down. */
const SHEET = { width: Math.floor((178 / 25.4) * 96), height: Math.floor((269 / 25.4) * 96) };
const fourFeatures = ['purchase_total', 'visit_frequency', 'product_diversity', 'recency_days'];
let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', '--disable-gpu'] });
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The customers of the demo: 4,338 of them, six features or those named. */
function customers(only?: readonly string[]): CustomerTable {
  const file = join(import.meta.dirname, '../../../../examples/online-retail/customers.csv');
  const [header = [], ...rows] = readFileSync(file, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  const names = header.slice(1).filter((name) => only?.includes(name) ?? true);
  const columns = names.map((name) => Float64Array.from(rows, (row) => Number(row[header.indexOf(name)])));
  return { ids: rows.map((row) => row[0] ?? ''), names, columns };
}

async function opened(table: CustomerTable, options: SegmentOptions, language: Language = 'en'): Promise<Page> {
  const segmentation = segment(table, options);
  const explanation = explain(segmentation, language);
  const html = renderReport({ ...reportInput({ n: 20 }), segmentation, explanation, language });
  return show(html);
}

async function show(html: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: SHEET.width, height: SHEET.height } });
  writeFileSync(join(folder, 'report.html'), html);
  await page.goto(pathToFileURL(join(folder, 'report.html')).href);
  await page.emulateMedia({ media: 'print' });
  return page;
}

/** Sheets of A4 that the browser prints. */
async function sheets(page: Page): Promise<number> {
  const pdf = await page.pdf({ preferCSSPageSize: true });
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

test('the demo prints on at most seven sheets', async () => {
  const page = await opened(customers(), { objective: 'actionable' });
  const count = await sheets(page);
  expect(count).toBeGreaterThanOrEqual(4);
  expect(count).toBeLessThanOrEqual(7);
  await page.close();
});

test.each(languages)('in %s, five segments with verdict, tests and ribbon fit on the first sheet', async (language) => {
  const page = await opened(customers(fourFeatures), { algorithm: 'kmeans', nClusters: 5 }, language);
  const box = await page.locator('.segment-table').boundingBox();
  expect(await page.locator('.segment').count()).toBe(5);
  expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(SHEET.height);
  await page.close();
});

test('nothing reaches over the edge of the sheet, with long names, outliers and fourteen segments', async () => {
  const table = customers(fourFeatures);
  const labels = Int32Array.from(table.ids, (_, row) => row % 14);
  for (const html of [
    renderReport(reportInput({ n: 400, noise: 20 }, { language: 'es' })),
    renderReport(reportInput({ given: { table, labels } }, { language: 'pt' })),
    renderReport(reportInput({ n: 400, verdict: 'none' })),
  ]) {
    const page = await show(html);
    const over = await page.evaluate(
      (width) =>
        [...document.querySelectorAll('main *')]
          .filter((element) => !element.closest('.hidden') && element.getBoundingClientRect().right > width + 1)
          .map(
            (element) =>
              `${element.closest('section, figure, article, li')?.className ?? ''} ${element.tagName} ${element.textContent.slice(0, 30)}`,
          ),
      SHEET.width,
    );
    expect(over).toEqual([]);
    await page.close();
  }
});
