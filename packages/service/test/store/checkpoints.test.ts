import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { databaseFile } from '../../src/store/pepper.ts';
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
