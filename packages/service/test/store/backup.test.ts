import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from 'vitest';
import { findPostgres } from '../../../../scripts/postgres.ts';
import { openStore, type Store, type StorePlace } from '../../src/store/store.ts';
import { seededBytes } from '../support/random.ts';
import { type EmptyStore, postgres, sqlite } from '../support/stores.ts';

// The commands are those of docs/storage.md.

const stores: EmptyStore[] = [];
const open: Store[] = [];
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
  for (const store of stores.splice(0)) await store.remove();
});

const opened = async (place: StorePlace, seed: number): Promise<Store> => {
  const store = await openStore({ ...place, now: Date.now, random: seededBytes(seed) });
  open.push(store);
  return store;
};
const kept = async (kind: typeof sqlite): Promise<EmptyStore> => {
  const own = await kind.empty();
  stores.push(own);
  return own;
};

test('a copy that SQLite makes while the service runs has everything, and its chain of hashes is whole', async () => {
  const { place } = await kept(sqlite);
  const running = await opened(place, 1);
  const { apiId, secret } = await running.createTenant('A');
  const folder = join(place.folder, 'backup');
  mkdirSync(folder);
  const reader = new DatabaseSync(join(place.folder, 'clientele.db'));
  reader.exec(`VACUUM INTO '${folder}/clientele.db'`);
  reader.close();
  copyFileSync(join(place.folder, 'pepper'), join(folder, 'pepper'));
  const restored = await opened({ folder }, 2);
  expect(await restored.verify(apiId, secret)).not.toBeNull();
  expect(await restored.verifyAudit()).toEqual(await running.verifyAudit());
});

test("what pg_dump takes as the service's user, told to see every tenant, is whole; untold it refuses", async () => {
  const [from, to] = [await kept(postgres), await kept(postgres)];
  const running = await opened(from.place, 1);
  const { apiId, secret } = await running.createTenant('A');
  await running.createToken({ tenant: apiId }, { actor: 'service' });
  const file = join(from.place.folder, 'clientele.dump');
  const run = (program: string, ...args: string[]) =>
    spawnSync(join(findPostgres() ?? '', program), args, {
      env: { ...process.env, PGOPTIONS: '-c clientele.tenant=*' },
      encoding: 'utf8',
    });
  expect(run('pg_dump', '-Fc', '-f', file, from.place.databaseUrl ?? '').stderr).toContain('row-level security');
  expect(run('pg_dump', '--enable-row-security', '-Fc', '-f', file, from.place.databaseUrl ?? '').stderr).toBe('');
  expect(existsSync(file)).toBe(true);
  const target = ['--enable-row-security', '--no-owner', '-d', to.place.databaseUrl ?? ''];
  expect(run('pg_restore', ...target, file).stderr).toBe('');
  const restored = await opened(to.place, 2);
  expect(await restored.verify(apiId, secret)).not.toBeNull();
  expect(await restored.listTokens(apiId)).toEqual(await running.listTokens(apiId));
  expect(await restored.verifyAudit()).toEqual(await running.verifyAudit());
});
