import type { WasmMemory } from './host.ts';
import { FIRST_TEAM_WORD } from './memory.ts';

/**
 * The control words through which the threads of a team speak, in the first page of their memory. The leader fills in a
 * job, keeps the first input, sets NEXT to 1 and raises JOB; helpers sleep on JOB, count themselves in at INSIDE, and take
 * inputs by raising NEXT. When NEXT has passed COUNT and nobody is INSIDE, the job is over: who comes later finds nothing
 * to take.
 */
export const JOB = FIRST_TEAM_WORD;
export const NEXT = JOB + 1;
export const COUNT = JOB + 2;
export const INSIDE = JOB + 3;
/** Address of a table with four words an input: address and length of its parcel, then of its outcome's. */
export const TABLE = JOB + 4;
/** 1 asks everyone to leave the computation: set from outside. */
export const STOP = JOB + 5;
/** 1 asks the helpers to leave the job, because one of its inputs failed. */
export const HALT = JOB + 6;
/** 1 lets the helpers go home. */
export const CLOSED = JOB + 7;

/** No input has this number: with it in NEXT nobody takes anything. */
export const NOTHING_LEFT = 1 << 30;
export const WORDS_PER_INPUT = 4;

/** A place in a team, to be handed to another thread (it survives `postMessage` and `workerData`). */
export interface TeamSeat {
  readonly memory: WasmMemory;
}

/** The control words of a team, seen from any thread. */
export function controlOf({ memory }: TeamSeat): Int32Array {
  return new Int32Array(memory.buffer, 0, CLOSED + 1);
}

/** One input on its way to another thread. */
export interface Order {
  readonly task: string;
  readonly input: unknown;
}

/** What became of one input on another thread. */
export interface Outcome {
  readonly output?: unknown;
  readonly failure?: { readonly code: string; readonly details: unknown; readonly message: string };
}

/** The failure of a helper that was told to stop. */
export const STOPPED = 'STOPPED';

/** Thrown where a computation was asked to stop. */
export class Stopped extends Error {
  constructor() {
    super('The computation was stopped.');
    this.name = 'Stopped';
  }
}
