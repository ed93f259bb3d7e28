import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { onStageWithResult, open, overhang, type Place, sample, violations } from './support/open.ts';

const web = join(import.meta.dirname, '../dist/web');
const KB = 1024;

let place: Place;
let browser: Browser;
let result: string;
onStageWithResult((stage) => ({ place, browser, result } = stage));

/** What the page has loaded, packed, in kB by kind. */
async function loaded(page: Page): Promise<Record<'script' | 'style' | 'font' | 'words', number>> {
  const names = await page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname),
  );
  const sizeOf = (form: RegExp): number =>
    [...new Set(names)]
      .filter((name) => form.test(name))
      .reduce((sum, name) => sum + gzipSync(readFileSync(join(web, name))).length / KB, 0);
  const words = sizeOf(/\/(?:en|es|pt)-[^/]+\.js$/);
  const script = sizeOf(/\.js$/) - words;
  return { script, words, style: sizeOf(/\.css$/), font: sizeOf(/\.woff2$/) };
}

describe('what is loaded, packed', () => {
  test.each(['en-GB', 'es', 'pt'])(
    'first, in %s: at most 170 kB of script, 14 of style, 8 of words',
    async (locale) => {
      const { page, context } = await open(browser, { place, signedIn: false, locale });
      await page.locator('form').waitFor();
      const { script, style, words, font } = await loaded(page);
      expect(script).toBeGreaterThan(80);
      expect(script).toBeLessThan(170);
      expect(style).toBeLessThan(14);
      expect(words).toBeGreaterThan(4);
      expect(words).toBeLessThan(8);
      expect(font).toBeLessThan(80);
      await context.close();
    },
  );

  test.each([
    ['the list', '/', 'h1', 0],
    ['the wizard', '/new', '.drop', 60],
    ['the settings', '/settings', '.usage svg', 60],
    ['a result with its map', '', '.plane-box canvas', 60],
  ])('%s: not more than its share besides', async (_, path, ready, more) => {
    const { page, context } = await open(browser, { place, path: path || result });
    await page.locator(ready).first().waitFor();
    const { script } = await loaded(page);
    expect(script).toBeLessThan(170 + more);
    await context.close();
  });
});

describe.each(['light', 'dark'] as const)('forced colours and reduced motion, %s', (scheme) => {
  test.each([
    ['the list', '/', '.rows .row'],
    ['the wizard', '/new', '.drop'],
    ['the settings', '/settings', '.usage svg'],
    ['a result', '', '.plane-box canvas'],
  ])('%s: axe finds nothing, bars are seen, and nothing moves by itself', async (_, path, ready) => {
    const { page, context } = await open(browser, { place, path: path || result, scheme, bypassCSP: true });
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce', colorScheme: scheme });
    await page.locator(ready).first().waitFor();
    expect([await overhang(page), await violations(page)]).toEqual([0, []]);
    const unseen = await page.evaluate(() => {
      const ground = getComputedStyle(document.body).backgroundColor;
      return [...document.querySelectorAll('.spark rect, .bars rect, .life rect:not(.rest), .mark circle')]
        .filter((mark) => getComputedStyle(mark).fill === ground)
        .map((mark) => mark.outerHTML);
    });
    expect(unseen).toEqual([]);
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    await context.close();
  });
});

test('at 400 % zoom the wizard is one column, and what has the focus is never covered', async () => {
  const { page, context } = await open(browser, { place, path: '/new' });
  await page.setViewportSize({ width: 360, height: 225 });
  await page.locator('input[type=file]').setInputFiles(sample);
  await page.locator('.columns').waitFor();
  for (const step of ['.column', '.options']) {
    await page.locator(step).first().waitFor();
    expect(await overhang(page)).toBe(0);
    const covered: string[] = [];
    for (let i = 0; i < 25; i++) {
      await page.keyboard.press('Tab');
      covered.push(
        ...(await page.evaluate(() => {
          const { activeElement: element } = document;
          if (!element || element === document.body) return [];
          const box = element.getBoundingClientRect();
          const on = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 100));
          return on && (element.contains(on) || on.contains(element)) ? [] : [element.outerHTML.slice(0, 120)];
        })),
      );
    }
    expect(covered).toEqual([]);
    if (step === '.column') await page.locator('.will .primary').click();
  }
  await context.close();
});
