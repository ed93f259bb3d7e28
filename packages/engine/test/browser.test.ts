import { readFileSync } from 'node:fs';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { extname, join, relative, resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findBrowser } from '../../../scripts/browser.ts';
import * as engine from '../src/index.ts';

const root = resolve(import.meta.dirname, '../../..');
const origin = 'http://engine.test';
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
  if (path === '/') {
    const imports = Object.fromEntries(packages.map((name) => [name, `/${relative(root, require.resolve(name))}`]));
    const map = JSON.stringify({ imports });
    return { contentType: 'text/html', body: `<!doctype html><script type="importmap">${map}</script>` };
  }
  const text = readFileSync(join(root, path), 'utf8');
  return { contentType: 'text/javascript', body: extname(path) === '.ts' ? stripTypeScriptTypes(text) : text };
}

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
    return pathname === '/favicon.ico' ? route.abort() : route.fulfill(served(pathname));
  });
  await page.goto(`${origin}/`);
});

afterAll(() => browser?.close());

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
