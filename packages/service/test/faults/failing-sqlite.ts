import Sqlite from 'better-sqlite3';
import { vi } from 'vitest';

/** What happens to one statement of a file, the `at`-th from now on. */
export interface Failure {
  readonly at: number;
  /** `dies`: the connection is gone, as with its process. `fails`: the disk refuses this one statement. */
  readonly how: 'dies' | 'fails';
}

/** Statements so far, and whether the failure has come. */
export interface Counted {
  statements: number;
  failed: boolean;
}

const watched = new Map<string, { readonly counted: Counted; readonly failure: Failure }>();

/** From now on statements on files that are watched are counted whenever they run, and may fail; the end of the test ends it. */
export function interceptStatements(): void {
  // oxlint-disable-next-line typescript/unbound-method -- called with a database of its own below
  const { prepare } = Sqlite.prototype;
  vi.spyOn(Sqlite.prototype, 'prepare').mockImplementation(function (this: Sqlite.Database, source: string) {
    // A statement is kept and run again: what counts is each time.
    return new Proxy(prepare.call(this, source), {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...values: unknown[]): unknown => {
          fail(target.database);
          return Reflect.apply(member, target, values);
        };
      },
    });
  });
}

function fail(sqlite: Sqlite.Database): void {
  const { counted, failure } = watched.get(sqlite.name) ?? {};
  if (!counted || !failure || counted.failed || ++counted.statements !== failure.at) return;
  counted.failed = true;
  if (failure.how === 'fails') throw new Sqlite.SqliteError('disk I/O error', 'SQLITE_IOERR_WRITE');
  sqlite.close(); // SQLite takes back what was not committed, as it does after a crash
}

/** Watches the SQLite file until `unwatch`. */
export function watch(file: string, failure: Failure): Counted {
  const counted = { statements: 0, failed: false };
  watched.set(file, { counted, failure });
  return counted;
}
export function unwatch(file: string): void {
  watched.delete(file);
}
