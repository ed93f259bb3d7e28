import type Sqlite from 'better-sqlite3';
import type { SqliteDatabase } from 'kysely';

/** Statements that are kept; the one that was used longest ago makes room. */
const KEPT = 256;
/** Longer ones insert many rows, and are seldom the same twice. */
const LONGEST = 4_096;

/**
 * The same file, with its statements kept: to parse one, and to make the function that builds its rows, takes several times as
 * long as to run it. SQLite itself parses a kept one again when tables have changed.
 */
export function keepingStatements(sqlite: Sqlite.Database): SqliteDatabase {
  const kept = new Map<string, Sqlite.Statement<readonly unknown[]>>();
  return {
    prepare(text) {
      const known = kept.get(text);
      const statement = known ?? sqlite.prepare<readonly unknown[]>(text);
      if (text.length > LONGEST) return statement;
      kept.delete(text); // the latest stands last
      kept.set(text, statement);
      const [oldest] = kept.keys();
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
      return statement;
    },
    close() {
      kept.clear();
      sqlite.close();
    },
  };
}
