import type { Transaction } from 'kysely';
import { appendAudit, type By } from './audit.ts';
import { type Db, rowsOf, type Tables } from './database.ts';
import { noteEvent, runCompleted, runEventColumns } from './events.ts';
import { readFile, removeFiles, writeFile } from './run-files.ts';
import type { RunState } from '../contract/run-states.ts';
import { type Outside, uuid } from './tenants.ts';
import { DAY_MS, iso } from './times.ts';

/** What lists show of a finished run. */
export interface RunFigures {
  readonly customers: number;
  readonly algorithm: string;
  readonly nClusters: number;
  readonly verdict: string;
  /** The answer without its customers, as JSON. */
  readonly summary: string;
  /** The options it was made with, by the names of its contract. */
  readonly parameters?: object | undefined;
  /** The scoring model, where it is small enough to be kept beside the run. */
  readonly model?: string | null;
  readonly previousRunId?: string | null;
}

/** How a run came about. */
export interface RunOrigin {
  readonly id: string;
  readonly contract: string;
  /** Who asked for it: `key <id>`, `token <id>`, `cli`. */
  readonly actor: string;
  readonly requestId?: string | undefined;
  readonly language?: string | undefined;
  /** The run whose other candidate this one is. */
  readonly chosenFrom?: string | undefined;
  readonly previousRunId?: string | undefined;
}

/** A run that was computed while its caller waited. */
export interface FinishedRun extends RunOrigin {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly figures: RunFigures;
  /** Milliseconds by part. */
  readonly timings?: Readonly<Record<string, number>> | undefined;
  /** What every view of the result is made from. */
  readonly snapshot: Uint8Array;
  /** The snapshot of `chosenFrom` that it was made from. */
  readonly sourceFile?: string | undefined;
}

/** A run as lists show it; figures are null until it is completed. */
export interface ListedRun {
  readonly id: string;
  readonly contract: string;
  readonly state: RunState;
  readonly actor: string;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly customers: number | null;
  readonly algorithm: string | null;
  readonly nClusters: number | null;
  readonly verdict: string | null;
  readonly version: string;
  readonly language: string | null;
  readonly taskId: string | null;
  readonly chosenFrom: string | null;
  readonly previousRunId: string | null;
}

export interface ShownRun extends ListedRun {
  readonly requestId: string | null;
  /** The options it was made with; null until it is completed. */
  readonly parameters: unknown;
  /** The answer without its customers. */
  readonly summary: unknown;
  readonly timings: Readonly<Record<string, number>> | null;
  readonly error: unknown;
}

export interface RunFilter {
  readonly state?: RunState | undefined;
  readonly contract?: string | undefined;
  readonly algorithm?: string | undefined;
  readonly verdict?: string | undefined;
  /** Created at or after, and before: ISO 8601 in UTC. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Where a page of runs, latest first, goes on: after the run with this time and id. */
export interface RunCursor {
  readonly createdAt: string;
  readonly id: string;
}

export interface Runs {
  /**
   * Stores a finished run with its snapshot, or throws and stores nothing. Null when the tenant is gone; false when the run
   * that it was made from has been deleted, or customers were taken out of it, since `sourceFile` was read.
   */
  saveRun(apiId: string, run: FinishedRun): Promise<boolean | null>;
  /** At most `limit` runs of the tenant, latest first. */
  listRuns(
    apiId: string,
    filter: RunFilter,
    page: { limit: number; after?: RunCursor | undefined },
  ): Promise<ListedRun[]>;
  showRun(apiId: string, id: string): Promise<ShownRun | null>;
  /** The snapshot of a completed run; null when there is no such run, or its data has been removed. */
  readSnapshot(apiId: string, id: string): Promise<Snapshot | null>;
  /** The kept scoring model of a completed run, null where it is too large; null too when there is no such run. */
  readModel(apiId: string, id: string): Promise<{ readonly model: string | null } | null>;
  /** Puts another snapshot in the place of `file`. False when that was replaced or removed since it was read. */
  replaceSnapshot(apiId: string, id: string, file: string, change: SnapshotChange): Promise<boolean>;
  /** Removes a run with everything that belongs to it. False when there is none. */
  deleteRun(apiId: string, id: string, by: By): Promise<boolean>;
  /**
   * Removes runs that ended more than `data` days ago, makes the tasks of those that ended more than `results` days ago
   * unknown, and removes bytes that no run claims: a bounded number of runs at a time. Resolves with how many runs and
   * files it removed; 0 when nothing is left to do.
   */
  sweepRuns(days: { readonly data: number; readonly results: number }): Promise<number>;
}

export interface Snapshot {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Which version of it this is. */
  readonly file: string;
}

export interface SnapshotChange {
  readonly snapshot: Uint8Array;
  readonly figures: RunFigures;
}

/** Runs that one sweep removes at most, so that nobody waits long for it. */
const SWEEP = 20;
/** Bytes that no run names are an hour old before they count as lost: a run that is being stored does not name them yet. */
const UNCLAIMED_MS = 3_600_000;

export function runs(db: Db, outside: Outside, version: string): Runs {
  const { now, random } = outside;
  return {
    async saveRun(apiId, run) {
      const rows = rowsOf(db, apiId);
      const tenantId = await tenantIdOf(rows, apiId);
      if (tenantId === null) return null;
      const at = iso(now());
      const file = uuid(random);
      await writeFile(rows, file, [run.snapshot], { tenantId, at });
      const stored = await rows.transaction().execute(async (transaction) => {
        if (!(await isAsRead(transaction, tenantId, run))) return false;
        const row = await transaction
          .insertInto('runs')
          .values({
            ...originRow(run, version),
            ...figuresRow(run.figures),
            tenant_id: tenantId,
            snapshot_file: file,
            state: 'completed',
            created_at: iso(run.startedAt),
            started_at: iso(run.startedAt),
            finished_at: at,
            timings: run.timings ? JSON.stringify(run.timings) : null,
          })
          .returning(runEventColumns)
          .executeTakeFirstOrThrow();
        await noteEvent(transaction, tenantId, runCompleted(row, at), outside);
        return true;
      });
      if (!stored) await removeFiles(rows, [file]);
      return stored;
    },

    async listRuns(apiId, filter, { limit, after }) {
      let found = ofTenant(rowsOf(db, apiId), apiId).select(listed);
      for (const column of ['state', 'contract', 'algorithm', 'verdict'] as const) {
        const value = filter[column];
        if (value !== undefined) found = found.where(column, '=', value);
      }
      if (filter.from !== undefined) found = found.where('created_at', '>=', filter.from);
      if (filter.to !== undefined) found = found.where('created_at', '<', filter.to);
      if (after)
        found = found.where((where) =>
          where.or([
            where('created_at', '<', after.createdAt),
            where.and([where('created_at', '=', after.createdAt), where('id', '<', after.id)]),
          ]),
        );
      const page = await found.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
      return page.map(listedRun);
    },

    async showRun(apiId, id) {
      const row = await ofTenant(rowsOf(db, apiId), apiId)
        .select([...listed, 'request_id', 'parameters', 'summary', 'timings', 'error'])
        .where('id', '=', id)
        .executeTakeFirst();
      if (!row) return null;
      return {
        ...listedRun(row),
        requestId: row.request_id,
        parameters: parsed(row.parameters),
        summary: parsed(row.summary),
        timings: parsed(row.timings) as ShownRun['timings'],
        error: parsed(row.error),
      };
    },

    async readSnapshot(apiId, id) {
      const rows = rowsOf(db, apiId);
      const run = await ofTenant(rows, apiId).select('snapshot_file').where('id', '=', id).executeTakeFirst();
      if (!run?.snapshot_file) return null;
      const bytes = await readFile(rows, run.snapshot_file);
      return bytes && { bytes, file: run.snapshot_file };
    },

    async readModel(apiId, id) {
      const run = await ofTenant(rowsOf(db, apiId), apiId)
        .select('model')
        .where('id', '=', id)
        .where('snapshot_file', 'is not', null)
        .executeTakeFirst();
      return run ?? null;
    },

    async replaceSnapshot(apiId, id, file, { snapshot, figures }) {
      const rows = rowsOf(db, apiId);
      const tenantId = await tenantIdOf(rows, apiId);
      if (tenantId === null) return false;
      const next = uuid(random);
      await writeFile(rows, next, [snapshot], { tenantId, at: iso(now()) });
      return rows.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('runs')
          .set({ ...figuresRow(figures), snapshot_file: next })
          .where('id', '=', id)
          .where('tenant_id', '=', tenantId)
          .where('snapshot_file', '=', file)
          .executeTakeFirst();
        const replaced = numUpdatedRows > 0n;
        await removeFiles(transaction, [replaced ? file : next]);
        return replaced;
      });
    },

    async deleteRun(apiId, id, by) {
      return rowsOf(db, apiId)
        .transaction()
        .execute(async (transaction) => {
          const tenantId = await tenantIdOf(transaction, apiId);
          const run = await transaction
            .deleteFrom('runs')
            .where('id', '=', id)
            .where('tenant_id', '=', tenantId ?? -1)
            .returning(['body_file', 'snapshot_file'])
            .executeTakeFirst();
          if (!run) return false;
          await removeFiles(transaction, [run.body_file, run.snapshot_file]);
          await appendAudit(transaction, iso(now()), { action: 'run.delete', by, tenant: apiId, object: id });
          return true;
        });
    },

    async sweepRuns({ data, results }) {
      const before = (days: number): string => iso(now() - days * DAY_MS);
      await db
        .updateTable('runs')
        .set({ task_id: null, client_task_id: null })
        .where('finished_at', '<', before(results))
        .where('task_id', 'is not', null)
        .execute();
      const old = await db
        .selectFrom('runs')
        .select(['id', 'body_file', 'snapshot_file'])
        .where('finished_at', '<', before(data))
        .limit(SWEEP)
        .execute();
      for (const { id, body_file, snapshot_file } of old)
        await db.transaction().execute(async (transaction) => {
          await transaction.deleteFrom('runs').where('id', '=', id).execute();
          await removeFiles(transaction, [body_file, snapshot_file]);
        });
      const lost = await db
        .selectFrom('run_files')
        .select('id')
        .distinct()
        .where('written_at', '<', iso(now() - UNCLAIMED_MS))
        .where('id', 'not in', (all) =>
          all.selectFrom('runs').select('snapshot_file').where('snapshot_file', 'is not', null),
        )
        .where('id', 'not in', (all) => all.selectFrom('runs').select('body_file').where('body_file', 'is not', null))
        .limit(SWEEP)
        .execute();
      for (const { id } of lost) await removeFiles(db, [id]);
      return old.length + lost.length;
    },
  };
}

/** Whether the run that another is made from is as it was read; if so, it stays so until the transaction ends. */
async function isAsRead(
  transaction: Transaction<Tables>,
  tenantId: number,
  { chosenFrom, sourceFile }: FinishedRun,
): Promise<boolean> {
  if (chosenFrom === undefined || sourceFile === undefined) return true;
  const { numUpdatedRows } = await transaction
    .updateTable('runs')
    .set({ snapshot_file: sourceFile }) // changes nothing, and holds the row
    .where('id', '=', chosenFrom)
    .where('tenant_id', '=', tenantId)
    .where('snapshot_file', '=', sourceFile)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

const listed = [
  'id',
  'contract',
  'state',
  'actor',
  'created_at',
  'started_at',
  'finished_at',
  'customers',
  'algorithm',
  'n_clusters',
  'verdict',
  'version',
  'language',
  'task_id',
  'chosen_from',
  'previous_run_id',
] as const;

function listedRun(row: Pick<Tables['runs'], (typeof listed)[number]>): ListedRun {
  return {
    id: row.id,
    contract: row.contract,
    state: row.state,
    actor: row.actor,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    customers: row.customers,
    algorithm: row.algorithm,
    nClusters: row.n_clusters,
    verdict: row.verdict,
    version: row.version,
    language: row.language,
    taskId: row.task_id,
    chosenFrom: row.chosen_from,
    previousRunId: row.previous_run_id,
  };
}

/** The columns of a new run that say how it came about. */
export function originRow(run: RunOrigin, version: string) {
  return {
    id: run.id,
    contract: run.contract,
    actor: run.actor,
    request_id: run.requestId ?? null,
    language: run.language ?? null,
    chosen_from: run.chosenFrom ?? null,
    previous_run_id: run.previousRunId ?? null,
    version,
  };
}

/** The columns that a completed run has beyond one that is not. */
export function figuresRow(figures: RunFigures) {
  const { customers, algorithm, nClusters, verdict, summary, model, parameters, previousRunId } = figures;
  const previous = previousRunId === undefined ? {} : { previous_run_id: previousRunId };
  return {
    customers,
    algorithm,
    n_clusters: nClusters,
    verdict,
    summary,
    model: model ?? null,
    parameters: parameters === undefined ? null : JSON.stringify(parameters),
    ...previous,
  };
}

/** Every run of one tenant; on SQLite this condition is the only wall. */
function ofTenant(rows: Db, apiId: string) {
  return rows
    .selectFrom('runs')
    .where('tenant_id', 'in', (all) =>
      all.selectFrom('tenants').select('tenants.id').where('api_id', '=', apiId.toLowerCase()),
    );
}

function parsed(json: string | null): unknown {
  return json === null ? null : (JSON.parse(json) as unknown);
}

/** The number of the tenant with this id, in a transaction or out of one. */
export async function tenantIdOf(rows: Db | Transaction<Tables>, apiId: string): Promise<number | null> {
  const row = await rows
    .selectFrom('tenants')
    .select('id')
    .where('api_id', '=', apiId.toLowerCase())
    .executeTakeFirst();
  return row?.id ?? null;
}
