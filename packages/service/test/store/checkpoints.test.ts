import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { databaseFile } from '../../src/store/pepper.ts';
import { checkpointBeside } from '../../src/store/checkpoints.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openStore } from '../../src/store/store.ts';
import { uuid } from '../../src/store/tenants.ts';
import { sqlite } from '../support/stores.ts';

const MEBIBYTE = 1024 * 1024;
const RUNS = 8;
const figures = { customers: 2, algorithm: 'KMeans', nClusters: 2, verdict: 'weak', summary: '{}' };

test('a service has what it wrote brought into the file of SQLite beside the work, and leaves no log when it closes', async () => {
  const own = await sqlite.empty();
  const store = await openStore({ ...own.place, serving: true, now: Date.now, random: randomBytes });
  const { apiId } = await store.createTenant('A');
  for (let i = 0; i < RUNS; i++) {
    const origin = { id: uuid(randomBytes), contract: 'purchasing_segmentation', actor: 'cli', startedAt: 0 };
    await store.saveRun(apiId, { ...origin, figures, snapshot: randomBytes(MEBIBYTE) });
  }
  const file = databaseFile(own.place.folder);
  // No commit does it by itself before there are 32 MiB in the log.
  await expect.poll(() => statSync(file).size, { timeout: 20_000 }).toBeGreaterThan(RUNS * MEBIBYTE);
  await store.close();
  expect(statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
  await own.remove();
});

test('the thread ends when nothing is written for a while, and comes back for what is', async () => {
  const own = await sqlite.empty();
  const file = databaseFile(own.place.folder);
  const db = await openDatabase({ file });
  const before = threads();
  const end = await checkpointBeside(db, file, 300);
  await expect.poll(threads, { timeout: 20_000 }).toBe(before + 1);
  await expect.poll(threads, { timeout: 20_000 }).toBe(before);
  await sql.raw('create table shops (name text)').execute(db);
  const small = statSync(file).size;
  await sql`insert into shops values (${'x'.repeat(MEBIBYTE)})`.execute(db);
  await expect.poll(() => statSync(file).size, { timeout: 20_000 }).toBeGreaterThan(small + MEBIBYTE / 2);
  await end();
  await db.destroy();
  await own.remove();
});

/** Those that somebody else could look into, this one not among them. */
function threads(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
}
