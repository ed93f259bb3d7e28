import { Fault } from '../base/faults.ts';
import { pack, unpack } from './parcel.ts';
import { sharedArena } from './room.ts';
import type { AnyTask, Task } from './task.ts';
import {
  CLOSED,
  controlOf,
  COUNT,
  HALT,
  INSIDE,
  JOB,
  NEXT,
  NOTHING_LEFT,
  type Order,
  type Outcome,
  STOP,
  STOPPED,
  Stopped,
  TABLE,
  type TeamSeat,
  WORDS_PER_INPUT,
} from './team-words.ts';
import { thread, useMemory } from './thread.ts';

/**
 * Works for the team until it is closed, at `tasks`. Blocks this thread, which therefore hears nothing else meanwhile: give
 * it a worker of its own. A task that fails is reported to the leader and never ends the thread.
 */
export function workForTeam(seat: TeamSeat, tasks: readonly AnyTask[]): void {
  const byName = new Map(tasks.map((task) => [task.name, task]));
  useMemory(seat.memory);
  const { shared } = thread();
  if (!shared) return;
  const control = controlOf(seat);
  const outbox = sharedArena(shared);
  const empty = outbox.mark();
  const signal = {
    throwIfAborted: () => {
      if (Atomics.load(control, HALT) === 1 || Atomics.load(control, STOP) === 1) throw new Stopped();
    },
  };
  for (let seen = -1; Atomics.load(control, CLOSED) === 0;) {
    Atomics.wait(control, JOB, seen);
    seen = Atomics.load(control, JOB);
    Atomics.add(control, INSIDE, 1);
    outbox.release(empty);
    for (let at = take(control); at >= 0; at = take(control)) {
      const entry = new Int32Array(
        seat.memory.buffer,
        Atomics.load(control, TABLE) + at * WORDS_PER_INPUT * 4,
        WORDS_PER_INPUT,
      );
      const outcome = attempt(() => {
        // Another thread may have let the memory grow: kernels take arrays only over a buffer that the arena has seen.
        const buffer = thread().arena.buffer() ?? seat.memory.buffer;
        const order = unpack({ buffer }, { address: entry[0], length: entry[1] }, false) as Order; // as the leader packed it
        const task = byName.get(order.task) as Task<unknown, unknown> | undefined; // the leader packed what it takes
        if (!task) throw new Error(`no task is called ${order.task}: threads of a team must run the same version`);
        return task.run(order.input, { signal });
      });
      const parcel = pack(outcome, outbox);
      entry[3] = parcel.length;
      Atomics.store(entry, 2, parcel.address); // last: an address says that the outcome is there
      if (outcome.failure) Atomics.store(control, NEXT, NOTHING_LEFT);
    }
    Atomics.sub(control, INSIDE, 1);
    Atomics.notify(control, INSIDE);
  }
}

/** The next input of the job, or -1. */
function take(control: Int32Array): number {
  const at = Atomics.add(control, NEXT, 1);
  return at < Atomics.load(control, COUNT) ? at : -1;
}

function attempt(run: () => unknown): Outcome {
  try {
    return { output: run() };
  } catch (error) {
    if (error instanceof Fault)
      return { failure: { code: error.code, details: error.details, message: error.message } };
    if (error instanceof Stopped) return { failure: { code: STOPPED, details: null, message: error.message } };
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { failure: { code: '', details: null, message } };
  }
}
