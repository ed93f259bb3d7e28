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

/** A task with what it is done on. */
export interface Work {
  readonly task: AnyTask;
  readonly input: unknown;
}

/** What runs on a team, and what is made of its outputs. Several of them can share one job. */
export interface Measurement<Result> {
  readonly works: readonly Work[];
  /** Takes the outputs in the order of the works. */
  readonly read: (outputs: readonly unknown[]) => Result;
}

/** `task` on every input, then `read`. */
export function measurement<Input, Output, Result>(
  task: Task<Input, Output>,
  inputs: readonly Input[],
  read: (outputs: readonly Output[]) => Result,
): Measurement<Result> {
  return {
    works: inputs.map((input) => ({ task, input })),
    read: (outputs) => read(outputs as readonly Output[]), // of these works
  };
}
