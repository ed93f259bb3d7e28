import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../support/command.ts';

const PEPPER = 'the pepper of the file .env';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'clientele-dotenv-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const dotenv = (text: string): void => writeFileSync(join(folder, '.env'), text);
const list = (env: Record<string, string> = {}) => run(['tenant', 'list', '--json'], env, folder);

test('names that begin with CLIENTELE_ are taken from a file .env, the DATABASE_URL of another program is not', async () => {
  dotenv(`DATABASE_URL=postgres://shop:hush@127.0.0.1:1/shop\nCLIENTELE_PEPPER=${PEPPER}\n`);
  expect(await list()).toEqual({ code: 0, stdout: '[]\n', stderr: '' });
  expect(existsSync(join(folder, '.clientele/clientele.db'))).toBe(true);
  expect(existsSync(join(folder, '.clientele/pepper'))).toBe(false); // made when none is set
});

test('what the environment has goes before the file', async () => {
  dotenv('CLIENTELE_PEPPER=short\n');
  expect((await list()).stderr).toMatch(/^clientele: CLIENTELE_PEPPER [^\n]+\n$/);
  expect((await list({ CLIENTELE_PEPPER: PEPPER })).code).toBe(0);
});

test('a file .env that cannot be read ends the command with code 2 before it does anything', async () => {
  mkdirSync(join(folder, '.env'));
  const expected = { code: 2, stdout: '', stderr: 'clientele: The file .env cannot be read (EISDIR).\n' };
  expect(await list()).toEqual(expected);
  expect(existsSync(join(folder, '.clientele'))).toBe(false);
});
