import { seededRandom } from '@clientele/engine';
import type { Page } from 'playwright-core';

const random = seededRandom(11);
/** 200 customers of three sizes. */
export const customers = [
  'customer_id,purchase_total,visit_frequency,recency_days',
  ...Array.from({ length: 200 }, (_, i) => {
    const size = 1 + (i % 3);
    return `c${i},${Math.round(size ** 3 * (50 + 20 * random()))},${size * 3 + Math.floor(2 * random())},${Math.floor(300 * random())}`;
  }),
].join('\n');
/** 1,200 orders of 120 customers. */
export const orders = [
  'customer_id,order_date,amount,sku',
  ...Array.from(
    { length: 1_200 },
    (_, i) =>
      `c${i % 120},2026-0${1 + ((i + Math.floor(i / 60)) % 6)}-1${i % 9},${5 + (i % 60) * (1 + (i % 3))},p${i % 9}`,
  ),
].join('\n');

export const csv = (text: string, name: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
export const files = { customers: csv(customers, 'customers.csv'), orders: csv(orders, 'orders.csv') } as const;
export type Rows = keyof typeof files;

export const bring = (page: Page, file: ReturnType<typeof csv>): Promise<void> =>
  page.locator('input[type=file]').setInputFiles(file);

/** Brings a file and goes on to the options. */
export async function toOptions(page: Page, rows: Rows): Promise<void> {
  await bring(page, files[rows]);
  await page.getByRole('button', { name: 'Continue to options' }).click();
  await page.locator('.options').waitFor();
}

export interface Sent {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
/** The next request that begins a run, when `act` makes it; its body is caught in the page, for the browser tells none of a Blob. */
export async function sentBy(page: Page, act: () => Promise<void>): Promise<Sent> {
  await page.evaluate(() => {
    globalThis.XMLHttpRequest = class extends XMLHttpRequest {
      override send(body: Blob): void {
        Object.assign(globalThis, { caught: body });
        super.send(body);
      }
    };
  });
  const [request] = await Promise.all([page.waitForRequest(/segmentation\?|order_files/), act()]);
  const body = await page.evaluate(() => (globalThis as unknown as { caught: Blob }).caught.text());
  return { url: request.url(), headers: await request.allHeaders(), body };
}
export const start = (page: Page): Promise<Sent> =>
  sentBy(page, () => page.getByRole('button', { name: 'Start grouping' }).click());
