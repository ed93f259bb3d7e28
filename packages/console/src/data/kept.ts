import type { Decimal } from './cells.ts';
import type { Direction, Kind, Role } from './columns.ts';
import type { Goal } from './goal.ts';
import type { OrderRoles } from './orders.ts';

/** What a person settled of a column. */
export interface Settled {
  readonly role: Role;
  readonly kind: Kind;
  readonly direction: Direction;
}
interface Answers {
  readonly file: { readonly name: string; readonly size: number };
  readonly columns: readonly string[];
  readonly goal: Goal;
  readonly asked: Readonly<Record<string, string>>;
  /** The run that was begun of it last. */
  readonly run: string | null;
}
/** What a person settled about a file, without the file: no row of it, and nobody's credentials. */
export type Kept =
  | (Answers & {
      readonly rows: 'customers';
      readonly decimal: Decimal;
      readonly settled: Readonly<Record<string, Settled>>;
    })
  | (Answers & { readonly rows: 'orders'; readonly roles: OrderRoles });

const KEY = 'clientele.draft';
/** Characters; answers about more columns than that holds do not outlive a reload. */
const MOST = 200_000;
const listeners = new Set<() => void>();
let owner = '';

/** The answers of whoever is signed in, in the session storage of the tab: they outlive a reload of the page. */
export const kept = {
  get(): Kept | null {
    const stored = read();
    return stored?.owner === owner ? stored.answers : null;
  },
  set(answers: Kept): void {
    const text = JSON.stringify({ owner, answers });
    sessionStorage.removeItem(KEY);
    try {
      if (text.length <= MOST) sessionStorage.setItem(KEY, text);
    } catch {
      // The storage is full: nothing outlives a reload then.
    }
  },
  forget: (): void => sessionStorage.removeItem(KEY),
  /** Whoever signs in finds nothing of somebody else; the same one finds what it left. */
  belongTo(next: string): void {
    if (owner !== '' && owner !== next) for (const listener of listeners) listener();
    owner = next;
    if (read()?.owner !== owner) kept.forget();
  },
  /** Hears that what is in the memory of the page is somebody else's. */
  onStranger: (listener: () => void): void => void listeners.add(listener),
};

function read(): { owner: string; answers: Kept } | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as { owner: string; answers: Kept } | null; // `set` wrote it
  } catch {
    return null;
  }
}
