import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startServer } from '../../src/http/server.ts';
import { openStore } from '../../src/store/store.ts';
import type { EmptyStore } from '../support/stores.ts';
import { checkLedger } from './ledger-check.ts';
import { type Group, launch } from './process.ts';
import { type Accepted, openLedger, submitUntil } from './submitter.ts';

/** Enough that a worker is in the middle of a run most of the time: else both could never be frozen in one. */
const CUSTOMERS = 400;
const SUBMITTERS = 4;

export interface FleetReport {
  readonly jobs: number;
  /** From the moment that one was killed and one frozen until everything was done. */
  readonly recoveredMs: number;
  readonly begunAgain: number;
  readonly faults: readonly string[];
}

/**
 * Two workers on one PostgreSQL database share `jobs`; in the middle of a run each, one is killed and one frozen, and a third
 * takes over. The frozen one goes on when all is done: what it brings has no effect.
 */
export async function fleet(own: EmptyStore, { jobs }: { jobs: number }): Promise<FleetReport> {
  const store = await openStore({ ...own.place, now: Date.now, random: randomBytes });
  const { apiId, secret } = await store.createTenant('fleet');
  const headers = { 'x-customer-api-id': apiId, 'x-secret': secret };
  const protection = { perMinute: { segmentation: 1e6, reading: 1e6, admin: 1e6 }, running: SUBMITTERS };
  const server = await startServer({ ...own.place, port: 0, threads: 1, compute: false, protection });
  const worker = (): Group => launch(own, ['worker', '--threads', '1', '--log-level', 'error']);
  const ledger = openLedger(join(own.place.folder, 'ledger'));
  const faults: string[] = [];
  const submitter = async (from: number): Promise<void> => {
    for (let seed = from; seed < jobs; seed += SUBMITTERS) {
      const accepted = await submitUntil({ url: server.url, headers, seed, customers: CUSTOMERS }, () => false, faults);
      if (accepted) ledger.add(accepted);
    }
  };
  await Promise.all(Array.from({ length: SUBMITTERS }, (_, at) => submitter(at)));
  // Only now: workers that keep up with the submitters would leave nothing to be caught in.
  const workers = [worker(), worker()] as const;
  const done = async (): Promise<number> =>
    (await store.listRuns(apiId, { state: 'completed' }, { limit: jobs + 2 })).length;
  while ((await done()) < jobs / 4) await sleep(50);

  const frozenRuns = await bothFrozen(workers, async () => {
    if ((await done()) === jobs) throw new Error('everything was done before both workers were caught in a run');
    const running = await store.listRuns(apiId, { state: 'running' }, { limit: jobs });
    return running.map(({ id }) => id);
  });
  const begun = performance.now();
  const [killed, frozen] = workers;
  await killed.end('SIGKILL');
  const third = worker();
  while ((await done()) < jobs) await sleep(50);
  const recoveredMs = performance.now() - begun;
  const before = await Promise.all(frozenRuns.map((id) => store.showRun(apiId, id)));
  frozen.signal('SIGCONT');
  // It computes on, and is told at its next word; then it takes part again.
  ledger.add(await more({ url: server.url, headers, seed: jobs }, faults));
  await third.end('SIGTERM');
  ledger.add(await more({ url: server.url, headers, seed: jobs + 1 }, faults));
  while ((await done()) < jobs + 2) await sleep(50);
  const after = await Promise.all(frozenRuns.map((id) => store.showRun(apiId, id)));
  if (JSON.stringify(after) !== JSON.stringify(before)) faults.push('the frozen worker changed a run that was over');
  await frozen.end('SIGTERM');
  for (const { log } of [...workers, third]) if (log() !== '') faults.push(`a worker logged ${log()}`);
  const checked = await checkLedger(own, store, { apiId, accepted: ledger.accepted, customers: CUSTOMERS });
  if (checked.begunAgain < frozenRuns.length) faults.push(`only ${checked.begunAgain} were begun again`);
  ledger.close();
  await server.close();
  await store.close();
  return { jobs: jobs + 2, recoveredMs, begunAgain: checked.begunAgain, faults: [...faults, ...checked.faults] };
}

/** Freezes both in the middle of a run each. Resolves with the ids of those runs. */
async function bothFrozen(workers: readonly Group[], running: () => Promise<string[]>): Promise<string[]> {
  for (;;) {
    for (const one of workers) one.signal('SIGSTOP');
    const ids = await running();
    if (ids.length === workers.length) return ids;
    for (const one of workers) one.signal('SIGCONT');
    await sleep(7);
  }
}

async function more(
  submission: { url: string; headers: Record<string, string>; seed: number },
  faults: string[],
): Promise<Accepted> {
  const accepted = await submitUntil({ ...submission, customers: CUSTOMERS }, () => false, faults);
  if (!accepted) throw new Error('never given up');
  return accepted;
}
