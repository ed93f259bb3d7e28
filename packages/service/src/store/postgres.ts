import {
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import { DatabaseError, escapeLiteral, Pool, type PoolClient, TypeOverrides } from 'pg';
import { awayOr, StorageAway } from './away.ts';

/** A statement that takes longer is ended by the server. */
const STATEMENT_MS = 5_000;
/**
 * A process that says nothing for so long in the middle of a transaction is frozen: the server ends it, and its locks. Less
 * than a statement may take, so that one that waits for them is still served.
 */
const FROZEN_MS = 4_000;
/** A server that does not even say so is given up: the connection may be half open. */
const SILENCE_MS = 6_000;
/** For a free connection, and for a new one to be made. */
const CONNECT_MS = 2_000;
const IDLE_MS = 30_000;
/** PostgreSQL's number for bigint, which counts and sums come as; pg would make texts of them. */
const BIGINT = 20;

/** Whose rows a connection may touch. A tenant is named by its customer API id. */
export type Reach = { readonly tenant: string } | 'everyone';

/** Connections to a PostgreSQL server, made when they are needed. */
export function postgresPool(url: string, most: number): Pool {
  const parsers = new TypeOverrides();
  parsers.setTypeParser(BIGINT, Number);
  const pool = new Pool({
    connectionString: url,
    max: most,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: SILENCE_MS,
    idleTimeoutMillis: IDLE_MS,
    keepAlive: true,
    application_name: 'clientele',
    types: parsers,
  });
  // A connection that breaks while it is idle, or between two queries of a transaction, says so by an event that would
  // end the process if nobody heard it. The pool drops it, and the next query on it fails.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/**
 * PostgreSQL behind a wall: every query runs in a transaction that first says whose rows it may touch, which the
 * policies of the tables compare (see row-security.ts). The setting ends with the transaction, so nothing is left on a
 * connection for the next one, also behind a pooler between the service and the server.
 */
export function postgresDialect(pool: Pool, reach: Reach): Dialect {
  return {
    createAdapter: () => new Adapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createDriver: () => walledDriver(pool, reach),
  };
}

/** The lock of migrations is taken in migrate.ts, to the end of their transaction; Kysely's would be let go before it. */
class Adapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

/** What a tenant's id can be; anything else reaches no rows at all, and `*` is not to be had by sending it. */
const apiIdPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The value of the setting `clientele.tenant` for `reach`. */
export function settingOf(reach: Reach): string {
  if (reach === 'everyone') return '*';
  const apiId = reach.tenant.toLowerCase();
  return apiIdPattern.test(apiId) ? apiId : '';
}

interface Connection extends DatabaseConnection {
  readonly client: PoolClient;
  /** A transaction is under way that the caller began. */
  inside: boolean;
  /** It broke, or its state is unknown: not for the pool again. */
  broken: boolean;
}

function walledDriver(pool: Pool, reach: Reach): Driver {
  const wall = `set_config('clientele.tenant', ${escapeLiteral(settingOf(reach))}, true)`;
  const limits = `set_config('statement_timeout', '${STATEMENT_MS}', true), set_config('idle_in_transaction_session_timeout', '${FROZEN_MS}', true)`;
  const begin = (mode: string): string => `begin${mode}; select ${wall}, ${limits}`;

  return {
    init: async () => {},
    async acquireConnection() {
      return open(await pool.connect().catch(rethrow), begin(''));
    },
    async beginTransaction(connection, { accessMode, isolationLevel }) {
      const held = connection as Connection;
      held.inside = true;
      const mode = [isolationLevel && `isolation level ${isolationLevel}`, accessMode].filter((part) => part).join(' ');
      await send(held, begin(mode === '' ? '' : ` ${mode}`));
    },
    async commitTransaction(connection) {
      const held = connection as Connection;
      const { command } = await send(held, 'commit');
      held.inside = false;
      // A statement failed and the failure was swallowed: nothing was kept.
      if (command === 'ROLLBACK') throw new Error('The transaction had failed and was rolled back.');
    },
    async rollbackTransaction(connection) {
      const held = connection as Connection;
      held.inside = false;
      await rollBack(held);
    },
    async releaseConnection(connection) {
      const { client, broken } = connection as Connection;
      client.release(broken);
    },
    // Narrowed handles come and go; the pool ends with the one that reaches everything.
    destroy: () => (reach === 'everyone' ? ended(pool) : Promise.resolve()),
  };
}

function open(client: PoolClient, begin: string): Connection {
  const connection: Connection = {
    client,
    inside: false,
    broken: false,
    async executeQuery({ sql, parameters }) {
      if (connection.inside) return resultOf(await send(connection, sql, parameters));
      try {
        await send(connection, begin);
        const answer = await send(connection, sql, parameters);
        await send(connection, 'commit');
        return resultOf(answer);
      } catch (error) {
        await rollBack(connection);
        throw error;
      }
    },
    // oxlint-disable-next-line require-yield -- the interface demands a generator
    async *streamQuery() {
      throw new Error('Queries are not streamed.');
    },
  };
  return connection;
}

interface Answer {
  readonly command: string;
  readonly rowCount: number | null;
  readonly rows: unknown[];
}

async function send(connection: Connection, text: string, values: readonly unknown[] = []): Promise<Answer> {
  try {
    return await connection.client.query(text, values.map(storable));
  } catch (error) {
    // An answer of the server leaves the connection usable; silence, or a break, does not.
    if (!(error instanceof DatabaseError) || error.severity === 'FATAL') connection.broken = true;
    throw awayOr(error);
  }
}

/** PostgreSQL's texts cannot hold U+0000 and fail the query that has one; the replacement character matches nothing either. */
function storable(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value;
}

async function rollBack(connection: Connection): Promise<void> {
  if (connection.broken) return;
  await send(connection, 'rollback').catch(() => void (connection.broken = true));
}

function resultOf({ command, rowCount, rows }: Answer): QueryResult<never> {
  const changed = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(command);
  // Whoever wrote the query knows what it selects; the server's answer has no types of ours.
  return { rows: rows as never[], ...(changed ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) };
}

/** Ends every connection; a server that is silent is not waited for. */
async function ended(pool: Pool): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, CONNECT_MS)));
  await Promise.race([pool.end(), late]);
  clearTimeout(timer);
}

/** What pool and connection say while the server is away has no code of its own. */
function rethrow(error: unknown): never {
  throw error instanceof DatabaseError ? awayOr(error) : new StorageAway(error);
}
