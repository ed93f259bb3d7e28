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

/** From now on statements on files that are watched are counted and may fail; the end of the test ends it. */
export function interceptStatements(): void {
  // oxlint-disable-next-line typescript/unbound-method -- called with a database of its own below
  const { prepare } = Sqlite.prototype;
  vi.spyOn(Sqlite.prototype, 'prepare').mockImplementation(function (this: Sqlite.Database, source: string) {
    const { counted, failure } = watched.get(this.name) ?? {};
    if (counted && failure && !counted.failed && ++counted.statements === failure.at) {
      counted.failed = true;
      if (failure.how === 'fails') throw new Sqlite.SqliteError('disk I/O error', 'SQLITE_IOERR_WRITE');
      this.close(); // SQLite takes back what was not committed, as it does after a crash
    }
    return prepare.call(this, source);
  });
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
