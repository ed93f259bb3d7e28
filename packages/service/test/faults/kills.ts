import { seededRandom } from '@clientele/engine';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../src/store/store.ts';
import type { EmptyStore } from '../support/stores.ts';
import { freePort, type Group, launch, untilReady } from './process.ts';
import { checkLedger } from './ledger-check.ts';
import { type Accepted, openLedger, submitOnce, submitUntil } from './submitter.ts';

const SUBMITTERS = 4;
const CUSTOMERS = 16;
/** Bodies for every kill, at most: each is computed here, too. */
const BODIES = 15;
/** Nobody submits while more wait: on a machine that has much to do the queue would be full at last, and refuse. */
const MOST_WAITING = 500;
/** Between two submissions of one submitter, at most. */
const PAUSE_MS = 400;
/** A kill comes so long after the start at most: now and then before it is over. */
const LIFE_MS = 1_500;
const POLL_MS = 300;

export interface KillReport {
  readonly kills: number;
  readonly accepted: number;
  /** Submissions that got no 202. */
  readonly unanswered: number;
  /** Runs that were begun more than once. */
  readonly begunAgain: number;
  /** From the start of the process to ready. */
  readonly readyMs: readonly number[];
  readonly faults: readonly string[];
}

/**
 * Kills the service at random moments, as long as there are to be `more`, while four callers submit and one watches. Whatever was answered with
 * 202 must be completed at last, once, with the result that this process computes of the same body.
 */
export async function kills(
  own: EmptyStore,
  { more, seed }: { more: (killed: number) => boolean; seed: number },
): Promise<KillReport> {
  const random = seededRandom(seed);
  const faults: string[] = [];
  const store = await openStore({ ...own.place, now: Date.now, random: randomBytes });
  const { apiId, secret } = await store.createTenant('kills');
  const headers = { 'x-customer-api-id': apiId, 'x-secret': secret };
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const start = (): Group =>
    launch(own, [
      'serve',
      '--port',
      String(port),
      '--threads',
      '1',
      '--rate-per-minute',
      '1000000',
      '--log-level',
      'error',
    ]);
  const ledger = openLedger(join(own.place.folder, 'ledger'));
  const state = { over: false, killed: 0, unanswered: 0, bodies: 0 };
  const isOver = (): boolean => state.over;

  /** Every other body has a key and is submitted until it is accepted: however often it was, it is one run. */
  const submitter = async (): Promise<void> => {
    while (!state.over) {
      if (state.bodies >= (state.killed + 1) * BODIES || (await store.countTasks()).queued > MOST_WAITING) {
        await sleep(PAUSE_MS);
        continue;
      }
      const body = { url, headers, seed: state.bodies++, customers: CUSTOMERS };
      const accepted =
        body.seed % 2 === 0
          ? await submitUntil({ ...body, key: `body-${body.seed}` }, isOver, faults)
          : (await submitOnce(body)).accepted;
      if (accepted) ledger.add(accepted);
      else state.unanswered++;
      await sleep(random() * PAUSE_MS);
    }
  };
  const watching = watch(url, headers, ledger.accepted, { random, over: isOver });
  const readyMs: number[] = [];
  let service = start();
  await untilReady(url, service);
  const submitting = Array.from({ length: SUBMITTERS }, submitter);
  for (; more(state.killed); state.killed++) {
    await sleep(random() * LIFE_MS);
    await service.end('SIGKILL');
    service = start();
    // One in four is killed while it starts.
    if (random() < 0.75) readyMs.push(await untilReady(url, service));
  }
  await untilReady(url, service);
  state.over = true;
  await Promise.all(submitting);
  faults.push(...(await watching));
  while (Object.values(await store.countTasks()).some((left) => left > 0)) await sleep(50);
  await service.end('SIGTERM');
  if (service.log() !== '') faults.push(`the last service logged ${service.log()}`);
  const checked = await checkLedger(own, store, { apiId, accepted: ledger.accepted, customers: CUSTOMERS });
  ledger.close();
  await store.close();
  return {
    kills: state.killed,
    accepted: ledger.accepted.length,
    unanswered: state.unanswered,
    readyMs,
    begunAgain: checked.begunAgain,
    faults: [...faults, ...checked.faults],
  };
}

/** Looks at accepted tasks at random: each is known, and one that is over stays so. */
async function watch(
  url: string,
  headers: Record<string, string>,
  accepted: readonly Accepted[],
  { random, over }: { random: () => number; over: () => boolean },
): Promise<string[]> {
  const faults: string[] = [];
  const ended = new Map<string, string>();
  while (!over()) {
    await sleep(POLL_MS);
    const one = accepted[Math.floor(random() * accepted.length)];
    const response = one && (await fetch(`${url}/api/v1/tasks/${one.taskId}`, { headers }).catch(() => null));
    if (!one || !response || response.status === 503) continue;
    const task = (await response.json().catch(() => ({}))) as { status?: string };
    const before = ended.get(one.taskId);
    if (response.status !== 200) faults.push(`task ${one.taskId} is answered ${response.status}`);
    else if (before !== undefined && task.status !== before) faults.push(`${before} became ${task.status}`);
    else if (task.status === 'completed' || task.status === 'failed') ended.set(one.taskId, task.status);
  }
  return faults;
}
