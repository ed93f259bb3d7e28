import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../contract/errors.ts';
import { expectationOf, wrongValue } from '../contract/issues.ts';
import { clientTaskIdParameter, LONGEST_CLIENT_TASK_ID } from '../contract/runs/client-task-id.ts';
import type { AcceptedTask } from '../contract/runs/tasks.ts';
import { topLevelText } from '../contract/json/top-level-text.ts';
import type { Answer } from '../runs/job.ts';
import type { BegunRequest } from '../store/requests.ts';
import type { NewTask } from '../store/task.ts';
import type { Asked } from './asked.ts';
import type { Deps, Later } from './deps.ts';
import { tenantOf } from './guard.ts';
import { viewRun } from './routes/view-run.ts';
import { acceptedJson } from './tasks-json.ts';

/** A request that is answered at once holds its Idempotency-Key for so long at most, should the service die over it. */
const LONGEST_MS = 600_000;

/** Stores what was asked, to be computed later, and answers 202 once no crash can lose it; `beside` is told with it. */
export async function submit(
  { store, queue }: Later,
  asked: Asked & Pick<NewTask, 'actor' | 'requestId' | 'split'>,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  beside: object = {},
): Promise<FastifyReply> {
  const clientTaskId = await topLevelText(asked.body, ['client_task_id', 'clientTaskId']);
  requireShort(clientTaskId);
  const apiId = tenantOf(request);
  const { queued: mostWaiting } = request.server.gates.settings;
  const { runId: id, language, ...rest } = asked;
  const task = { ...rest, id, language: language ?? undefined, clientTaskId, mostWaiting };
  const done = await store.submitRun(apiId, task, queue.alongside);
  switch (done.kind) {
    case 'gone':
      throw new Refusal('AUTH_FAILED');
    case 'full':
      throw new Refusal('QUEUE_FULL', { limit: mostWaiting });
    case 'reused':
      throw reused(asked.key === undefined ? 'client_task_id' : 'Idempotency-Key');
    case 'queued':
      queue.wake();
  }
  const known = done.known ? await store.showTask(apiId, done.taskId) : null;
  const accepted = acceptedJson(known ?? { ...done, state: 'queued', clientTaskId: clientTaskId ?? null });
  return reply
    .code(202)
    .header('location', accepted.status_url)
    .header('preference-applied', 'respond-async')
    .send({ ...(accepted satisfies AcceptedTask), ...beside });
}

/** The answer of `compute`, or the one that the same Idempotency-Key was given before. */
export async function answerOnce(
  deps: Deps & { readonly later: Later },
  asked: Asked & { readonly key: BegunRequest['key'] },
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  compute: () => Promise<Answer>,
): Promise<Answer> {
  const { store } = deps.later;
  const apiId = tenantOf(request);
  const { key, fingerprint, runId } = asked;
  const begun: BegunRequest = { key, fingerprint, runId, longestMs: LONGEST_MS };
  const known = await store.beginRequest(apiId, begun);
  if (known === 'other') throw reused('Idempotency-Key');
  if (known !== 'begun') {
    if (known.busyMs > 0) throw new Refusal('REQUEST_IN_PROGRESS', { retry_after: 2 });
    const again = await storedAnswer(deps, known.runId, { request, reply });
    if (!again) throw reused('Idempotency-Key');
    reply.header('idempotent-replayed', 'true');
    return again;
  }
  let stored = false;
  try {
    const answer = await compute();
    stored = true;
    return answer;
  } finally {
    await store.endRequest(apiId, begun, stored);
  }
}

/** The answer that a run was told in, made again from what is stored; null when there is no such run any more. */
export async function storedAnswer(
  { runs, ...deps }: Deps,
  runId: string,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<Answer | null> {
  const run = await runs?.showRun(tenantOf(request), runId);
  if (!runs || !run) return null;
  return viewRun({ ...deps, runs }, { request, reply, run }, { view: { kind: 'answer' }, language: null });
}

function requireShort(clientTaskId: string | undefined): void {
  if (clientTaskId === undefined) return;
  if (clientTaskId.trim() !== '' && clientTaskId.length <= LONGEST_CLIENT_TASK_ID) return;
  const issue = wrongValue('client_task_id', clientTaskId, expectationOf(clientTaskIdParameter));
  throw new Refusal('INVALID_REQUEST', {}, { issues: [issue] });
}

function reused(parameter: 'Idempotency-Key' | 'client_task_id'): Refusal {
  const location = parameter === 'client_task_id' ? 'body' : 'header';
  return new Refusal('IDEMPOTENCY_KEY_REUSED', { parameter, location }, { path: parameter });
}
