import { Refusal } from '../contract/errors.ts';

/**
 * The database cannot be reached, or cannot do its work now: answered with 503 STORAGE_UNAVAILABLE, never as wrong
 * credentials or a bug. The same query may succeed a moment later.
 */
export class StorageAway extends Refusal {
  constructor(cause: unknown) {
    super('STORAGE_UNAVAILABLE');
    this.name = 'StorageAway';
    // Messages of the drivers name hosts and files, never passwords or rows.
    this.message = `The database cannot be reached or used now: ${messageOf(cause)}`;
    this.cause = cause;
  }
}

/** A rejected connection to a host with several addresses says nothing by itself: its parts do. */
function messageOf(cause: unknown): string {
  const { message = '', errors } = cause as { message?: string; errors?: readonly unknown[] };
  return message === '' && errors?.[0] !== undefined ? messageOf(errors[0]) : message;
}

/** The disk is full or broken, the file is locked by others for too long, or it is no longer there. */
const sqliteAway =
  /^SQLITE_(?:BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|PROTOCOL|NOMEM|PERM|NOLFS|CORRUPT|NOTADB)(?:_|$)/;

/**
 * SQLSTATEs of a server that cannot serve now. By class: 08 connection, 28 sign-in refused, 3D no such database, 53 out
 * of disk, memory or connections, 58 its files. Single ones: 25006 turned read-only, 25P03 silent for too long in the middle
 * of a transaction, 40001 and 40P01 lost to another one, 55P03 and 57014 took too long, 57P01 to 57P05 shutting down or starting.
 */
const postgresAway = /^(?:08...|28...|3D...|53...|58...|25006|25P03|40001|40P01|55P03|57014|57P0[1-5])$/;

/** What the driver of PostgreSQL says, without a code, about a connection that broke or took too long. */
const connectionLost = /connection|timeout|terminated|socket/i;

/** `error` as StorageAway, if that is what it means; any other as it is. */
export function awayOr(error: unknown): unknown {
  if (error instanceof StorageAway || !(error instanceof Error)) return error;
  const { code, syscall, severity } = error as NodeJS.ErrnoException & { severity?: string };
  if (code === undefined) return connectionLost.test(error.message) ? new StorageAway(error) : error;
  const away =
    sqliteAway.test(code) ||
    (severity !== undefined && postgresAway.test(code)) ||
    syscall !== undefined ||
    /^E[A-Z]{3,}$/.test(code);
  return away ? new StorageAway(error) : error;
}

/** Whether `error` says that a value that must be unique is there already. */
export function isDuplicate(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY' || code === '23505';
}
