import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import type { Store } from '../../src/store/store.ts';
import { keepHouse } from '../../src/http/upkeep.ts';
import { by, DAY, openOn, START } from '../support/credentials.ts';
import { testApp } from '../support/app.ts';
import { type EmptyStore, sqlite } from '../support/stores.ts';

let place: EmptyStore;
let store: Store;
const clock = { at: START };
const lines: string[] = [];
beforeEach(async () => {
  place = await sqlite.empty();
  clock.at = START;
  lines.length = 0;
  store = await openOn(place, clock);
});
afterEach(async () => {
  await store.close();
  await place.remove();
});

/** What the log of the service says after its start and stop. */
async function upkeep(): Promise<string> {
  const app = await testApp({ log: { write: (line) => void lines.push(line) } });
  await keepHouse(store, app.log).stop();
  await app.close();
  return lines.join('');
}

test('at its start the service tells the audit log of itself and of secrets that end soon, and finds the chain whole', async () => {
  await store.createTenant('A', undefined, by);
  clock.at += 80 * DAY;
  expect(await upkeep()).not.toContain('broken');
  const told = (await store.listAudit(10)).map(({ action }) => action);
  expect(told).toEqual(['service.stop', 'secret.expiring', 'service.start', 'tenant.create']);
});

test('a chain that was forged is told loudly, and hinders nobody', async () => {
  const { apiId, secret } = await store.createTenant('A', undefined, by);
  const db = await openDatabase({ file: `${place.place.folder}/clientele.db` });
  await db.updateTable('audit').set({ actor: 'nobody' }).execute();
  await db.destroy();
  expect(await upkeep()).toContain('the audit log is broken');
  expect(await store.verify(apiId, secret)).not.toBeNull();
});

test('runs older than they are kept are removed in as many sweeps as it takes, and the log says how many', async () => {
  const { apiId } = await store.createTenant('A', undefined, by);
  const figures = { customers: 2, algorithm: 'KMeans', nClusters: 2, verdict: 'weak', summary: '{}' };
  const run = { contract: 'purchasing_segmentation', actor: 'cli', startedAt: START, figures };
  const save = (id: string) => store.saveRun(apiId, { ...run, id, snapshot: Uint8Array.of(1) });
  for (let i = 0; i < 45; i++) await save(`old-${i}`);
  clock.at += 91 * DAY;
  await save('young');
  const app = await testApp({ log: { write: (line) => void lines.push(line) } });
  const house = keepHouse(store, app.log);
  await vi.waitFor(() => expect(lines.join('')).toContain('old runs removed'));
  await house.stop();
  await app.close();
  expect(lines.join('')).toContain('"removed":45');
  expect((await store.listRuns(apiId, {}, { limit: 100 })).map(({ id }) => id)).toEqual(['young']);
});

test('keys of requests are forgotten after a day', async () => {
  const { apiId } = await store.createTenant('A', undefined, by);
  const request = { key: 'key:1', fingerprint: 'x', runId: 'a', longestMs: 2 * DAY } as const;
  await store.beginRequest(apiId, request);
  clock.at += DAY + 1;
  await upkeep();
  const db = await openDatabase({ file: `${place.place.folder}/clientele.db` });
  const left = await db.selectFrom('requests').select('key').execute();
  await db.destroy();
  expect(left).toEqual([]);
});
