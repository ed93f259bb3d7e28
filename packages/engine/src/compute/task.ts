import type { Watch } from '../base/watch.ts';

/** Work that any thread can do: plain data in, plain data out, nothing else touched. */
export interface Task<Input, Output> {
  readonly name: string;
  readonly run: (input: Input, watch: Watch) => Output;
}

const tasks = new Map<string, Task<never, unknown>>();

/** Registers work under a name that is the same on all threads. Called where the module is loaded. */
export function defineTask<Input, Output>(name: string, run: Task<Input, Output>['run']): Task<Input, Output> {
  if (tasks.has(name)) throw new Error(`two tasks are called ${name}`);
  const task = { name, run };
  tasks.set(name, task);
  return task;
}

/** The task of that name, to be run on data from another thread. */
export function taskNamed(name: string): Task<unknown, unknown> {
  const task = tasks.get(name);
  if (!task) throw new Error(`no task is called ${name}: threads of a team must run the same version`);
  return task as Task<unknown, unknown>;
}
