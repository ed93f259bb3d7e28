import type { Head } from './head.ts';
import { type Goal, usualGoal } from './goal.ts';
import { kept, type Kept, type Settled } from './kept.ts';
import type { OrderRoles } from './orders.ts';
import { openReader, type Reader } from './reader.ts';
import type { Read } from './worker.ts';

interface Prepared {
  readonly file: File;
  readonly goal: Goal;
  /** What was asked for besides, by the names of the options; what is left out is as the service has it. */
  readonly asked: Readonly<Record<string, string>>;
  /** The run that was begun of it last; null before the first. */
  readonly run: string | null;
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
/**
 * A segmentation that is being prepared. It outlives its page, so that nobody maps columns twice after an error; and what
 * was settled outlives a reload.
 */
export type Draft = CustomersDraft | OrdersDraft;

const listeners = new Set<() => void>();
let current: Draft | null = null;
let reader: Reader | null = null;

export const draft = {
  get: (): Draft | null => current,
  set(next: Draft): void {
    kept.set(answersOf(next));
    change(next);
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  /** The thread that holds its file. */
  reader: (): Reader => (reader ??= openReader()),
};
kept.onStranger(() => change(null));

function change(next: Draft | null): void {
  current = next;
  for (const listener of listeners) listener();
}

/** A file of customers, its columns taken for what they seem to be. */
export function customersDraft(file: File, read: Read): CustomersDraft {
  const settled = read.columns.map(({ name, role, kind, direction }) => [name, { role, kind, direction }] as const);
  return { rows: 'customers', file, read, settled: Object.fromEntries(settled), ...unsettled };
}

/** A file of orders, its columns found by their names. */
export function ordersDraft(file: File, head: Head): OrdersDraft {
  const asked: Prepared['asked'] = head.decimal === ',' ? { decimal: 'comma' } : {};
  return { rows: 'orders', file, head, roles: head.roles, ...unsettled, asked };
}

const unsettled = { goal: usualGoal, asked: {}, run: null };

export function columnsOf(of: Draft): readonly string[] {
  return of.rows === 'customers' ? of.read.columns.map(({ name }) => name) : of.head.columns;
}

/** What was settled, without the file. */
export function answersOf(of: Draft): Kept {
  const { goal, asked, run, file } = of;
  const common = { file: { name: file.name, size: file.size }, columns: columnsOf(of), goal, asked, run };
  return of.rows === 'customers'
    ? { rows: of.rows, ...common, decimal: of.read.decimal, settled: of.settled }
    : { rows: of.rows, ...common, roles: of.roles };
}

/** Whether a file has the rows and columns that were settled. */
export function fits(answers: Kept, of: Draft): boolean {
  const columns = columnsOf(of);
  return (
    answers.rows === of.rows &&
    answers.columns.length === columns.length &&
    answers.columns.every((name, at) => name === columns[at])
  );
}

/** The draft with what was settled about a file of the same columns. */
export function settledBy(answers: Kept, of: Draft): Draft {
  const { asked, run } = answers;
  const goal = { ...usualGoal, ...answers.goal };
  if (answers.rows === 'customers' && of.rows === 'customers')
    return { ...of, settled: usable(answers.settled, of.read), goal, asked, run };
  if (answers.rows === 'orders' && of.rows === 'orders')
    return { ...of, roles: answers.roles, goal, asked: isOf(answers, of.file) ? asked : ownDecimal(asked, of), run };
  return of;
}

/** Whether it was settled about this very file, as far as its name and size tell. */
export function isOf({ file }: Kept, { name, size }: File): boolean {
  return file.name === name && file.size === size;
}

/** Another file has a decimal sign of its own. */
function ownDecimal(asked: Prepared['asked'], of: OrdersDraft): Prepared['asked'] {
  const { decimal: _before, ...others } = asked;
  const { decimal } = of.asked;
  return decimal === undefined ? others : { ...others, decimal };
}

/** A column that holds words now is not used as numbers, whatever it was before. */
function usable(settled: Readonly<Record<string, Settled>>, { columns }: Read): Record<string, Settled> {
  return Object.fromEntries(
    columns.map(({ name, role, kind, direction, numbers }) => {
      const before = settled[name];
      const fitting = before && (numbers ? before.role !== 'text' : before.role === 'id' || before.role === 'text');
      return [name, fitting ? before : { role, kind, direction }];
    }),
  );
}
