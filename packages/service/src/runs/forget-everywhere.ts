import { createHash } from 'node:crypto';
import { isOver } from '../contract/runs/run-states.ts';
import type { Audit, By } from '../store/audit.ts';
import type { ListedRun, Runs } from '../store/run.ts';
import type { Outcome } from './job.ts';
import type { ComputePool } from './pool.ts';

export interface Forgotten {
  /** Runs that the customer was in. */
  readonly runs: number;
  /** Of those, runs that had too few customers left to be kept. */
  readonly deletedRuns: number;
  /** Runs that are queued or being computed: the customer may be among theirs. */
  readonly unfinishedRuns: number;
}

interface Means {
  readonly store: Pick<Runs, 'listRuns' | 'readSnapshot' | 'replaceSnapshot' | 'deleteRun'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly pool: Pick<ComputePool, 'run'>;
  /** A job that came to its end; throws what else became of it. */
  readonly finished: (outcome: Outcome) => Outcome;
}

/** Runs looked at between two questions to the store. */
const PAGE = 100;

/**
 * Takes one customer out of every completed run of a tenant, one run after the other. A run that changes in between is
 * looked at again, and so is the list: a run chosen from another may have been stored meanwhile. What was done stays done when it fails on the way: asking again does the rest. The audit log is told of
 * it, by a digest of the id.
 */
export async function forgetEverywhere(
  means: Means,
  { apiId, customer, by }: { apiId: string; customer: string; by: By },
): Promise<Forgotten> {
  let [runs, deletedRuns, unfinishedRuns] = [0, 0, 0];
  const seen = new Set<string>();
  for (let before = -1; seen.size > before;) {
    before = seen.size;
    unfinishedRuns = 0;
    for await (const { id, state } of everyRun(means.store, apiId)) {
      if (!isOver(state)) unfinishedRuns++;
      if (state !== 'completed' || seen.has(id)) continue;
      seen.add(id);
      const left = await forgetIn(means, { apiId, id, customer, by });
      if (left !== 'untouched') runs++;
      if (left === 'deleted') deletedRuns++;
    }
  }
  // The log is kept for a year: it must not be where the id goes on being told.
  const object = createHash('sha256').update(`${apiId} ${customer}`).digest('hex');
  await means.audit.record({ action: 'customer.delete', by, tenant: apiId, object, details: { runs } });
  return { runs, deletedRuns, unfinishedRuns };
}

async function* everyRun(store: Means['store'], apiId: string): AsyncGenerator<ListedRun> {
  for (let after: ListedRun | undefined; ;) {
    const page = await store.listRuns(apiId, {}, { limit: PAGE, after });
    yield* page;
    after = page.at(-1);
    if (page.length < PAGE) return;
  }
}

async function forgetIn(
  { store, pool, finished }: Means,
  { apiId, id, customer, by }: { apiId: string; id: string; customer: string; by: By },
): Promise<'untouched' | 'changed' | 'deleted'> {
  for (;;) {
    const snapshot = await store.readSnapshot(apiId, id);
    if (!snapshot) return 'untouched';
    const job = { kind: 'forget', snapshot: snapshot.bytes, customers: [customer], runId: id } as const;
    const outcome = finished(await pool.run(job));
    if (outcome.kind !== 'forgotten' || outcome.removed === 0) return 'untouched';
    if (!outcome.run) {
      await store.deleteRun(apiId, id, by);
      return 'deleted';
    }
    if (await store.replaceSnapshot(apiId, id, snapshot.file, outcome.run)) return 'changed';
  }
}
