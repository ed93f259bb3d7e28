import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConsole } from '../../src/http/console-files.ts';
import { demoTokens } from '../../src/http/demo.ts';
import { CONSOLE_POLICY, consolePages } from '../../src/http/routes/console.ts';
import { testApp } from '../support/app.ts';
import { served, type Served } from '../support/served.ts';

const folder = mkdtempSync(join(tmpdir(), 'clientele-console-'));
const page = '<!doctype html><title>Clientele</title>';
mkdirSync(join(folder, 'assets'));
writeFileSync(join(folder, 'index.html'), page);
writeFileSync(join(folder, 'assets', 'index-1a2b.js'), 'export {};');
writeFileSync(join(folder, 'assets', 'notes.txt'), 'not of the console');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the console', () => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = await testApp({ console: readConsole(folder) });
  });
  afterAll(() => app.close());

  test('every page is the same document, under a policy that lets nothing in from elsewhere', async () => {
    for (const path of consolePages) {
      const answer = await app.inject(path.replace(':run', 'a-run'));
      expect([answer.statusCode, answer.body]).toEqual([200, page]);
      expect(answer.headers).toMatchObject({ 'content-security-policy': CONSOLE_POLICY, 'cache-control': 'no-store' });
    }
    expect(CONSOLE_POLICY).toMatch(/^default-src 'none'/);
    expect(CONSOLE_POLICY).not.toMatch(/unsafe|https?:|\*/);
  });

  test('a file never changes, so it may be kept for ever; packed for who takes that', async () => {
    const plain = await app.inject('/assets/index-1a2b.js');
    expect(plain.body).toBe('export {};');
    expect(plain.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    const packed = await app.inject({ url: '/assets/index-1a2b.js', headers: { 'accept-encoding': 'gzip, br' } });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(packed.rawPayload).toString()).toBe('export {};');
  });

  test.each([
    '/assets/notes.txt',
    '/assets/../package.json',
    '/assets/%2e%2e%2fpackage.json',
    '/assets/',
    '/other',
    '/api/v1/other',
  ])('%s is nothing, as ever', async (path) => {
    const answer = await app.inject(path);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'NOT_FOUND']);
  });

  test('nobody gets credentials from a service that was not started for that', async () => {
    expect((await app.inject('/console.json')).json()).toMatchObject({ demo: false });
    expect((await app.inject({ method: 'POST', url: '/demo' })).statusCode).toBe(404);
  });

  test('without a build there are no pages', async () => {
    expect(readConsole(join(folder, 'nowhere'))).toBe(undefined);
    const bare = await testApp();
    expect((await bare.inject('/')).statusCode).toBe(404);
    await bare.close();
  });
});

describe('looking around', () => {
  let it: Served;
  beforeAll(async () => {
    const demo = (): Promise<string> => tokens();
    it = await served({ console: readConsole(folder), demo });
    const tokens = demoTokens(it.store, () => it.clock.at);
  });
  afterAll(() => it.close());
  const enter = (host = '127.0.0.1:8080') => it.app.inject({ method: 'POST', url: '/demo', headers: { host } });

  test('gives one token of a tenant of its own, good for a day, to all who ask', async () => {
    const [first, second] = await Promise.all([enter(), enter('localhost')]);
    const { token } = first.json<{ token: string }>();
    expect(second.json()).toEqual({ token });
    const headers = { authorization: `Bearer ${token}` };
    expect((await it.app.inject({ url: '/api/v1/runs', headers })).json()).toMatchObject({ runs: [] });
    it.clock.at += 23.5 * 3_600_000;
    const { token: next } = (await enter()).json<{ token: string }>();
    expect(next).not.toBe(token);
    expect(await it.store.listTenants()).toHaveLength(1);
    it.clock.at += 3_600_000;
    expect((await it.app.inject({ url: '/api/v1/runs', headers })).statusCode).toBe(401);
  });

  test('not to a page that reached us under another name, nor through a proxy', async () => {
    expect((await enter('rebound.example')).statusCode).toBe(404);
    const headers = { host: 'localhost', 'x-forwarded-for': '203.0.113.7' };
    expect((await it.app.inject({ method: 'POST', url: '/demo', headers })).statusCode).toBe(404);
  });
});
