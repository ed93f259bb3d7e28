import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from '../../src/store/folder-lock.ts';
import { StoreFault } from '../../src/store/pepper.ts';
import { finished, firstLine, run, start } from '../support/command.ts';
import { type EmptyStore, sqlite } from '../support/stores.ts';

let own: EmptyStore;
let folder = '';
beforeEach(async () => {
  own = await sqlite.empty();
  ({ folder } = own.place);
});
afterEach(() => own.remove());

test('one holder at a time, and another once it is let go', () => {
  const first = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow(StoreFault);
  first.release();
  lockFolder(folder).release();
});

test('a second service is refused in one line, commands go on, and a killed service leaves nothing in the way', async () => {
  // Without the starter of bin/, which would be killed in its place.
  const program = ['--conditions=development', join(import.meta.dirname, '../../src/cli/main.ts')];
  const first = spawn(process.execPath, [...program, 'serve', '--port', '0', '--data', folder]);
  const end = finished(first);
  await firstLine(first);
  const second = await run(['serve', '--port', '0', '--data', folder]);
  expect([second.code, second.stdout]).toEqual([2, '']);
  expect(second.stderr).toMatch(/^clientele: Another service is running on the data folder [^\n]+ --data[^\n]+\n$/);
  const created = await run(['tenant', 'create', 'A', '--data', folder, '--json']);
  expect([created.code, created.stderr]).toEqual([0, '']);

  first.kill('SIGKILL');
  await end;
  expect(existsSync(`${folder}/service.lock`)).toBe(true);
  const third = start(['serve', '--port', '0', '--data', folder]);
  const thirdEnd = finished(third);
  expect(await firstLine(third)).toMatch(/^listening /);
  third.kill('SIGTERM');
  expect((await thirdEnd).code).toBe(0);
});
