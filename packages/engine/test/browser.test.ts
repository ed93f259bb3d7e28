import { readFileSync } from 'node:fs';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { extname, join, relative, resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findBrowser } from '../../../scripts/browser.ts';
import * as engine from '../src/index.ts';

const root = resolve(import.meta.dirname, '../../..');
// Threads share memory only where the page can be trusted, as this machine's own is.
const origin = 'http://engine.localhost';
const require = createRequire(import.meta.url);

/** Packages the engine and its two dependencies import by name; a name that is missing here fails in the page. */
const packages = [
  'typebox',
  'typebox/guard',
  'typebox/schema',
  'typebox/system',
  'typebox/value',
  'intl-messageformat',
  '@formatjs/fast-memoize',
  '@formatjs/icu-messageformat-parser',
  '@formatjs/icu-skeleton-parser',
];

let browser: Browser;
let page: Page;
const complaints: string[] = [];

/** The repository's files as a web server would send them; of TypeScript only the types are taken out. */
function served(path: string): { contentType: string; body: string } {
  if (path === '/') return { contentType: 'text/html', body: '<!doctype html>' };
  if (path === '/worker.ts') return { contentType: 'text/javascript', body: workerProgram };
  const text = readFileSync(join(root, path), 'utf8');
  const script = extname(path) === '.ts' ? stripTypeScriptTypes(text) : text;
  return { contentType: 'text/javascript', body: script.replaceAll(/(from\s*)(['"])([^'"./][^'"]*)\2/g, addressed) };
}

/** Workers know no import maps: names become addresses, as a bundler would make them. */
function addressed(whole: string, from: string, quote: string, name: string): string {
  if (name === '@clientele/engine') return `${from}${quote}/packages/engine/src/index.ts${quote}`;
  if (name === '@clientele/engine/helper') return `${from}${quote}/packages/engine/src/helper.ts${quote}`;
  return packages.includes(name) ? `${from}${quote}/${relative(root, require.resolve(name))}${quote}` : whole;
}

/** What a page needs before its threads may share memory. */
const isolation = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

beforeAll(async () => {
  const executablePath = findBrowser();
  if (executablePath === undefined)
    throw new Error('This test needs Chromium. Install it, or set CHROMIUM_PATH to its executable.');
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  page = await browser.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => complaints.push(message.text()));
  await page.route(`${origin}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    return pathname === '/favicon.ico' ? route.abort() : route.fulfill({ ...served(pathname), headers: isolation });
  });
  await page.goto(`${origin}/`);
});

afterAll(() => browser?.close());

/** Finds segments with and without help, and answers with both. */
const workerProgram = `
  import { segment, shop, teamSize } from '/packages/engine/src/index.ts';
  import { openThreads } from '/packages/engine/hosts/web.ts';
  const found = () => {
    const { labels, structure, candidates } = segment(shop({ n: 400, seed: 3 }).table, { maxClusters: 5 });
    return JSON.stringify([[...labels], structure, candidates.map(({ silhouette, stability }) => [silhouette, stability])]);
  };
  const alone = found();
  const threads = openThreads(2);
  const size = teamSize();
  const together = found();
  await threads.close();
  postMessage({ alone, together, size, after: teamSize() });
`;

type Engine = typeof engine;

/** Runs in Node and in the page: whatever it uses comes in as `from`, for only its text gets there. */
function summary(from: Engine) {
  const { table } = from.shop({ n: 400, seed: 3 });
  const found = from.segment(table, { maxClusters: 5 });
  const model = from.toModel(found);
  return {
    labels: [...found.labels],
    scored: [...from.score(model, table).labels],
    verdict: found.structure.verdict,
    names: from.languages.map((language) => from.explain(found, language).personas.map(({ label }) => label)),
    refused: (() => {
      try {
        from.segment(table, { maxClusters: 1 });
        return '';
      } catch (error) {
        return error instanceof from.Fault ? error.say('pt') : 'not a fault';
      }
    })(),
    silhouettes: found.candidates.map(({ silhouette }) => silhouette?.mean ?? null),
  };
}

test('the sources run in a browser as they are and find what they find in Node', async () => {
  // As text: the page has to do the import itself, without what the test runner makes of one.
  const inPage = await page.evaluate<ReturnType<typeof summary>>(
    `import('/packages/engine/src/index.ts').then(${summary.toString()})`,
  );
  const { silhouettes, ...rest } = inPage;
  const { silhouettes: expected, ...others } = summary(engine);
  expect(rest).toEqual(others);
  expect(rest.refused).not.toBe('');
  // Another version of the browser's mathematics may round a logarithm otherwise.
  silhouettes.forEach((mean, at) => expect(mean).toBeCloseTo(expected[at] ?? Number.NaN, 12));
  expect(complaints).toEqual([]);
});

test('a Web Worker with helpers finds the same as one alone, to the last bit', async () => {
  const { alone, together, size, after } = await page.evaluate<Record<string, string | number>>(
    `new Promise((resolve, reject) => {
      const worker = new Worker('/worker.ts', { type: 'module' });
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    })`,
  );
  expect([size, after]).toEqual([2, 1]);
  expect(together).toBe(alone);
  expect(complaints).toEqual([]);
});
