import { createHash } from 'node:crypto';
import type { ExpressionBuilder, Transaction } from 'kysely';
import { rowsOf } from './database.ts';
import type { Db, Tables } from './handle.ts';
import { tenantIdOf } from './tenants.ts';
import { DAY_MS, iso } from './times.ts';

type Rows = Db | Transaction<Tables>;

/** What a request is known by when it comes again. */
export type RequestKey = `key:${string}` | `task:${string}` | `same:${string}`;

/** The request with this Idempotency-Key at this address. What callers send is not stored, only its SHA-256. */
export function idempotencyKey(method: string, path: string, sent: string): RequestKey {
  return `key:${sha256(`${method} ${path}\n${sent}`)}`;
}
/** The task that its caller calls so. */
export function clientTaskKey(clientTaskId: string): RequestKey {
  return `task:${sha256(clientTaskId)}`;
}
/** Requests that ask the same. */
export function sameKey(fingerprint: string): RequestKey {
  return `same:${fingerprint}`;
}

/** What is known of a key: nothing, another request, or a run, which a caller may be waiting for right now. */
export type Known = null | 'other' | { readonly runId: string; readonly busyMs: number };

/** A request that is answered at once, under its Idempotency-Key. */
export interface BegunRequest {
  readonly key: RequestKey;
  /** SHA-256 of what was asked. */
  readonly fingerprint: string;
  readonly runId: string;
  /** Time it may take; a service that died meanwhile holds up nobody longer. */
  readonly longestMs: number;
}

export interface Requests {
  /** `begun`: it is the caller's to answer and to end. Else what was answered before, or is being answered. */
  beginRequest(apiId: string, request: BegunRequest): Promise<'begun' | Exclude<Known, null>>;
  /** Its run is stored and may be told again, or (`stored` false) nothing came of it and the key is free. */
  endRequest(apiId: string, request: BegunRequest, stored: boolean): Promise<void>;
  /** Forgets keys older than a day, but those of tasks that are still known. Resolves with how many. */
  sweepRequests(): Promise<number>;
}

const KEPT_MS = DAY_MS;

export function requests(db: Db, now: () => number): Requests {
  return {
    async beginRequest(apiId, { key, fingerprint, runId, longestMs }) {
      return rowsOf(db, apiId)
        .transaction()
        .execute(async (transaction) => {
          const tenantId = await heldTenant(transaction, apiId);
          if (tenantId === null) return 'begun';
          const known = await knownRequest(transaction, tenantId, { key, fingerprint }, now());
          if (known !== null) return known;
          const busy = iso(now() + longestMs);
          await noteRequest(transaction, tenantId, { key, fingerprint, runId, at: iso(now()), busy });
          return 'begun';
        });
    },

    async endRequest(apiId, { key, runId }, stored) {
      const rows = rowsOf(db, apiId);
      const tenantId = (await tenantIdOf(rows, apiId)) ?? -1;
      const own = (where: ExpressionBuilder<Tables, 'requests'>) =>
        where.and({ tenant_id: tenantId, key, run_id: runId });
      if (stored) await rows.updateTable('requests').set({ busy_until: null }).where(own).execute();
      else await rows.deleteFrom('requests').where(own).execute();
    },

    async sweepRequests() {
      const { numDeletedRows } = await db
        .deleteFrom('requests')
        .where('created_at', '<', iso(now() - KEPT_MS))
        .where((where) =>
          where.or([
            where('key', 'not like', 'task:%'),
            where('run_id', 'not in', (all) => all.selectFrom('runs').select('id').where('task_id', 'is not', null)),
          ]),
        )
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

/** The tenant's number; its row is written, so that another transaction that begins so waits for this one's end. */
export async function heldTenant(transaction: Transaction<Tables>, apiId: string): Promise<number | null> {
  const tenant = await transaction
    .updateTable('tenants')
    .set((all) => ({ revision: all('revision', '+', 1) }))
    .where('api_id', '=', apiId.toLowerCase())
    .returning('id')
    .executeTakeFirst();
  return tenant?.id ?? null;
}

/** What `key` was used for, in the last `withinMs` (default a day). */
export async function knownRequest(
  rows: Rows,
  tenantId: number,
  { key, fingerprint }: { key: RequestKey; fingerprint: string },
  time: number,
  withinMs = KEPT_MS,
): Promise<Known> {
  const row = await rows
    .selectFrom('requests')
    .leftJoin('runs', 'runs.id', 'requests.run_id')
    .select([
      'requests.fingerprint',
      'requests.run_id',
      'requests.busy_until',
      'requests.created_at',
      'runs.id as stored',
    ])
    .where('requests.tenant_id', '=', tenantId)
    .where('requests.key', '=', key)
    .executeTakeFirst();
  if (!row || (!key.startsWith('task:') && row.created_at <= iso(time - withinMs))) return null;
  const busyMs = row.busy_until === null ? 0 : Date.parse(row.busy_until) - time;
  // Its service died, or its run was removed: as if it had never come.
  if (busyMs <= 0 && row.stored === null) return null;
  return row.fingerprint === fingerprint ? { runId: row.run_id, busyMs: Math.max(0, busyMs) } : 'other';
}

export async function noteRequest(
  transaction: Transaction<Tables>,
  tenantId: number,
  noted: { key: RequestKey; fingerprint: string; runId: string; at: string; busy: string | null },
): Promise<void> {
  const row = { fingerprint: noted.fingerprint, run_id: noted.runId, created_at: noted.at, busy_until: noted.busy };
  await transaction
    .insertInto('requests')
    .values({ ...row, tenant_id: tenantId, key: noted.key })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'key']).doUpdateSet(row))
    .execute();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
