import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/cli/input-error.ts';
import type { Settings } from '../../src/cli/settings.ts';
import { uploadsFrom } from '../../src/cli/upload-settings.ts';
import { run } from '../support/command.ts';

const settings = (given: Partial<Settings> = {}): Settings => ({
  pepper: undefined,
  databaseUrl: undefined,
  adminSecret: undefined,
  customerApiId: undefined,
  secret: undefined,
  maxUploadMb: undefined,
  ordersMemoryMb: undefined,
  ordersThreads: undefined,
  ordersFolder: undefined,
  language: 'en',
  ...given,
});
const all = { maxUploadMb: '3', ordersMemoryMb: '512', ordersThreads: '2', ordersFolder: '/srv/orders' };

describe('what files of orders may take', () => {
  test('is what the variables say', () => {
    const taken = { bytes: 3 * 1024 * 1024, memoryMb: 512, threads: 2, folder: '/srv/orders' };
    expect(uploadsFrom({}, settings(all))).toEqual(taken);
  });

  test('a flag goes before its variable, and leaves the others', () => {
    expect(uploadsFrom({ maxUploadMb: 7, ordersFolder: '/tmp/o' }, settings(all))).toEqual({
      bytes: 7 * 1024 * 1024,
      memoryMb: 512,
      threads: 2,
      folder: '/tmp/o',
    });
  });

  test('empty variables are none', () => {
    const empty = { maxUploadMb: '', ordersMemoryMb: '', ordersThreads: '', ordersFolder: '' };
    expect(uploadsFrom({}, settings(empty))).toEqual({});
  });

  test.each<[Partial<Settings>, string]>([
    [{ maxUploadMb: 'many' }, 'CLIENTELE_MAX_UPLOAD_MB is "many". It must be a whole number from 1 to '],
    [{ maxUploadMb: '0' }, 'CLIENTELE_MAX_UPLOAD_MB is "0".'],
    [{ ordersMemoryMb: '64' }, 'CLIENTELE_ORDERS_MEMORY_MB is "64". It must be a whole number from 128 to '],
    [{ ordersThreads: '1.5' }, 'CLIENTELE_ORDERS_THREADS is "1.5".'],
  ])('%j is refused by the name of the variable', (given, said) => {
    expect(() => uploadsFrom({}, settings(given))).toThrow(InputError);
    expect(() => uploadsFrom({}, settings(given))).toThrow(said);
  });
});

test('clientele serve reads the variables, and --help does not', async () => {
  const env = { CLIENTELE_ORDERS_FOLDER: import.meta.filename, CLIENTELE_ORDERS_THREADS: '0' };
  expect((await run(['serve', '--port', '0'], env)).stderr).toMatch(/^clientele: CLIENTELE_ORDERS_THREADS is "0"\./);
  const folder = await run(['serve', '--port', '0', '--orders-threads', '1'], env);
  expect([folder.code, folder.stderr]).toEqual([2, expect.stringContaining(import.meta.filename)]);
  expect((await run(['serve', '--help'], env)).code).toBe(0);
});
