import Sqlite from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepingStatements } from '../../src/store/statements.ts';

let folder = '';
let sqlite: Sqlite.Database;
let kept: ReturnType<typeof keepingStatements>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clientele-statements-'));
  sqlite = new Sqlite(join(folder, 'one.db'));
  sqlite.exec('create table shops (id integer primary key, name text)');
  kept = keepingStatements(sqlite);
});
afterEach(() => {
  kept.close();
  rmSync(folder, { recursive: true });
});

test('the same statement is parsed once, and takes the values of each time', () => {
  const prepare = vi.spyOn(sqlite, 'prepare');
  for (const name of ['a', 'b', 'c']) kept.prepare('insert into shops (name) values (?)').run([name]);
  const names = [2, 3].map((id) => kept.prepare('select name from shops where id = ?').all([id]));
  expect(names).toEqual([[{ name: 'b' }], [{ name: 'c' }]]);
  expect(prepare).toHaveBeenCalledTimes(2);
});

test('a kept statement shows a column that another process has added since', () => {
  const all = 'select * from shops';
  kept.prepare('insert into shops (name) values (?)').run(['a']);
  expect(kept.prepare(all).all([])).toEqual([{ id: 1, name: 'a' }]);
  const other = new Sqlite(join(folder, 'one.db'));
  other.exec("alter table shops add column town text default 'Porto'");
  other.close();
  expect(kept.prepare(all).all([])).toEqual([{ id: 1, name: 'a', town: 'Porto' }]);
});

test('those used longest ago make room, and long ones are not kept', () => {
  const first = kept.prepare('select 0');
  for (let i = 1; i < 256; i++) kept.prepare(`select ${i}`);
  expect(kept.prepare('select 0')).toBe(first);
  kept.prepare('select 256');
  expect(kept.prepare('select 0')).toBe(first);
  for (let i = 300; i < 556; i++) kept.prepare(`select ${i}`);
  expect(kept.prepare('select 0')).not.toBe(first);
  const long = `select '${'x'.repeat(5_000)}'`;
  expect(kept.prepare(long)).not.toBe(kept.prepare(long));
});
