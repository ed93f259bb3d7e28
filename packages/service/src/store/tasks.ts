import type { Transaction, Updateable } from 'kysely';
import type { RefusalData } from '../contract/errors.ts';
import { appendAudit } from './audit.ts';
import { rowsOf } from './database.ts';
import type { Db, Tables } from './handle.ts';
import { noteEvent, runCompleted, runEventColumns, runFailed } from './events.ts';
import { clientTaskKey, heldTenant, knownRequest, noteRequest, type RequestKey, sameKey } from './requests.ts';
import { isOnePart, readFile, removeFiles, removeUnnamed, writeFile } from './run-files.ts';
import type { RunState } from '../contract/runs/run-states.ts';
import { figuresRow, originRow } from './runs.ts';
import { type Outside, tenantIdOf, uuid } from './tenants.ts';
import type { Claim, NewTask, Submitted, Task, TaskProgress, Tasks } from './task.ts';
import { iso } from './times.ts';
import { costOf, nextInTurn, ownQueue, virtualTime, waitingBefore } from './turns.ts';

/** An identical request that comes so soon after one is its repetition: the first answer was lost on its way. */
const REPEATED_MS = 10_000;
/** A run whose thread dies so often is at fault itself. */
const MOST_CRASHES = 3;
/** One whose whole process dies so often is too. */
const MOST_ATTEMPTS = 12;
/** Looked at in one go. */
const STRAYS = 1_000;
/** Pauses before a run is tried again after a crash. */
const PAUSES_MS = [2_000, 8_000];

export function tasks(db: Db, outside: Outside, version: string): Tasks {
  const { now, random } = outside;
  /** Ends a claim in `state`, with what goes with it. False when it was lost. */
  async function end(
    claim: Claim,
    state: 'completed' | 'failed' | 'cancelled',
    set: Updateable<Tables['runs']>,
    { error, write }: { error?: RefusalData; write?: (transaction: Transaction<Tables>) => Promise<void> } = {},
  ): Promise<boolean> {
    const at = iso(now());
    return rowsOf(db, claim.apiId)
      .transaction()
      .execute(async (transaction) => {
        const before = await transaction
          .selectFrom('runs')
          .select(['body_file', 'split_file'])
          .where('id', '=', claim.runId)
          .executeTakeFirst();
        const row = await held(transaction, claim)
          .set({ ...set, state, finished_at: at, body_file: null, split_file: null, progress: null })
          .returning([...runEventColumns, 'tenant_id'])
          .executeTakeFirst();
        if (!row) return false;
        await write?.(transaction);
        await removeFiles(transaction, [before?.body_file, before?.split_file]);
        const action = `run.${state === 'completed' ? 'complete' : state === 'failed' ? 'fail' : 'cancel'}`;
        const by = { actor: 'service' };
        await appendAudit(transaction, at, { action, by, tenant: claim.apiId, object: claim.runId });
        const { tenant_id: tenantId, ...run } = row;
        if (state === 'completed') await noteEvent(transaction, tenantId, runCompleted(run, at), outside);
        if (error) await noteEvent(transaction, tenantId, runFailed(run, error, at), outside);
        return true;
      });
  }

  async function show(apiId: string, taskId: string): Promise<Task | null> {
    const rows = rowsOf(db, apiId);
    const tenantId = await tenantIdOf(rows, apiId);
    const row = await rows
      .selectFrom('runs')
      .selectAll()
      .where('task_id', '=', taskId)
      .where('tenant_id', '=', tenantId ?? -1)
      .executeTakeFirst();
    if (!row) return null;
    return {
      taskId,
      clientTaskId: row.client_task_id,
      runId: row.id,
      contract: row.contract,
      state: row.state,
      createdAt: row.created_at,
      startedAt: row.started_at,
      finishedAt: row.finished_at,
      attempts: row.attempts,
      progress: row.progress === null ? null : (JSON.parse(row.progress) as TaskProgress),
      ahead: row.state === 'queued' ? await waitingBefore(db, row) : null,
      cancelling: row.state === 'running' && row.cancel_at !== null,
      error: row.error === null ? null : (JSON.parse(row.error) as RefusalData),
    };
  }

  return {
    async submitRun(apiId, task, alongside) {
      const rows = rowsOf(db, apiId);
      const tenantId = await tenantIdOf(rows, apiId);
      if (tenantId === null) return { kind: 'gone' };
      const before = await submittedBefore(rows, tenantId, task, now());
      if (before) return before;
      const at = iso(now());
      const file = uuid(random);
      const splitFile = task.split ? uuid(random) : null;
      const early = splitFile !== null || !isOnePart(task.body);
      if (early) await writeFile(rows, file, task.body, { tenantId, at });
      if (task.split && splitFile !== null) await writeFile(rows, splitFile, [task.split], { tenantId, at });
      const taskId = Buffer.from(random(16)).toString('hex');
      const clock = await virtualTime(db);
      const submitted = await rows.transaction().execute(async (transaction): Promise<Submitted> => {
        if ((await heldTenant(transaction, apiId)) === null) return { kind: 'gone' };
        const same = await submittedBefore(transaction, tenantId, task, now());
        if (same) return same;
        const own = await ownQueue(transaction, tenantId);
        if (own.waiting >= task.mostWaiting) return { kind: 'full' };
        const virtualStart = Math.max(clock, own.end);
        if (!early) await writeFile(transaction, file, task.body, { tenantId, at });
        await transaction
          .insertInto('runs')
          .values({
            ...originRow(task, version),
            tenant_id: tenantId,
            state: 'queued',
            created_at: at,
            task_id: taskId,
            client_task_id: task.clientTaskId ?? null,
            body_file: file,
            split_file: splitFile,
            cost: costOf(task.body),
            virtual_start: virtualStart,
          })
          .execute();
        for (const key of keysOf(task))
          await noteRequest(transaction, tenantId, {
            key,
            fingerprint: task.fingerprint,
            runId: task.id,
            at,
            busy: null,
          });
        await alongside?.(transaction, { id: task.id, virtualStart });
        const by = { actor: task.actor, ...(task.requestId === undefined ? {} : { requestId: task.requestId }) };
        await appendAudit(transaction, at, { action: 'run.accept', by, tenant: apiId, object: task.id });
        return { kind: 'queued', runId: task.id, taskId, known: false };
      });
      if (early && (submitted.kind !== 'queued' || submitted.known)) await removeFiles(rows, [file, splitFile]);
      return submitted;
    },

    async claimRun(runId) {
      for (;;) {
        const next = await nextInTurn(db, runId, iso(now()));
        if (!next) return null;
        const tired = next.attempts >= MOST_ATTEMPTS;
        const row = await db
          .updateTable('runs')
          .set((all) => ({
            state: 'running' as const,
            fence: all('fence', '+', 1),
            attempts: all('attempts', '+', 1),
            started_at: iso(now()),
            not_before: null,
            progress: null,
          }))
          .where('id', '=', next.id)
          .where('fence', '=', next.fence)
          .where('state', '=', next.state)
          .returning(['id', 'fence', 'contract', 'language', 'previous_run_id', 'body_file', 'split_file', 'cancel_at'])
          .executeTakeFirst();
        if (!row) continue; // another was faster
        const claim: Claim = {
          runId: row.id,
          apiId: next.api_id,
          fence: row.fence,
          contract: row.contract,
          language: row.language,
          previousRunId: row.previous_run_id,
          body: row.body_file === null ? null : await readFile(rowsOf(db, next.api_id), row.body_file),
          split: row.split_file === null ? null : await readFile(rowsOf(db, next.api_id), row.split_file),
        };
        if (row.cancel_at !== null) await this.cancelledRun(claim);
        else if (tired) await this.failRun(claim, crashed);
        else return claim;
        if (runId !== undefined) return null;
      }
    },

    async noteProgress(claim, progress) {
      const set = progress === null ? {} : { progress: JSON.stringify(progress) };
      const row = await held(rowsOf(db, claim.apiId), claim)
        .set({ ...set, fence: claim.fence })
        .returning('cancel_at')
        .executeTakeFirst();
      return row && row.cancel_at === null ? 'go on' : 'stop';
    },

    async completeRun(claim, { figures, snapshot, language, timings }) {
      const rows = rowsOf(db, claim.apiId);
      const tenantId = await tenantIdOf(rows, claim.apiId);
      if (tenantId === null) return false;
      // The same at every try, so that a storage that comes and goes does not fill up with copies.
      const file = `${claim.runId}.${claim.fence}`;
      const write = (into: Db | Transaction<Tables>) => writeFile(into, file, [snapshot], { tenantId, at: iso(now()) });
      const early = !isOnePart([snapshot]);
      if (early) await write(rows);
      const set = {
        ...figuresRow(figures),
        ...(language === undefined ? {} : { language }),
        snapshot_file: file,
        timings: timings ? JSON.stringify(timings) : null,
      };
      const done = await end(claim, 'completed', set, early ? {} : { write });
      // An earlier try may have been stored, and only its answer lost.
      if (early && !done) await removeUnnamed(rows, file);
      return done;
    },

    failRun: (claim, error) => end(claim, 'failed', { error: JSON.stringify(error) }, { error }),

    cancelledRun: (claim) => end(claim, 'cancelled', {}),

    async crashedRun(claim) {
      const row = await held(rowsOf(db, claim.apiId), claim)
        .set((all) => ({ crashes: all('crashes', '+', 1) }))
        .returning('crashes')
        .executeTakeFirst();
      if (!row) return 'lost';
      if (row.crashes >= MOST_CRASHES) return (await this.failRun(claim, crashed)) ? 'failed' : 'lost';
      const pause = PAUSES_MS[row.crashes - 1] ?? 0;
      await held(rowsOf(db, claim.apiId), claim)
        .set({ state: 'queued', not_before: iso(now() + pause), progress: null })
        .execute();
      return 'again';
    },

    async releaseRun(claim) {
      await held(rowsOf(db, claim.apiId), claim)
        .set((all) => ({ state: 'queued' as const, attempts: all('attempts', '-', 1), progress: null }))
        .execute();
    },

    async requeueRuns(computed = []) {
      const left = db.updateTable('runs').set({ state: 'queued', progress: null }).where('state', '=', 'running');
      const { numUpdatedRows } = await left
        .$if(computed.length > 0, (all) => all.where('id', 'not in', computed))
        .executeTakeFirst();
      return Number(numUpdatedRows);
    },

    async strayRuns(ms) {
      const rows = await db
        .selectFrom('runs')
        .select(['id', 'virtual_start'])
        .where('state', 'in', ['queued', 'running'])
        .where('created_at', '<', iso(now() - ms))
        .limit(STRAYS)
        .execute();
      return rows.map(({ id, virtual_start: virtualStart }) => ({ id, virtualStart }));
    },

    showTask: show,

    async cancelTask(apiId, taskId, by) {
      const at = iso(now());
      await rowsOf(db, apiId)
        .transaction()
        .execute(async (transaction) => {
          const tenantId = await heldTenant(transaction, apiId);
          const own = () =>
            transaction
              .updateTable('runs')
              .where('task_id', '=', taskId)
              .where('tenant_id', '=', tenantId ?? -1);
          const waiting = await own()
            .set({ state: 'cancelled', finished_at: at, cancel_at: at, virtual_start: 0 })
            .where('state', '=', 'queued')
            .returning(['id', 'body_file', 'split_file'])
            .executeTakeFirst();
          await removeFiles(transaction, [waiting?.body_file, waiting?.split_file]);
          const asked =
            waiting ??
            (await own()
              .set({ cancel_at: at })
              .where('state', '=', 'running')
              .where('cancel_at', 'is', null)
              .returning('id')
              .executeTakeFirst());
          if (!asked) return;
          const action = waiting ? 'run.cancel' : 'run.stop';
          await appendAudit(transaction, at, { action, by, tenant: apiId, object: asked.id });
        });
      return show(apiId, taskId);
    },

    async countTasks() {
      const rows = await db
        .selectFrom('runs')
        .select((all) => ['state', all.fn.countAll<number>().as('count')])
        .where('state', 'in', ['queued', 'running'])
        .groupBy('state')
        .execute();
      const of = (state: RunState): number => rows.find((row) => row.state === state)?.count ?? 0;
      return { queued: of('queued'), running: of('running') };
    },
  };
}

const crashed: RefusalData = { reason: 'JOB_CRASHED', values: {}, issues: [], truncated: false, path: '' };

function held(rows: Db | Transaction<Tables>, { runId, fence }: Claim) {
  return rows.updateTable('runs').where('id', '=', runId).where('fence', '=', fence).where('state', '=', 'running');
}

function keysOf({ key, clientTaskId, fingerprint }: NewTask): RequestKey[] {
  const own = clientTaskId === undefined ? [] : [clientTaskKey(clientTaskId)];
  return [...(key === undefined ? [] : [key]), ...own, sameKey(fingerprint)];
}

/** What the same request was answered with, if it came before. */
async function submittedBefore(
  rows: Db | Transaction<Tables>,
  tenantId: number,
  task: NewTask,
  time: number,
): Promise<Submitted | null> {
  for (const key of keysOf(task)) {
    const repeated = key.startsWith('same:') ? REPEATED_MS : undefined;
    const known = await knownRequest(rows, tenantId, { key, fingerprint: task.fingerprint }, time, repeated);
    if (known === null) continue;
    if (known === 'other') return { kind: 'reused' };
    const run = await rows
      .selectFrom('runs')
      .select(['task_id', 'state', 'cancel_at'])
      .where('id', '=', known.runId)
      .executeTakeFirst();
    // Who asks again for what came to nothing, without a name for it, wants it tried again.
    const undone = run?.state === 'failed' || run?.state === 'cancelled' || run?.cancel_at !== null;
    if (repeated !== undefined && undone) continue;
    if (run?.task_id) return { kind: 'queued', runId: known.runId, taskId: run.task_id, known: true };
    if (!key.startsWith('same:')) return { kind: 'reused' };
  }
  return null;
}
