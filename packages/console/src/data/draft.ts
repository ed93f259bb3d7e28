import type { Direction, Kind, Role } from './columns.ts';
import { type Goal, usualGoal } from './goal.ts';
import type { OrderRoles } from './orders.ts';
import type { Head } from './head.ts';
import { openReader, type Reader } from './reader.ts';
import type { Read } from './worker.ts';

/** What a person settled of a column. */
export interface Settled {
  readonly role: Role;
  readonly kind: Kind;
  readonly direction: Direction;
}
interface Prepared {
  readonly file: File;
  readonly goal: Goal;
  /** What was asked for besides, by the names of the options; what is left out is as the service has it. */
  readonly asked: Readonly<Record<string, string>>;
}
/** A file with a row for each customer. */
export interface CustomersDraft extends Prepared {
  readonly rows: 'customers';
  readonly read: Read;
  readonly settled: Readonly<Record<string, Settled>>;
}
/** A file with a row for each order. Of it the first rows are known alone. */
export interface OrdersDraft extends Prepared {
  readonly rows: 'orders';
  readonly head: Head;
  readonly roles: OrderRoles;
}
/** A segmentation that is being prepared. It outlives its page, so that nobody maps columns twice after an error. */
export type Draft = CustomersDraft | OrdersDraft;

const listeners = new Set<() => void>();
let current: Draft | null = null;
let reader: Reader | null = null;

export const draft = {
  get: (): Draft | null => current,
  set(next: Draft | null): void {
    current = next;
    for (const listener of listeners) listener();
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  /** The thread that holds its file. */
  reader: (): Reader => (reader ??= openReader()),
};

/** A file of customers, its columns taken for what they seem to be. */
export function customersDraft(file: File, read: Read): CustomersDraft {
  const settled = read.columns.map(({ name, role, kind, direction }) => [name, { role, kind, direction }] as const);
  return { rows: 'customers', file, read, settled: Object.fromEntries(settled), goal: usualGoal, asked: {} };
}

/** A file of orders, its columns found by their names. */
export function ordersDraft(file: File, head: Head): OrdersDraft {
  return { rows: 'orders', file, head, roles: head.roles, goal: usualGoal, asked: {} };
}
