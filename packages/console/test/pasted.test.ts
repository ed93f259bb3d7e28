import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { pastedIn } from '../src/data/pasted.ts';
import { onStage, open, overhang, type Place, violations } from './support/open.ts';
import { customers } from './support/wizard.ts';

const clipboard = (text: string, files: File[] = []) => ({ files, getData: () => text });
const picture = new File([''], 'cells.png', { type: 'image/png' });
const table = new File(['a,b\n1,2\n'], 'a.csv', { type: 'text/csv' });

test.each([
  ['cells of a spreadsheet', clipboard('id\tspend\r\na\t1\r\n'), { kind: 'text', ending: 'tsv' }],
  ['cells with a picture of them', clipboard('id\tspend\na\t1\n', [picture]), { kind: 'text', ending: 'tsv' }],
  ['a table of text', clipboard('id;spend\na;1,5\n'), { kind: 'text', ending: 'csv' }],
  ['one column of numbers', clipboard('spend\n1.5\n2\n'), { kind: 'text', ending: 'csv' }],
  ['JSON', clipboard(' [{"id":1,"spend":2}]'), { kind: 'text', ending: 'json' }],
  ['a file', clipboard('', [picture, table]), { kind: 'file', file: table }],
  ['a picture', clipboard('', [picture]), { kind: 'picture' }],
  ['a word', clipboard('hello'), { kind: 'no_table' }],
  ['a row of names alone', clipboard('id\tspend\n\n'), { kind: 'no_table' }],
  ['lines of a letter', clipboard('Dear shop\nthank you for the parcel\n'), { kind: 'no_table' }],
  ['nothing', clipboard(' \n'), { kind: 'nothing' }],
])('%s', (_, given, found) => {
  expect(pastedIn(given)).toMatchObject(found);
});

describe('pasted at the first step', () => {
  let place: Place;
  let browser: Browser;
  onStage((stage) => ({ place, browser } = stage));

  const paste = async (page: Page, text: string): Promise<void> => {
    await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await page.keyboard.press('Control+V');
  };

  test('cells of a spreadsheet become a segmentation', async () => {
    const { page, context } = await open(browser, { place, path: '/new' });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.locator('.drop').waitFor();
    await paste(page, customers.replaceAll(',', '\t').replaceAll('\n', '\r\n'));
    await page.getByText('Pasted table.tsv').waitFor();
    expect(await page.locator('.will p').first().textContent()).toContain(
      '200 customers will be grouped by 3 features',
    );
    await page.getByRole('button', { name: 'Continue to options' }).click();
    await page.getByRole('button', { name: 'Start grouping' }).click();
    await page.locator('#section-take-away').waitFor({ timeout: 60_000 });
    expect(await page.locator('.run-title').textContent()).toContain('Pasted table.tsv');
    await context.close();
  });

  test.each(['en-GB', 'es', 'pt'])('what is no table is said to be none, until one comes: %s', async (locale) => {
    const { page, context } = await open(browser, { place, path: '/new', locale, width: 360, bypassCSP: true });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.locator('.drop').waitFor();
    await paste(page, 'hello');
    await page.locator('#file-fault .fault').waitFor();
    expect([await overhang(page), await violations(page)]).toEqual([0, []]);
    await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File(['id,spend\na,1\nb,2\n'], 'copied.csv', { type: 'text/csv' }));
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    });
    await page.getByText('copied.csv').first().waitFor();
    await page.goBack();
    await expect.poll(() => page.locator('#file-fault .fault').count()).toBe(0);
    await context.close();
  });
});
