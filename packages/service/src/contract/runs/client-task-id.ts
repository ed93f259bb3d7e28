import { Type } from 'typebox';

export const LONGEST_CLIENT_TASK_ID = 255;

/** What a client may call its task, to find it again. */
export const clientTaskIdParameter = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: LONGEST_CLIENT_TASK_ID,
    description:
      'With async: what you call this task. The same id and body again is the same task; with another body it is refused.',
  }),
);
