import type { Direction, Kind, Role } from './columns.ts';
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
/** A file with a row for each customer. */
export interface CustomersDraft {
  readonly rows: 'customers';
  readonly file: File;
  readonly read: Read;
  readonly settled: Readonly<Record<string, Settled>>;
}
/** A file with a row for each order. Of it the first rows are known alone. */
export interface OrdersDraft {
  readonly rows: 'orders';
  readonly file: File;
  readonly head: Head;
  readonly roles: OrderRoles;
  /** What was asked for besides, by the names of the request; what is left out is as the service has it. */
  readonly asked: Readonly<Record<string, string>>;
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

/** What a file's columns are taken for until somebody says otherwise. */
export function settledOf({ columns }: Read): Record<string, Settled> {
  return Object.fromEntries(columns.map(({ name, role, kind, direction }) => [name, { role, kind, direction }]));
}
