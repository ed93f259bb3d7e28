import { mkdirSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clearAway, folderPrefix } from '../../src/orders/folders.ts';
import { shareOfMachine } from '../../src/orders/share.ts';
import { testFolder } from '../support/orders.ts';

const GB = 1024 ** 3;

test('orders take a quarter of the memory that workers leave, 4 GB at most and 128 MB at least', () => {
  const memory = (workers: number, bytes: number): number => shareOfMachine(workers, bytes).memoryMb;
  expect(memory(0, 8 * GB)).toBe(2_048);
  expect(memory(2, 9 * GB)).toBe(2_048);
  expect(memory(1, 64 * GB)).toBe(4_096);
  expect(memory(8, 2 * GB)).toBe(128);
});

test('folders of processes that are dead are cleared away; those of the living, of other machines and others stay', () => {
  const root = join(testFolder('clear-away'), 'not', 'there', 'yet');
  clearAway(root);
  // Above the highest id that Linux gives a process.
  const dead = folderPrefix().replace(`-${process.pid}-`, '-4194305-abc');
  const stays = [`${folderPrefix()}abc`, 'clientele-orders-0123abcd-4194305-abc', 'clientele-other'];
  const before = `${folderPrefix()}before`;
  for (const name of [dead, before, ...stays]) mkdirSync(join(root, name, 'spill'), { recursive: true });
  // As a process with this number left it before a restart.
  utimesSync(join(root, before), 0, 0);
  clearAway(root);
  expect(readdirSync(root).toSorted()).toEqual(stays.toSorted());
});
