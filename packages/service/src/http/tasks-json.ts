import type { Language } from '@clientele/engine';
import { errorBody, type ErrorShape } from '../contract/errors.ts';
import { score } from '../contract/runs/figures.ts';
import { type AcceptedTask, QUEUE_NAME, type ShownTask, tasksPath } from '../contract/runs/tasks.ts';
import type { Task, TaskProgress } from '../store/task.ts';

/** A share that is smaller says too little about how long the rest takes. */
const LEAST_SHARE = 0.03;

export function acceptedJson(task: Pick<Task, 'taskId' | 'runId' | 'state' | 'clientTaskId'>): AcceptedTask {
  const url = `${tasksPath}/${task.taskId}`;
  return {
    task_id: task.taskId,
    run_id: task.runId,
    status: task.state,
    queue: QUEUE_NAME,
    client_task_id: task.clientTaskId,
    status_url: url,
    events_url: `${url}/events`,
    result_url: `${url}/result`,
  };
}

export function taskJson(task: Task, { now, language }: { now: number; language: Language }): ShownTask {
  return {
    ...acceptedJson(task),
    created_at: task.createdAt,
    started_at: task.startedAt,
    finished_at: task.finishedAt,
    attempts: task.attempts,
    cancelling: task.cancelling,
    position: task.ahead === null ? null : task.ahead + 1,
    progress: task.progress && shownProgress(task.progress),
    eta_seconds: secondsLeft(task, now),
    error: task.error && errorBody(task.error, language, task.runId, shapeOf(task)),
  };
}

function shownProgress({ phase, share, customers = 0, ms = {}, models = [] }: TaskProgress) {
  const seconds = Object.entries(ms).map(([part, taken]) => [part, Math.round(taken / 100) / 10]);
  return {
    phase,
    percent: Math.floor(share * 100),
    customers,
    seconds: Object.fromEntries(seconds) as Record<string, number>,
    models: models.map((model) => ({
      ...model,
      silhouette: model.silhouette === null ? null : score(model.silhouette),
    })),
  };
}

/** Whose error bodies its caller reads. */
function shapeOf({ contract }: Task): ErrorShape {
  return contract === 'customer_segmentation' ? 'customer' : 'purchasing';
}

/** By how long the share took that is done. */
function secondsLeft({ state, startedAt, progress }: Task, now: number): number | null {
  if (state !== 'running' || startedAt === null || !progress || progress.share < LEAST_SHARE) return null;
  const taken = Math.max(0, now - Date.parse(startedAt));
  return Math.ceil((taken * (1 - progress.share)) / progress.share / 1000);
}
