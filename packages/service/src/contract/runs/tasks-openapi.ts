import { Type } from 'typebox';
import { answerOf, descriptions, errorSchema } from '../openapi.ts';
import { shownTask } from './tasks.ts';

const params = Type.Object({ task: Type.String({ description: 'The task_id.' }) });
const security: Readonly<Record<string, readonly string[]>>[] = [{ customerApiId: [], secret: [] }, { token: [] }];
const refusals = (...statuses: (keyof typeof said)[]) =>
  Object.fromEntries(statuses.map((status) => [status, answerOf(errorSchema, said[status])]));
const said = {
  ...(descriptions as Readonly<Record<401 | 422 | 429 | 500 | 503, string>>),
  403: 'The token lacks the ability.',
  404: 'There is none with this id, or none any more.',
  409: 'It is not over yet. See Retry-After.',
};
const always = refusals(401, 403, 404, 429, 500, 503);

/** The routes under /api/v1/tasks, for the document. */
export const taskOperations = {
  show: {
    operationId: 'showTask',
    summary: 'How far a task is.',
    tags: ['tasks'],
    security,
    params,
    response: { 200: answerOf(shownTask, 'The task.'), ...always },
  },
  cancel: {
    operationId: 'cancelTask',
    summary: 'Cancel a task.',
    description:
      'One that waits is cancelled at once, one that is computed within a second. One that is over stays as it is.',
    tags: ['tasks'],
    security,
    params,
    response: {
      200: answerOf(shownTask, 'The task, which is over.'),
      202: answerOf(shownTask, 'The task, which was asked to stop.'),
      ...always,
    },
  },
  result: {
    operationId: 'taskResult',
    summary: 'What a task was answered with: the very answer of the request it was made by.',
    tags: ['tasks'],
    security,
    params,
    response: {
      200: answerOf(Type.Record(Type.String(), Type.Unknown()), 'The answer of its contract.'),
      ...always,
      ...refusals(409, 422),
    },
  },
  events: {
    operationId: 'taskEvents',
    summary: 'The same as server-sent events, whenever something has changed, until it is over.',
    description: 'Events are called queued, progress, completed, failed and cancelled; their data is the task.',
    tags: ['tasks'],
    security,
    params,
    response: {
      200: {
        description: 'A stream of events.',
        content: { 'text/event-stream': { schema: Type.String() } },
      },
      ...always,
    },
  },
};
