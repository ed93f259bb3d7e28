import { afterEach, beforeEach, expect, test } from 'vitest';
import { Value } from 'typebox/value';
import { type ShownTask, shownTask } from '../../src/contract/runs/tasks.ts';
import { START } from '../support/credentials.ts';
import { pair } from '../support/offers.ts';
import { served, type Served } from '../support/served.ts';

let it: Served;
beforeEach(async () => {
  it = await served();
});
afterEach(() => it.close());

const scored = { algorithm: 'KMeans', k: 2, stage: 'scored', silhouette: 0.400_000_000_1 } as const;

test.each([
  [
    { phase: 'trust', share: 0.816, customers: 4_338, ms: { decode: 612, kmeans: 2_949 }, models: [scored] },
    {
      phase: 'trust',
      percent: 81,
      customers: 4_338,
      seconds: { decode: 0.6, kmeans: 2.9 },
      models: [{ ...scored, silhouette: 0.4 }],
    },
  ],
  // As the version before stored it.
  [
    { phase: 'gmm', share: 0.5 },
    { phase: 'gmm', percent: 50, customers: 0, seconds: {}, models: [] },
  ],
])('progress is told as documented: %#', async (noted, told) => {
  const { apiId, secret } = await it.store.createTenant('A');
  const origin = { id: 'b1f2c3d4-0000-4000-8000-000000000001', contract: 'purchasing_segmentation', actor: 'cli' };
  const body = [new Uint8Array([1])];
  const submitted = await it.store.submitRun(apiId, { ...origin, body, fingerprint: 'f', mostWaiting: 1 });
  const claim = await it.store.claimRun();
  if (submitted.kind !== 'queued' || !claim) throw new Error('not begun');
  await it.store.noteProgress(claim, noted);
  const url = `/api/v1/tasks/${submitted.taskId}`;
  const shown = (await it.app.inject({ url, headers: pair({ apiId, secret }) })).json<ShownTask>();
  expect(shown).toMatchObject({ status: 'running', started_at: new Date(START).toISOString(), progress: told });
  expect([...Value.Errors(shownTask, shown)]).toEqual([]);
});
