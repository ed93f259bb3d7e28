import type { ShownTask } from '@clientele/service/contract/runs/tasks';
import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { onStage, open, overhang, type Place, violations } from './support/open.ts';

let place: Place;
let browser: Browser;
onStage((stage) => ({ place, browser } = stage));

const RUN = '5a7e0b8e-8f5f-4d5c-9b49-0d6a3f1c2e4b';
const TASK = 'd97944b1f47aabd22ee283674cfea65f';
type Model = NonNullable<ShownTask['progress']>['models'][number];

const task: ShownTask = {
  task_id: TASK,
  run_id: RUN,
  status: 'running',
  queue: 'segmentation',
  client_task_id: null,
  status_url: '',
  events_url: '',
  result_url: '',
  created_at: '2026-01-31T09:41:00.000Z',
  started_at: '2026-01-31T09:41:07.000Z',
  finished_at: null,
  attempts: 1,
  cancelling: false,
  position: null,
  progress: null,
  eta_seconds: null,
  error: null,
};
const model = (algorithm: Model['algorithm'], k: number | null, silhouette?: number): Model =>
  silhouette === undefined
    ? { algorithm, k, stage: 'waiting', silhouette: null }
    : { algorithm, k, stage: 'scored', silhouette };
const working: ShownTask = {
  ...task,
  eta_seconds: 6,
  progress: {
    phase: 'gmm',
    percent: 46,
    customers: 250_000,
    seconds: { decode: 0.6, features: 0.1, kmeans: 2, gmm: 1 },
    models: [
      model('DBSCAN', null),
      { ...model('Agglomerative', 2), stage: 'working' },
      { ...model('Agglomerative', 3), stage: 'fitted' },
      model('KMeans', 2, 0.4),
      model('KMeans', 3, 0.3),
      model('GaussianMixture', 2, 0.08),
      model('GaussianMixture', 3, -0.02),
    ],
  },
};

/** A page on which the service tells these states of a task, one at each time it is asked. */
async function told(page: Page, states: readonly ShownTask[]): Promise<void> {
  let asked = 0;
  await page.route(`**/api/v1/runs/${RUN}`, (route) =>
    route.fulfill({ json: { run_id: RUN, state: 'running', task_id: TASK, notes: [] } }),
  );
  await page.route(`**/api/v1/tasks/${TASK}`, (route) => {
    const state = states[Math.min(asked++, states.length - 1)];
    return route.fulfill({ json: state });
  });
  // While there is more to tell the stream breaks; then it stays open.
  await page.route('**/events', (route) => (asked < states.length ? route.abort() : undefined));
  await page.goto(`${place.url}/segmentations/${RUN}`);
}

describe.each([
  [1440, 'light'],
  [1440, 'dark'],
  [360, 'light'],
  [360, 'dark'],
] as const)('at %d, %s', (width, scheme) => {
  test('models stand by method and number, with what is known of each; axe finds nothing, nothing hangs over', async () => {
    const { page, context } = await open(browser, { place, width, scheme, bypassCSP: true });
    await told(page, [working]);
    await expect.poll(() => page.locator('h1').textContent()).toBe('Grouping 250,000 customers');
    const rows = page.locator('.model-grid tbody tr');
    expect(await rows.allTextContents()).toEqual([
      'K-Means0.400.30',
      'Gaussian mixture0.08-0.02',
      'Hierarchicalat workfound, to be scored',
      'DBSCANfinds the number of segments itself waits',
    ]);
    expect(await page.locator('.best').textContent()).toBe('0.40');
    expect(await page.locator('.framed').textContent()).toContain('K-Means with 2');
    expect(await page.locator('.steps-list [aria-current=step]').textContent()).toContain('5 of 7 done');
    expect(await page.locator('.taken').allTextContents()).toEqual(['0.6 s', '0.1 s', '3.0 s']);
    expect([await overhang(page), await violations(page)]).toEqual([0, []]);
    await context.close();
  });
});

test('the tab says how far it is, for whoever looks at another one', async () => {
  const { page, context } = await open(browser, { place });
  await told(page, [{ ...task, status: 'queued', started_at: null, position: 2 }, working]);
  await expect.poll(() => page.title()).toBe('1 job before yours. · Clientele');
  await expect.poll(() => page.title()).toBe('46% · Try the models · Clientele');
  await context.close();
});

test('one that waits says how many are before it, and a service that was away and begins anew says so', async () => {
  const { page, context } = await open(browser, { place });
  const anew = { ...working, started_at: '2026-01-31T09:42:00.000Z', attempts: 2 };
  await told(page, [{ ...task, status: 'queued', started_at: null, position: 4 }, working, anew]);
  await page.getByText('3 jobs before yours.').waitFor();
  await page.getByText('Connection lost. The job goes on. Trying again in').waitFor();
  expect(await page.locator('progress.hollow').count()).toBe(1);
  await page.locator('.model-grid').waitFor({ timeout: 10_000 });
  expect(await page.getByText('The server restarted').count()).toBe(0);
  await page.getByText('The server restarted; the job goes on.').waitFor({ timeout: 20_000 });
  await context.close();
});

test('work of more than ten seconds is cancelled only where that is meant', async () => {
  const { page, context } = await open(browser, { place });
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.message());
    void dialog.dismiss();
  });
  const long = { ...working, progress: working.progress && { ...working.progress, seconds: { gmm: 12 } } };
  await told(page, [long]);
  const button = page.locator('.split .button');
  await page.getByText('12.0 s used').waitFor();
  await button.click();
  expect(asked).toEqual(['Cancel the job? What it has found so far is lost.']);
  expect(await button.isEnabled()).toBe(true);
  await context.close();
});
