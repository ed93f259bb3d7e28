import { algorithms, modelStages } from '@clientele/engine';
import { type Static, Type } from 'typebox';
import type { ErrorBody } from '../errors.ts';
import { errorSchema } from '../openapi.ts';
import { nameQuery } from './run-names.ts';
import { runStates } from './run-states.ts';

export const tasksPath = '/api/v1/tasks';
/** The name of the queue that runs wait in. */
export const QUEUE_NAME = 'segmentation';

const time = Type.String({ format: 'date-time' });
const timeOrNull = Type.Union([time, Type.Null()]);
const orNull = (schema: ReturnType<typeof Type.Integer>) => Type.Union([schema, Type.Null()]);

/** Of an address that computes. */
export const asyncQuery = Type.Object({
  ...nameQuery.properties,
  async: Type.Optional(
    Type.Boolean({
      description:
        'Answer 202 at once, with the address of a task, and compute later. The header "Prefer: respond-async" says the same.',
    }),
  ),
});

const ids = {
  task_id: Type.String({ pattern: '^[0-9a-f]{32}$' }),
  run_id: Type.String({ description: 'The run that its result is stored as.' }),
  status: Type.Enum([...runStates]),
  queue: Type.String({ description: 'The queue it waits in.' }),
};

/** The answer to a request that is computed later. */
export const acceptedTask = Type.Object(
  {
    ...ids,
    client_task_id: Type.Union([Type.String(), Type.Null()]),
    status_url: Type.String({ description: 'Where to ask how far it is; also in Location.' }),
    events_url: Type.String({ description: 'Where to be told, as server-sent events.' }),
    result_url: Type.String({ description: 'Where the answer will be.' }),
  },
  { title: 'AcceptedTask' },
);
export type AcceptedTask = Static<typeof acceptedTask>;

/** How far a task is. */
export const shownTask = Type.Object(
  {
    ...acceptedTask.properties,
    created_at: time,
    started_at: timeOrNull,
    finished_at: timeOrNull,
    attempts: Type.Integer({ description: 'How often it was begun.' }),
    cancelling: Type.Boolean({ description: 'It was asked to stop, and has not yet.' }),
    position: orNull(Type.Integer({ description: 'Its place in the queue, 1 is next; null unless it is queued.' })),
    progress: Type.Union(
      [
        Type.Object({
          phase: Type.String({ description: 'What it is at: decode, or a phase of the engine.' }),
          percent: Type.Integer({ minimum: 0, maximum: 100 }),
          customers: Type.Integer({ minimum: 0, description: '0 until they are counted.' }),
          seconds: Type.Record(Type.String(), Type.Number(), { description: 'Taken so far, by part.' }),
          models: Type.Array(
            Type.Object({
              algorithm: Type.Enum([...algorithms]),
              k: orNull(Type.Integer({ description: 'Segments asked for; null where the method finds the number.' })),
              stage: Type.Enum([...modelStages]),
              silhouette: Type.Union([Type.Number(), Type.Null()], {
                description: 'How far apart its segments lie, -1 to 1, once it is scored.',
              }),
            }),
            { description: 'Every model that is tried, once the first is begun.' },
          ),
        }),
        Type.Null(),
      ],
      { description: 'Null unless it is running.' },
    ),
    eta_seconds: orNull(
      Type.Integer({
        minimum: 0,
        description: 'Seconds it will take yet, by how far it is; null when nobody can tell.',
      }),
    ),
    error: Type.Union([errorSchema, Type.Null()], { description: 'Why it failed: the body of an error.' }),
  },
  { title: 'Task' },
);
export type ShownTask = Omit<Static<typeof shownTask>, 'error'> & { readonly error: ErrorBody | null };
