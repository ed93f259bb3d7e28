import type { Watch } from '../base/watch.ts';

/** Work that any thread can do: plain data in, plain data out, nothing else touched. */
export interface Task<Input, Output> {
  /** The same on all threads. */
  readonly name: string;
  readonly run: (input: Input, watch: Watch) => Output;
}

/** Work of that name. Helpers know it where src/helper.ts lists it. */
export function defineTask<Input, Output>(name: string, run: Task<Input, Output>['run']): Task<Input, Output> {
  return { name, run };
}

/** A task whatever it takes and gives. */
export type AnyTask = Task<never, unknown>;
