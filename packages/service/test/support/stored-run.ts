import { randomBytes } from 'node:crypto';
import { jsonLimits } from '../../src/contract/json/json.ts';
import { compute } from '../../src/runs/compute.ts';
import type { FinishedRun, Runs } from '../../src/store/run.ts';
import type { Tasks } from '../../src/store/task.ts';
import { uuid } from '../../src/store/tenants.ts';
import { bytesOf, shopBody } from './bodies.ts';

/** A small segmentation of a tenant, computed and stored; its answer beside it. */
export async function storedRun(
  store: Pick<Runs, 'saveRun'>,
  apiId: string,
  {
    body = shopBody(24),
    startedAt = 0,
    ...origin
  }: Partial<Pick<FinishedRun, 'startedAt' | 'chosenFrom'>> & { body?: object } = {},
): Promise<{ id: string; answer: string }> {
  const id = uuid(randomBytes);
  const outcome = compute({ body: [bytesOf(body)], language: 'en', runId: id, limits: jsonLimits });
  if (outcome.kind !== 'answer' || !outcome.run) throw new Error(JSON.stringify(outcome));
  const made = { id, contract: 'purchasing_segmentation', actor: 'cli', language: 'en', startedAt, ...origin };
  if (!(await store.saveRun(apiId, { ...made, ...outcome.run }))) throw new Error('no such tenant');
  return { id, answer: new TextDecoder().decode(outcome.body) };
}

/** The same by way of a task, which is over. */
export async function storedTask(
  store: Pick<Tasks, 'submitRun' | 'claimRun' | 'completeRun'>,
  apiId: string,
): Promise<string> {
  const id = uuid(randomBytes);
  const body = [bytesOf(shopBody(24))];
  const origin = { id, contract: 'purchasing_segmentation', actor: 'cli', language: 'en' };
  const submitted = await store.submitRun(apiId, { ...origin, body, fingerprint: id, mostWaiting: 10 });
  const claim = await store.claimRun(id);
  const outcome = compute({ body, language: 'en', runId: id, limits: jsonLimits });
  if (submitted.kind !== 'queued' || !claim || outcome.kind !== 'answer' || !outcome.run)
    throw new Error('not computed');
  await store.completeRun(claim, outcome.run);
  return submitted.taskId;
}
