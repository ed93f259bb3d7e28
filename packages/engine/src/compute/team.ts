import { fault } from '../base/faults.ts';
import type { FaultCode, FaultDetails } from '../base/fault-details.ts';
import { unwatched, type Watch } from '../base/watch.ts';
import { sharedMemory } from './memory.ts';
import { type Copies, pack, unpack } from './parcel.ts';
import type { Measurement, Task, Work } from './task.ts';
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
import { inRoom, thread, useMemory } from './thread.ts';

let helpers = 0;
/** While this thread leads a job: what its own tasks start then runs on this thread alone. */
let leading = false;

/** A place in a new team; null where the host has no shared memory. */
export function teamSeat(): TeamSeat | null {
  const shared = sharedMemory();
  return shared && { memory: shared.memory };
}

/** Makes this thread the leader of a team with `others` helpers, each of which calls `helpTeam` with the same seat. */
export function leadTeam({ memory }: TeamSeat, others: number): void {
  useMemory(memory);
  helpers = thread().shared ? others : 0;
}

/** Asks whatever the team computes to stop, from any thread; the leader's call then throws Stopped. */
export function stopTeam(seat: TeamSeat): void {
  Atomics.store(controlOf(seat), STOP, 1);
}

/** Lets every helper return from `helpTeam`. */
export function closeTeam(seat: TeamSeat): void {
  const control = controlOf(seat);
  Atomics.store(control, CLOSED, 1);
  Atomics.add(control, JOB, 1);
  Atomics.notify(control, JOB);
}

/** What a leader watches to obey `stopTeam`. `clear` forgets an earlier stop. */
export function teamSignal(seat: TeamSeat): { throwIfAborted(): void; clear(): void } {
  const control = controlOf(seat);
  return {
    throwIfAborted: () => {
      if (Atomics.load(control, STOP) === 1) throw new Stopped();
    },
    clear: () => Atomics.store(control, STOP, 0),
  };
}

/** Threads that `mapTeam` uses from here, this one included. */
export function teamSize(): number {
  return leading ? 1 : helpers + 1;
}

/**
 * Runs `task` on every input, on all threads of the team, and returns the outputs in the order of the inputs: the same
 * whoever ran which. Inputs are taken from the first on, so put the longest first. Arrays in the room travel by address,
 * others are copied; outputs must not lie in the room. The first input is the leader's. Throws what the first failing input
 * threw, and what `watch.signal` throws.
 */
export function mapTeam<Input, Output>(
  task: Task<Input, Output>,
  inputs: readonly Input[],
  watch: Watch = unwatched,
  heard: Heard = () => undefined,
): Output[] {
  const works = inputs.map((input) => ({ task, input }));
  return runWorks(works, watch, heard) as Output[]; // outputs of this task
}

/**
 * Several measurements in one job, in the order given, as if each had a `mapTeam` of its own: between two jobs threads wait
 * for the last work of the first.
 */
export function measureTogether<Parts extends readonly Measurement<unknown>[]>(
  parts: Parts,
  watch: Watch = unwatched,
  heard: Heard = () => undefined,
): { [At in keyof Parts]: ReturnType<Parts[At]['read']> } {
  const outputs = runWorks(
    parts.flatMap(({ works }) => works),
    watch,
    heard,
  );
  let from = 0;
  const results = parts.map(({ works, read }) => read(outputs.slice(from, (from += works.length))));
  return results as { [At in keyof Parts]: ReturnType<Parts[At]['read']> }; // one for each part, in their order
}

function runWorks(works: readonly Work[], watch: Watch, heard: Heard): unknown[] {
  if (teamSize() === 1 || works.length < 2) {
    return works.map((work, at) => {
      watch.signal?.throwIfAborted();
      const output = perform(
        work,
        watchOf(watch, (share) => heard(at, share)),
      );
      heard(at, 1);
      return output;
    });
  }
  leading = true;
  try {
    return inRoom(() => lead(works, watch, heard));
  } finally {
    leading = false;
  }
}

function perform({ task, input }: Work, watch: Watch): unknown {
  return (task as Task<unknown, unknown>).run(input, watch); // works are made of a task and what it takes
}

/** Hears on the leader's thread that a share of an input is done, 1 when all of it is. */
export type Heard = (at: number, done: number) => void;

function watchOf({ signal }: Watch, onDone: (done: number) => void): Watch {
  // 1 is kept for the end of the input: a task of two parts ends the first of them earlier.
  const onProgress = ({ done }: { done: number }): void => {
    if (done < 1) onDone(done);
  };
  return signal ? { signal, onProgress } : { onProgress };
}

function lead(works: readonly Work[], watch: Watch, heard: Heard): unknown[] {
  const { shared } = thread();
  if (!shared) throw new Error('a team has shared memory');
  const { control, memory } = shared;
  const table = publish(works, control);
  const listen = listenTo(table, heard);
  const own = new Map<number, unknown>();
  let failedAt = works.length;
  let failure: { error: unknown } | null = null;
  // The first is the leader's own: the work that takes the most memory then takes it always from the same arena.
  let at = 0;
  try {
    for (; at < works.length; at = Atomics.add(control, NEXT, 1)) {
      watch.signal?.throwIfAborted();
      const now = at;
      const output = perform(
        works[now],
        watchOf(watch, (share) => {
          listen();
          heard(now, share);
        }),
      );
      own.set(now, output);
      heard(now, 1);
    }
    at = works.length;
    waitForHelpers(control, watch, listen);
    listen();
  } catch (error) {
    failedAt = at;
    failure = { error };
    Atomics.store(control, NEXT, NOTHING_LEFT);
    Atomics.store(control, HALT, 1);
    waitForHelpers(control, unwatched, () => undefined);
    Atomics.store(control, HALT, 0);
  }
  const outputs: unknown[] = [];
  for (let index = 0; index < failedAt; index++) {
    const entry = index * WORDS_PER_INPUT;
    if (own.has(index)) outputs.push(own.get(index));
    else if (table[entry + 2] === 0) break;
    else {
      const parcel = { address: table[entry + 2], length: table[entry + 3] };
      const outcome = unpack(memory, parcel, true) as Outcome; // as helpTeam packed it
      // A helper that was told to stop has nothing to say: why it was told is known here.
      if (outcome.failure?.code === STOPPED) break;
      if (outcome.failure) throw failureOf(outcome.failure);
      outputs.push(outcome.output);
    }
  }
  if (failure) throw failure.error;
  if (outputs.length < works.length) throw new Stopped();
  return outputs;
}

/** Tells of the inputs that helpers have finished since it was last called. */
function listenTo(table: Int32Array, heard: Heard): () => void {
  const told = new Set<number>();
  return () => {
    for (let at = 0; at * WORDS_PER_INPUT < table.length; at++) {
      if (told.has(at) || Atomics.load(table, at * WORDS_PER_INPUT + 2) === 0) continue;
      told.add(at);
      heard(at, 1);
    }
  };
}

/** Writes the job down and wakes the helpers; returns the table of inputs and outcomes. */
function publish(works: readonly Work[], control: Int32Array): Int32Array {
  const { arena } = thread();
  const table = arena.i32(works.length * WORDS_PER_INPUT);
  const copies: Copies = new Map();
  works.forEach(({ task, input }, at) => {
    const order: Order = { task: task.name, input };
    const { address, length } = pack(order, arena, copies);
    table.set([address, length], at * WORDS_PER_INPUT);
  });
  // Whoever still looks at the last job must leave before this one is written over it.
  Atomics.store(control, NEXT, NOTHING_LEFT);
  waitForHelpers(control, unwatched, () => undefined);
  Atomics.store(control, TABLE, table.byteOffset);
  Atomics.store(control, COUNT, works.length);
  Atomics.store(control, NEXT, 1);
  Atomics.add(control, JOB, 1);
  Atomics.notify(control, JOB);
  return table;
}

/** Waits until no helper is at the job. A stop is obeyed, and progress told, every 10 ms. */
function waitForHelpers(control: Int32Array, watch: Watch, listen: () => void): void {
  for (let inside = Atomics.load(control, INSIDE); inside > 0; inside = Atomics.load(control, INSIDE)) {
    Atomics.wait(control, INSIDE, inside, 10);
    watch.signal?.throwIfAborted();
    listen();
  }
}

function failureOf({ code, details, message }: NonNullable<Outcome['failure']>): Error {
  if (code === '') return new Error(message);
  return fault(code as FaultCode, details as FaultDetails[FaultCode]); // as a Fault was packed
}
