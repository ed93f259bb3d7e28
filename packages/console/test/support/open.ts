import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type Browser, type BrowserContext, chromium, type Download, type Page } from 'playwright-core';
import { customerPath } from '../../../service/src/contract/segmentation/customer-segmentation.ts';
import { createTenant, type RunningServer, startServer } from '../../../service/src/http/server.ts';
import { chromiumPath } from '../../../service/test/support/chromium.ts';

import { bodyOf } from '../../src/data/body.ts';
import { cellsIn } from '../../src/data/cells.ts';

export const sample = join(import.meta.dirname, '../../../../examples/online-retail/customers.csv');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A service to look around in, with its data in a folder of its own. */
export interface Place {
  readonly url: string;
  /** Signs a context in as the tenant to look around with. */
  readonly token: string;
  /** A tenant with an id and a secret. */
  readonly pair: { readonly apiId: string; readonly secret: string };
  restart(): Promise<void>;
  stop(): Promise<void>;
  close(): Promise<void>;
}

export async function openPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-story-'));
  const start = (port = 0): Promise<RunningServer> =>
    startServer({ port, folder, demo: true, workers: 1, threads: 1, drainSeconds: 0 });
  let server = await start();
  const { url } = server;
  const { token } = (await (await fetch(`${url}/demo`, { method: 'POST' })).json()) as { token: string };
  const { apiId, secret } = await createTenant({ folder, name: 'Shop' });
  return {
    url,
    token,
    pair: { apiId, secret },
    stop: () => server.close(),
    async restart() {
      server = await start(Number(new URL(url).port));
    },
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A service and a browser, there while the tests of a file run, or those of the block that this is called in. */
export function onStage(set: (stage: { place: Place; browser: Browser }) => void): void {
  const ends: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    const endedLater = <Started extends { close(): Promise<void> }>(started: Started): Started => {
      ends.push(() => started.close());
      return started;
    };
    const [place, browser] = await Promise.all([openPlace().then(endedLater), openBrowser().then(endedLater)]);
    set({ place, browser });
  });
  afterAll(async () => void (await Promise.all(ends.map((end) => end()))));
}

/** The same, with the page of a result of the real sample. */
export function onStageWithResult(set: (stage: { place: Place; browser: Browser; result: string }) => void): void {
  let stage: { place: Place; browser: Browser };
  onStage((opened) => (stage = opened));
  beforeAll(async () => set({ ...stage, result: `/segmentations/${await groupedSample(stage.place)}` }));
}

/** The id of a run of the real sample, asked for as a program would; `money` names what a customer is worth. */
export async function groupedSample({ url, token }: Pick<Place, 'url' | 'token'>, money?: string): Promise<string> {
  const cells = cellsIn(readFileSync(sample, 'utf8'), sample);
  const body = bodyOf(cells, {
    id: 'customer_id',
    features: cells.columns
      .slice(1)
      .map((name) => ({ name, kind: name === money ? 'money' : 'other', direction: 'neither' })),
    decimal: '.',
    parameters: { objective: 'actionable' },
    shape: 'flat',
  });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(url + customerPath, { method: 'POST', headers, body });
  return ((await response.json()) as { run_id: string }).run_id;
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', '--disable-gpu'] });
}

export interface Opened {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Whatever the browser complained of, and whatever was asked of others. */
  readonly faults: string[];
}

interface Opening {
  readonly place: Pick<Place, 'url' | 'token' | 'pair'>;
  readonly path?: string;
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  readonly locale?: string;
  /** Default: by token. */
  readonly signedIn?: boolean | 'pair';
  /** For axe, a script of ours that the policy of the page would refuse. */
  readonly bypassCSP?: boolean;
}

/** A page of the console in a context of its own. */
export async function open(browser: Browser, opening: Opening): Promise<Opened> {
  const {
    place,
    path = '/',
    width = 1440,
    scheme = 'light',
    locale = 'en-GB',
    signedIn = true,
    bypassCSP = false,
  } = opening;
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    locale,
    bypassCSP,
    acceptDownloads: true,
  });
  if (signedIn)
    await context.addInitScript(
      (session) => sessionStorage.setItem('clientele.session', session),
      JSON.stringify(signedIn === 'pair' ? { kind: 'pair', ...place.pair } : { kind: 'token', token: place.token }),
    );
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => faults.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(place.url) && !/^(?:blob|data):/.test(request.url()))
      faults.push(`request: ${request.url()}`);
  });
  await page.goto(place.url + path);
  return { page, context, faults };
}

/** What axe has to say against the page as it stands. */
export async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: axe });
  return page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as {
      axe: { run: (options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations: found } = await checker.run({ runOnly: tags });
    return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
  });
}

/** Pixels by which a page is wider than its window. */
export function overhang(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** The lines of a file that was taken. */
export const linesOf = async (download: Download): Promise<string[]> =>
  readFileSync(await download.path(), 'utf8')
    .trimEnd()
    .split('\n');
/** The words of a picture as text. */
export const wordsIn = (svg: string): string =>
  [...svg.matchAll(/<text[^>]*>([^<]*)/g)]
    .map(([, words = '']) => words.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'))
    .join(' ');
/** The file that the page gives when it is acted on. */
export const taken = async (page: Page, act: () => Promise<void>): Promise<Download> => {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return download;
};
