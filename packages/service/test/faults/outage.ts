import { setTimeout as sleep } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { purchasingPath } from '../../src/contract/segmentation/purchasing-segmentation.ts';
import { openStore } from '../../src/store/store.ts';
import type { EmptyStore } from '../support/stores.ts';
import { checkLedger } from './ledger-check.ts';
import { serving } from './serving.ts';
import { bodyOf, openLedger, submitOnce } from './submitter.ts';

const CUSTOMERS = 16;
const SUBMITTERS = 2;
const PAUSE_MS = 40;
/** Submissions before the storage goes, and after it came back. */
const AROUND = 15;

export interface OutageReport {
  readonly accepted: number;
  /** Answers while the storage was away, by status and code. */
  readonly answers: Readonly<Record<string, number>>;
  /** From when the storage was there again to the first 202. */
  readonly recoveredMs: number;
  readonly begunAgain: number;
  readonly faults: readonly string[];
}

/**
 * The storage goes while runs are submitted and computed, and comes back: what is not stored meanwhile is answered 503
 * STORAGE_UNAVAILABLE, what was acknowledged is done, and nothing is restarted.
 */
export async function outage(
  own: EmptyStore,
  {
    leave,
    comeBack,
    awayMs,
    reading,
  }: {
    leave: () => Promise<void>;
    comeBack: () => Promise<void>;
    awayMs: number;
    /** Whether what is stored can be read meanwhile. */
    reading: boolean;
  },
): Promise<OutageReport> {
  const { server, url, headers, apiId } = await serving(own);
  const ledger = openLedger(join(own.place.folder, '..', `ledger-${randomBytes(6).toString('hex')}`));
  const faults: string[] = [];
  const answers: Record<string, number> = {};
  const stored: string[] = [];
  const state = { away: false, over: false, seeds: 0, backAt: Number.POSITIVE_INFINITY, firstAt: 0 };
  const noted = (what: string, status: number | null, text: string): void => {
    const { code = '' } = (status === null ? {} : JSON.parse(text)) as { code?: string };
    const answer = `${what} ${status} ${code}`.trim();
    answers[answer] = (answers[answer] ?? 0) + 1;
    if (status !== 503 || code !== 'STORAGE_UNAVAILABLE')
      faults.push(`while it was away: ${answer} ${text.slice(0, 200)}`);
  };
  const submitter = async (): Promise<void> => {
    while (!state.over) {
      const wasAway = state.away;
      const done = await submitOnce({ url, headers, seed: state.seeds++, customers: CUSTOMERS });
      if (done.accepted) {
        ledger.add(done.accepted);
        if (performance.now() > state.backAt) state.firstAt ||= performance.now();
      } else if (wasAway && state.away) noted('submit', done.status, done.text);
      else if (done.status !== 503) faults.push(`around it: ${done.status} ${done.text.slice(0, 200)}`);
      await sleep(PAUSE_MS);
    }
  };
  const submitting = Array.from({ length: SUBMITTERS }, submitter);
  while (ledger.accepted.length < AROUND) await sleep(10);
  await leave();
  state.away = true;
  const end = performance.now() + awayMs;
  while (performance.now() < end) {
    const live = await fetch(`${url}/health/live`);
    if (live.status !== 200) faults.push(`/health/live is ${live.status}`);
    const task = await fetch(`${url}/api/v1/tasks/${ledger.accepted[0]?.taskId}`, { headers });
    const text = await task.text();
    if (!reading) noted('task', task.status, text);
    else if (task.status !== 200) faults.push(`reading was answered ${task.status} ${text.slice(0, 200)}`);
    const body = bodyOf(1_000_000 + state.seeds++, CUSTOMERS);
    const waited = await fetch(`${url}${purchasingPath}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
    });
    const told = await waited.text();
    // A full disk still has what the log holds and no longer needs: a run that fits there is stored.
    if (reading && waited.ok) stored.push((JSON.parse(told) as { run_id: string }).run_id);
    else noted('segment', waited.status, told);
    await sleep(PAUSE_MS);
  }
  state.away = false;
  await comeBack();
  state.backAt = performance.now();
  const before = ledger.accepted.length;
  while (ledger.accepted.length < before + AROUND) await sleep(10);
  state.over = true;
  await Promise.all(submitting);
  for (const id of stored) {
    const run = await fetch(`${url}/api/v1/runs/${id}`, { headers });
    if (run.status !== 200) faults.push(`a run that was answered while the disk was full is ${run.status} afterwards`);
  }
  const store = await openStore({ ...own.place, now: Date.now, random: randomBytes });
  while (Object.values(await store.countTasks()).some((left) => left > 0)) await sleep(50);
  await server.close();
  const checked = await checkLedger(own, store, { apiId, accepted: ledger.accepted, customers: CUSTOMERS });
  ledger.close();
  await store.close();
  return {
    accepted: ledger.accepted.length,
    answers,
    recoveredMs: state.firstAt - state.backAt,
    begunAgain: checked.begunAgain,
    faults: [...faults, ...checked.faults],
  };
}
