import type { Transaction } from 'kysely';
import { appendAudit } from './audit.ts';
import { rowsOf } from './database.ts';
import type { Db, Tables } from './handle.ts';
import { noteEvent, runCompleted, runEventColumns } from './events.ts';
import { isOnePart, readFile, removeFiles, writeFile } from './run-files.ts';
import { runNames, segmentNamesIn, writtenNames } from './run-names.ts';
import { type Outside, tenantIdOf, uuid } from './tenants.ts';
import { DAY_MS, iso } from './times.ts';
import type { RunFigures, RunOrigin, FinishedRun, ListedRun, ShownRun, Runs } from './run.ts';

/** Runs that one sweep removes at most, so that nobody waits long for it. */
const SWEEP = 20;
/** Bytes that no run names are an hour old before they count as lost: a run that is being stored does not name them yet. */
const UNCLAIMED_MS = 3_600_000;

export function runs(db: Db, outside: Outside, version: string): Runs {
  const { now, random } = outside;
  return {
    ...runNames(db, outside),

    async saveRun(apiId, run) {
      const rows = rowsOf(db, apiId);
      const tenantId = await tenantIdOf(rows, apiId);
      if (tenantId === null) return null;
      const at = iso(now());
      const file = uuid(random);
      const early = !isOnePart([run.snapshot]);
      if (early) await writeFile(rows, file, [run.snapshot], { tenantId, at });
      const stored = await rows.transaction().execute(async (transaction) => {
        if (!(await isAsRead(transaction, tenantId, run))) return false;
        if (!early) await writeFile(transaction, file, [run.snapshot], { tenantId, at });
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
      if (early && !stored) await removeFiles(rows, [file]);
      return stored;
    },

    async listRuns(apiId, filter, { limit, after }) {
      let found = ofTenant(rowsOf(db, apiId), apiId).select(listed);
      for (const column of ['state', 'contract', 'algorithm', 'verdict'] as const) {
        const value = filter[column];
        if (value !== undefined) found = found.where(column, '=', value);
      }
      if (filter.previousRunId !== undefined) found = found.where('previous_run_id', '=', filter.previousRunId);
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
        .select([...listed, 'request_id', 'notes', 'parameters', 'summary', 'timings', 'error'])
        .where('id', '=', id)
        .executeTakeFirst();
      if (!row) return null;
      return {
        ...listedRun(row),
        requestId: row.request_id,
        notes: (parsed(row.notes) ?? []) as ShownRun['notes'], // originRow wrote it
        parameters: parsed(row.parameters),
        summary: parsed(row.summary),
        timings: parsed(row.timings) as ShownRun['timings'],
        error: parsed(row.error),
      };
    },

    async readSnapshot(apiId, id) {
      const rows = rowsOf(db, apiId);
      const run = await ofTenant(rows, apiId)
        .select(['snapshot_file', 'segment_names'])
        .where('id', '=', id)
        .executeTakeFirst();
      if (!run?.snapshot_file) return null;
      const bytes = await readFile(rows, run.snapshot_file);
      return bytes && { bytes, file: run.snapshot_file, segmentNames: segmentNamesIn(run.segment_names) };
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
            .returning(['body_file', 'split_file', 'snapshot_file'])
            .executeTakeFirst();
          if (!run) return false;
          await removeFiles(transaction, [run.body_file, run.split_file, run.snapshot_file]);
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
        .select(['id', 'body_file', 'split_file', 'snapshot_file'])
        .where('finished_at', '<', before(data))
        .limit(SWEEP)
        .execute();
      for (const { id, body_file, split_file, snapshot_file } of old)
        await db.transaction().execute(async (transaction) => {
          await transaction.deleteFrom('runs').where('id', '=', id).execute();
          await removeFiles(transaction, [body_file, split_file, snapshot_file]);
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
        .where('id', 'not in', (all) => all.selectFrom('runs').select('split_file').where('split_file', 'is not', null))
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
  'segment_sizes',
  'version',
  'language',
  'task_id',
  'chosen_from',
  'previous_run_id',
  'name',
  'segment_names',
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
    segmentSizes: parsed(row.segment_sizes) as ListedRun['segmentSizes'], // figuresRow wrote it
    version: row.version,
    language: row.language,
    taskId: row.task_id,
    chosenFrom: row.chosen_from,
    previousRunId: row.previous_run_id,
    name: row.name,
    segmentNames: segmentNamesIn(row.segment_names),
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
    name: run.name ?? null,
    notes: run.notes && run.notes.length > 0 ? JSON.stringify(run.notes) : null,
    version,
  };
}

/** The columns that a completed run has beyond one that is not. */
export function figuresRow(figures: RunFigures) {
  const { customers, algorithm, nClusters, verdict, segmentSizes: sizes } = figures;
  const { summary, model, parameters, previousRunId, segmentNames } = figures;
  const previous = previousRunId === undefined ? {} : { previous_run_id: previousRunId };
  const names = segmentNames === undefined ? {} : { segment_names: writtenNames(segmentNames) };
  return {
    customers,
    algorithm,
    n_clusters: nClusters,
    verdict,
    segment_sizes: sizes === undefined ? null : JSON.stringify(sizes),
    summary,
    model: model ?? null,
    parameters: parameters === undefined ? null : JSON.stringify(parameters),
    ...previous,
    ...names,
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
