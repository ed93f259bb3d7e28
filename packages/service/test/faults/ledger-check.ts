import Sqlite from 'better-sqlite3';
import { databaseFile } from '../../src/store/pepper.ts';
import type { Store } from '../../src/store/store.ts';
import type { EmptyStore } from '../support/stores.ts';
import { type Accepted, referenceOf, storedAnswerOf } from './submitter.ts';

/** The ledger against the database, both ways. */
export async function checkLedger(
  own: EmptyStore,
  store: Store,
  { apiId, accepted, customers }: { apiId: string; accepted: readonly Accepted[]; customers: number },
): Promise<{
  readonly faults: readonly string[];
  /** Runs that were begun more than once. */ readonly begunAgain: number;
}> {
  const faults: string[] = [];
  const audit = await store.listAudit(1_000_000);
  const told = (action: string, runId: string): number =>
    audit.filter((entry) => entry.action === action && entry.object === runId).length;
  const runOfBody = new Map<number, string>();
  let begunAgain = 0;
  for (const { taskId, runId, seed } of accepted) {
    const task = await store.showTask(apiId, taskId);
    const snapshot = await store.readSnapshot(apiId, runId);
    if (task && task.attempts > 1) begunAgain++;
    if (task?.state !== 'completed') faults.push(`body ${seed} is ${task ? task.state : 'lost'}`);
    else if (!snapshot || storedAnswerOf(snapshot.bytes) !== referenceOf(seed, customers))
      faults.push(`body ${seed} has another result`);
    const steps = [told('run.accept', runId), told('run.complete', runId)];
    if (steps.some((times) => times !== 1))
      faults.push(`body ${seed} was accepted and completed ${steps.join(' and ')} times`);
    if (runOfBody.has(seed)) faults.push(`body ${seed} was accepted as two tasks`);
    runOfBody.set(seed, runId);
  }
  if ((await store.verifyAudit()).broken) faults.push('the audit log is broken');
  if (own.place.databaseUrl === undefined) faults.push(...damaged(own.place.folder));
  return { faults, begunAgain };
}

/** What SQLite says of its file. */
function damaged(folder: string): string[] {
  const file = new Sqlite(databaseFile(folder), { readonly: true });
  const found = file.pragma('integrity_check', { simple: true });
  file.close();
  return found === 'ok' ? [] : [`integrity_check: ${String(found)}`];
}
