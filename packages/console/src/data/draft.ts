import type { Direction, Kind, Role } from './columns.ts';
import { openReader, type Reader } from './reader.ts';
import type { Read } from './worker.ts';

/** What a person settled of a column. */
export interface Settled {
  readonly role: Role;
  readonly kind: Kind;
  readonly direction: Direction;
}
/** A segmentation that is being prepared. It outlives its page, so that nobody maps columns twice after an error. */
export interface Draft {
  readonly file: File;
  readonly read: Read;
  readonly settled: Readonly<Record<string, Settled>>;
}

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
