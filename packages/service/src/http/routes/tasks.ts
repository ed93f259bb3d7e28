import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '../../contract/errors.ts';
import { DEFAULT_LANGUAGE, negotiate } from '../../contract/language.ts';
import { isOver } from '../../contract/runs/run-states.ts';
import { tasksPath } from '../../contract/runs/tasks.ts';
import { taskOperations as operations } from '../../contract/runs/tasks-openapi.ts';
import type { Task } from '../../store/task.ts';
import type { Deps, Later } from '../deps.ts';
import { guardReading, guardViewing, tenantOf } from '../guard.ts';
import { storedAnswer } from '../later.ts';
import { sendAnswer } from '../outcome.ts';
import { eitherCredentials } from '../plugins/either.ts';
import { taskJson } from '../tasks-json.ts';
import { byOf } from './rotate.ts';
import { actorOf } from './segment.ts';
import { streamEvents } from '../event-stream.ts';

/** Who may have a segmentation computed may follow it. */
const ABILITY = 'segmentation:run';
/** How often a task that is followed is looked at. */
const LOOK_MS = 500;
/** Told to who asks for a result that is not there. */
const RETRY_AFTER_SECONDS = 2;

/** What became of runs that are computed later. Another tenant's are not there. */
export function tasks(app: FastifyInstance, deps: Deps): void {
  const { later } = deps;
  if (!later) return;
  const { store } = later;
  const guarded = guardReading(app, eitherCredentials(deps, ABILITY));
  const find = async (request: FastifyRequest): Promise<Task> => {
    const task = await store.showTask(tenantOf(request), idOf(request));
    if (!task) throw new Refusal('NOT_FOUND');
    return task;
  };

  app.get(`${tasksPath}/:task`, { ...guarded, schema: operations.show }, async (request, reply) =>
    send(await find(request), request, reply),
  );

  app.delete(`${tasksPath}/:task`, { ...guarded, schema: operations.cancel }, async (request, reply) => {
    const task = await store.cancelTask(tenantOf(request), idOf(request), byOf(request, actorOf(request)));
    if (!task) throw new Refusal('NOT_FOUND');
    return send(task, request, reply.code(task.cancelling ? 202 : 200));
  });

  const viewing = guardViewing(app, deps, eitherCredentials(deps, ABILITY));
  app.get(`${tasksPath}/:task/result`, { ...viewing, schema: operations.result }, async (request, reply) => {
    const task = await find(request);
    if (!isOver(task.state))
      throw new Refusal('RUN_NOT_COMPLETED', { state: task.state, retry_after: RETRY_AFTER_SECONDS });
    if (task.error) throw Refusal.from(task.error, null);
    const answer = await storedAnswer(deps, task.runId, { request, reply });
    if (!answer) throw new Refusal('NOT_FOUND');
    return sendAnswer(reply, answer);
  });

  app.get(`${tasksPath}/:task/events`, { ...guarded, schema: operations.events }, async (request, reply) => {
    const first = await find(request);
    return streamEvents(request, reply, follow(first, { ...deps, later }, request));
  });
}

/** A task whenever it has changed, until it is over; a service that leaves lets its callers go to another one. */
async function* follow(
  first: Task,
  { later: { store }, leaving }: Pick<Deps, 'leaving'> & { readonly later: Later },
  request: FastifyRequest,
) {
  let told = '';
  for (let task: Task | null = first; task; task = await store.showTask(tenantOf(request), idOf(request))) {
    const shown = shownTo(task, request);
    // Seconds left change by themselves.
    const news = JSON.stringify({ ...shown, eta_seconds: null });
    if (news !== told) yield { event: task.state === 'running' ? 'progress' : task.state, data: shown };
    told = news;
    if (isOver(task.state) || leaving?.()) return;
    await sleep(LOOK_MS);
  }
}

function shownTo(task: Task, request: FastifyRequest) {
  const language = negotiate(request.headers['accept-language']) ?? DEFAULT_LANGUAGE;
  return taskJson(task, { now: request.server.gates.settings.now(), language });
}

function send(task: Task, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.send(shownTo(task, request));
}

/** What no id looks like is not looked up: a database may refuse some of its characters. */
function idOf({ params }: FastifyRequest): string {
  const { task } = params as { task: string };
  if (!/^[0-9a-f]{32}$/.test(task)) throw new Refusal('NOT_FOUND');
  return task;
}
